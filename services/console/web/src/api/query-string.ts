export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** A query in a fixed order, without what was left empty: the same question has the same address. */
export function queryString(values: QueryValues): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '' && value !== false).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
