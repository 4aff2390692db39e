/** One thing wrong with flow data. `path` is a JSON path from the flow (or the dictionary) itself, e.g. `$.states[3].holder`. */
export interface FlowFault { readonly path: string; readonly zh: string; readonly en: string }
export type Report = (path: string, zh: string, en: string) => void;

export interface FaultList { readonly faults: readonly FlowFault[]; readonly report: Report }

/** Collects every fault, so that an author sees them all at once. */
export function collectFaults(): FaultList {
  const faults: FlowFault[] = [];
  return { faults, report: (path, zh, en) => void faults.push({ path, zh, en }) };
}

/** Reports each entry whose key an earlier one has. */
export function reportRepeated<T>(list: readonly T[], key: (item: T) => string, path: string, report: Report): void {
  const seen = new Set<string>();
  list.forEach((item, index) => {
    if (seen.has(key(item))) report(`${path}[${index}]`, `标识 ${key(item)} 重复`, `${key(item)} is not unique`);
    seen.add(key(item));
  });
}
