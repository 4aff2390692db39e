import { type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import type { MigrationMapping } from '@tongban/domain';
import { sentMapping } from '@tongban/registry';
import { type TrustDirectory, openMigrationDryRun, verifyMigrationDryRuns } from '@tongban/trust';
import type { EnvironmentCode } from '@tongban/contracts';
import type { OperatorDesk } from '@tongban/operator';

/** A hub folds the log of each of its running cases. */
const ANSWER_WITHIN_MS = 120_000;

/** What the hub of one region answered, its exact signed bytes and what they say. */
export interface RegionDryRun {
  readonly region: RegionCode;
  readonly signed: Uint8Array;
  readonly said: v1.MigrationDryRun;
}
export interface DryRuns {
  readonly runs: readonly RegionDryRun[];
  readonly unreachable: readonly RegionCode[];
}

/** Asks every hub what a mapping would do to its running cases. @throws TongbanError for a mapping that is faulty, or an answer that its hub did not sign. */
export async function dryRuns(operator: OperatorDesk, trust: TrustDirectory, environment: EnvironmentCode, mapping: MigrationMapping): Promise<DryRuns> {
  const request = encode(v1.MigrateCases, sentMapping(mapping));
  const { answers, unreachable } = await operator.askAll((region) => operator.ask(region, 'cases.migration', request, ANSWER_WITHIN_MS));
  await verifyMigrationDryRuns(trust, answers.map(({ answer }) => answer), { environment });
  const runs = answers.map(({ region, answer }): RegionDryRun => ({ region, signed: answer, said: openMigrationDryRun(answer) }));
  const other = runs.find(({ region, said }) => said.region !== region);
  if (other) throw new TongbanError('signature.other-owner', `${other.region} answered with a dry run of ${other.said.region}`);
  return { runs, unreachable };
}

/** Sums over hubs. */
export function summed(runs: readonly RegionDryRun[]): { readonly running: number; readonly movable: number; readonly states: Record<string, number>; readonly staying: Record<string, number> } {
  const states: Record<string, number> = {};
  const staying: Record<string, number> = {};
  for (const { said } of runs) {
    for (const [counts, into] of [[said.states, states], [said.staying, staying]] as const) {
      for (const { name, cases } of counts) into[name ?? ''] = (into[name ?? ''] ?? 0) + (cases ?? 0);
    }
  }
  const total = (of: (said: v1.MigrationDryRun) => number): number => runs.reduce((sum, { said }) => sum + of(said), 0);
  return { running: total(({ running }) => running), movable: total(({ movable }) => movable), states, staying };
}
