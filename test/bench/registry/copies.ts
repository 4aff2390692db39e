import type { RegionCode } from '@tongban/contracts';
import { type LocalEnvironment, eventually } from '@tongban/local';
import { hubStatus } from '../hub-status';
import { BenchError } from '../words';
import { OWNER } from './log-writer';

const WITHIN_MS = 1_800_000;
const EVERY_MS = 50;

/** Number of the owner's last entry that the hub of a region holds. */
export async function heldBy(environment: LocalEnvironment, region: RegionCode): Promise<number> {
  const { standards = [] } = await hubStatus(environment, region);
  return standards.find(({ owner }) => owner === OWNER)?.held ?? 0;
}

/** Waits until the hub of a region holds an entry of the owner's log. @throws BenchError after half an hour. */
export async function copyReaches(environment: LocalEnvironment, region: RegionCode, number: number): Promise<void> {
  const holds = async (): Promise<true | undefined> => {
    // A hub that verifies may answer late; then it is asked again.
    const held = await heldBy(environment, region).catch(() => 0);
    return held >= number ? true : undefined;
  };
  if (!(await eventually(holds, { withinMs: WITHIN_MS, everyMs: EVERY_MS }))) throw new BenchError(`${region} 半小时内没有第 ${number} 条`, `${region} had no entry ${number} within half an hour`);
}
