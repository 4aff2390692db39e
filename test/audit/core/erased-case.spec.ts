import { CASE, NOW_MS, SmallWorld, type World } from '../planted/small-world';
import { carriersIn, takeOut, takeOutCarriers } from '../planted/take-out';
import { compare } from './compare';
import type { Entry, ErasureDoneFact, ErasureFact, ErasureOrderFact, Exchange, MessageFact } from './facts';

type Open<T> = { -readonly [K in keyof T]: T[K] };
const LOG = 'CASES_YRD_2026';
const found = (world: World): string[] => compare(world).kept.map(({ class: cls, where }) => `${cls} ${where}`);
const classesOf = (world: World): string[] => [...new Set(compare(world).kept.map(({ class: cls }) => cls))].sort();
/** In whole: what was said of a carrier and its log place. */
const saying = (world: World, words: RegExp): number => compare(world).kept.filter(({ class: cls, what }) => cls === 'lost' && words.test(what)).length;
const CLEAN = { kept: [], clean: true };

/** An opening that was sent twice, its receipts and an answer; all of it home in yrd, half of it of ccec. Carriers: nine in yrd, four in ccec. */
class ErasedWorld extends SmallWorld {
  readonly opening: { readonly message: MessageFact; readonly entry: Entry };
  readonly answer: { readonly message: MessageFact; readonly entry: Entry };
  constructor(settled = true) {
    super(settled);
    this.opening = this.register('310000', 'm-1');
    this.acknowledge(this.opening.message, 'DELIVERED');
    this.answer = this.register('510000', 'm-2');
    this.resend(this.opening);
    this.refuse('510000', 'nonsense');
  }
  get messages(): readonly MessageFact[] {
    return [this.opening.message, this.answer.message];
  }
  get digests(): ReadonlySet<string> {
    return new Set(this.messages.map(({ digest }) => digest));
  }
}
const IN_YRD = 9;
const IN_CCEC = 4;

/** Everything ordered, deleted and confirmed. */
function erased(settled = true): { readonly world: World; readonly order: Open<Entry>; readonly yrd: Open<Entry>; readonly ccec: Open<Entry> } {
  const made = new ErasedWorld(settled);
  const order = made.orderErasure(made.messages);
  return { world: made.facts, order, yrd: made.confirmErasure('yrd', order), ccec: made.confirmErasure('ccec', order) };
}
const place = ({ stream, seq }: { readonly stream: string; readonly seq: number }): string => `${stream}#${seq}`;
/** The same words wherever they stand: in the log and on their way there. */
function say(world: World, entry: Open<Entry>, change: Partial<ErasureDoneFact>): void {
  const done: ErasureDoneFact = { ...entry.confirmation!.done!, ...change };
  entry.confirmation = { ...entry.confirmation!, done };
  for (const rows of [...world.outbox.values(), ...world.hubMail.values()]) for (const row of rows as Open<Exchange>[]) if (row.erasureDone?.id === done.id) row.erasureDone = done;
}
const sentWord = (world: World, region: string): Exchange => world.outbox.get(region)!.find(({ kind }) => kind === 'erasure-done')!;

describe('what was erased lawfully', () => {
  it('is counted, and is no defect', () => {
    const { world } = erased();
    expect(compare(world)).toMatchObject({ ...CLEAN, erased: IN_YRD + IN_CCEC });
    expect(world.entries.filter(({ kind }) => kind === 'registered')).toHaveLength(2);
  });
  it('leaves other messages of the case as they were', () => {
    const made = new ErasedWorld();
    const order = made.orderErasure([made.opening.message]);
    for (const region of ['yrd', 'ccec']) made.confirmErasure(region, order);
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: 7 });
    const [carrier] = carriersIn(made.facts, 'ccec', new Set([made.answer.message.digest]));
    takeOut(made.facts, carrier!);
    expect(classesOf(made.facts)).toContain('lost');
  });
  it('may lie with a server whose clock is behind', () => {
    const made = new ErasedWorld();
    made.confirmErasure('ccec', made.orderErasure(made.messages));
    const inbox = made.facts.streams.get('INBOX_CCEC')!;
    inbox.firstMs = 0;
    inbox.gaps.splice(0, inbox.gaps.length, ...inbox.gaps.map((gap) => ({ ...gap, untilMs: 0 })));
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: IN_CCEC });
  });
  it('may be sent again without its keys', () => {
    const made = new ErasedWorld();
    const order = made.orderErasure([made.opening.message]);
    for (const region of ['yrd', 'ccec']) made.confirmErasure(region, order);
    made.resend(made.opening);
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: 7 });
  });
  it('may be ordered and not deleted yet', () => {
    const made = new ErasedWorld();
    made.orderErasure(made.messages);
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: 0 });
  });
  it.each(['yrd', 'ccec'])('may be deleted in %s alone, and lie elsewhere still', (region) => {
    const made = new ErasedWorld();
    made.confirmErasure(region, made.orderErasure(made.messages));
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: region === 'yrd' ? IN_YRD : IN_CCEC });
  });
  it('may be deleted before it went over the link', () => {
    const made = new ErasedWorld();
    const order = made.orderErasure(made.messages);
    const arrival = made.facts.arrivals.get('ccec')!.findIndex(({ msgId }) => msgId === `dlv:${CASE}:1:510000`);
    made.facts.arrivals.get('ccec')!.splice(arrival, 1);
    for (const region of ['yrd', 'ccec']) made.confirmErasure(region, order);
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: IN_YRD + IN_CCEC - 1 });
  });
  describe('and had been sent again, because its reader lacked it,', () => {
    function sentAgain(): ErasedWorld {
      const made = new ErasedWorld();
      const { outbox, arrivals } = made.facts;
      const sent = outbox.get('yrd')!.find(({ msgId }) => msgId === `dlv:${CASE}:1:510000`)!;
      const arrived = arrivals.get('ccec')!.find(({ msgId }) => msgId === sent.msgId)!;
      const [seq, msgId, print] = [made.facts.streams.get('OUTBOX_YRD')!.lastSeq += 1, `rep:ccec:${sent.seq}`, 'again'];
      outbox.get('yrd')!.splice(outbox.get('yrd')!.indexOf(sent) + 1, 0, { ...sent, seq, msgId, print, repairs: [sent.seq] });
      arrivals.get('ccec')!.splice(arrivals.get('ccec')!.indexOf(arrived), 1, { ...arrived, msgId, print, origin: { stream: 'OUTBOX_YRD', seq } });
      return made;
    }
    it.each([[[]], [['yrd']], [['ccec']], [['ccec', 'yrd']]])('is no defect when %j deleted it', (regions) => {
      const made = sentAgain();
      const order = made.orderErasure(made.messages);
      for (const region of regions) made.confirmErasure(region, order);
      expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: (regions.includes('yrd') ? IN_YRD + 1 : 0) + (regions.includes('ccec') ? IN_CCEC : 0) });
    });
  });
  it('may be confirmed in several answers to one order', () => {
    const { world, ccec } = erased();
    const word = sentWord(world, 'ccec');
    say(world, ccec, { messages: IN_CCEC - 1 });
    const more: Exchange = { ...word, seq: 99, msgId: `erd:${CASE}:erasure-1:99`, print: 'more', erasureDone: { ...ccec.confirmation!.done!, id: 'more', messages: 1 } };
    world.outbox.get('ccec')!.push(more);
    world.arrivals.get('yrd')!.push({ stream: 'INBOX_YRD', region: 'yrd', seq: 99, storedMs: NOW_MS, print: 'more', msgId: more.msgId, digest: more.digest, fromRegion: 'ccec', origin: { stream: more.stream, seq: 99 } });
    expect(compare(world)).toMatchObject({ ...CLEAN, erased: IN_YRD + IN_CCEC });
  });
  it('has no numbers left once they have expired', () => {
    const { world } = erased();
    for (const stream of world.streams.values()) {
      stream.takenMs = NOW_MS + 31 * 86_400_000;
      if (stream.maxAgeMs === 0) continue;
      stream.firstSeq = stream.lastSeq + 1;
      stream.gaps.length = 0;
    }
    world.submissions.length = 0;
    for (const lists of [world.outbox, world.arrivals, world.hubMail]) for (const list of lists.values()) list.length = 0;
    expect(compare(world)).toMatchObject({ ...CLEAN, erased: 0 });
  });
  it('has what was stored twice or set aside in what its region says, and no more than that', () => {
    const { world, yrd, ccec } = erased();
    say(world, yrd, { messages: IN_YRD + 1 });
    say(world, ccec, { messages: IN_CCEC + 1 });
    for (const stream of ['INBOX_YRD', 'FAILED_CCEC', 'OUTBOX_CCEC']) world.streams.get(stream)!.gaps.push({ from: 77, to: 77 });
    expect(compare(world).erased).toBe(IN_YRD + 1 + IN_CCEC + 1);
    expect(found(world)).toEqual(['unused FAILED_CCEC#77']);
  });
  it('may have been refused at first, for a reason that passes', () => {
    const { world, order } = erased();
    const [first, second] = world.entries;
    const { digest, sender } = order.erasure!.messages[0]!;
    const refusal = { ...world.rejections[0]!, stream: 'REJECTED_YRD', region: 'yrd', seq: 1, digest, submittedBy: sender, rejected: { ...first!.verdict!, level: 'REJECTED' as const, code: 'item.suspended', id: 'refusal' } };
    world.rejections.push(refusal);
    expect(compare(world)).toMatchObject({ ...CLEAN, erased: IN_YRD + IN_CCEC });
    expect(second!.kind).toBe('receipts');
    refusal.rejected.about = refusal.digest = 'bytes of nobody';
    expect(found(world)).toEqual(['unexplained REJECTED_YRD#1']);
  });
});

describe('what is gone beyond a lawful erasure', () => {
  it.each([1, 3])('is lost when a region says to have deleted %d fewer', (fewer) => {
    const { world, ccec } = erased();
    say(world, ccec, { messages: IN_CCEC - fewer });
    expect(compare(world).erased).toBe(IN_YRD + IN_CCEC - fewer);
    expect(saying(world, new RegExp(`beyond the ${IN_CCEC - fewer} that ccec has confirmed`))).toBe(fewer);
    expect(saying(world, /message \d+ was deleted|messages \d+ to \d+ are gone/)).toBe(fewer);
    expect(classesOf(world)).toEqual(['lost']);
  });
  it('is lost when another message is gone', () => {
    const { world } = erased();
    takeOut(world, world.outbox.get('yrd')!.find(({ msgId }) => msgId === `dlv:${CASE}:2:310000`)!);
    expect(found(world)).toContain(`lost ${LOG}#2`);
    expect(saying(world, /was deleted|are gone/)).toBe(1);
    expect(compare(world).erased).toBe(IN_YRD + IN_CCEC);
  });
  it('is told from what was erased by when that was stored', () => {
    const made = new ErasedWorld();
    const order = made.orderErasure([made.answer.message]);
    const relay = made.facts.outbox.get('yrd')!.find(({ msgId }) => msgId === `dlv:${CASE}:2:310000`)!;
    takeOut(made.facts, relay);
    for (const region of ['yrd', 'ccec']) made.confirmErasure(region, order);
    expect(found(made.facts)).toEqual([`lost ${LOG}#2`, `lost ${place(relay)}`]);
  });
  it('is named by what still tells its number', () => {
    const { world } = erased();
    // Receipts, forwarded before what was erased in the same stream: their arrival says where they stood.
    const [receipts] = world.outbox.get('ccec')!.filter(({ stream }) => stream === 'OUTBOX_CCEC');
    expect([receipts!.kind, receipts!.seq]).toEqual(['receipts', 1]);
    takeOut(world, receipts!);
    expect(world.streams.get('OUTBOX_CCEC')!.firstSeq).toBe(3);
    expect(found(world).filter((line) => line.includes('OUTBOX_CCEC'))).toEqual(['lost OUTBOX_CCEC#1']);
  });
  it('is told from what was erased by the arrival of that', () => {
    const made = new ErasedWorld();
    const [lost, gone] = [1, 3].map((logIndex) => made.facts.outbox.get('yrd')!.find(({ msgId }) => msgId === `dlv:${CASE}:${logIndex}:510000`)!);
    const order = made.orderErasure([made.answer.message]);
    for (const row of [lost!, made.facts.arrivals.get('ccec')!.find(({ msgId }) => msgId === lost!.msgId)!]) takeOut(made.facts, row);
    made.confirmErasure('yrd', order);
    expect([place(lost!), place(gone!)]).toEqual(['OUTBOX_YRD#1', 'OUTBOX_YRD#2']);
    expect(found(made.facts).filter((line) => line.includes('OUTBOX_YRD'))).toEqual(['lost OUTBOX_YRD#1']);
  });
  it('is lost, in all its places, in a case without an order', () => {
    const made = new ErasedWorld();
    for (const region of ['yrd', 'ccec']) takeOutCarriers(made.facts, region, made.digests);
    const findings = compare(made.facts);
    expect(findings).toMatchObject({ erased: 0, clean: false });
    expect(found(made.facts)).toEqual(expect.arrayContaining([`lost ${LOG}#1`, `unexplained ${LOG}#1`, 'lost SUBMIT_310000#1', 'lost OUTBOX_YRD#1', 'lost INBOX_YRD#1']));
  });
  it('is not made up for by what a region deleted for another order', () => {
    const made = new ErasedWorld();
    const [first, second] = made.messages.map((message, index) => made.orderErasure([message], `erasure-${index}`));
    const words = [first, second].flatMap((order) => ['yrd', 'ccec'].map((region) => made.confirmErasure(region, order!)));
    expect(compare(made.facts)).toMatchObject({ ...CLEAN, erased: IN_YRD + IN_CCEC });
    say(made.facts, words[1]!, { messages: 9 });
    say(made.facts, words[3]!, { messages: 2 });
    expect(saying(made.facts, /beyond the 2 that ccec has confirmed/)).toBe(1);
  });
  it('is lost where nothing was deleted and yet it is not there', () => {
    const { world, order } = erased();
    world.streams.get('INBOX_CCEC')!.gaps.length = 0;
    world.streams.get('INBOX_CCEC')!.firstSeq = 1;
    world.outbox.get('yrd')!.push({ ...world.outbox.get('yrd')![0]!, stream: 'OUTBOX_YRD', seq: 98, kind: 'delivery', from: 'hub', to: '510000', toRegion: 'ccec', msgId: `dlv:${CASE}:1:510000`, digest: order.erasure!.messages[0]!.digest, print: 'delivered' });
    expect(saying(world, /not in INBOX_CCEC, and was not deleted there/)).toBe(1);
  });
  it('is lost in SUBMIT where the border says that it answered it', () => {
    const made = new ErasedWorld();
    const answer = made.facts.outbox.get('ccec')!.find(({ msgId }) => msgId === 'rcv:510000:3')!;
    expect(answer.batch?.receipts[0]?.level).toBe('REJECTED');
    takeOut(made.facts, { stream: 'SUBMIT_510000', seq: 3 });
    expect(found(made.facts)).toContain('lost SUBMIT_510000#3');
  });
});

describe('a region that has said nothing', () => {
  const silent = (settled: boolean): World => {
    const made = new ErasedWorld(settled);
    const order = made.orderErasure(made.messages);
    made.confirmErasure('yrd', order);
    takeOutCarriers(made.facts, 'ccec', made.digests);
    return made.facts;
  };
  it('has lost the carriers that are gone', () => {
    const world = silent(true);
    expect(saying(world, /ccec has confirmed no deletion/)).toBe(IN_CCEC);
    expect(compare(world).erased).toBe(IN_YRD);
    expect(classesOf(world)).toEqual(['lost']);
  });
  it('may be about to say so while anything is under way', () => {
    const world = silent(false);
    expect(classesOf(world)).toEqual(['pending']);
    expect(compare(world)).toMatchObject({ clean: true, erased: IN_YRD });
  });
  it('is asked for each carrier once, however much of its way is there', () => {
    const made = new ErasedWorld(false);
    made.orderErasure(made.messages);
    takeOut(made.facts, made.facts.outbox.get('yrd')!.find(({ msgId }) => msgId === 'fwd:310000:1')!);
    expect(found(made.facts)).toEqual([`pending ${LOG}#1`]);
  });
  it('has lost them at once when it was not told', () => {
    const made = new ErasedWorld(false);
    made.confirmErasure('yrd', made.orderErasure(made.messages, 'erasure-1', ['yrd']));
    takeOutCarriers(made.facts, 'ccec', made.digests);
    expect(saying(made.facts, /ccec has confirmed no deletion/)).toBe(IN_CCEC);
  });
});

describe('an order', () => {
  const ORDERS: readonly (readonly [string, 'unsigned' | 'unexplained', (said: Open<ErasureFact>, order: Open<ErasureOrderFact>) => void])[] = [
    ['whose signature does not hold', 'unsigned', (_said, order) => { order.fault = 'unknown key'; }],
    ['that is another statement', 'unexplained', (_said, order) => { order.statement = 'tongban.v1.ErasureDone'; }],
    ['of another environment', 'unexplained', (_said, order) => { order.environment = 'production'; }],
    ['about another case', 'unexplained', (_said, order) => { order.caseNo = 'another'; }],
    ['by another command', 'unexplained', (_said, order) => { order.actionId = 'another'; }],
    ['by a hub that is not the home', 'unexplained', (_said, order) => { order.issuer = 'hub:ccec'; }],
    ['that lists fewer messages than the entry', 'unexplained', (_said, order) => { order.messages = order.messages.slice(1); }],
    ['that lists another digest than the entry', 'unexplained', (_said, order) => { order.messages = order.messages.map((one) => ({ ...one, digest: 'other' })); }],
    ['that lists another sender than the log', 'unexplained', (said, order) => { said.messages = order.messages = order.messages.map((one) => ({ ...one, sender: '440000' })); }],
    ['that lists a message the case never registered', 'unexplained', (said, order) => { said.messages = order.messages = [...order.messages, { messageId: 'm-9', sender: '310000', digest: 'bytes of m-9' }]; }],
    ['that lists nothing', 'unexplained', (said, order) => { said.messages = order.messages = []; }],
    ['of one person alone', 'unexplained', (said) => { said.confirmedBy = said.proposedBy; }],
    ['of nobody', 'unexplained', (said) => { said.proposedBy = ''; }],
    ['that cannot be read', 'unexplained', (said) => { delete (said as { order?: unknown }).order; }],
  ];
  it.each(ORDERS)('%s is a finding, and excuses nothing', (_what, cls, spoil) => {
    const { world, order } = erased();
    spoil(order.erasure!, order.erasure!.order!);
    expect(compare(world)).toMatchObject({ clean: false, erased: 0 });
    expect(found(world)).toEqual(expect.arrayContaining([`${cls} ${place(order)}`, `lost ${LOG}#1`, `lost ${LOG}#3`]));
  });
  it('that comes again is a finding', () => {
    const { world, order } = erased();
    const { seq, storedMs, logIndex, previousHash, hash } = world.entries.at(-1)!;
    world.entries.push({ ...order, seq: seq + 1, storedMs, logIndex: logIndex + 1, previousHash: hash, hash: `${previousHash} again`, alarms: [] });
    expect(found(world)).toContain(`doubled ${LOG}#${seq + 1}`);
  });
  it('that a region was not told is lost', () => {
    const { world, order } = erased();
    const told = world.outbox.get('yrd')!.find(({ msgId }) => msgId === `era:${CASE}:${order.logIndex}:ccec`)!;
    takeOut(world, told);
    expect(found(world)).toEqual(expect.arrayContaining([`lost ${place(order)}`, `lost ${place(told)}`]));
  });
});

describe('the word of a region', () => {
  const WORDS: readonly (readonly [string, 'unsigned' | 'unexplained', Partial<ErasureDoneFact>])[] = [
    ['whose signature does not hold', 'unsigned', { fault: 'unknown key' }],
    ['that is another statement', 'unexplained', { statement: 'tongban.v1.ErasureOrder' }],
    ['of another environment', 'unexplained', { environment: 'drill' }],
    ['about another case', 'unexplained', { caseNo: 'another' }],
    ['about another command', 'unexplained', { actionId: 'another' }],
    ['by another region', 'unexplained', { issuer: 'hub:yrd' }],
  ];
  it.each(WORDS)('%s is a finding, and excuses nothing', (_what, cls, change) => {
    const { world, ccec } = erased();
    say(world, ccec, change);
    expect(compare(world).erased).toBe(IN_YRD);
    expect(found(world)).toEqual(expect.arrayContaining([`${cls} ${place(ccec)}`, `${cls} ${place(sentWord(world, 'ccec'))}`]));
    expect(saying(world, /ccec has confirmed no deletion/)).toBe(IN_CCEC);
  });
  it('that is not there is a finding', () => {
    const { world, ccec } = erased();
    ccec.confirmation = { actionId: 'erasure-1', region: 'ccec' };
    expect(found(world)).toContain(`unexplained ${place(ccec)}`);
  });
  const said = (world: World, { stream, seq }: Entry): string[] => compare(world).kept.filter(({ where }) => where === `${stream}#${seq}`).map(({ what }) => what);
  it('to an order that there is not is a finding', () => {
    const { world, ccec } = erased();
    ccec.confirmation = { ...ccec.confirmation!, actionId: 'another' };
    expect(said(world, ccec)).toContain('the case has no order for ccec by this command');
  });
  it('of a region that was not told is a finding, and excuses nothing', () => {
    const made = new ErasedWorld();
    const order = made.orderErasure(made.messages, 'erasure-1', ['yrd']);
    made.confirmErasure('yrd', order);
    const ccec = made.confirmErasure('ccec', order);
    expect(said(made.facts, ccec)).toContain('the case has no order for ccec by this command');
    expect(compare(made.facts).erased).toBe(IN_YRD);
  });
  it('that stands before the order is a finding', () => {
    const { world, order, ccec } = erased();
    [order.logIndex, ccec.logIndex] = [ccec.logIndex, order.logIndex];
    expect(said(world, ccec)).toContain('stands before its order');
  });
  it('that is recorded twice is a finding', () => {
    const { world, ccec } = erased();
    const { logIndex, hash } = ccec;
    world.entries.push({ ...ccec, seq: 99, logIndex: logIndex + 1, previousHash: hash, hash: 'again' });
    expect(found(world)).toEqual([`doubled ${LOG}#99`]);
  });
  it('that came and is not recorded is lost, and counts all the same', () => {
    const { world, ccec } = erased();
    world.entries.splice(world.entries.indexOf(ccec), 1);
    expect(classesOf(world)).toEqual(['lost']);
    expect(compare(world).erased).toBe(IN_YRD + IN_CCEC);
    expect(saying(world, /the confirmation of ccec is not recorded/)).toBe(1);
  });
});
