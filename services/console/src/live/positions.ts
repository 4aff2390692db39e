/** How far each log is: by `<region>.<year>`, the sequence of its last entry. */
export type Positions = Readonly<Record<string, number>>;

const FORM = /^[a-z]{2,8}\.\d{4}:\d{1,15}$/;
const LOGS_MAX = 500;

/** In one line, as the id of a server-sent event: `nat.2026:77;yrd.2026:66`. */
export const writePositions = (positions: Positions): string => Object.keys(positions).sort().map((log) => `${log}:${positions[log]}`).join(';');

/** Undefined for what is no such line: whoever sends it begins anew. */
export function readPositions(text: string): Positions | undefined {
  if (text === '') return undefined;
  const parts = text.split(';');
  if (parts.length > LOGS_MAX || !parts.every((part) => FORM.test(part))) return undefined;
  return Object.fromEntries(parts.map((part) => [part.slice(0, part.indexOf(':')), Number(part.slice(part.indexOf(':') + 1))]));
}

export const totalOf = (positions: Positions): number => Object.values(positions).reduce((sum, one) => sum + one, 0);

/** Entries of each region between two places. A log that ends before where it was known to is another log: all of it counts. */
export function entriesBetween(from: Positions, to: Positions): Readonly<Record<string, number>> {
  const byRegion: Record<string, number> = {};
  for (const [log, end] of Object.entries(to)) {
    const begun = from[log] ?? 0;
    const entries = end >= begun ? end - begun : end;
    const region = log.slice(0, log.indexOf('.'));
    if (entries > 0) byRegion[region] = (byRegion[region] ?? 0) + entries;
  }
  return byRegion;
}
