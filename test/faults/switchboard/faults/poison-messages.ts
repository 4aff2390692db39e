import { randomUUID } from 'node:crypto';
import { BROKER_PAYLOAD_BYTES_MAX, ENVIRONMENTS, type EnvironmentCode, encode, v1 } from '@tongban/contracts';
import { type ParticipantCredentials, Signer, generateSigningKey, openMessage, signMessage } from '@tongban/trust';

/** Room for subject and headers below the stream's own limit. */
const HEADER_ROOM_BYTES = 1024;

export interface Poison { readonly what: string; readonly kind: 'message' | 'receipts'; readonly bytes: Uint8Array }

/** Messages that no honest SDK sends, each wrong in another way. */
export async function poisonOf(credentials: ParticipantCredentials): Promise<readonly Poison[]> {
  const own = new Signer(credentials.signingKey);
  const stranger = new Signer(generateSigningKey(`fault:${randomUUID()}`).signing);
  const envelope: v1.Envelope.$Properties = {
    messageId: randomUUID(), contractVersion: '1.0', environment: ENVIRONMENTS[credentials.environment as EnvironmentCode],
    sender: { participant: credentials.participant, division: credentials.participant, agencyCode: credentials.agencyCode }, data: Buffer.from('poison'),
  };
  const signed = openMessage(await signMessage(own, envelope));
  return [
    { what: 'no protobuf', kind: 'message', bytes: Buffer.from([0xff, 0xff, 0xff, 0xff]) },
    { what: 'no bytes', kind: 'message', bytes: new Uint8Array() },
    { what: 'wrong signature', kind: 'message', bytes: encode(v1.SignedMessage, { envelope: encode(v1.Envelope, { ...signed.envelope, handlerId: 'changed' }), signature: signed.signature }) },
    { what: 'unknown key', kind: 'message', bytes: await signMessage(stranger, envelope) },
    { what: 'almost empty envelope', kind: 'message', bytes: signed.bytes },
    { what: 'as large as the broker takes', kind: 'message', bytes: new Uint8Array(BROKER_PAYLOAD_BYTES_MAX - HEADER_ROOM_BYTES).fill(0x08) },
    { what: 'no receipts', kind: 'receipts', bytes: Buffer.from('no receipts') },
  ];
}
