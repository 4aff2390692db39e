import type { EnvironmentCode, ErrorCode, RegionCode, RegionStatus } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

/** Every hub at once: is anything wrong now. */
export interface EnvironmentStatus {
  /** Every hub answers, is ready, passes its checks, and all agree about the business clock. */
  readonly ok: boolean;
  readonly environment: EnvironmentCode;
  readonly clockAgrees: boolean;
  readonly regions: readonly RegionStatus[];
  readonly unreachableRegions: readonly string[];
}

export async function environmentStatus(desk: OperatorDesk, environment: EnvironmentCode): Promise<{ readonly status: EnvironmentStatus; readonly reasons: ReadonlyMap<RegionCode, ErrorCode> }> {
  const { answers, unreachable, reasons } = await desk.askAll((region) => desk.askJson<RegionStatus>(region, 'hub.status'));
  const regions = answers.map(({ answer }) => answer);
  const clockAgrees = new Set(regions.map(({ clock }) => clock.revision)).size <= 1;
  const ok = unreachable.length === 0 && clockAgrees && regions.every(({ ready, checks }) => ready && Object.values(checks).every((check) => check.ok));
  return { status: { ok, environment, clockAgrees, regions, unreachableRegions: unreachable }, reasons };
}
