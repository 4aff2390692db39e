import { TongbanError, streams } from '@tongban/contracts';
import { type LossKind, type StreamLoss, type StreamMark, StoreRecords, lossInWords } from '@tongban/messaging';
import type { NatsConnection, StreamInfo } from 'nats';
import type { StoreMarks } from './store-marks';

/** Another stream in the place of one that others still read on in: what it stores anew they would pass over. */
const NOT_TO_BEGIN_ON: ReadonlySet<LossKind> = new Set(['gone', 'made-anew']);

/**
 * A region whose streams are gone does not begin again from nothing: cases that others remember would be unknown, numbers of
 * messages would be used twice, and the other regions, which go on behind the last number they read, would never see what is
 * stored now. A store that was rebuilt from its copies is on record, and goes on; what it lacks stays a loss. Nothing is made in the store before this has passed. @returns whether there was anything to compare with (Redis
 * answers and remembers). @throws TongbanError `store.lost`.
 */
export async function requireStore(nc: NatsConnection, marks: StoreMarks, region: string): Promise<boolean> {
  const jsm = await nc.jetstreamManager();
  const infos = new Map<string, StreamInfo>();
  for await (const info of jsm.streams.list()) infos.set(info.config.name, info);
  if (infos.has(streams.reconciliation(region))) await marks.acceptRebuilt(await new StoreRecords(nc, region).rebuilt(), infos).catch(() => undefined); // without Redis nothing is remembered either
  const remembered = await marks.read().catch(() => undefined);
  if (remembered === undefined) return false;
  const now = new Date().toISOString();
  const lost = [...remembered.marks].flatMap(([stream, mark]) => {
    const loss = mark.loss ?? lossOfAll(mark, infos.get(stream), now);
    return loss && NOT_TO_BEGIN_ON.has(loss.kind) ? [lossInWords(stream, loss).en] : [];
  });
  if (lost.length === 0) return true;
  throw new TongbanError('store.lost', `this region does not start on an empty store: ${lost.join('; ')}. Rebuild it from its copies (tongban restore --from-mirrors) or restore its files; without either, remove the marks: ${marks.removal}`);
}

function lossOfAll({ created, lastSequence: had }: StreamMark, info: StreamInfo | undefined, foundAt: string): StreamLoss | undefined {
  if (had === 0 || info?.created === created) return undefined;
  return info === undefined ? { kind: 'gone', had, has: 0, foundAt } : { kind: 'made-anew', had, has: info.state.last_seq, foundAt };
}
