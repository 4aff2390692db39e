import { type Arrival, type Exchange, isInside, placeOf } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { consumerNames, streamNames } from './published-names';
import { causeMayBeExpired, copyMayBeExpired, isInGap } from './retention';

/** Between each two regions: what one OUTBOX sent is in the other INBOX, each once, in the same order, unchanged. A region's own was sent by being stored. */
export function checkLinks(ledger: Ledger, findings: Findings): void {
  const { regions, outbox, arrivals } = ledger.facts;
  for (const from of regions) {
    for (const to of regions) {
      const sent = (outbox.get(from) ?? []).filter(({ stream, toRegion }) => stream === streamNames.outbox(from) && toRegion === to);
      const arrived = (arrivals.get(to) ?? []).filter((row) => row.fromRegion === from && !isInside(row));
      new Link(ledger, findings, from, to, sent).compare(arrived);
    }
  }
  for (const to of regions) {
    for (const row of arrivals.get(to) ?? []) {
      if (!regions.includes(row.fromRegion)) findings.add('unexplained', row, { zh: '来自不存在的区域', en: 'comes from no region of this environment' });
    }
  }
  for (const from of regions) {
    for (const row of outbox.get(from) ?? []) {
      if (row.fromRegion !== from || !regions.includes(row.toRegion)) findings.add('unexplained', row, { zh: '主题中的区域与流不符', en: 'names regions that do not fit its stream' });
    }
  }
}

class Link {
  /** Positions in `sent` that did not arrive yet, by print, oldest first. */
  private readonly open = new Map<string, number[]>();
  private readonly prints: ReadonlySet<string>;
  /** Sequences in whose place something arrived that was sent again. */
  private readonly cameAgain = new Set<number>();

  constructor(private readonly ledger: Ledger, private readonly findings: Findings, private readonly from: string, private readonly to: string, private readonly sent: readonly Exchange[]) {
    sent.forEach(({ print }, position) => {
      const positions = this.open.get(print);
      if (positions) positions.push(position);
      else this.open.set(print, [position]);
    });
    this.prints = new Set(this.open.keys());
  }

  compare(arrived: readonly Arrival[]): void {
    let previous = -1;
    let furthest = -1;
    for (const row of arrived) {
      const position = this.open.get(row.print)?.shift();
      if (position === undefined) {
        this.explainSurplus(row);
        continue;
      }
      if (position < previous) {
        this.findings.add('out-of-order', row, {
          zh: `在 ${placeOf(this.sent[previous]!)} 之后到达，发出却在其前`, en: `arrived after ${placeOf(this.sent[previous]!)} although it was sent before it`,
        });
      }
      for (const seq of this.sent[position]!.repairs ?? []) this.cameAgain.add(seq);
      previous = position;
      furthest = Math.max(furthest, position);
    }
    // Two of one id that the OUTBOX took long apart may come together over a link that was down: the INBOX keeps one.
    const here = new Set(arrived.map(({ print }) => print));
    for (const position of [...this.open.values()].flat().sort((a, b) => a - b)) {
      const row = this.sent[position]!;
      if (!this.cameAgain.has(row.seq) && (row.msgId === '' || !here.has(row.print))) this.explainMissing(row, position < furthest);
    }
  }

  private explainSurplus(row: Arrival): void {
    const { ledger, findings } = this;
    const outbox = ledger.stream(streamNames.outbox(this.from));
    if (this.prints.has(row.print)) {
      findings.add('doubled', row, { zh: `${streamNames.outbox(this.from)} 只发出一次，却再次到达`, en: `arrived again, although ${streamNames.outbox(this.from)} sent it once` });
      return;
    }
    const { origin } = row;
    if (causeMayBeExpired(outbox, row.storedMs)) return;
    const isGone = origin !== undefined && (isInGap(outbox, origin.seq) || (outbox !== undefined && origin.seq < outbox.firstSeq));
    if (isGone && ledger.erasures.of(row.digest)) return; // looked for there
    if (origin === undefined || origin.stream !== streamNames.outbox(this.from)) {
      findings.add('unexplained', row, { zh: '没有任何发件流发出过它', en: 'no OUTBOX sent it' });
    } else if (isGone) {
      findings.lacks(origin.stream);
      findings.add('lost', row, { zh: `它的原件 ${placeOf(origin)} 已被删除`, en: `its original ${placeOf(origin)} was deleted` });
    } else if (outbox === undefined || origin.seq > outbox.lastSeq) {
      findings.add('lost', row, { zh: `它的原件 ${placeOf(origin)} 不存在`, en: `its original ${placeOf(origin)} does not exist` });
    } else {
      findings.add('unexplained', row, { zh: `与它的原件 ${placeOf(origin)} 不同`, en: `differs from its original ${placeOf(origin)}` });
    }
  }

  private explainMissing(row: Exchange, overtaken: boolean): void {
    if (this.ledger.erasures.of(row.digest)) return; // looked for there
    const inbox = streamNames.inbox(this.to);
    if (copyMayBeExpired(this.ledger.stream(inbox), row.storedMs)) return;
    const dealtWith = overtaken || this.ledger.isDealtWith(row.stream, consumerNames.source(this.to), row.seq);
    this.findings.missing(dealtWith, row, { zh: `没有到达 ${inbox}`, en: `has not arrived in ${inbox}` }, row.message?.caseNo ?? row.batch?.caseNo, inbox);
  }
}
