import { CASE, NOW_MS, SmallWorld, type World, faultlessWorld } from '../planted/small-world';
import { compare } from './compare';
import type { Entry, Exchange, HeldReceipt, ReceiptFact, Rejection } from './facts';
import type { FindingClass } from './findings';

type Open<T> = { -readonly [K in keyof T]: T[K] };
const LOG = 'CASES_YRD_2026';
const found = (world: World): string[] => compare(world).kept.map(({ class: cls, where }) => `${cls} ${where}`);
const drop = <T>(list: T[], position: number): T => list.splice(position, 1)[0]!;
const outbox = (world: World, region: string): Exchange[] => world.outbox.get(region)!;
const indexOf = (world: World, region: string, msgId: string): number => {
  const index = outbox(world, region).findIndex((row) => row.msgId === msgId);
  if (index < 0) throw new Error(`no ${msgId} in ${outbox(world, region).map((row) => row.msgId).join(', ')}`);
  return index;
};
/** The first message of the OUTBOX towards the other region, and the first one that stayed inside. */
const away = (world: World): Exchange => outbox(world, 'yrd').find(({ stream }) => stream === 'OUTBOX_YRD')!;
const inside = (world: World): Exchange => outbox(world, 'yrd').find(({ stream }) => stream === 'INBOX_YRD')!;
const announce = (world: World, participant: string): void =>
  void outbox(world, 'yrd').push({ ...away(world), seq: 99, from: 'hub', to: 'files', kind: 'attachment', msgId: 'att:f', digest: 'file', print: 'file', announced: { participant, fileId: 'f' } });
/** Arrivals from the other region. */
const fromCcec = (world: World): number[] => world.arrivals.get('yrd')!.flatMap(({ fromRegion }, position) => (fromRegion === 'ccec' ? [position] : []));
/** Takes a message out of an OUTBOX and out of the INBOX it went to, as if it had never been sent. */
function neverSent(world: World, region: string, msgId: string): void {
  const { print } = drop(outbox(world, region), indexOf(world, region, msgId));
  for (const lists of [world.arrivals, world.hubMail]) for (const list of lists.values()) {
    const at = (list as { print: string }[]).findIndex((row) => row.print === print);
    if (at >= 0) list.splice(at, 1);
  }
}
const entry = (world: World, logIndex: number): Open<Entry> => world.entries.find((one) => one.logIndex === logIndex)!;
const swap = <T>(list: T[], a: number, b: number): void => void ([list[a], list[b]] = [list[b]!, list[a]!]);
const held = (receipt: Partial<ReceiptFact>, participant = '310000'): HeldReceipt => ({
  where: 'held.ndjson:1', participant,
  receipt: { id: 'x', level: 'RECEIVED', issuer: 'hub:yrd', about: 'bytes of nobody', messageId: 'm', caseNo: CASE, sender: '310000', at: '', logIndex: 0, deliveryNo: 0, ...receipt },
});

/** A defect and everything it must be found as. */
const DEFECTS: readonly (readonly [string, (world: World) => void, readonly `${FindingClass} ${string}`[]])[] = [
  ['a stream is gone', (world) => void world.streams.delete('FAILED_CCEC'), ['lost FAILED_CCEC']],
  ['what was rejected was deleted', (world) => {
    world.streams.get('REJECTED_CCEC')!.gaps.push({ from: 1, to: 1 });
    world.rejections.length = 0;
  }, ['lost SUBMIT_510000#4', 'lost REJECTED_CCEC#1']],
  ['an entry was deleted from a log', (world) => {
    world.streams.get(LOG)!.gaps.push({ from: 4, to: 4 });
    drop(world.entries, 3);
  }, ['lost INBOX_YRD#9', 'lost OUTBOX_YRD#2', 'lost INBOX_YRD#8', `lost ${LOG}#4`]],
  ['a young stream was purged at its front', (world) => {
    world.streams.get('OUTBOX_CCEC')!.firstSeq = 3;
    world.outbox.set('ccec', outbox(world, 'ccec').filter(({ stream, seq }) => stream !== 'OUTBOX_CCEC' || seq >= 3));
  }, ['lost SUBMIT_510000#1', 'lost SUBMIT_510000#2', 'lost INBOX_YRD#4', 'lost INBOX_YRD#6', 'lost OUTBOX_CCEC#1']],
  ['a message inside a region was deleted', (world) => {
    world.streams.get('INBOX_YRD')!.gaps.push({ from: 3, to: 3 });
    neverSent(world, 'yrd', `dlv:${CASE}:1:310000`);
  }, ['lost INBOX_YRD#3', `lost ${LOG}#1`]],
  ['a message that was answered was deleted', (world) => {
    world.streams.get('INBOX_YRD')!.gaps.push({ from: 10, to: 10 });
    neverSent(world, 'yrd', 'fwd:310000:2');
  }, ['lost INBOX_YRD#10', 'lost SUBMIT_310000#2']],
  ['a submission has no answer', (world) => neverSent(world, 'yrd', 'rcv:310000:1'), ['lost SUBMIT_310000#1']],
  ['a received message was not forwarded, and yet registered', (world) => neverSent(world, 'ccec', 'fwd:510000:3'), ['lost SUBMIT_510000#3']],
  ['recipients\' receipts were not forwarded, and yet recorded', (world) => neverSent(world, 'ccec', 'fwd:510000:1'), ['lost SUBMIT_510000#1', `unexplained ${LOG}#2`]],
  ['a forward carries other bytes', (world) => { (outbox(world, 'ccec')[indexOf(world, 'ccec', 'fwd:510000:1')] as Open<Exchange>).digest = 'other'; }, ['unexplained OUTBOX_CCEC#1', 'unexplained OUTBOX_CCEC#1']],
  ['a rejected message is not kept', (world) => void drop(world.rejections, 0), ['lost SUBMIT_510000#4']],
  ['a rejected message was never submitted', (world) => void world.rejections.push({ ...world.rejections[0]!, seq: 9, digest: 'unheard of', rejected: { ...world.rejections[0]!.rejected!, about: 'unheard of' } }), ['unexplained REJECTED_CCEC#9']],
  ['one lane was forwarded in another order', (world) => {
    const at = [indexOf(world, 'ccec', 'fwd:510000:1'), indexOf(world, 'ccec', 'fwd:510000:2')] as const;
    swap(outbox(world, 'ccec'), ...at);
    swap(world.arrivals.get('yrd')!, ...at.map((position) => world.arrivals.get('yrd')!.findIndex(({ print }) => print === outbox(world, 'ccec')[position]!.print)) as [number, number]);
  }, ['out-of-order OUTBOX_CCEC#1']],
  ['a message to another region follows from nothing', (world) => void outbox(world, 'yrd').push({ ...away(world), seq: 99, msgId: 'fwd:310000:77', digest: 'forged', print: 'forged' }), ['unexplained OUTBOX_YRD#99', 'lost OUTBOX_YRD#99']],
  ['a message inside a region follows from nothing', (world) => void outbox(world, 'yrd').push({ ...inside(world), seq: 99, msgId: 'fwd:310000:77', digest: 'forged', print: 'forged' }), ['unexplained INBOX_YRD#99']],
  ['a message was sent again to another region under another id', (world) => void outbox(world, 'yrd').push({ ...away(world), seq: 99, msgId: '', print: 'again' }), ['doubled OUTBOX_YRD#99', 'lost OUTBOX_YRD#99']],
  ['a message was sent again inside a region under another id', (world) => void outbox(world, 'yrd').push({ ...inside(world), seq: 99, msgId: '', print: 'again' }), ['doubled INBOX_YRD#99']],
  ['a file was announced to another region and did not arrive there', (world) => announce(world, '310000'), ['lost OUTBOX_YRD#99']],
  ['a file of another region\'s participant was announced', (world) => announce(world, '510000'), ['unexplained OUTBOX_YRD#99', 'lost OUTBOX_YRD#99']],
  ['a message to another region was stored twice inside the duplicate window', (world) => {
    outbox(world, 'yrd').splice(outbox(world, 'yrd').indexOf(away(world)) + 1, 0, { ...away(world), seq: 99 });
    world.arrivals.get('ccec')!.splice(1, 0, { ...world.arrivals.get('ccec')![0]!, seq: 99 });
  }, ['doubled OUTBOX_YRD#99']],
  ['a message inside a region was stored twice inside the duplicate window', (world) => void outbox(world, 'yrd').push({ ...inside(world), seq: 99 }), ['doubled INBOX_YRD#99']],
  ['a message did not arrive', (world) => void drop(world.arrivals.get('ccec')!, 0), ['lost OUTBOX_YRD#1']],
  ['a message arrived twice', (world) => void world.arrivals.get('ccec')!.push({ ...world.arrivals.get('ccec')![0]!, seq: 99 }), ['doubled INBOX_CCEC#99']],
  ['messages arrived in another order', (world) => swap(world.arrivals.get('yrd')!, fromCcec(world)[0]!, fromCcec(world)[1]!), ['out-of-order INBOX_YRD#4']],
  ['a message arrived that nobody sent', (world) => void world.arrivals.get('yrd')!.push({ ...world.arrivals.get('yrd')![fromCcec(world)[0]!]!, seq: 99, print: 'forged', origin: undefined }), ['unexplained INBOX_YRD#99']],
  ['a message arrived changed', (world) => { (world.arrivals.get('ccec')![0] as Open<{ print: string }>).print = 'changed'; }, ['unexplained INBOX_CCEC#1', 'lost OUTBOX_YRD#1']],
  ['a repeat was not answered', (world) => neverSent(world, 'yrd', 'rpt:10:310000'), ['lost INBOX_YRD#10']],
  ['an entry is missing in the middle', (world) => void drop(world.entries, 1), ['lost INBOX_YRD#5', `lost ${LOG}#3`, 'lost INBOX_YRD#4']],
  ['the last entry is missing', (world) => void drop(world.entries, 3), ['lost INBOX_YRD#9', 'lost OUTBOX_YRD#2', 'lost INBOX_YRD#8']],
  ['an entry was stored twice', (world) => void world.entries.push({ ...entry(world, 2), seq: 99 }), [`doubled ${LOG}#99`]],
  ['two entries claim one position', (world) => void world.entries.push({ ...entry(world, 2), seq: 99, hash: 'other', receipts: [] }), [`doubled ${LOG}#99`]],
  ['two entries stand in another order', (world) => swap(world.entries, 1, 2), [`out-of-order ${LOG}#2`]],
  ['the chain is broken', (world) => { entry(world, 3).previousHash = 'other'; }, [`unexplained ${LOG}#3`]],
  ['an entry is under another case', (world) => { entry(world, 2).statedCaseNo = 'other'; }, [`unexplained ${LOG}#2`]],
  ['an entry says another time than its receipt', (world) => { entry(world, 1).registeredAt = 'later'; }, [`unexplained ${LOG}#1`]],
  ['a case has a log in another region', (world) => void world.entries.push({ ...entry(world, 1), stream: 'CASES_CCEC_2026', region: 'ccec', seq: 1 }), ['unexplained CASES_CCEC_2026#1', 'doubled CASES_CCEC_2026#1', 'doubled CASES_CCEC_2026#1']],
  ['a message was registered twice', (world) => {
    const first = entry(world, 1);
    world.entries.push({ ...first, seq: 99, logIndex: 5, previousHash: entry(world, 4).hash, hash: 'fifth', verdict: { ...first.verdict!, logIndex: 5 } });
  }, [`doubled ${LOG}#99`, `lost ${LOG}#99`, `lost ${LOG}#99`]],
  ['a receipt was recorded twice', (world) => void world.entries.push({ ...entry(world, 2), seq: 99, logIndex: 5, previousHash: entry(world, 4).hash, hash: 'fifth' }), [`doubled ${LOG}#99`, `lost ${LOG}#99`]],
  ['a registered message was not sent to the other side', (world) => neverSent(world, 'yrd', `dlv:${CASE}:1:510000`), [`lost ${LOG}#1`]],
  ['entries were sent in another order', (world) => {
    const at = [indexOf(world, 'yrd', `dlv:${CASE}:2:310000`), indexOf(world, 'yrd', `dlv:${CASE}:3:310000`)] as const;
    swap(outbox(world, 'yrd'), ...at);
  }, ['out-of-order INBOX_YRD#5']],
  ['a recipient\'s receipt was not recorded', (world) => { entry(world, 3).receipts = []; }, ['unexplained INBOX_YRD#7', 'lost INBOX_YRD#6']],
  ['a recipient\'s receipt was set aside', (world) => {
    entry(world, 3).receipts = [];
    world.failures.push({ stream: 'FAILED_YRD', region: 'yrd', seq: 1, storedMs: NOW_MS, ofStream: 'INBOX_YRD', ofSeq: 6, digest: '' });
  }, ['unexplained INBOX_YRD#7', 'lost INBOX_YRD#6']],
  ['a recorded receipt is not of the recipient', (world) => { entry(world, 3).receipts = [{ ...entry(world, 3).receipts[0]!, issuer: 'participant:440000', id: 'z' }]; }, ['unexplained INBOX_YRD#7', `unexplained ${LOG}#3`, 'lost INBOX_YRD#6', `unexplained ${LOG}#3`]],
  ['a signature in the log does not hold', (world) => { entry(world, 1).verdict = { ...entry(world, 1).verdict!, fault: 'unknown key' }; }, [`unsigned ${LOG}#1`]],
  ['a receipt on its way does not verify', (world) => { outbox(world, 'yrd')[1]!.batch!.receipts[0]!.fault = 'unknown key'; }, [...[1, 2, 3, 10, 11, 12].map((seq) => `unsigned INBOX_YRD#${seq}` as const), 'unsigned OUTBOX_YRD#1', `unsigned ${LOG}#1`]],
  ['a held RECEIVED is about a message that is nowhere', (world) => void world.held.push(held({})), ['lost held.ndjson:1']],
  ['a held REGISTERED names an entry that is not there', (world) => void world.held.push(held({ level: 'REGISTERED', logIndex: 9 })), ['lost held.ndjson:1']],
  ['a held REGISTERED names an entry that says something else', (world) => void world.held.push(held({ level: 'REGISTERED', logIndex: 1 })), ['unexplained held.ndjson:1']],
  ['a held TAKEN is not recorded', (world) => void world.held.push(held({ level: 'TAKEN', issuer: 'participant:510000' })), ['lost held.ndjson:1']],
  ['a held receipt does not verify', (world) => void world.held.push(held({ fault: 'unknown key' })), ['unsigned held.ndjson:1']],
];

describe('the comparison', () => {
  it('finds nothing where all promises were kept', () => {
    const world = faultlessWorld();
    world.held.push(...world.entries.flatMap(({ verdict, received, receipts }, position) => [verdict, received, ...receipts].flatMap((receipt) => (receipt ? [{ ...held(receipt), where: `held:${position}` }] : []))));
    expect(world.held.length).toBeGreaterThan(4);
    expect(compare(world).kept).toEqual([]);
  });

  it('expects no order of what was set aside and retried later: a submission, an entry of a log', () => {
    const aside = (world: World, ofStream: string, ofSeq: number, digest: string): void => void world.failures.push({ stream: 'FAILED_YRD', region: 'yrd', seq: ofSeq, storedMs: NOW_MS, ofStream, ofSeq, digest });
    const retried: readonly [string, (world: World) => void][] = [
      ['one lane was forwarded in another order', (world) => aside(world, 'SUBMIT_510000', 1, outbox(world, 'ccec')[indexOf(world, 'ccec', 'fwd:510000:1')]!.digest)],
      ['entries were sent in another order', (world) => aside(world, LOG, entry(world, 2).seq, '')],
    ];
    for (const [name, setAside] of retried) {
      const world = faultlessWorld();
      DEFECTS.find(([defect]) => defect === name)![1](world);
      setAside(world);
      expect(found(world)).toEqual([]);
    }
  });

  it.each(DEFECTS)('%s', (_name, plant, expected) => {
    const world = faultlessWorld();
    plant(world);
    expect(found(world).sort()).toEqual([...expected].sort());
  });

  describe('of a message that was refused, and came again', () => {
    const refusedAgain = (code?: string): string[] => {
      const world = faultlessWorld();
      const first = world.rejections[0]! as Open<Rejection>;
      first.rejected = { ...first.rejected!, ...(code && { code }) };
      world.rejections.push({ ...first, seq: 9, rejected: { ...first.rejected, id: 'another' } });
      return found(world);
    };
    it.each(['standard.not-current', 'item.suspended'])('knows that %s passes and may be said again', (code) => expect(refusedAgain(code)).toEqual([]));
    it.each(['item.withdrawn', undefined])('finds another receipt where %s was final', (code) => expect(refusedAgain(code)).toEqual(['doubled REJECTED_CCEC#9']));

    const refusedAndOvertaken = (code: string): string[] => {
      const world = faultlessWorld();
      const [at, other] = world.entries.filter(({ digest }) => digest !== undefined).slice(-2);
      const refused = { ...world.rejections[0]!, stream: 'REJECTED_YRD', region: 'yrd', seq: 1, digest: other!.digest!, submittedBy: other!.message!.sender };
      world.rejections.push({ ...refused, rejected: { ...other!.verdict!, level: 'REJECTED', logIndex: 0, id: 'refusal', code } });
      const mail = world.hubMail.get('yrd')!;
      const [first, second] = [at, other].map((entry) => mail.findIndex(({ digest }) => digest === entry!.digest));
      const [one, two] = [mail[first!], mail[second!]] as Open<Exchange>[];
      [one!.seq, two!.seq] = [two!.seq, one!.seq];
      return found(world).filter((line) => line.startsWith('out-of-order'));
    };
    it('expects no order of it', () => expect(refusedAndOvertaken('item.suspended')).toEqual([]));
    it('expects the order of any other', () => expect(refusedAndOvertaken('item.withdrawn')).toEqual([`out-of-order ${LOG}#4`]));
  });

  it('counts every finding and keeps the first thousand of a class', () => {
    const world = faultlessWorld();
    for (let seq = 1; seq <= 1_500; seq++) world.streams.get('FAILED_CCEC')!.gaps.push({ from: seq, to: seq });
    const findings = compare(world);
    expect([findings.counts.unused, findings.kept.length]).toEqual([1_500, 1_000]);
  });
});

describe('what is under way', () => {
  const running = (plant: (world: World) => void): string[] => {
    const world = faultlessWorld(false);
    world.floors.clear();
    plant(world);
    return found(world);
  };
  it.each<[string, (world: World) => void, string]>([
    ['a submission the border has not come to', (world) => neverSent(world, 'yrd', 'rcv:310000:1'), 'pending SUBMIT_310000#1'],
    ['a message a link has not brought yet', (world) => void drop(world.arrivals.get('ccec')!, 2), 'pending OUTBOX_YRD#2'],
    ['a message its lane has not come to', (world) => { const { logIndex } = drop(world.entries, 3); neverSent(world, 'yrd', `dlv:${CASE}:${logIndex}:310000`); neverSent(world, 'yrd', `dlv:${CASE}:${logIndex}:510000`); }, 'pending INBOX_YRD#8'],
    ['an entry the dispatcher has not come to', (world) => neverSent(world, 'yrd', `dlv:${CASE}:4:510000`), `pending ${LOG}#4`],
  ])('%s is pending', (_name, plant, expected) => expect(running(plant)).toEqual([expected]));

  it('is lost once its consumer has settled it', () => {
    const world = faultlessWorld(false);
    neverSent(world, 'yrd', 'rcv:310000:1');
    expect(found(world)).toEqual(['lost SUBMIT_310000#1']);
  });
  it('is lost where a later message of the same link has arrived', () => expect(running((world) => void drop(world.arrivals.get('ccec')!, 0))).toEqual(['lost OUTBOX_YRD#1']));
  it('is no defect', () => {
    const world = faultlessWorld(false);
    world.floors.clear();
    drop(world.arrivals.get('ccec')!, 2);
    expect(compare(world).clean).toBe(true);
  });
});

describe('a number without a message', () => {
  const withGap = (stream: string, seq: number): World => {
    const world = faultlessWorld();
    world.streams.get(stream)!.gaps.push({ from: seq, to: seq });
    return world;
  };
  it('is lost where something follows from it', () => expect(found(withGap('SUBMIT_310000', 1))).toContain('lost SUBMIT_310000#1'));
  it.each(['SUBMIT_310000', 'OUTBOX_YRD', 'INBOX_YRD', LOG, 'REJECTED_YRD', 'FAILED_YRD'])('is unused in %s, and no defect, where nothing does and nothing is missing', (stream) => {
    const world = withGap(stream, 77);
    expect(found(world)).toEqual([`unused ${stream}#77`]);
    expect(compare(world).clean).toBe(true);
  });
  it.each(['REJECTED_YRD', LOG])('is lost in %s where anything else is lost', (stream) => {
    const world = withGap(stream, 77);
    neverSent(world, 'yrd', 'rcv:310000:1');
    expect(found(world)).toEqual(['lost SUBMIT_310000#1', `lost ${stream}#77`]);
  });
});

describe('what retention explains', () => {
  /** The same world, looked at after `days`. */
  const lookedAtAfter = (days: number): World => {
    const world = faultlessWorld();
    for (const stream of world.streams.values()) stream.takenMs = NOW_MS + days * 86_400_000;
    return world;
  };
  it('an emptied SUBMIT, OUTBOX and INBOX after their thirty days', () => {
    const world = lookedAtAfter(31);
    world.submissions.length = 0;
    for (const lists of [world.outbox, world.arrivals, world.hubMail]) for (const list of lists.values()) list.length = 0;
    for (const stream of world.streams.values()) if (stream.maxAgeMs > 0) stream.firstSeq = stream.lastSeq + 1;
    expect(found(world)).toEqual([]);
  });
  it('an OUTBOX whose messages expired before their copies', () => {
    const world = lookedAtAfter(30);
    world.streams.get('OUTBOX_YRD')!.firstSeq = outbox(world, 'yrd').length + 1;
    world.outbox.get('yrd')!.length = 0;
    expect(found(world)).toEqual([]);
  });
  it('never a gap in a case log', () => {
    const world = lookedAtAfter(400);
    world.streams.get(LOG)!.gaps.push({ from: 1, to: 1 });
    drop(world.entries, 0);
    expect(found(world)).toContain(`lost ${LOG}#1`);
  });
  it('a publisher that came back after the duplicate window', () => {
    const world = faultlessWorld();
    const [first] = outbox(world, 'yrd');
    outbox(world, 'yrd').push({ ...first!, seq: 99, storedMs: first!.storedMs + 600_000 });
    world.arrivals.get('yrd')!.push({ ...world.arrivals.get('yrd')![0]!, seq: 99 });
    expect(found(world)).toEqual([]);
  });
});

describe('a message that a switch keeps undecided', () => {
  it('is no defect, however often it came; without its keeping it is lost', () => {
    const world = new SmallWorld();
    const digest = world.keepBack('310000', 'm-1');
    world.keepBack('310000', 'm-1');
    expect(compare(world.facts).kept).toEqual([]);
    (world.facts.keptBack as Set<string>).delete(`yrd|${digest}`);
    expect(compare(world.facts).counts.lost).toBe(1);
  });
});

describe('a message that its reader lacked and that was sent again', () => {
  /** It did not arrive; what says that it stands for `repairs` did. */
  function sentAgain(change: Partial<Exchange> = {}): World {
    const world = faultlessWorld();
    const first = away(world);
    drop(world.arrivals.get('ccec')!, world.arrivals.get('ccec')!.findIndex(({ print }) => print === first.print));
    const again: Exchange = { ...first, seq: 99, storedMs: NOW_MS - 1, msgId: `rep:ccec:${first.seq}`, repairs: [first.seq], print: 'again', ...change };
    outbox(world, 'yrd').push(again);
    world.arrivals.get('ccec')!.push({ stream: 'INBOX_CCEC', region: 'ccec', seq: 99, storedMs: again.storedMs, print: again.print, msgId: again.msgId, digest: again.digest, fromRegion: 'yrd', origin: { stream: again.stream, seq: 99 } });
    return world;
  }
  it('is no defect', () => expect(found(sentAgain())).toEqual([]));
  it('is one with other content than it had', () => expect(found(sentAgain({ digest: 'other' }))).toEqual(['unexplained OUTBOX_YRD#99']));
  it('is there twice, and the first is lost, when nothing says what was sent again', () => expect(found(sentAgain({ repairs: [] }))).toEqual(['doubled OUTBOX_YRD#99', `lost OUTBOX_YRD#${away(faultlessWorld()).seq}`]));
});
