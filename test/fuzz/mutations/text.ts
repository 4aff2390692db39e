import { HOSTILE_TEXTS, INPUT_BYTES_MAX, type Step, pick } from './step';

type Change = (text: string, at: number, size: number) => string;
const CHANGES: readonly Change[] = [
  (text, at, size) => text.slice(0, at) + pick(HOSTILE_TEXTS, size) + text.slice(at),
  (text, at, size) => text.slice(0, at) + text.slice(at + 1 + (size % 8)),
  (text, at, size) => text.slice(0, at) + String.fromCharCode(size % 0x250) + text.slice(at + 1),
  (text, at, size) => text.slice(0, at) + text.slice(at, at + 6).repeat(pick([2, 20, 2_000], size)) + text.slice(at),
  (text, at) => text.slice(0, at),
  (_text, _at, size) => pick(HOSTILE_TEXTS, size),
];

/** Text as people and systems write it, with something wrong in it. */
export function mutateText(bytes: Uint8Array, { kind, at, size }: Step): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(pick(CHANGES, kind)(text, at % (text.length + 1), size)).subarray(0, INPUT_BYTES_MAX);
}
