import { decode, encode, streams, subjects, v1 } from '@tongban/contracts';
import { QueryServer, readSubject } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../packages/messaging/test/nats-lab';
import { RunningStandards, base } from './registry-lab';
import { EFFECTIVE, signed } from './stewards';

jest.setTimeout(600_000);

const ENTRIES = 1_000;
const ITEM = [...base.items.values()][0]!;
const draftOf = (draftId: string) => signed({
  type: 'draft', draftId, title: { zh: '标题', en: 'Title' }, artefacts: [{ kind: 'item', id: ITEM.itemCode, version: '2.0', content: ITEM }], effectiveFrom: EFFECTIVE, transitionDays: 0,
});

describe('the copy of another owner’s log, on a real server', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let nat: RunningStandards;
  let yrd: RunningStandards;
  beforeAll(async () => {
    lab = await NatsLab.start('nat');
    lab.startRegion('nat', { alone: true });
    nats = await lab.connect('nat');
    nat = await RunningStandards.start('nat', nats);
  });
  afterAll(async () => {
    await Promise.all([nat?.stop(), yrd?.stop()]);
    await lab?.stop();
  });
  const logIn = async (region: string): Promise<string[]> => (await readSubject(nats, streams.standards(region), subjects.registryLog(region, 'nat'))).map(({ data }) => Buffer.from(data).toString('base64'));

  it('catches up with a thousand entries, the same bytes in the same order', async () => {
    await nat.runtime.give(await draftOf('D-1'));
    await nat.runtime.give(await signed({ type: 'open-consultation', draftId: 'D-1', until: '2026-03-20T09:00:00+08:00' }));
    for (let number = 3; number <= ENTRIES; number++) await nat.runtime.give(await signed({ type: 'comment', draftId: 'D-1', clause: '1', text: `comment ${number}` }));
    yrd = await RunningStandards.start('yrd', await lab.connect('nat', 'yrd'));
    await eventually('the copy is whole', () => yrd.held('nat') === ENTRIES, 300_000);
    expect(await logIn('yrd')).toEqual(await logIn('nat'));
    expect(yrd.ports.standards.copy('nat').state).toEqual(nat.ports.standards.copy('nat').state);
  });

  it('hears of a new entry by announcement, and tells its region the head', async () => {
    const heads = nats.subscribe(subjects.registryHead('sandbox', 'yrd', 'nat'));
    await nat.runtime.give(await draftOf('D-2'));
    await eventually('the copy has it', () => yrd.held('nat') === ENTRIES + 1);
    for await (const { data } of heads) if (decode(v1.RegistryHead, decode(v1.SignedRegistryHead, data).head).lastNumber === ENTRIES + 1) break;
    expect(yrd.ports.standards.lateness(ITEM.itemCode, yrd.ports.clock.now(), 24)).toBeUndefined();
    await eventually('the head is kept', async () => (await readSubject(nats, streams.heads('yrd'), subjects.keptHead('yrd', 'nat'))).length === 1);
  });

  it('goes on where it was after a restart, with what came meanwhile', async () => {
    await yrd.stop();
    await nat.runtime.give(await draftOf('D-3'));
    yrd = await RunningStandards.start('yrd', await lab.connect('nat', 'yrd again'));
    await eventually('the copy has it', () => yrd.held('nat') === ENTRIES + 2);
    expect(await logIn('yrd')).toEqual(await logIn('nat'));
  });

  it('stops at an entry that does not verify, says so, and stores nothing of it', async () => {
    await nat.stop();
    const liar = new QueryServer(nats, 'standards-liar');
    const whole = await readSubject(nats, streams.standards('nat'), subjects.registryLog('nat', 'nat'));
    const honest = nat.runtime;
    const last = decode(v1.SignedRegistryEntry, whole.at(-1)!.data);
    const forged = encode(v1.SignedRegistryEntry, { ...last, entry: encode(v1.RegistryEntry, { ...decode(v1.RegistryEntry, last.entry), number: ENTRIES + 3, previousHash: nat.ports.standards.copy('nat').lastHash }) });
    await honest.give(await draftOf('D-4'));
    liar.serve(subjects.service('sandbox', 'nat', 'standards.head'), async (bytes) => encode(v1.RegistryHeadReply, { head: await honest.own.head(decode(v1.RegistryHeadQuery, bytes).nonce) }));
    liar.serve(subjects.service('sandbox', 'nat', 'standards.range'), () => Promise.resolve(encode(v1.RegistryRangeReply, { entries: [forged] })));
    await eventually('the copy says why it stopped', () => yrd.ports.standards.standing().some(({ owner, fault }) => owner === 'nat' && fault === 'registry.chain-broken'), 30_000);
    expect(yrd.held('nat')).toBe(ENTRIES + 2);
    expect(await logIn('yrd')).toHaveLength(ENTRIES + 2);
    expect(yrd.ports.standards.lateness(ITEM.itemCode, yrd.ports.clock.now(), 24)).toMatchObject({ owner: 'nat', reason: 'behind', held: ENTRIES + 2, announced: ENTRIES + 3 });
    // Its own log goes on.
    expect((await yrd.runtime.own.head()).head.length).toBeGreaterThan(0);
    await liar.close();
    nat = await RunningStandards.start('nat', nats);
    await eventually('the copy goes on once its owner is right again', () => yrd.held('nat') === ENTRIES + 3, 150_000);
  });
});
