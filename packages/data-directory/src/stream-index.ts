import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far a stream goes, as its server wrote it down when it was stopped. */
export interface StreamReach {
  readonly messages: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

const INDEX = join('msgs', 'index.db');
/** The first byte of the server's index, and the versions whose first fields are these (2.15.1 writes the last). */
const [MAGIC, VERSION_MIN, VERSION_MAX] = [11, 1, 4];

/**
 * Reads the reach of a stopped server's stream from its index: two bytes, then as variable-length integers messages, bytes, first sequence, time of that, last sequence. Undefined where there
 * is none (the server was killed and has not started since) or a later version writes another.
 */
export function readReach(streamDirectory: string): StreamReach | undefined {
  const file = join(streamDirectory, INDEX);
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  if (bytes[0] !== MAGIC || !(bytes[1]! >= VERSION_MIN && bytes[1]! <= VERSION_MAX)) return undefined;
  const fields: number[] = [];
  for (let at = 2; fields.length < 5 && at < bytes.length;) {
    let [value, shift] = [0n, 0n];
    let more = true;
    while (more && at < bytes.length) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
      more = byte >= 0x80;
    }
    fields.push(Number(value));
  }
  const [messages, , firstSequence, , lastSequence] = fields;
  return lastSequence === undefined ? undefined : { messages: messages!, firstSequence: firstSequence!, lastSequence };
}
