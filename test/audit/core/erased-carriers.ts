import type { Erasure } from './erasures';
import type { Entry } from './facts';
import type { Ledger } from './ledger';
import { consumerNames, messageIds, parseMessageId, sentInto, streamNames } from './published-names';

/** A carrier: a message on its way, with the keys of an erased message beside it. This one is not where it was stored. */
export interface AbsentCarrier {
  readonly erasure: Erasure;
  /** Entry of the erased message. */
  readonly registered: Entry;
  readonly stream: string;
  readonly region: string;
  /** The number that it had, where something still tells. */
  readonly seq?: number;
  /** It was stored then or later. */
  readonly sinceMs: number;
  /** Whoever had to store it had come to it. */
  readonly wasDue: boolean;
  /** What it is a copy of is not there either. */
  readonly withOriginal: boolean;
}

/**
 * Where the messages of an erasure stood, and stand no more: as often as the border says it received them in SUBMIT, forwarded from there, and delivered to both sides, each once in an OUTBOX and once in the INBOX
 * of another region, or in the INBOX alone. What a border said of a message, its log and receipts carry no keys, and stay.
 */
export const absentCarriers = (ledger: Ledger, erasure: Erasure): AbsentCarrier[] => erasure.messages.flatMap(({ digest, sender }) => {
  const log = ledger.cases.get(erasure.caseNo)!;
  const about = { erasure, registered: log.byDigest.get(digest)! };
  return [...submitted(ledger, about, sender), ...delivered(ledger, about, [...new Set(log.parties)])];
});

type About = Pick<AbsentCarrier, 'erasure' | 'registered'>;

function submitted(ledger: Ledger, about: About, sender: string): AbsentCarrier[] {
  const region = ledger.regionOf(sender) ?? '';
  const stream = streamNames.submit(sender);
  const traces = new Map<number, { sinceMs: number; isForwarded: boolean }>();
  for (const { msgId, kind, storedMs, batch } of ledger.tracesOf(about.registered.digest!)) {
    const id = parseMessageId(msgId);
    if ((id?.kind !== 'received' && id?.kind !== 'forward') || id.participant !== sender) continue;
    const isForwarded = kind === 'message' || batch?.receipts[0]?.level === 'RECEIVED';
    traces.set(id.seq, { sinceMs: storedMs, isForwarded: isForwarded || (traces.get(id.seq)?.isForwarded ?? false) });
  }
  return [...traces].flatMap(([seq, { sinceMs, isForwarded }]) => {
    const own = ledger.submissions.has(`${stream}#${seq}`) ? [] : [{ ...about, stream, region, seq, sinceMs, wasDue: true, withOriginal: false }];
    return [...own, ...(isForwarded ? underWay(ledger, about, { id: messageIds.forward(sender, seq), from: region, to: about.registered.region, sinceMs, wasDue: ledger.isDealtWith(stream, consumerNames.border, seq) }) : [])];
  });
}

function delivered(ledger: Ledger, about: About, parties: readonly string[]): AbsentCarrier[] {
  const { stream, region, seq, storedMs, caseNo, logIndex } = about.registered;
  const wasDue = ledger.isDealtWith(stream, consumerNames.dispatcher, seq);
  return parties.flatMap((party) => underWay(ledger, about, { id: messageIds.delivery(caseNo, logIndex, party), from: region, to: ledger.regionOf(party) ?? '', sinceMs: storedMs, wasDue }));
}

function underWay(ledger: Ledger, about: About, { id, from, to, sinceMs, wasDue }: { readonly id: string; readonly from: string; readonly to: string; readonly sinceMs: number; readonly wasDue: boolean }): AbsentCarrier[] {
  const [sent] = ledger.outbox(from, id);
  // What its reader lacked came under another id.
  const arrival = from === to ? undefined : ledger.arrival(to, id) ?? (sent && ledger.arrival(to, messageIds.repair(to, sent.seq)));
  const absent: AbsentCarrier[] = [];
  if (sent === undefined) absent.push({ ...about, stream: sentInto(from, to), region: from, ...(arrival?.origin && { seq: arrival.origin.seq }), sinceMs, wasDue, withOriginal: false });
  if (from === to || arrival !== undefined) return absent;
  const hasCome = sent === undefined || ledger.isDealtWith(sent.stream, consumerNames.source(to), sent.seq);
  return [...absent, { ...about, stream: streamNames.inbox(to), region: to, sinceMs, wasDue: hasCome, withOriginal: sent === undefined }];
}
