/** A text of at most so many columns, where a Chinese letter takes two; for drawings, which do not wrap. What is cut is told elsewhere. */
export function clipped(text: string, columns: number): string {
  const letters = [...text];
  let width = 0;
  for (const [index, letter] of letters.entries()) {
    width += letter > '\u2e80' ? 2 : 1;
    if (width > columns) return `${letters.slice(0, index).join('')}…`;
  }
  return text;
}
