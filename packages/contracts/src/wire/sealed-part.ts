import { Reader } from 'protobufjs/minimal';
import { TongbanError } from '../errors/tongban-error';
import { v1 } from '../messages';

/** Number of the sealed part in every flow message, whatever its type. */
const SEALED_FIELD = 1;
const LENGTH_DELIMITED = 2;

/**
 * How many sealed bytes a flow message carries, found without knowing its type; 0 where nothing is sealed. All of them, where the field stands there more than
 * once: readers differ in which they take. @throws TongbanError `message.malformed`.
 */
export function sealedBytesOf(data: Uint8Array): number {
  try {
    const reader = Reader.create(data);
    let count = 0;
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag >>> 3 === SEALED_FIELD && (tag & 7) === LENGTH_DELIMITED) count += v1.Sealed.decode(reader.bytes()).ciphertext.length;
      else reader.skipType(tag & 7);
    }
    return count;
  } catch (cause) {
    throw new TongbanError('message.malformed', 'the data is no flow message', [], { cause });
  }
}
