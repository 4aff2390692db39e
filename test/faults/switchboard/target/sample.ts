import { randomUUID } from 'node:crypto';
import { type EnvironmentCode, type RegionCode, TongbanError, type Wording, streams, subjects } from '@tongban/contracts';
import { type DurablePublisher, type Stored, apiErrorCode } from '@tongban/messaging';
import type { JetStreamManager, NatsConnection, StoredMsg } from 'nats';
import { FaultError, FaultUsageError } from '../words';
import { regionsOf } from './fault-target';

export const SAMPLE_DEFAULT = 10;
const SAMPLE_MAX = 1_000;
/** The stream has no message of that sequence: it has aged away. */
const NO_MESSAGE = 10037;

/** @throws FaultUsageError */
export function sampleSize(count: number = SAMPLE_DEFAULT): number {
  if (Number.isInteger(count) && count >= 1 && count <= SAMPLE_MAX) return count;
  throw new FaultUsageError(`样本须为 1 至 ${SAMPLE_MAX} 条`, `a sample has from 1 to ${SAMPLE_MAX} messages`);
}

/** First and last sequence of a stream; [1, 0] when it is empty. */
export async function boundsOf(jsm: JetStreamManager, stream: string): Promise<{ first: number; last: number }> {
  const { state } = await jsm.streams.info(stream);
  return state.messages === 0 ? { first: 1, last: 0 } : { first: state.first_seq, last: state.last_seq };
}

/** The messages of these sequences, without those that have aged away. */
export async function stored(jsm: JetStreamManager, stream: string, sequences: readonly number[]): Promise<StoredMsg[]> {
  const messages: StoredMsg[] = [];
  for (const seq of sequences) {
    try {
      messages.push(await jsm.streams.getMessage(stream, { seq }));
    } catch (error) {
      if (apiErrorCode(error) !== NO_MESSAGE) throw error;
    }
  }
  return messages;
}

/** Where a region's services store what they send: towards other regions, and inside. */
export const sentInto = (region: RegionCode): readonly string[] => [streams.outbox(region), streams.inbox(region)];

/** One of so many messages of an INBOX, at least, is supposed to be of its own region. */
export const OWN_AMONG = 4;

/** Without what an INBOX has from other regions. */
export function ownOf(messages: readonly StoredMsg[], environment: EnvironmentCode, region: RegionCode): StoredMsg[] {
  const own = subjects.exchangeFrom(environment, region);
  return messages.filter(({ subject }) => subject.startsWith(own));
}

/**
 * Publishes the bytes again under the subject they had, with their own headers; another id, so that the broker takes it for a new message.
 * Silence, of a broker that another fault keeps from writing, is outlasted. @returns `STREAM#sequence`.
 */
export async function publishAgain(publisher: DurablePublisher, { subject, data, header }: StoredMsg): Promise<string> {
  // Without what the broker acts upon: ids and expectations of the first time.
  const own = [...(header ?? [])].filter(([name]) => !name.startsWith('Nats-')).map(([name, values]): [string, string] => [name, values[0] ?? '']);
  return placeOf(await publisher.publish(subject, data, { msgId: `fault:${randomUUID()}`, headers: Object.fromEntries(own) }));
}

/** Where something was put that no part of the environment would have put there. */
export const placeOf = ({ stream, sequence }: Stored): string => `${stream}#${sequence}`;

/**
 * Does something in each region. One that does not answer is passed over and named, unless it is the one that was asked for: what
 * was done elsewhere is done. @returns the regions passed over. @throws FaultError
 */
export async function inEach(wanted: RegionCode | undefined, work: (region: RegionCode) => Promise<void>): Promise<RegionCode[]> {
  const silent: RegionCode[] = [];
  for (const region of regionsOf(wanted)) {
    try {
      await work(region);
    } catch (error) {
      if (wanted !== undefined || !(error instanceof FaultError || (error instanceof TongbanError && error.traits.retryable))) throw error;
      silent.push(region);
    }
  }
  return silent;
}
/** For the words of a fault: which regions were passed over. */
export const passedOver = (silent: readonly RegionCode[]): Wording =>
  (silent.length === 0 ? { zh: '', en: '' } : { zh: `；${silent.join('、')} 没有应答，已略过`, en: `; ${silent.join(', ')} did not answer and ${silent.length === 1 ? 'was' : 'were'} passed over` });

/** Says which stream does not answer, instead of the client's `503`. */
export async function reading<T>(region: RegionCode, nc: NatsConnection, work: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
  try {
    return await work(await nc.jetstreamManager());
  } catch (cause) {
    throw new FaultError(`${region} 的流无法读取`, `the streams of ${region} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
