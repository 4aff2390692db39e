/** One change of an input; numbers are taken modulo whatever they choose from, so that every step fits every input and shrinks to a smaller one. */
export interface Step {
  readonly kind: number;
  /** Where. */
  readonly at: number;
  /** How much, or which of several values. */
  readonly size: number;
}

/** What the broker lets through to anybody: larger inputs never reach a decoder of messages. */
export const INPUT_BYTES_MAX = 1024 * 1024;

export const pick = <T>(from: readonly T[], at: number): T => from[at % from.length]!;

/** Texts that readers have stumbled over elsewhere. */
export const HOSTILE_TEXTS: readonly string[] = [
  '', '\0', '\r\nTb-Forged: 1', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '\u202Eabc', '\uFEFF', '\uD800', '../../../etc/passwd', '%00', '${7*7}', '*', '>', '310000.*.>', ' ', '　',
  '9'.repeat(400), '-0', '1e999', 'NaN', 'null', '2026-02-30', '2026-13-01T25:61:61+99:99', '9999-12-31T23:59:59.999999999+08:00', '0000-00-00', '-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00Z',
  'a'.repeat(70_000), `${'a'.repeat(30_000)}!`, `${'0'.repeat(5_000)}x`, `${' '.repeat(20_000)}x`, '((((((((((', '张'.repeat(3_000), '=;='.repeat(300), `${'yrd=1;'.repeat(200)}`,
];
