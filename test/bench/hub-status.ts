import { type CaseDocument, type RegionCode, type RegionStatus, type ServiceQuery, decode, encode, subjects, v1 } from '@tongban/contracts';
import { type LocalEnvironment, eventually } from '@tongban/local';
import { QueryClient } from '@tongban/messaging';
import { BenchError } from './words';

/** What an operator is told about a region now. */
export const hubStatus = (environment: LocalEnvironment, region: RegionCode): Promise<RegionStatus> => ask(environment, region, 'hub.status', new Uint8Array());
/** A case as its log has it. */
export const caseDocument = (environment: LocalEnvironment, region: RegionCode, caseNo: string): Promise<CaseDocument> =>
  ask(environment, region, 'cases.show', encode(v1.CaseQuery, { caseNo }));

async function ask<T>(environment: LocalEnvironment, region: RegionCode, name: ServiceQuery, bytes: Uint8Array): Promise<T> {
  const answer = await new QueryClient(await environment.operator(region)).request(subjects.service(environment.setup.file.environment, region, name), bytes);
  return JSON.parse(Buffer.from(decode(v1.JsonDocument, answer).json).toString('utf8')) as T;
}

/**
 * Messages that the region's own consumers have not settled, and entries its view does not hold. Durable sources settle by flow
 * control, in windows: of them only what is not sent yet counts.
 */
export const lagOf = ({ consumers, view }: RegionStatus): number =>
  view.lag + consumers.reduce((sum, { name, pending, ackPending }) => sum + pending + (name.startsWith('src_') ? 0 : ackPending), 0);

const LEVEL_WITHIN_MS = 1_800_000;
/** Waits until the view of a region holds everything its streams hold. @throws BenchError after half an hour. */
export async function viewLevel(environment: LocalEnvironment, region: RegionCode): Promise<void> {
  const level = async (): Promise<true | undefined> => {
    const { view } = await hubStatus(environment, region);
    return view.ok && view.lag === 0 ? true : undefined;
  };
  if (!(await eventually(level, { withinMs: LEVEL_WITHIN_MS, everyMs: 100 }))) throw new BenchError(`${region} 的视图半小时内没有跟上`, `The view of ${region} was not level within half an hour`);
}
