import { TongbanError } from '@tongban/contracts';
import { type ConsumerConfig, type ConsumerInfo, type ConsumerUpdateConfig, type JetStreamManager, NatsError, type StreamConfig, type StreamInfo } from 'nats';

/** Fields of a stream as the server's API spells them; wider than the client's types, which lack 2.14's. */
export type WantedStream = { readonly name: string } & Readonly<Record<string, unknown>>;
export type WantedConsumer = { readonly durable_name: string } & Readonly<Record<string, unknown>>;

const STREAM_EXISTS_OTHERWISE = 10058;
const CONSUMER_EXISTS_OTHERWISE = 10148;

/**
 * Creates the stream, or updates it where it differs and the server allows. Throws `topology.mismatch` naming the
 * stream and the flag when the server refuses the change or echoes something else than was asked: an old server drops
 * flags silently (NATS.md §6).
 */
export async function ensureStream(jsm: JetStreamManager, wanted: WantedStream): Promise<StreamInfo> {
  let info: StreamInfo;
  try {
    info = await jsm.streams.add({ ...wanted } as unknown as StreamConfig);
  } catch (error) {
    if (apiErrorCode(error) !== STREAM_EXISTS_OTHERWISE) throw refusal(`stream ${wanted.name}`, error);
    info = await updateStream(jsm, wanted);
  }
  assertEchoed(`stream ${wanted.name}`, wanted, info.config as unknown as Record<string, unknown>);
  return info;
}

async function updateStream(jsm: JetStreamManager, wanted: WantedStream): Promise<StreamInfo> {
  const existing = await jsm.streams.info(wanted.name);
  const differing = differences(wanted, existing.config as unknown as Record<string, unknown>).map((difference) => difference.flag);
  try {
    return await jsm.streams.update(wanted.name, { ...wanted } as unknown as StreamConfig);
  } catch (error) {
    throw refusal(`stream ${wanted.name} (differs in ${differing.join(', ')})`, error);
  }
}

/** As {@link ensureStream}, for a durable consumer. Its position is kept. */
export async function ensureConsumer(jsm: JetStreamManager, stream: string, wanted: WantedConsumer): Promise<ConsumerInfo> {
  const what = `consumer ${wanted.durable_name} of ${stream}`;
  let info: ConsumerInfo;
  try {
    info = await jsm.consumers.add(stream, { ...wanted } as unknown as Partial<ConsumerConfig>);
  } catch (error) {
    if (apiErrorCode(error) !== CONSUMER_EXISTS_OTHERWISE) throw refusal(what, error);
    info = await jsm.consumers.update(stream, wanted.durable_name, { ...wanted } as unknown as Partial<ConsumerUpdateConfig>).catch((cause: unknown) => {
      throw refusal(what, cause);
    });
  }
  assertEchoed(what, wanted, info.config as unknown as Record<string, unknown>);
  return info;
}

interface Difference { readonly flag: string; readonly asked: unknown; readonly echoed: unknown }

/** Fields of `asked` that `echoed` does not repeat. What was not asked is not compared. */
export function differences(asked: Readonly<Record<string, unknown>>, echoed: Readonly<Record<string, unknown>>): Difference[] {
  return Object.keys(asked)
    .filter((flag) => !repeats(asked[flag], echoed[flag]))
    .map((flag) => ({ flag, asked: asked[flag], echoed: echoed[flag] }));
}

function repeats(asked: unknown, echoed: unknown): boolean {
  if (Array.isArray(asked)) {
    return Array.isArray(echoed) && asked.length === echoed.length && asked.every((item) => echoed.some((other) => repeats(item, other)));
  }
  if (typeof asked === 'object' && asked !== null) {
    if (typeof echoed !== 'object' || echoed === null) return false;
    return Object.entries(asked).every(([key, value]) => repeats(value, (echoed as Record<string, unknown>)[key]));
  }
  // The server leaves out what equals its zero.
  return asked === echoed || (echoed === undefined && (asked === false || asked === 0 || asked === ''));
}

function assertEchoed(what: string, asked: Readonly<Record<string, unknown>>, echoed: Readonly<Record<string, unknown>>): void {
  const wrong = differences(asked, echoed);
  if (wrong.length === 0) return;
  const list = wrong.map(({ flag, asked: a, echoed: e }) => `${flag}: asked ${JSON.stringify(a)}, server has ${JSON.stringify(e)}`).join('; ');
  throw new TongbanError('topology.mismatch', `${what}: ${list}`);
}

const INSUFFICIENT_STORAGE = [10023, 10047, 10028];

function refusal(what: string, cause: unknown): TongbanError {
  const code = apiErrorCode(cause);
  const why = cause instanceof Error ? cause.message : String(cause);
  if (code === undefined) return new TongbanError('hub.unreachable', `${what}: ${why}`, [], { cause });
  if (INSUFFICIENT_STORAGE.includes(code)) return new TongbanError('hub.storage-full', `${what}: ${why}`, [], { cause });
  return new TongbanError('topology.mismatch', `${what}: the server refuses: ${why} (${code})`, [], { cause });
}

/** The server's `err_code` behind a refused JetStream call. */
export function apiErrorCode(error: unknown): number | undefined {
  return error instanceof NatsError ? error.api_error?.err_code : undefined;
}
