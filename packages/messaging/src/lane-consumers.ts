import { consumers } from '@tongban/contracts';
import { type ConsumerConfig, type ConsumerInfo, DeliverPolicy, type JetStreamManager } from 'nats';
import { type WantedConsumer, apiErrorCode, ensureConsumer } from './ensure';
import { inParallel } from './in-parallel';

const AT_ONCE = 8;
const NO_SUCH_CONSUMER = 10014;
const NO_SUCH_MESSAGE = 10037;
const EXISTS_OTHERWISE = 10148;

/**
 * The lane consumers of an inbox as wanted. Those that are there and not wanted carried the shards before, in another
 * division: each new one begins at the first message that one of its shards has unsettled, in order, and only when all are
 * there the old ones are deleted. Messages that were settled above that come again, which is harmless, and so is a crash at
 * any point, another process that does the same, and one that still reads the old ones (its appends meet the expected
 * sequence). Throws as `ensureConsumer`.
 */
export async function ensureLaneConsumers(jsm: JetStreamManager, inbox: string, wanted: readonly WantedConsumer[]): Promise<void> {
  // Before the look at the consumers: what comes later is above this end, and no one's settled message.
  const { last_seq: end } = (await jsm.streams.info(inbox)).state;
  const present = await laneConsumersOf(jsm, inbox);
  const names = new Set(wanted.map(({ durable_name: name }) => name));
  const retired = present.filter(({ name }) => !names.has(name));
  const missing = wanted.filter(({ durable_name: name }) => present.every((one) => one.name !== name));
  await inParallel(missing, AT_ONCE, async (lane) => create(jsm, inbox, { ...lane, ...(await beginningOf(jsm, inbox, lane, retired, end)) }));
  await inParallel(wanted, AT_ONCE, async (lane) => {
    const { config: { deliver_policy, opt_start_seq } } = await jsm.consumers.info(inbox, lane.durable_name);
    await ensureConsumer(jsm, inbox, { ...lane, deliver_policy, ...(opt_start_seq && { opt_start_seq }) });
  });
  await inParallel(retired, AT_ONCE, ({ name }) => remove(jsm, inbox, name));
}

async function laneConsumersOf(jsm: JetStreamManager, inbox: string): Promise<ConsumerInfo[]> {
  const found: ConsumerInfo[] = [];
  for await (const info of jsm.consumers.list(inbox)) if (info.name.startsWith(consumers.lane(''))) found.push(info);
  return found;
}

/** Where a new one begins: everything, unless its shards had consumers before. */
async function beginningOf(
  jsm: JetStreamManager, inbox: string, lane: WantedConsumer, retired: readonly ConsumerInfo[], end: number,
): Promise<Pick<ConsumerConfig, 'deliver_policy' | 'opt_start_seq'> | undefined> {
  if (retired.length === 0) return undefined;
  const firsts = await Promise.all(filtersOf(lane).map(async (filter) => {
    const floors = retired.filter(({ config }) => filtersOf(config).includes(filter)).map(({ ack_floor: floor }) => floor.stream_seq);
    return floors.length === 0 ? 1 : firstFrom(jsm, inbox, filter, Math.max(...floors) + 1, end);
  }));
  return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.min(...firsts) };
}

/** The first message of a subject filter from a sequence on. A quiet shard's consumer has a floor far below the end of the stream and nothing above it. */
async function firstFrom(jsm: JetStreamManager, inbox: string, filter: string, sequence: number, end: number): Promise<number> {
  // The stream's leader is asked: a copy may lag. The client's types lack this form of the request.
  const request = { seq: sequence, next_by_subj: filter } as unknown as Parameters<JetStreamManager['streams']['getMessage']>[1];
  try {
    return Math.min((await jsm.streams.getMessage(inbox, request)).seq, end + 1);
  } catch (error) {
    if (apiErrorCode(error) === NO_SUCH_MESSAGE) return end + 1;
    throw error;
  }
}

async function create(jsm: JetStreamManager, inbox: string, lane: WantedConsumer): Promise<void> {
  try {
    await jsm.consumers.add(inbox, { ...lane } as unknown as Partial<ConsumerConfig>);
  } catch (error) {
    // Another process was quicker; where it begins is as right.
    if (apiErrorCode(error) !== EXISTS_OTHERWISE) throw error;
  }
}

async function remove(jsm: JetStreamManager, inbox: string, name: string): Promise<void> {
  try {
    await jsm.consumers.delete(inbox, name);
  } catch (error) {
    if (apiErrorCode(error) !== NO_SUCH_CONSUMER) throw error;
  }
}

function filtersOf(config: WantedConsumer | ConsumerConfig): string[] {
  const { filter_subject: one, filter_subjects: several } = config as Partial<ConsumerConfig>;
  return several ?? (one ? [one] : []);
}
