import { SECURITY_KINDS, type SecurityEventDocument, type SecurityEventsDocument, type SecurityObserver, TongbanError, decode, isSecurityKind, streams, subjects, v1 } from '@tongban/contracts';
import { isInstant } from '@tongban/domain';
import { DeliverPolicy, type NatsConnection } from 'nats';

const LIMIT_DEFAULT = 200;
const LIMIT_MAX = 1_000;
const SINCE_DEFAULT_MS = 86_400_000;
const READ_AT_ONCE = 1_000;
const READ_WITHIN_MS = 5_000;
const TOKEN = /^[A-Za-z0-9-]{1,40}$/;

/** Answers a SecurityQuery from the region's stream. @throws TongbanError `query.invalid`, `hub.unreachable`. */
export async function securityEvents(nc: NatsConnection, region: string, watched: boolean, bytes: Uint8Array): Promise<SecurityEventsDocument> {
  const { since, by, kind, limit } = decode(v1.SecurityQuery, bytes);
  if (since !== '' && !isInstant(since)) throw new TongbanError('query.invalid', 'since is no instant');
  if (by !== '' && !TOKEN.test(by)) throw new TongbanError('query.invalid', 'by names a participant, hub-<region> or unknown');
  if (kind !== '' && !isSecurityKind(kind)) throw new TongbanError('query.invalid', `the kinds are ${Object.keys(SECURITY_KINDS).join(', ')}`);
  if (limit > LIMIT_MAX) throw new TongbanError('query.invalid', `at most ${LIMIT_MAX}`);
  const from = since === '' ? Date.now() - SINCE_DEFAULT_MS : Date.parse(since);
  const events: SecurityEventDocument[] = [];
  let more = false;
  for await (const entry of storedSince(nc, region, subjects.security(region, by || '*', kind || '*'), from)) {
    events.push(documentOf(entry));
    if (events.length > (limit || LIMIT_DEFAULT)) {
      events.shift();
      more = true;
    }
  }
  return { region, events, more, watched };
}

/** By a consumer that the server forgets: entries of many subjects, from a moment on, in the order they were stored. */
async function* storedSince(nc: NatsConnection, region: string, filter: string, fromMs: number): AsyncGenerator<v1.SecurityEntry> {
  const consumer = await nc.jetstream().consumers.get(streams.security(region), { filterSubjects: [filter], deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(fromMs).toISOString() });
  let { num_pending: pending } = await consumer.info();
  try {
    while (pending > 0) {
      const before = pending;
      for await (const message of await consumer.fetch({ max_messages: Math.min(pending, READ_AT_ONCE), expires: READ_WITHIN_MS })) {
        pending -= 1;
        yield decode(v1.SecurityEntry, message.data);
      }
      if (pending === before) throw new TongbanError('hub.unreachable', 'the stream of what was refused cannot be read');
    }
  } finally {
    await consumer.delete().catch(() => undefined);
  }
}

function documentOf({ region, kind, by, credential, seenBy, code, firstAt, lastAt, count, atLeast }: v1.SecurityEntry): SecurityEventDocument {
  const known = isSecurityKind(kind) ? kind : 'publish-elsewhere';
  return {
    region, kind: known, wording: SECURITY_KINDS[known], by, ...(credential && { credential }), seenBy: seenBy as SecurityObserver, ...(code && { code }), firstAt, lastAt, count: Number(count), ...(atLeast && { atLeast }),
  };
}
