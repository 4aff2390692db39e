import { type ErrorCode, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import { sha256 } from './digest';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';

/** Makes the bytes that travel, once. The digest of `data` is set here. */
export async function signMessage(signer: Pick<Signer, 'sign'>, envelope: v1.Envelope.$Properties): Promise<Uint8Array> {
  const bytes = encode(v1.Envelope, { ...envelope, payloadDigest: sha256(envelope.data ?? new Uint8Array()) });
  return encode(v1.SignedMessage, { envelope: bytes, signature: await signer.sign(bytes) });
}

export interface OpenedMessage {
  /** The exact SignedMessage bytes. */
  readonly bytes: Uint8Array;
  /** SHA-256 of these bytes: what receipts acknowledge. */
  readonly digest: Buffer;
  readonly envelope: v1.Envelope;
  readonly envelopeBytes: Uint8Array;
  readonly signature: v1.Signature.$Properties | undefined;
}

/** Decodes without trusting. Throws `message.malformed`. */
export function openMessage(bytes: Uint8Array): OpenedMessage {
  const signed = decode(v1.SignedMessage, bytes);
  if (signed.envelope.length === 0) throw new TongbanError('message.malformed', 'no envelope');
  const envelope = decode(v1.Envelope, signed.envelope);
  return { bytes, digest: sha256(bytes), envelope, envelopeBytes: signed.envelope, signature: signed.signature ?? undefined };
}

/** Undefined when the envelope's sender signed it and the payload is intact; else the code of the first fault. */
export async function checkMessage(directory: TrustDirectory, message: OpenedMessage, at: string): Promise<ErrorCode | undefined> {
  const { envelope } = message;
  if (!sha256(envelope.data).equals(Buffer.from(envelope.payloadDigest))) return 'digest.mismatch';
  return directory.check(owners.participant(envelope.sender?.participant ?? ''), message.envelopeBytes, message.signature, at);
}

/** Trace id of the W3C traceparent; empty when there is none. */
export const traceIdOf = (envelope: v1.Envelope): string => /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(envelope.traceparent)?.[1] ?? '';
