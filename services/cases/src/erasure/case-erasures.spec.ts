import { decode, encode, headers, v1 } from '@tongban/contracts';
import { type ErasureOrder, REAL_TIME, beijingDateOf } from '@tongban/domain';
import { BusinessClock } from '@tongban/service-kit';
import { Signer, TrustDirectory, checkChain, generateSigningKey, readCaseEntry, signErasureDone, verifyErasureOrder } from '@tongban/trust';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, signer } from '../../test/home-hub';
import { dispatchEntry } from '../dispatch-entry';
import { caseDocument } from '../queries/case-document';
import { CaseStore } from '../record/case-store';
import { CaseErasures } from './case-erasures';
import { recordErasureDone } from './record-erasure-done';

const WALK = walk('F-ARC.normal');
const AT = '2026-06-01T09:00:00+08:00';
const person = (personId: string) => ({ personId, keyId: `person:${personId}#1`, unit: 'yrd' });
const other = generateSigningKey('hub:ccec');

async function running(messages: number, retainUntil?: string): Promise<HomeHub> {
  const hub = new HomeHub(WALK, new Standards());
  expect(new Set(await hub.play(WALK.messages.slice(0, messages), retainUntil === undefined ? {} : { change: { retainUntil } }))).toEqual(new Set(['REGISTERED']));
  return hub;
}
const orderOf = (hub: HomeHub, over: Partial<ErasureOrder> = {}): ErasureOrder => ({
  actionId: 'order-1', at: '2026-05-31T09:00:00+08:00', reason: '裁判', caseNo: hub.caseNo, messageIds: [], basis: { code: 'court-order', document: '(2026)沪01行终1号' }, proposer: person('a'), confirmer: person('b'), ...over,
});
/** One process of the home; it has a memory of its own. */
function home(hub: HomeHub, orders: readonly ErasureOrder[], at = AT): CaseErasures {
  return new CaseErasures({
    environment: 'sandbox', region: 'yrd', signer, store: new CaseStore(hub.log, hub.releases, 10), standards: { erasures: orders.map((order) => ({ ...order, owner: 'yrd' })) }, keeper: 'nat', now: () => at,
    onErased: () => undefined, onError: (error) => { throw error; },
  });
}
const kinds = (hub: HomeHub): string[] => hub.log.entries.flatMap(({ data }) => { const { erased, erasureConfirmed } = decode(v1.CaseEntry, data); return erased ? ['erased'] : erasureConfirmed ? [`confirmed ${erasureConfirmed.region}`] : []; });
const shown = async (hub: HomeHub) => caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: AT, today: beijingDateOf(AT) });

describe('the home of a case', () => {
  it('carries out an order once, whichever process looks, and the chain of the log stays whole', async () => {
    const hub = await running(WALK.messages.length);
    for (let process = 0; process < 3; process++) {
      const erasures = home(hub, [orderOf(hub)]);
      await erasures.lookThrough();
      await erasures.look(hub.caseNo);
      expect(erasures.ordersFor(hub.caseNo)).toEqual([]);
    }
    expect(kinds(hub)).toEqual(['erased']);
    expect(checkChain(hub.log.entries.map(({ data }) => data))).toEqual([]);
    const { erasures: [erasure] = [], entries, chainWhole, outcome } = await shown(hub);
    expect(erasure).toMatchObject({ actionId: 'order-1', basis: { code: 'court-order', document: '(2026)沪01行终1号', wording: { zh: '人民法院生效裁判' } }, proposedBy: 'person:a', confirmedBy: 'person:b', at: AT });
    expect(erasure!.pendingRegions).toEqual(erasure!.regions);
    expect(erasure!.messageIds).toHaveLength(WALK.messages.length);
    expect(entries.filter(({ kind }) => kind === 'registered').every(({ erasedBy }) => erasedBy === 'order-1')).toBe(true);
    expect([chainWhole, outcome]).toEqual([true, WALK.outcome]);
  });

  it('tells every region concerned with its signed order, and both parties', async () => {
    const hub = await running(3);
    await home(hub, [orderOf(hub)]).lookThrough();
    const record = await hub.read();
    const bytes = hub.log.entries.at(-1)!.data;
    const sent = dispatchEntry(bytes, { environment: 'sandbox', region: 'yrd', releases: hub.releases }, record);
    const orders = sent.filter(({ subject }) => subject.endsWith('.erasure'));
    expect(orders.map(({ subject }) => subject.split('.')[4]).sort()).toEqual([...readCaseEntry(bytes).erased!.regions!].sort());
    const directory = new TrustDirectory({ version: 1, keys: [{ ...generateSigningKey('hub:yrd').public, publicKey: other.public.publicKey }] });
    await expect(verifyErasureOrder(directory, decode(v1.SignedErasureOrder, orders[0]!.data), { environment: 'sandbox', region: 'yrd' })).rejects.toMatchObject({ code: expect.stringContaining('signature.') });
    expect(sent.filter((outgoing) => outgoing.headers?.[headers.erased] !== undefined).map(({ subject }) => subject.split('.')[5]).sort()).toEqual(Object.values(record.opening!.parties).map(({ participant }) => participant).sort());
  });

  it('erases the messages that are named and no others; what was erased before is not erased again', async () => {
    const hub = await running(3);
    const [first, second] = (await hub.read()).registeredMessages.map(({ messageId }) => messageId);
    await home(hub, [orderOf(hub, { messageIds: [first!] }), orderOf(hub, { actionId: 'order-2' })]).lookThrough();
    const { erasures = [] } = await shown(hub);
    expect(erasures.map(({ actionId, messageIds }) => [actionId, messageIds.includes(first!), messageIds.includes(second!)])).toEqual([['order-1', true, false], ['order-2', false, true]]);
  });

  it('has nothing left to wait for once an order of a court erased what it is about', async () => {
    const hub = await running(3);
    const erasures = home(hub, [orderOf(hub, { basis: { code: 'purpose-achieved', document: '档案鉴定3号' } }), orderOf(hub, { actionId: 'order-2' })]);
    await erasures.lookThrough();
    await erasures.look((await hub.read()).caseNo);
    expect([erasures.whyWaiting('order-1'), kinds(hub)]).toEqual([undefined, ['erased']]);
    expect(erasures.ordersFor((await hub.read()).caseNo)).toEqual([]);
  });

  it('waits without an order of a court until the case is closed and what its messages ask for is over', async () => {
    const soft = (hub: HomeHub) => orderOf(hub, { basis: { code: 'retention-over', document: '档案鉴定3号' } });
    const waits = async (hub: HomeHub, at = AT) => {
      const erasures = home(hub, [soft(hub)], at);
      await erasures.lookThrough();
      return erasures.whyWaiting('order-1');
    };
    expect(await waits(await running(3, '2026-05-01'))).toBe('not-closed');
    expect(await waits(await running(WALK.messages.length))).toBe('retention-not-stated');
    const hub = await running(WALK.messages.length, '2026-06-01');
    expect([await waits(hub), kinds(hub)]).toEqual(['retention-runs', []]);
    expect([await waits(hub, '2026-06-02T00:00:01+08:00'), kinds(hub)]).toEqual([undefined, ['erased']]);
    const erasures = home(hub, [orderOf(hub, { actionId: 'order-2', messageIds: ['none'] })]);
    await erasures.lookThrough();
    expect(erasures.whyWaiting('order-2')).toBe('no-such-message');
  });

  it("takes each region's signed word once, and nobody else's", async () => {
    const hub = await running(3);
    await home(hub, [orderOf(hub)]).lookThrough();
    const { regions } = (await hub.read()).erasures[0]!;
    const counterpart = regions.find((region) => region !== 'yrd' && region !== 'nat')!;
    const key = generateSigningKey(`hub:${counterpart}`);
    const stranger = generateSigningKey('hub:gba');
    const ports = { store: new CaseStore(hub.log, hub.releases, 10), trust: new TrustDirectory({ version: 1, keys: [key.public, stranger.public] }), clock: new BusinessClock(REAL_TIME, () => Date.parse(AT)), environment: 'sandbox' as const };
    const said = async (by: ReturnType<typeof generateSigningKey>, region: string, actionId = 'order-1') =>
      encode(v1.SignedErasureDone, await signErasureDone(new Signer(by.signing), { environment: 'sandbox', region, actionId, caseNo: hub.caseNo, at: AT, keys: 0, messages: 2 }));
    const word = await said(key, counterpart);
    for (let times = 0; times < 2; times++) await recordErasureDone(ports, word, counterpart);
    expect(kinds(hub)).toEqual(['erased', `confirmed ${counterpart}`]);
    await expect(recordErasureDone(ports, await said(stranger, counterpart), counterpart)).rejects.toMatchObject({ code: expect.stringContaining('signature.') });
    await expect(recordErasureDone(ports, await said(key, counterpart, 'order-9'), counterpart)).rejects.toMatchObject({ code: 'envelope.invalid' });
    if (!regions.includes('gba')) await expect(recordErasureDone(ports, await said(stranger, 'gba'), 'gba')).rejects.toMatchObject({ code: 'envelope.invalid' });
    expect((await shown(hub)).erasures![0]!.pendingRegions).toEqual(regions.filter((region) => region !== counterpart));
    expect(checkChain(hub.log.entries.map(({ data }) => data))).toEqual([]);
  });
});
