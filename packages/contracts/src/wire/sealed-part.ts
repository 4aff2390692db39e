import { Reader } from 'protobufjs/minimal';
import { TongbanError } from '../errors/tongban-error';
import { v1 } from '../messages';

/** Number of the sealed part in every flow message, whatever its type. */
const SEALED_FIELD = 1;
const LENGTH_DELIMITED = 2;

/**
 * The sealed parts of a flow message, found without knowing its type: none or one, unless the field stands there more than once, and then readers differ in which they take.
 * @throws TongbanError `message.malformed`.
 */
export function sealedPartsOf(data: Uint8Array): v1.Sealed[] {
  try {
    const reader = Reader.create(data);
    const parts: v1.Sealed[] = [];
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag >>> 3 === SEALED_FIELD && (tag & 7) === LENGTH_DELIMITED) parts.push(v1.Sealed.decode(reader.bytes()));
      else reader.skipType(tag & 7);
    }
    return parts;
  } catch (cause) {
    throw new TongbanError('message.malformed', 'the data is no flow message', [], { cause });
  }
}

/** How many sealed bytes a flow message carries, in all its sealed parts; 0 where nothing is sealed. @throws TongbanError `message.malformed`. */
export const sealedBytesOf = (data: Uint8Array): number => sealedPartsOf(data).reduce((count, { ciphertext }) => count + ciphertext.length, 0);
