import type { RegionCode } from '@tongban/contracts';
import { eventually } from '@tongban/local';
import type { FaultTarget } from './fault-target';

const LINKED_WITHIN_MS = 30_000;
const ANSWER_WITHIN_MS = 1_000;

/** A region's server is named by its region and what only it knows. */
const SECRET_PART = /-[0-9a-f]{16}$/;

/** Regions whose servers the backbone has a leaf connection with now. @returns undefined when the backbone does not answer. */
export async function leafsOf(target: FaultTarget): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(`${target.setup.backbone.monitorUrl}/leafz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return ((await response.json()) as { leafs?: { name: string }[] }).leafs?.map(({ name }) => name.replace(SECRET_PART, '')) ?? [];
  } catch {
    return undefined;
  }
}

/** Waits for the region's leaf connection. @returns whether it came: another fault may keep it away. */
export async function untilLinked(target: FaultTarget, region: RegionCode): Promise<boolean> {
  return Boolean(await eventually(async () => ((await leafsOf(target))?.includes(region) ? true : undefined), { withinMs: LINKED_WITHIN_MS }));
}
