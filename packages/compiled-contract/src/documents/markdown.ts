/** Markdown (CommonMark with tables) made of data: every text that comes from outside passes `escaped`, so that it stays text. */

/** Characters that mean something inside a line, and `&`, which begins an entity. */
const MEANINGFUL = /[\\`*_[\]<>|~&#]/g;
/** What means something at the beginning of a line: a list, a rule, a heading underlined, an ordered list. */
const AT_START = /^(?:([-+=])|(\d{1,9})([.)])(?=\s|$))/;
/** Line breaks and tabs are spaces here; other control characters, which no page shows, are taken out. */
const BREAKS = /[\s\u0085\u2028\u2029]+/gu;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** One line of text that reads the same after rendering. */
export const escaped = (text: string): string =>
  text.replace(BREAKS, ' ').replace(CONTROLS, '').trim().replace(MEANINGFUL, '\\$&').replace(AT_START, (_, mark: string | undefined, digits: string, dot: string) => (mark === undefined ? `${digits}\\${dot}` : `\\${mark}`));

export const heading = (level: 1 | 2 | 3, text: string): string => `${'#'.repeat(level)} ${escaped(text)}`;
export const paragraph = (text: string): string => escaped(text);
export const quote = (text: string): string => `> ${escaped(text)}`;
export const bullets = (items: readonly string[]): string => items.map((item) => `- ${escaped(item)}`).join('\n');

/** A table; `none` in its place when it has no row. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number | undefined)[])[], none: string): string {
  if (rows.length === 0) return paragraph(none);
  const line = (cells: readonly (string | number | undefined)[]): string => `| ${cells.map((cell) => escaped(String(cell ?? ''))).join(' | ')} |`;
  return [line(headings), `|${' --- |'.repeat(headings.length)}`, ...rows.map(line)].join('\n');
}

/** A table of two columns without headings of their own: what a thing is. */
export const facts = (rows: readonly (readonly [name: string, value: string | undefined])[], headings: readonly [string, string]): string =>
  table(headings, rows.filter(([, value]) => value !== undefined && value !== ''), '');

/** Blocks as one document. */
export const document = (blocks: readonly string[]): string => `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
