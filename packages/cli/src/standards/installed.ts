import { setTimeout as delay } from 'node:timers/promises';
import type { RegionCode, RegionStatus } from '@tongban/contracts';
import type { OperatorDesk } from '@tongban/operator';

const WITHIN_MS = 15_000;
const EVERY_MS = 250;

/** Which hubs hold an entry of an owner's log. */
export interface Installed { readonly installed: readonly RegionCode[]; readonly missing: readonly RegionCode[] }

/** Waits for a while until every hub holds what was published; a hub that does not is named, and refuses new cases of those items itself. */
export async function installedEverywhere(operator: OperatorDesk, published: readonly { readonly owner: string; readonly number: number }[]): Promise<Installed> {
  const endMs = Date.now() + WITHIN_MS;
  for (;;) {
    const { answers, unreachable } = await operator.askAll((region) => operator.askJson<RegionStatus>(region, 'hub.status'));
    const holds = ({ standards = [] }: RegionStatus): boolean =>
      published.every(({ owner, number }) => standards.some((copy) => copy.owner === owner && copy.held >= number));
    const installed = answers.filter(({ answer }) => holds(answer)).map(({ region }) => region);
    const missing = [...answers.filter(({ answer }) => !holds(answer)).map(({ region }) => region), ...unreachable];
    if (missing.length === unreachable.length || Date.now() >= endMs) return { installed, missing };
    await delay(EVERY_MS);
  }
}
