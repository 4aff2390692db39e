import { BadRequestException, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';

/** The opening of a pension transfer as a service of one's own would describe it. */
export const OpeningSchema = z.strictObject({
  messageId: z.string().min(16).max(64),
  messageType: z.string(),
  item: z.string().regex(/^HRSS-[A-Z]{3}-\d{4}$/),
  opener: z.string().regex(/^\d{6}$/),
  counterpart: z.string().regex(/^\d{6}$/),
  fields: z.strictObject({
    id_type: z.enum(['RESIDENT_ID', 'PASSPORT']),
    current_division: z.string().regex(/^\d{6}$/),
    previous_division: z.string().regex(/^\d{6}$/),
    applicant_kind: z.enum(['PERSON', 'EMPLOYER']),
    consent: z.boolean(),
    applied_at: z.iso.datetime({ offset: true }),
    transfer_kind: z.enum(['GENERAL', 'TEMPORARY']),
    person_name: z.string().min(1).max(50),
    id_number: z.string().regex(/^\d{17}[\dX]$/),
    gender: z.enum(['1', '2']),
    birth_date: z.iso.date(),
  }),
  pad: z.string(),
});
export const ReceiptSchema = z.strictObject({ messageId: z.string(), level: z.literal('DELIVERED'), at: z.iso.datetime({ offset: true }), by: z.string() });
export type Opening = z.infer<typeof OpeningSchema>;
export type Receipt = z.infer<typeof ReceiptSchema>;

export const receiptOf = ({ messageId, counterpart }: Opening): Receipt => ({ messageId, level: 'DELIVERED', at: new Date().toISOString(), by: counterpart });

/** Validates a payload as Nest's documentation shows. */
export class ZodPipe implements PipeTransform {
  constructor(private readonly schema: z.ZodType) {}
  transform(value: unknown): unknown {
    const parsed = this.schema.safeParse(value);
    if (!parsed.success) throw new BadRequestException(z.prettifyError(parsed.error));
    return parsed.data;
  }
}

export const OPENED = 'case.opened';
export const DELIVERED = 'case.delivered';
