import type { CaseRow, FindMatch } from '@tongban/contracts';
import { canonicalJson } from './case-change';

/**
 * Objects of one shape as Redis keeps them: a JSON list of their values, in an order of names that is agreed here and not written into every one. A view holds
 * hundreds of bytes of every case, and the names were the half of them. Equal values are equal strings.
 */
export class Packing<Shape extends object> {
  private readonly names: readonly (keyof Shape & string)[];
  /** Every name of the shape, in the order it is laid down; another order needs another number of the view. */
  constructor(names: Readonly<Record<keyof Shape, true>>) {
    this.names = Object.keys(names) as (keyof Shape & string)[];
  }

  /** What is absent holds a place, and none at the end. No value may be null. */
  pack(value: Shape): string {
    const values: unknown[] = this.names.map((name) => value[name] ?? null);
    while (values.length > 0 && values.at(-1) === null) values.pop();
    return canonicalJson(values);
  }

  unpack(text: string): Shape {
    const values = JSON.parse(text) as unknown[];
    return Object.fromEntries(this.names.flatMap((name, at): [string, unknown][] => (values[at] === null || values[at] === undefined ? [] : [[name, values[at]]]))) as Shape;
  }
}

/** What depends on the day of the question is not kept. */
export const ROWS = new Packing<Omit<CaseRow, 'pastDue'>>({
  caseNo: true, homeRegion: true, itemCode: true, flowId: true, openedAt: true, opener: true, openerDivision: true, counterpart: true, counterpartDivision: true, openerRegion: true,
  counterpartRegion: true, states: true, closed: true, outcome: true, logIndex: true, messages: true, rejected: true, localCaseNo: true, updatedAt: true, holders: true, nextDue: true,
  dueNotBefore: true, alarmOn: true, agencies: true, handlers: true, counterpartLocalCaseNo: true, returned: true, timeliness: true,
});
export const MATCHES = new Packing<FindMatch>({
  kind: true, region: true, caseNo: true, logIndex: true, messageId: true, participant: true, at: true, digest: true, code: true, stream: true, streamSequence: true,
});
