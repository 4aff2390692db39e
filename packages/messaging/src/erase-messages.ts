import { type NatsConnection } from 'nats';
import { type LogEntry, readSubjectPart } from './case-log';
import { apiErrorCode } from './ensure';

const NO_SUCH_MESSAGE = 10037;
const NO_SUCH_STREAM = 10059;
const OUT_OF_BOUNDS = 10043;

/** Told before a message is deleted; when it rejects, the message stays. `created`: when the server made the stream. */
export type EraseHook = (stream: string, created: string, sequence: number) => Promise<void>;

/**
 * Deletes messages of a stream for good: their bytes on disk are overwritten. What is gone already counts for nothing, a stream that is not there has none. @returns how many were deleted.
 * @throws NatsError when the server refuses, TongbanError `hub.unreachable`.
 */
export async function eraseMessages(nc: NatsConnection, stream: string, subject: string, isConcerned: (entry: LogEntry) => boolean, before?: EraseHook): Promise<number> {
  const jsm = await nc.jetstreamManager({ checkAPI: false });
  let created: string;
  try {
    ({ created } = await jsm.streams.info(stream));
  } catch (error) {
    if (apiErrorCode(error) === NO_SUCH_STREAM) return 0;
    throw error;
  }
  let erased = 0;
  for (let next = 1; ;) {
    const { entries, more } = await readSubjectPart(nc, stream, subject, next);
    for (const { seq } of entries.filter(isConcerned)) {
      await before?.(stream, created, seq);
      const isThere = await jsm.streams.deleteMessage(stream, seq, true).catch((error: unknown) => {
        if ([NO_SUCH_MESSAGE, OUT_OF_BOUNDS].includes(apiErrorCode(error) ?? 0)) return false;
        throw error;
      });
      if (isThere) erased += 1;
    }
    if (!more) return erased;
    next = entries.at(-1)!.seq + 1;
  }
}
