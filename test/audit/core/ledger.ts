import { CaseLog } from './case-log';
import { Erasures } from './erasures';
import { type Arrival, type Exchange, type Facts, type Failure, type Rejection, type StreamFacts, type Submission, placeOf } from './facts';
import { streamNames } from './published-names';

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** The facts, found again by what they are about. */
export class Ledger {
  readonly cases = new Map<string, CaseLog>();
  /** By place. */
  readonly submissions = new Map<string, Submission>();
  readonly submittedDigests = new Set<string>();
  /** Digests of the messages that some OUTBOX carries towards a hub. */
  readonly forwardedDigests = new Set<string>();
  /** Ids of the receipts that some OUTBOX carries towards a hub. */
  readonly forwardedReceipts = new Set<string>();
  readonly erasures: Erasures;
  private readonly homeOf = new Map<string, string>();
  private readonly outboxById = new Map<string, Exchange[]>();
  private readonly mailByPlace = new Map<string, Exchange>();
  private readonly mailByDigest = new Map<string, Exchange[]>();
  /** Of what was erased lawfully alone. */
  private readonly tracesByDigest = new Map<string, Exchange[]>();
  private readonly erasedArrivals = new Map<string, Arrival>();
  private readonly failureOf = new Map<string, Failure>();
  private readonly rejectionOf = new Map<string, Rejection>();

  constructor(readonly facts: Facts) {
    for (const name of facts.streams.keys()) if (name.startsWith('SUBMIT_')) this.homeOf.set(name.slice('SUBMIT_'.length), facts.streams.get(name)!.region);
    for (const submission of facts.submissions) {
      this.submissions.set(placeOf(submission), submission);
      this.submittedDigests.add(submission.digest);
    }
    for (const entry of facts.entries) this.caseLog(entry.caseNo).add(entry);
    this.erasures = new Erasures(facts, this.cases.values(), (participant) => this.regionOf(participant));
    for (const rows of facts.outbox.values()) for (const row of rows) this.takeOutbox(row);
    for (const rows of facts.arrivals.values()) for (const row of rows) if (this.erasures.of(row.digest)) this.erasedArrivals.set(`${row.region}|${row.msgId}`, row);
    for (const rows of facts.hubMail.values()) {
      for (const row of rows) {
        this.mailByPlace.set(placeOf(row), row);
        if (row.kind === 'message') push(this.mailByDigest, `${row.region}|${row.digest}`, row);
      }
    }
    for (const failure of facts.failures) this.failureOf.set(`${failure.ofStream}#${failure.ofSeq}`, failure);
    for (const rejection of facts.rejections) this.rejectionOf.set(`${rejection.region}|${rejection.digest}`, rejection);
  }

  private takeOutbox(row: Exchange): void {
    push(this.outboxById, `${row.region}|${row.msgId}`, row);
    if (row.kind === 'message') this.forwardedDigests.add(row.digest);
    else if (row.kind === 'receipts' && row.to === 'hub') for (const { id } of row.batch?.receipts ?? []) this.forwardedReceipts.add(id);
    if (!/^(rcv|fwd):/.test(row.msgId)) return;
    const about = row.kind === 'message' ? row.digest : row.batch?.receipts[0]?.about;
    if (about !== undefined && this.erasures.of(about)) push(this.tracesByDigest, about, row);
  }
  private caseLog(caseNo: string): CaseLog {
    const known = this.cases.get(caseNo);
    if (known) return known;
    const log = new CaseLog(caseNo);
    this.cases.set(caseNo, log);
    return log;
  }

  stream(name: string): StreamFacts | undefined {
    return this.facts.streams.get(name);
  }
  /** Region whose border a participant uses: where its SUBMIT stream is. */
  regionOf(participant: string): string | undefined {
    return this.homeOf.get(participant);
  }
  /** Whether a consumer had settled a sequence before the streams were read. */
  isDealtWith(stream: string, consumer: string, seq: number): boolean {
    return seq <= (this.facts.floors.get(`${stream}/${consumer}`) ?? 0);
  }
  /** Messages of a region's OUTBOX under an id, oldest first. */
  outbox(region: string, msgId: string): readonly Exchange[] {
    return this.outboxById.get(`${region}|${msgId}`) ?? [];
  }
  hubMail(region: string, seq: number): Exchange | undefined {
    return this.mailByPlace.get(`${streamNames.inbox(region)}#${seq}`);
  }
  /** Messages with these bytes in a region's INBOX, oldest first. */
  hubMailOf(region: string, digest: string): readonly Exchange[] {
    return this.mailByDigest.get(`${region}|${digest}`) ?? [];
  }
  /** What regions sent that shows a message erased since to have been submitted: a border's answer, a forward. */
  tracesOf(digest: string): readonly Exchange[] {
    return this.tracesByDigest.get(digest) ?? [];
  }
  /** The arrival in a region, under this id, of a message that was erased lawfully. */
  arrival(region: string, msgId: string): Arrival | undefined {
    return this.erasedArrivals.get(`${region}|${msgId}`);
  }
  isSetAside(row: { readonly stream: string; readonly seq: number }): boolean {
    return this.failureOf.has(placeOf(row));
  }
  /** Whether a switch of the region keeps the message, so that there is no verdict yet. */
  isKeptBack(region: string, digest: string): boolean {
    return this.facts.keptBack.has(`${region}|${digest}`);
  }
  rejection(region: string, digest: string): Rejection | undefined {
    return this.rejectionOf.get(`${region}|${digest}`);
  }
  /** Whether rejections of old may have made room for newer ones of the same participant. */
  isRejectionListFull(region: string, participant: string): boolean {
    const max = this.stream(streamNames.rejected(region))?.perSubjectMax ?? 0;
    return max > 0 && this.facts.rejections.filter((one) => one.region === region && one.submittedBy === participant).length >= max;
  }
}
