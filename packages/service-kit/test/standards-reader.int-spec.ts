import { loadCatalogue } from '@tongban/catalogue';
import { type RegionCode, streams, subjects } from '@tongban/contracts';
import { DurablePublisher, ensureStream } from '@tongban/messaging';
import { StandardsBook } from '@tongban/registry';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../messaging/test/nats-lab';
import { createLogger } from '../src/log';
import { StandardsReader } from '../src/standards-reader';
import { OwnerLog } from './owner-log';

const REGION = 'yrd';
const catalogue = loadCatalogue();
let lab: NatsLab;
let nats: NatsConnection;
let publisher: DurablePublisher;
let reader: StandardsReader | undefined;

beforeAll(async () => {
  lab = await NatsLab.start(REGION);
  lab.startRegion(REGION, { alone: true });
  nats = await lab.connect(REGION);
  publisher = new DurablePublisher(nats);
});
beforeEach(async () => {
  const jsm = await nats.jetstreamManager();
  await ensureStream(jsm, { name: streams.standards(REGION), subjects: [subjects.registryLogs(REGION)], storage: 'file', allow_direct: true });
  await ensureStream(jsm, { name: streams.heads(REGION), subjects: [subjects.keptHeads(REGION)], storage: 'file', allow_direct: true, max_msgs_per_subject: 1 });
});
afterEach(async () => {
  await reader?.stop();
  reader = undefined;
  const jsm = await nats.jetstreamManager();
  for (const name of [streams.standards(REGION), streams.heads(REGION)]) await jsm.streams.delete(name);
});
afterAll(() => lab.stop());

const store = async (owner: RegionCode, bytes: Uint8Array): Promise<void> => void (await publisher.publish(subjects.registryLog(REGION, owner), bytes, { msgId: `${owner}:${Math.random()}` }));
const keep = async (owner: RegionCode, head: Uint8Array): Promise<void> => void (await publisher.publish(subjects.keptHead(REGION, owner), head, { msgId: `${owner}:${Math.random()}` }));
const say = (owner: RegionCode, head: Uint8Array): void => nats.publish(subjects.registryHead('sandbox', REGION, owner), head);
function reading(...logs: readonly OwnerLog[]): { book: StandardsBook; reader: StandardsReader } {
  const book = StandardsBook.of(catalogue, OwnerLog.directoryOf(...logs), 'sandbox', { full: true, region: REGION });
  reader = new StandardsReader({ environment: 'sandbox', region: REGION, nats, standards: book, log: createLogger('test', 'silent') });
  return { book, reader };
}
const held = (book: StandardsBook, owner: RegionCode): number => book.copy(owner).lastNumber;

describe('the reader of the registry stream', () => {
  it('holds everything the region holds before it is asked, kept heads included', async () => {
    const [nat, gba] = [new OwnerLog('nat'), new OwnerLog('gba')];
    gba.sharing(nat);
    for (let number = 1; number <= 300; number++) {
      await store('nat', await nat.next());
      if (number % 100 === 0) await store('gba', await gba.next());
    }
    await keep('nat', await nat.head());
    const { book, reader: it } = reading(nat, gba);
    await it.load();
    expect([held(book, 'nat'), held(book, 'gba'), held(book, 'jjj')]).toEqual([300, 3, 0]);
    expect([book.copy('nat').newestHead?.number, book.copy('gba').newestHead]).toEqual([300, undefined]);
  });

  it('finds an empty region empty', async () => {
    const { book, reader: it } = reading(new OwnerLog('nat'));
    await it.load();
    expect(book.standing().every(({ held: number, announced }) => number === 0 && announced === undefined)).toBe(true);
  });

  it('reads on when a head is heard, and not only when its entry was there first', async () => {
    const nat = new OwnerLog('nat');
    const { book, reader: it } = reading(nat);
    await it.load();
    it.follow();
    await store('nat', await nat.next());
    say('nat', await nat.head());
    await eventually('the first entry is held', () => held(book, 'nat') === 1);
    const second = await nat.next();
    say('nat', await nat.head());
    await eventually('the second is announced', () => book.copy('nat').newestHead?.number === 2);
    expect(book.lateness('HRSS-TAL-0101', '2026-03-02T09:00:01+08:00', 24)).toMatchObject({ reason: 'behind', held: 1, announced: 2 });
    await store('nat', second);
    await eventually('the second entry is held', () => held(book, 'nat') === 2);
  });

  it('goes on after the server was killed', async () => {
    const nat = new OwnerLog('nat');
    await store('nat', await nat.next());
    const { book, reader: it } = reading(nat);
    await it.load();
    it.follow();
    await lab.crash(REGION);
    lab.startRegion(REGION, { alone: true });
    await eventually('the server is back', () => nats.flush().then(() => true, () => false), 30_000);
    await store('nat', await nat.next());
    const head = await nat.head();
    await eventually('the entry is held', () => {
      say('nat', head);
      return held(book, 'nat') === 2;
    });
  });

  it('stops at an entry that does not verify, for its owner alone, and says so', async () => {
    const [nat, gba] = [new OwnerLog('nat'), new OwnerLog('gba')];
    gba.sharing(nat);
    const forger = new OwnerLog('nat').sharing(nat);
    await store('nat', await nat.next());
    await store('nat', await forger.next().then(() => forger.next()));
    await store('nat', await nat.next());
    await store('gba', await gba.next());
    const { book, reader: it } = reading(nat, gba);
    await it.load();
    expect([held(book, 'nat'), held(book, 'gba')]).toEqual([1, 1]);
    expect(book.standing().map(({ owner, fault }) => fault && `${owner} ${fault}`).filter(Boolean)).toEqual(['nat registry.chain-broken']);
  });

  it('ignores a head that its owner did not sign', async () => {
    const nat = new OwnerLog('nat');
    const forger = new OwnerLog('nat').sharing(nat);
    await forger.next();
    const { book, reader: it } = reading(nat);
    await it.load();
    it.follow();
    say('nat', await forger.head());
    say('nat', Buffer.from('nothing of ours'));
    say('nat', await nat.head());
    await eventually('the true head is heard', () => book.copy('nat').newestHead !== undefined);
    expect(book.copy('nat').newestHead?.number).toBe(0);
  });
});
