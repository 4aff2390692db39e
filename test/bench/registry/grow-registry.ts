import type { Catalogue } from '@tongban/catalogue';
import { streams, subjects } from '@tongban/contracts';
import { QueryClient } from '@tongban/messaging';
import { type Latency, latencyOf } from '../measure/percentiles';
import { OPENER } from '../workload';
import { BenchError } from '../words';
import type { Workbench } from '../workbench';
import { copyReaches } from './copies';
import { LogWriter, OWNER } from './log-writer';
import { seedRegistry } from './seed-registry';
import { RegistrySetting, type Used } from './setting';
import { showQuery } from './stewards';
import { FIRST_LIVE_ARTEFACT, SyntheticVersions, artefactsOf } from './synthetic-versions';

/** What a registry of so many versions costs. Milliseconds are of one run each. */
export interface RegistryStep {
  readonly versions: number;
  readonly entries: number;
  readonly logMiB: number;
  /** From the start of the owner's process until it answers: its log is verified and folded. */
  readonly ownerStartMs: number;
  readonly owner: Used;
  /** From the answer of another region's hub, which had nothing, until it holds all. */
  readonly copyMs: number;
  /** Since its own start. */
  readonly copy: Used;
  /** The same hub started once more, with its copy. */
  readonly copyStartMs: number;
  /** `standards.show` of one version of one artefact at the owner, one question after another. */
  readonly showMs: Latency;
  /** From the start of a system with an empty store until it was told everything there is, in a snapshot, and has its own copy. */
  readonly subscriberMs: number;
  readonly subscriber: Used;
  /** In the SDK: with what a new case of an item begins now. */
  readonly lookupMs: Latency;
  /** One version more: until the owner's hub answers the command to publish, and until the subscriber's handler is called. */
  readonly publishMs: number;
  readonly toldMs: number;
  readonly natsRssMiB: number;
}

/** One publication brings out so many at most; a draft of fifty has about 100 KiB. */
const PER_PUBLICATION = 50;
/** So that each publication takes effect at a moment of its own. */
const APART_MS = 60_000;
const SHOWN = 1_000;
const LOOKUPS = 20_000;
/** Synthetic items asked for beside those that have a flow: as many at every size, since the first question about each is the slow one. */
const ITEMS_ASKED = 40;
const LIVE_ROUNDS = 5;
const MIB = 2 ** 20;

/** Each size in an environment of its own: seed the owner's log, start its hub, another region's and a subscriber, look things up, and publish some more. */
export async function growRegistry(bench: Workbench, base: Catalogue, versions: number): Promise<RegistryStep> {
  const { say } = bench;
  const setting = await RegistrySetting.open(bench, `registry-${versions}`);
  try {
    const synthetic = new SyntheticVersions(base);
    const server = await setting.ownersServer();
    const writer = await LogWriter.open(setting.environment.setup, base, server);
    say(`已写入 ${versions} 个版本`, `${versions} versions written`, await seedRegistry(writer, synthetic, { versions, perPublication: Math.min(PER_PUBLICATION, artefactsOf(versions)), apartMs: APART_MS }, say));
    const entries = writer.number;
    const { state: { bytes } } = await (await server.jetstreamManager()).streams.info(streams.standards(OWNER));
    const ownerStartMs = await setting.startHub(OWNER);
    const owner = setting.used(`hub-${OWNER}`);
    say('归口枢纽已启动', 'the owner’s hub has started', ownerStartMs / 1_000);
    await setting.startHub(OPENER.region);
    const copyMs = await took(() => copyReaches(setting.environment, OPENER.region, entries));
    const copy = setting.used(`hub-${OPENER.region}`);
    say('另一枢纽已跟上', 'another hub has its copy', copyMs / 1_000);
    await setting.stopHub(OPENER.region);
    const copyStartMs = await setting.startHub(OPENER.region);
    const showMs = await shown(setting, synthetic, versions);
    const subscribers = await setting.subscribers([OPENER.participant]);
    const { beganMs, subscribers: [told] } = await subscribers.told(entries);
    if (told?.versions !== versions) throw new BenchError(`订阅方收到 ${told?.versions} 个版本，应有 ${versions} 个`, `The subscriber was told ${told?.versions} versions and should have been told ${versions}`);
    const subscriberMs = performance.timeOrigin + performance.now() - beganMs;
    const subscriber = subscribers.used();
    say('订阅方已收齐', 'the subscriber has everything', subscriberMs / 1_000);
    const items = [...[...base.items.values()].filter(({ flowId }) => flowId !== null).map(({ itemCode }) => itemCode), ...itemsOf(synthetic, versions)];
    const lookupMs = await subscribers.lookups(LOOKUPS, items);
    const { publishMs, toldMs } = await oneMore(setting, subscribers, synthetic);
    return {
      versions, entries, logMiB: bytes / MIB, ownerStartMs, owner, copyMs, copy, copyStartMs, showMs, subscriberMs, subscriber,
      lookupMs, publishMs, toldMs, natsRssMiB: setting.used(setting.natsName).rssMiB,
    };
  } finally {
    await setting.close();
  }
}

function* itemsOf(synthetic: SyntheticVersions, versions: number): IterableIterator<string> {
  const seen = new Set<string>();
  for (const { kind, id } of synthetic.all(versions)) {
    if (kind !== 'item' || seen.has(id)) continue;
    seen.add(id);
    yield id;
    if (seen.size === ITEMS_ASKED) return;
  }
}

/** Versions all over the registry, one after another. @throws BenchError when one is not found. */
async function shown({ environment }: RegistrySetting, synthetic: SyntheticVersions, versions: number): Promise<Latency> {
  const queries = new QueryClient(await environment.operator(OWNER));
  const all = [...synthetic.all(versions)].map(({ kind, id, version }) => ({ kind, id, version }));
  const times: number[] = [];
  for (let count = 0; count < SHOWN; count++) {
    const filters = all[Math.floor((count / SHOWN) * all.length)]!;
    const query = showQuery({ section: 'artefacts', filters });
    const began = performance.now();
    const reply = await queries.request(subjects.service(environment.setup.file.environment, OWNER, 'standards.show'), query);
    times.push(performance.now() - began);
    if (!Buffer.from(reply).includes(`"${filters.id}"`)) throw new BenchError(`没有找到 ${filters.id}`, `${filters.id} was not found`);
  }
  return latencyOf(times);
}

/** Medians of some rounds. */
async function oneMore({ stewards }: RegistrySetting, subscribers: Awaited<ReturnType<RegistrySetting['subscribers']>>, synthetic: SyntheticVersions): Promise<{ publishMs: number; toldMs: number }> {
  const [published, told]: [number[], number[]] = [[], []];
  for (let round = 0; round < LIVE_ROUNDS; round++) {
    const draftId = await stewards.approved([synthetic.version(FIRST_LIVE_ARTEFACT + 2 * round, 0)]);
    const { event, sentMs, answeredMs } = await stewards.give({ type: 'publish', draftId });
    const { subscribers: [one] } = await subscribers.told(event.number);
    published.push(answeredMs - sentMs);
    told.push((one?.toldMs ?? Number.NaN) - sentMs);
  }
  return { publishMs: latencyOf(published).p50, toldMs: latencyOf(told).p50 };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
