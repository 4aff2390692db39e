const BYTE_ORDER_MARK = '\ufeff';
/** A cell that begins so would be run as a formula by a spreadsheet; full-width forms count, spreadsheets fold them. */
const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * RFC 4180: comma, CRLF after every record, quotes doubled. A byte order mark comes first, without which spreadsheets take Chinese
 * for another encoding. Text that would be run as a formula gets an apostrophe before it: comments come from outside; whoever
 * needs the exact text takes the JSON.
 */
export const csvOf = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  BYTE_ORDER_MARK + [header, ...rows].map((record) => `${record.map(cell).join(',')}\r\n`).join('');

function cell(value: string | number): string {
  const text = typeof value === 'string' && FORMULA_START.test(value) ? `'${value}` : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
