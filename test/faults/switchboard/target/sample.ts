import { type EnvironmentCode, type RegionCode, headers as wire, streams, subjects } from '@tongban/contracts';
import { apiErrorCode } from '@tongban/messaging';
import { type JetStreamClient, type JetStreamManager, type NatsConnection, type StoredMsg, headers as newHeaders, type PubAck } from 'nats';
import { FaultError, FaultUsageError } from '../words';

export const SAMPLE_DEFAULT = 10;
const SAMPLE_MAX = 1_000;
const PUBLISH_WITHIN_MS = 10_000;
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

/** Publishes the bytes again under the subject they had, with their own headers; another id, so that the broker takes it for a new message. @returns `STREAM#sequence`. */
export async function publishAgain(js: JetStreamClient, { subject, data, header }: StoredMsg, msgID?: string): Promise<string> {
  const copied = newHeaders();
  for (const [name, values] of header ?? []) {
    if (name.startsWith('Nats-')) continue; // what the broker acts upon: ids and expectations of the first time
    for (const value of values) copied.append(name, value);
  }
  if (msgID) copied.set(wire.msgId, msgID);
  return placeOf(await js.publish(subject, data, { headers: copied, timeout: PUBLISH_WITHIN_MS }));
}

/** Where something was put that no part of the environment would have put there. */
export const placeOf = ({ stream, seq }: PubAck): string => `${stream}#${seq}`;

/** Says which stream does not answer, instead of the client's `503`. */
export async function reading<T>(region: RegionCode, nc: NatsConnection, work: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
  try {
    return await work(await nc.jetstreamManager());
  } catch (cause) {
    throw new FaultError(`${region} 的流无法读取`, `the streams of ${region} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
