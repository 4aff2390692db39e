import { PARTICIPANT_API_PREFIX, PARTICIPANT_INBOX_PREFIX, type SecurityKind, headers } from '@tongban/contracts';

const JETSTREAM = [`${PARTICIPANT_API_PREFIX}.`, '$JS.', '$JSC.', '$KV.', '$O.'];
const RECORDS = new Set(['case', 'rej', 'fail', 'held', 'file', 'clock', 'std', 'stdhead', 'rec', 'timer', 'seen', 'sec']);

/** What somebody tried who published to a subject that its account may not. Of the subject itself nothing is kept: it may hold anything. */
export function kindOfSubject(subject: string): SecurityKind {
  if (JETSTREAM.some((prefix) => subject.startsWith(prefix))) return 'ask-jetstream';
  if (subject.startsWith('$SYS.')) return 'ask-system';
  const family = subject.split('.', 1)[0] ?? '';
  if (family === 'sub' || family === 'q' || family === 'head') return 'publish-as-another';
  if (family === 'xr' || family === 'dlv' || family === 'mir') return 'publish-to-exchange';
  if (family === 'svc') return 'ask-a-service';
  return RECORDS.has(family) ? 'publish-to-record' : 'publish-elsewhere';
}

/** Headers of the broker and of the hub that a sender may set: its message id, the stream it means, by which a diagnosis finds out that it may submit and stores nothing, and the keys of what it sealed. */
const MAY_SET: ReadonlySet<string> = new Set([headers.msgId, headers.expectedStream, headers.wrappedKeys].map((name) => name.toLowerCase()));
const isNotAllowed = (name: string): boolean => /^(?:nats|tb)-/i.test(name) && !MAY_SET.has(name.toLowerCase());

/** What is wrong about a submission or a pull beside its content: where its answer would go, and what it would have the broker do. */
export function kindsOfOwn({ reply, headerNames }: { readonly reply?: string; readonly headerNames: readonly string[] }): SecurityKind[] {
  return [
    ...(reply && !reply.startsWith(`${PARTICIPANT_INBOX_PREFIX}.`) ? ['reply-forged' as const] : []),
    ...(headerNames.some(isNotAllowed) ? ['header-not-allowed' as const] : []),
  ];
}

/** Why the broker ended a connection; undefined: nothing to be listed. Its words are those of nats-server 2.14 and 2.15. */
export function kindOfReason(reason: string): SecurityKind | undefined {
  if (/account connections|connections exceeded/i.test(reason)) return 'connections-over-limit';
  if (/payload/i.test(reason)) return 'payload-over-limit';
  if (/subscriptions/i.test(reason)) return 'subscriptions-over-limit';
  if (/authentication|authorization|credentials|revoked|nonce/i.test(reason)) return 'login-refused';
  if (/parse error|protocol|control line/i.test(reason)) return 'protocol-violation';
  if (/slow consumer/i.test(reason)) return 'connection-cut';
  return undefined;
}

/** Whether a participant may listen there: to its own answers, and to the heads of the registries. */
export const mayHear = (subject: string, heads: string): boolean => subject.startsWith(`${PARTICIPANT_INBOX_PREFIX}.`) || isWithin(subject, heads);

/** Whether everything that the subject matches the pattern matches too; the pattern ends in one `*`. */
function isWithin(subject: string, pattern: string): boolean {
  const [asked, allowed] = [subject.split('.'), pattern.split('.')];
  return asked.length === allowed.length && !asked.includes('>') && allowed.every((token, index) => token === '*' || token === asked[index]);
}
