import { type CheckDocument, ERROR_CATALOGUE, type ErrorCode, type Wording } from '@tongban/contracts';
import { type ConsumerReport, type ScrubReport, type StreamLoss, lossInWords, rangesInWords } from '@tongban/messaging';

export interface Watched {
  readonly scrubs: readonly ScrubReport[];
  readonly losses: readonly { readonly stream: string; readonly loss: StreamLoss }[];
  /** Whether losses can be seen now, and before when they could not. */
  readonly sight: { readonly sees: boolean; readonly before?: string };
  readonly consumers: readonly ConsumerReport[];
  /** By `stream/consumer`. */
  readonly longestRunsMs: Readonly<Record<string, number>>;
  readonly stuckAfterMs: number;
}

const NAMED_MAX = 10;

/** What an operator must know of the region's store and of what reads it; each failed check names a code of the catalogue. */
export function storeChecks({ scrubs, losses, sight, consumers, longestRunsMs, stuckAfterMs }: Watched): Record<string, CheckDocument> {
  const stuck = Object.entries(longestRunsMs).filter(([, ms]) => ms >= stuckAfterMs);
  return {
    records: check('store.corrupt', { zh: '已走查的消息都能读出', en: 'every message that was walked can be read' }, scrubs.flatMap(corruptionIn), unwalked(scrubs)),
    store: check('store.lost', { zh: '没有发现流或消息丢失', en: 'no stream and no message is known to be lost' }, losses.map(({ stream, loss }) => lossInWords(stream, loss)), unseen(sight)),
    stuck: check('lane.stuck', { zh: '没有长时间未结束的处理', en: 'no handler runs overlong' }, stuck.map(([consumer, ms]) => sentence(`${consumer}: ${seconds(ms)}`))),
    consumers: check('consumer.stopped', { zh: '消费者都在前进', en: 'consumers move' }, consumers.filter(({ stopped }) => stopped).map(stoppedInWords),
      consumers.length === 0 ? { zh: '还没有看到消费者的状态', en: 'the consumers have not been seen' } : undefined),
  };
}

const sentence = (zh: string, en: string = zh): Wording => ({ zh, en });
const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

function stoppedInWords({ stream, consumer, pending, idleForMs, cures }: ConsumerReport): Wording {
  const name = `${stream}/${consumer}`;
  if (pending === undefined) return sentence(`${name}: 不存在，${seconds(idleForMs)}`, `${name}: does not exist, ${seconds(idleForMs)}`);
  return sentence(`${name}: 待取 ${pending} 条，${seconds(idleForMs)}，已重新取用 ${cures} 次`, `${name}: ${pending} waiting, ${seconds(idleForMs)}, asked anew ${cures} times`);
}

function corruptionIn({ stream, unreadable, droppedBytes }: ScrubReport): Wording[] {
  const ranges = rangesInWords(unreadable);
  return [
    ...(unreadable.length > 0 ? [sentence(`${stream}: 序号 ${ranges} 无法读出`, `${stream}: sequence ${ranges} cannot be read`)] : []),
    ...(droppedBytes > 0 ? [sentence(`${stream}: 服务器启动时丢弃了文件中的 ${droppedBytes} 字节`, `${stream}: the server dropped ${droppedBytes} bytes of its files when it started`)] : []),
  ];
}

function unwalked(scrubs: readonly ScrubReport[]): Wording | undefined {
  if (scrubs.length === 0) return { zh: '还没有走查过任何流', en: 'no stream has been walked yet' };
  const incomplete = scrubs.filter((scrub) => scrub.incomplete !== undefined).map(({ stream }) => stream);
  return incomplete.length === 0 ? undefined : listed(incomplete.map((stream) => sentence(`${stream} 未能全部走查`, `${stream} could not be walked to its end`)));
}

function unseen({ sees, before }: Watched['sight']): Wording | undefined {
  if (!sees) return { zh: 'Redis或消息服务器没有应答，现在看不到新的丢失', en: 'Redis or the broker does not answer: a new loss cannot be seen now' };
  return before === undefined ? undefined : { zh: `流的标记始于 ${before}，此前的丢失无从得知`, en: `the marks of the streams begin at ${before}: what was lost before cannot be known` };
}

function check(code: ErrorCode, well: Wording, faults: readonly Wording[], blind?: Wording): CheckDocument {
  const seen = blind && { blind };
  if (faults.length === 0) return { ok: true, wording: well, ...seen };
  return { ok: false, code, wording: { zh: ERROR_CATALOGUE[code].zh, en: ERROR_CATALOGUE[code].en }, detail: listed(faults), ...seen };
}

function listed(all: readonly Wording[]): Wording {
  const more = all.length > NAMED_MAX ? [sentence(`+${all.length - NAMED_MAX}`)] : [];
  const named = [...all.slice(0, NAMED_MAX), ...more];
  return { zh: named.map(({ zh }) => zh).join('；'), en: named.map(({ en }) => en).join('; ') };
}
