/**
 * Static codecs of proto/tongban/v1. Bytes that were signed are kept and forwarded, never re-encoded; decoding bytes
 * that are no such message throws `message.malformed`.
 */
import { tongban } from '../generated/tongban';
import { TongbanError } from './errors/tongban-error';

export import v1 = tongban.v1;

interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

export const encode = <P, T extends P>(codec: { encode(message: P): { finish(): Uint8Array } }, message: T): Uint8Array =>
  codec.encode(message).finish();

export function decode<T>(codec: { decode(bytes: Uint8Array): T }, bytes: Uint8Array): T {
  try {
    return (codec as Codec<T>).decode(bytes);
  } catch (cause) {
    throw new TongbanError('message.malformed', cause instanceof Error ? cause.message : 'undecodable bytes', [], { cause });
  }
}
