import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS, type HeldPlace, REGION_CODES, consumers, streams } from '@tongban/contracts';
import { REAL_TIME, type SwitchRecord, heldFate, makeCaseNumber } from '@tongban/domain';
import { DurablePublisher, Defer, ensureRecordStreams } from '@tongban/messaging';
import { BusinessClock, createLogger } from '@tongban/service-kit';
import { Signer, generateSigningKey, issueReceipt, sha256, sha256Hex } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../packages/messaging/test/nats-lab';
import { HeldReleaser } from '../src/held/held-releaser';
import { HeldStream } from '../src/held/held-stream';
import type { IncomingMessage } from '../src/register-message';

jest.setTimeout(180_000);

const REGION = 'yrd';
const ITEM = 'HRSS-SYN-0001';
const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
const signer = new Signer(generateSigningKey('hub:yrd').signing);
const hold = (more: Partial<SwitchRecord> = {}): SwitchRecord => ({
  owner: 'yrd', switchId: 'hold', setNo: 1, setAt: '2026-01-01T00:00:00Z', since: '2026-01-01T00:00:00Z', reason: 'x', proposer: STEWARD, confirmer: STEWARD, scope: { itemCode: ITEM }, position: 'hold', ...more,
});

const place = (itemCode = ITEM): HeldPlace => ({
  caseNo: makeCaseNumber({ division: '310115', date: '2026-03-02', random: Buffer.from(randomUUID().replaceAll('-', ''), 'hex') }), opener: '310000', counterpart: '510000', itemCode,
});
async function incoming(name: string, { caseNo }: HeldPlace, inboxSequence = 1): Promise<IncomingMessage> {
  const bytes = Buffer.from(name);
  const received = await issueReceipt(signer, { level: 'RECEIVED', environment: ENVIRONMENTS.sandbox, messageDigest: sha256(bytes), issuer: 'hub:yrd', at: '2026-03-02T09:00:00+08:00', caseNo, sender: '310000' });
  return { bytes, received, wrappedKeys: Buffer.from('wrapped'), fromRegion: REGION, inboxSequence, storedAtMs: 0 };
}

describe('held messages on a real server (T6-C1)', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let held: HeldStream;
  /** What decides about the item; other items are on. */
  let present: SwitchRecord | undefined;
  let decided: string[];
  let answered: number;
  let mayDecide: (name: string) => boolean;
  const releasers: HeldReleaser[] = [];

  beforeEach(async () => {
    [present, decided, answered, mayDecide] = [hold(), [], 0, () => true];
    lab = await NatsLab.start(REGION);
    lab.startRegion(REGION, { alone: true });
    nats = await lab.connect(REGION);
    await ensureRecordStreams(nats, { environment: 'sandbox', region: REGION, regions: REGION_CODES, participants: [] });
    held = streamOf(nats);
  });
  afterEach(async () => {
    await Promise.all(releasers.splice(0).map((one) => one.stop()));
    await lab.stop();
  });

  const streamOf = (nc: NatsConnection): HeldStream => new HeldStream({ nats: nc, region: REGION, publisher: new DurablePublisher(nc), answerAgain: async () => void answered++ });
  /** Another process of the region that may let held messages go. */
  async function process(name: string): Promise<HeldReleaser> {
    const nc = await lab.connect(REGION, name);
    const releaser = new HeldReleaser({ nats: nc, region: REGION, publisher: new DurablePublisher(nc), log: createLogger('cases', 'silent'), clock: new BusinessClock(REAL_TIME) }, streamOf(nc), {
      releases: { switched: ({ itemCode }) => (itemCode === ITEM ? present : undefined), heldFate: (now, holder, at) => heldFate([hold()], now, holder, at), switchesKnown: () => 1 },
      register: async ({ bytes }) => {
        const text = Buffer.from(bytes).toString();
        if (!mayDecide(text)) throw new Defer(1, 'not now');
        decided.push(text);
      },
    });
    releasers.push(releaser);
    await releaser.start();
    return releaser;
  }
  async function keep(count: number, from = 1): Promise<string[]> {
    const names = Array.from({ length: count }, (_, at) => `opening ${from + at}`);
    for (const [at, name] of names.entries()) {
      const here = place();
      expect(await held.keep(await incoming(name, here, from + at), here, sha256Hex(Buffer.from(name)))).toBe('kept');
    }
    return names;
  }
  const count = async (): Promise<number> => (await (await nats.jetstreamManager()).streams.info(streams.held(REGION))).state.messages;

  it('the same bytes are kept once, found by their case, counted by what switches ask, and read back as they came', async () => {
    const here = place();
    const message = await incoming('the bytes', here, 17);
    const digest = sha256Hex(message.bytes);
    expect([await held.keep(message, here, digest), await held.keep({ ...message, inboxSequence: 18 }, here, digest), await held.keep(message, here, digest)]).toEqual(['kept', 'known', 'known']);
    const first = await held.firstOf(here.caseNo);
    expect(first).toEqual({ ...here, sequence: 1, receivedAt: '2026-03-02T09:00:00+08:00' });
    expect([await held.firstOf(place().caseNo), await held.places()]).toEqual([undefined, [here]]);
    expect(await held.read(1)).toMatchObject({ fromRegion: REGION, inboxSequence: 17, released: true, wrappedKeys: Buffer.from('wrapped') });
    expect(Buffer.from((await held.read(1))!.bytes).toString()).toBe('the bytes');
    await held.remove(1);
    await held.remove(1);
    expect([await held.read(1), await held.firstOf(here.caseNo), await count()]).toEqual([undefined, undefined, 0]);
    // What was let go and comes again is kept again, and not passed over for the one before.
    expect([await held.keep({ ...message, inboxSequence: 19 }, here, digest), await count()]).toEqual(['kept', 1]);
  });

  it('of which there are as many as there may be, a further one is refused and the others stay', async () => {
    const jsm = await nats.jetstreamManager();
    await jsm.streams.update(streams.held(REGION), { ...(await jsm.streams.info(streams.held(REGION))).config, max_msgs: 3 });
    await keep(3);
    const here = place();
    expect(await held.keep(await incoming('one too many', here), here, sha256Hex(Buffer.from('one too many')))).toBe('full');
    expect(await count()).toBe(3);
  });

  it('wait while their switch holds, also over a crash of the server and of the process, and then go oldest first, none lost and none twice', async () => {
    const names = await keep(40);
    const first = await process('first');
    const jsm = await nats.jetstreamManager();
    await eventually('the oldest is in hand', async () => (await jsm.consumers.info(streams.held(REGION), consumers.releaser)).num_ack_pending === 1);
    await lab.crash(REGION);
    lab.startRegion(REGION, { alone: true });
    await eventually('the server is back', async () => (await count().catch(() => 0)) === 40, 30_000);
    expect(decided).toEqual([]);
    present = hold({ releasePerMinute: 6_000 });
    await eventually('some went', () => decided.length >= 5, 60_000);
    // In order, so that nothing is half done; what it did not come to is with the next process.
    await first.stop();
    const before = decided.length;
    await process('second');
    await eventually('all went', async () => (await count()) === 0, 60_000);
    expect(decided).toEqual(names);
    expect(before).toBeLessThanOrEqual(40);
    expect(answered).toBe(0);
  });

  it('are looked after by one process at a time, and by another one when that is gone', async () => {
    const [one, two] = [await process('one'), await process('two')];
    present = hold({ releasePerMinute: 60_000 });
    mayDecide = () => false;
    const names = await keep(5);
    const jsm = await nats.jetstreamManager();
    await eventually('one has it', async () => (await jsm.consumers.info(streams.held(REGION), consumers.releaser)).num_ack_pending === 1);
    mayDecide = () => true;
    await one.stop();
    await eventually('all went', async () => (await count()) === 0, 60_000);
    expect(decided).toEqual(names);
    await two.stop();
  });

  it('of a switch that keeps them hold up nobody else, and those that come later are seen', async () => {
    await keep(3);
    await process('only');
    const other = place('HRSS-SYN-0002');
    expect(await held.keep(await incoming('of another item', other, 99), other, sha256Hex(Buffer.from('of another item')))).toBe('kept');
    await eventually('the other went', () => decided.includes('of another item'), 30_000);
    expect([decided, await count()]).toEqual([['of another item'], 3]);
  });
});
