import { LOG_TAIL_MAX, LOG_TAIL_WAIT_MS_MAX, type LogTailDocument, type LogTailEntry, type LogTailQuery, TongbanError, streams, v1 } from '@tongban/contracts';
import { type ClockSettingData, realMsOf } from '@tongban/domain';
import { type LogEntry, readStreamPart } from '@tongban/messaging';
import { openMessage, readCaseEntry, readReceipt } from '@tongban/trust';
import type { NatsConnection } from 'nats';

export interface TailPorts {
  readonly nats: NatsConnection;
  readonly region: string;
  /** Years that have a log. */
  readonly years: () => readonly string[];
  readonly clock: () => ClockSettingData;
  /** Resolves when a log of this process goes on, and after `ms` at the latest: entries of other processes are found then. */
  readonly appended: (ms: number) => Promise<void>;
}

/** Another process of the region may have appended: looked for this often while one waits. */
const LOOK_EVERY_MS = 500;
const BATCH = 256;

/** @throws TongbanError `query.invalid`. */
export function readTailQuery(json: unknown): LogTailQuery {
  const { after = {}, limit = LOG_TAIL_MAX, waitMs = 0 } = (json ?? {}) as Partial<LogTailQuery>;
  const isPlace = ([year, sequence]: [string, unknown]): boolean => /^\d{4}$/.test(year) && Number.isSafeInteger(sequence) && (sequence as number) >= 0;
  if (typeof after !== 'object' || after === null || !Object.entries(after).every(isPlace)) throw new TongbanError('query.invalid', 'after: a sequence by year');
  if (!Number.isInteger(limit) || limit < 1 || limit > LOG_TAIL_MAX) throw new TongbanError('query.invalid', `limit: 1 to ${LOG_TAIL_MAX}`);
  if (!Number.isInteger(waitMs) || waitMs < 0 || waitMs > LOG_TAIL_WAIT_MS_MAX) throw new TongbanError('query.invalid', `waitMs: 0 to ${LOG_TAIL_WAIT_MS_MAX}`);
  return { after, limit, waitMs };
}

/** What the logs of a region have after the given places, as far as `limit` goes. Where there is nothing yet, the first entry is waited for. */
export async function logTail(ports: TailPorts, { after, limit, waitMs }: LogTailQuery): Promise<LogTailDocument> {
  const endMs = Date.now() + waitMs;
  for (;;) {
    const document = await lookOnce(ports, after, limit);
    const leftMs = endMs - Date.now();
    if (document.entries.length > 0 || leftMs <= 0) return document;
    await ports.appended(Math.min(leftMs, LOOK_EVERY_MS));
  }
}

async function lookOnce({ nats, region, years, clock }: TailPorts, after: LogTailQuery['after'], limit: number): Promise<LogTailDocument> {
  const jsm = await nats.jetstreamManager({ checkAPI: false });
  const entries: LogTailEntry[] = [];
  const logs: Record<string, { lastSequence: number; created: string }> = {};
  let more = false;
  for (const year of [...years()].sort()) {
    const stream = streams.cases(region, year);
    const { state, created } = await jsm.streams.info(stream);
    logs[year] = { lastSequence: state.last_seq, created };
    for (let next = (after[year] ?? 0) + 1; next <= state.last_seq;) {
      if (entries.length >= limit) {
        more = true;
        break;
      }
      const part = await readStreamPart(nats, stream, next, Math.min(BATCH, limit - entries.length));
      entries.push(...part.entries.map((entry) => tailEntry(entry, year, clock())));
      if (part.entries.length === 0) break;
      next = part.entries.at(-1)!.seq + 1;
    }
  }
  return { region, entries, logs, more };
}

export function tailEntry({ seq, data, time }: LogEntry, year: string, clock: ClockSettingData): LogTailEntry {
  const entry = readCaseEntry(data);
  const message = entry.registered?.message ?? entry.rejected?.message;
  return {
    year, sequence: seq, caseNo: entry.caseNo, logIndex: entry.logIndex, kind: kindOf(entry), at: entry.registeredAt, storedAt: time,
    ...(message && { message: messageOf(message, time, clock, entry.rejected?.rejected) }),
  };
}

function messageOf(bytes: Uint8Array, storedAt: string, clock: ClockSettingData, rejected: v1.SignedReceipt.$Properties | null | undefined): LogTailEntry['message'] {
  const { envelope } = openMessage(bytes);
  const sentMs = realMsOf(clock, envelope.sentAt);
  return {
    id: envelope.messageId, type: envelope.messageType, sender: envelope.sender?.participant ?? '', recipient: envelope.recipient?.participant ?? '',
    tookMs: Math.max(0, Math.round(Date.parse(storedAt) - sentMs)) || 0, ...(rejected && { code: readReceipt(rejected).code }),
  };
}

function kindOf(entry: v1.CaseEntry): LogTailEntry['kind'] {
  if (entry.registered) return 'registered';
  if (entry.rejected) return 'rejected';
  if (entry.receipts) return 'receipts';
  if (entry.migrated) return 'migrated';
  if (entry.alarmed) return 'alarmed';
  if (entry.lapsed) return 'lapsed';
  return entry.erased ? 'erased' : 'erasure-confirmed';
}
