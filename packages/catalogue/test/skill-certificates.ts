import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Draft<T> = T extends readonly (infer U)[] ? Draft<U>[] : T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;

/** A standard, an item and a flow that no reference data know: two tracks, an external actor, own code lists and a record type. */
export const SKILL_CERTIFICATES_TEXT = readFileSync(join(__dirname, '../fixtures/skill-certificates.json'), 'utf8');

/** A fresh copy to change. Typed loosely, because tests plant what no type allows. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const skillCertificates = (): any => JSON.parse(SKILL_CERTIFICATES_TEXT);

/** Finds by any of the keys that name records. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function named(list: readonly any[], id: string): any {
  const found = list.find((one) => [one.id, one.messageId, one.itemCode, one.flowId].includes(id));
  if (found === undefined) throw new Error(`the fixture has no ${id}`);
  return found;
}
