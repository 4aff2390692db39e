import { CASE_LIST_LIMIT_MAX, readListOrder } from '@tongban/contracts';
import { participantOf } from '@tongban/operator';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const text = z.string().min(1).max(200);
const date = z.string().max(40);
/** A division of any level stands for the participant that serves it. */
const division = z.string().regex(/^\d{6}$/);
const flag = z.enum(['true', 'false']);
const page = { limit: z.coerce.number().int().min(1).max(CASE_LIST_LIMIT_MAX).default(50), after: z.string().max(2_000).default(''), count: flag.default('false') };

export const FILTERS = {
  participant: division.optional(), opener: division.optional(), counterpart: division.optional(), item: text.optional(), flow: text.optional(), state: text.optional(), outcome: text.optional(),
  timeliness: z.enum(['on-time', 'late']).optional(), regions: z.string().max(20).optional(), openedFrom: date.optional(), openedTo: date.optional(), holder: division.optional(), holderSide: z.enum(['opener', 'counterpart']).optional(),
  holderActor: text.optional(), dueFrom: date.optional(), dueTo: date.optional(), agency: text.optional(), handler: text.optional(), number: text.optional(), overdue: flag.optional(), closed: flag.optional(),
};
export class CaseListParameters extends createZodDto(z.object({ ...FILTERS, ...page, order: z.enum(['opening', 'due']).default('opening') })) {}
export class AlarmListParameters extends createZodDto(z.object({ to: z.union([division, z.literal('hub')]).optional(), stage: text.optional(), ...page })) {}
export class FindParameters extends createZodDto(z.object({ value: text })) {}
export class SideParameters extends createZodDto(z.object({ side: z.enum(['opener', 'counterpart']) })) {}

const DIVISIONS = ['participant', 'opener', 'counterpart', 'holder'];
/** As hubs take them. @throws TongbanError `division.unknown`. */
export function filtersOf({ limit: _limit, after: _after, count: _count, order: _order, ...filters }: CaseListParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(filters).flatMap(([name, value]) => {
    if (value === undefined || (name === 'overdue' && value === 'false')) return [];
    return [[name, DIVISIONS.includes(name) ? participantOf(value) : value]];
  }));
}
export const orderOf = ({ order }: CaseListParameters): ReturnType<typeof readListOrder> => readListOrder(order);
