import type { Catalogue } from '@tongban/catalogue';
import { REGION_CODES, type RegionCode } from '@tongban/contracts';
import type { Say } from '@tongban/local';
import { OPENER } from '../workload';
import { BenchError } from '../words';
import { copyReaches } from './copies';
import { LogWriter, OWNER } from './log-writer';
import { seedRegistry } from './seed-registry';
import type { RegistrySetting } from './setting';
import { SyntheticVersions } from './synthetic-versions';

/** Entries that one version takes where it is published alone: drafted, approved twice, published. */
const ENTRIES_PER_VERSION = 4;

/** What came while the owner's hub, and a participant's system, were away. */
export interface CatchUpResult {
  readonly deltas: number;
  /** From the start of the owner's hub until it answers: it verifies what is new with the rest of its log. */
  readonly ownerStartMs: number;
  /** From then until every hub holds all. */
  readonly hubsMs: number;
  /** From the start of a system that is on its own disk that far behind, until its handler was called for the last delta. */
  readonly subscriberMs: number;
  readonly perSecond: number;
  /** Numbers that were left out between two. */
  readonly missing: number;
}

/** @param setting every hub runs, and the participant has subscribed before and is offline now. */
export async function measureCatchUp(setting: RegistrySetting, base: Catalogue, deltas: number, say: Say): Promise<CatchUpResult> {
  await setting.stopHub(OWNER);
  const writer = await LogWriter.open(setting.environment.setup, base, await setting.ownersServer());
  const first = writer.number + 1;
  const versions = Math.ceil(deltas / ENTRIES_PER_VERSION);
  say(`写入 ${versions * ENTRIES_PER_VERSION} 条更新`, `writing ${versions * ENTRIES_PER_VERSION} deltas`, await seedRegistry(writer, new SyntheticVersions(base), { versions, perPublication: 1, apartMs: 0 }, say));
  const last = writer.number;
  const ownerStartMs = await setting.startHub(OWNER);
  const began = performance.now();
  await Promise.all(REGION_CODES.map((region: RegionCode) => copyReaches(setting.environment, region, last)));
  const hubsMs = performance.now() - began;
  say('各枢纽已跟上', 'every hub has them', hubsMs / 1_000);
  const subscribers = await setting.subscribers([OPENER.participant]);
  const { beganMs, subscribers: [told] } = await subscribers.told(last);
  await subscribers.stop();
  if (told === undefined || told.toldMs === null || told.missing > 0 || told.deltas !== last - first + 1) throw new BenchError(`订阅方收到 ${told?.deltas} 条，应有 ${last - first + 1} 条`, `The subscriber was told ${told?.deltas} deltas and should have been told ${last - first + 1}`);
  const subscriberMs = told.toldMs - beganMs;
  return { deltas: told.deltas, ownerStartMs, hubsMs, subscriberMs, perSecond: told.deltas / (subscriberMs / 1_000), missing: told.missing };
}
