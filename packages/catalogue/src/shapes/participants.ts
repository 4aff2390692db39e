import { KEY_USES } from '@tongban/domain';
import { z } from 'zod';
import { itemCode, label, mode, participantCode, rule, worded } from './words';

const instant = z.iso.datetime({ offset: true });
/** SubjectPublicKeyInfo of a curve point is below 200 bytes. */
const publicKey = z.string().min(40).max(400).regex(/^[A-Za-z0-9+/]+={0,2}$/, rule('须为base64', 'must be base64'));
const line = z.string().min(1).max(200);

/** Who a participant is to all others: see `ParticipantRecord` of the domain. */
export const participantRecord = z.looseObject({
  ...worded, participant: participantCode,
  keys: z.array(z.strictObject({
    keyId: label, use: z.enum(KEY_USES), algorithm: z.enum(['ed25519', 'sm2-sm3', 'x25519', 'sm2']), publicKey, validFrom: instant.optional(), validTo: instant.optional(),
  })).min(1).max(50),
  itemCodes: z.array(itemCode).max(1_000).optional(), modes: z.array(mode).optional(),
  desks: z.array(z.strictObject({ ...worded, itemCodes: z.array(itemCode).max(1_000).optional(), hours: line, contact: line, escalation: line })).max(100),
});
