import { join } from 'node:path';
import { encode, v1 } from '@tongban/contracts';
import { Signer, generateSigningKey, signErasureDone, signErasureOrder } from '@tongban/trust';
import type { Entry, Facts } from '../core/facts';
import { Evidence, digestOf } from '../trust/evidence';
import { PublicKeys } from '../trust/public-keys';
import { caseEntry, inbox } from './interpret';
import { emptyFacts } from './read-regions';
import { REPOSITORY } from './set-up';
import { StaticContract } from './static-contract';

const CASE = '310000-20260302-7K3M9QX-4';
const HOME = generateSigningKey('hub:yrd');
const STRANGER = generateSigningKey('hub:gba');
const MESSAGES = [{ messageId: 'm-1', sender: '310000', digest: Buffer.from(digestOf('bytes of m-1'), 'base64') }];
const FIELDS = { environment: 'sandbox', region: 'yrd', actionId: 'erasure-1', caseNo: CASE, at: '2026-03-02T09:00:00+08:00' } as const;
const ordered = (signer = new Signer(HOME.signing)): Promise<v1.SignedErasureOrder> => signErasureOrder(signer, { ...FIELDS, messages: MESSAGES });
const confirmed = (signer = new Signer(HOME.signing)): Promise<v1.SignedErasureDone> => signErasureDone(signer, { ...FIELDS, keys: 1, messages: 7 });
/** The signature belongs to other bytes. */
const changed = <T extends { readonly signature?: v1.Signature.$Properties | null }>(signed: T, bytes: Partial<T>): T => ({ ...signed, ...bytes });

async function read(what: (evidence: Evidence, contract: StaticContract, facts: Facts) => void): Promise<Facts> {
  const contract = new StaticContract(join(REPOSITORY, 'proto'));
  const evidence = new Evidence(contract, new PublicKeys([HOME.public, STRANGER.public]));
  const facts = emptyFacts('sandbox', ['yrd'], ['310000'], new Map(), true);
  what(evidence, contract, facts);
  await evidence.settle();
  return facts;
}
async function entryOf(body: v1.CaseEntry.$Properties): Promise<Entry> {
  const data = encode(v1.CaseEntry, { logIndex: 9, caseNo: CASE, registeredAt: FIELDS.at, ...body });
  const facts = await read((evidence, contract, into) =>
    caseEntry({ facts: into, contract, evidence }, { stream: 'CASES_YRD_2026', region: 'yrd' }, { seq: 1, subject: `case.yrd.2026.05.${CASE}`, data, storedMs: 1, headers: new Map() }));
  return facts.entries[0]!;
}
const erased = (order: v1.SignedErasureOrder.$Properties): Promise<Entry> =>
  entryOf({ erased: { actionId: 'erasure-1', proposedBy: 'person:one', confirmedBy: 'person:two', regions: ['yrd'], messages: MESSAGES, order } });
const confirmation = (done: v1.SignedErasureDone.$Properties): Promise<Entry> => entryOf({ erasureConfirmed: { actionId: 'erasure-1', region: 'yrd', done } });

describe('an entry about a lawful erasure', () => {
  const order = { statement: 'tongban.v1.ErasureOrder', environment: 'sandbox', issuer: 'hub:yrd', actionId: 'erasure-1', caseNo: CASE, messages: [{ messageId: 'm-1', sender: '310000', digest: digestOf('bytes of m-1') }] };
  it('is read with the order that the home signed', async () => {
    expect((await erased(await ordered())).erasure).toEqual({ actionId: 'erasure-1', proposedBy: 'person:one', confirmedBy: 'person:two', regions: ['yrd'], messages: order.messages, order });
  });
  it.each<[string, () => Promise<v1.SignedErasureOrder>, string]>([
    ['of another signer', () => ordered(new Signer(STRANGER.signing)), 'the key is of hub:gba'],
    ['of other bytes', async () => changed(await ordered(), { order: encode(v1.ErasureOrder, { issuer: 'hub:yrd', at: FIELDS.at }) }), 'the signature is not of these bytes'],
    ['of nobody', async () => v1.SignedErasureOrder.create({ order: (await ordered()).order }), 'no signature'],
  ])('says so of an order with the signature %s', async (_what, signed, fault) => expect((await erased(await signed())).erasure?.order?.fault).toBe(fault));

  it('is read with what a region says to have deleted', async () => {
    expect((await confirmation(await confirmed())).confirmation).toEqual({
      actionId: 'erasure-1', region: 'yrd',
      done: { id: digestOf((await confirmed()).done!), statement: 'tongban.v1.ErasureDone', environment: 'sandbox', issuer: 'hub:yrd', actionId: 'erasure-1', caseNo: CASE, messages: 7 },
    });
  });
  it('says so of a word that another has signed', async () => expect((await confirmation(await confirmed(new Signer(STRANGER.signing)))).confirmation?.done?.fault).toBe('the key is of hub:gba'));
  it('without order or word has none', async () => {
    expect((await entryOf({ erased: { actionId: 'erasure-1' } })).erasure).not.toHaveProperty('order');
    expect((await entryOf({ erasureConfirmed: { actionId: 'erasure-1', region: 'yrd' } })).confirmation).not.toHaveProperty('done');
  });
});

describe('the word of a region on its way', () => {
  it('is read as the log has it', async () => {
    const data = encode(v1.SignedErasureDone, await confirmed());
    const facts = await read((evidence, contract, into) => inbox({ facts: into, contract, evidence }, { stream: 'INBOX_YRD', region: 'yrd' }, {
      seq: 1, subject: 'xr.sandbox.yrd.hub.yrd.hub.05.erasure-done', data, storedMs: 1, headers: new Map([['Nats-Msg-Id', `erd:${CASE}:erasure-1:8~seal`]]),
    }));
    expect(facts.outbox.get('yrd')).toEqual([expect.objectContaining({ msgId: `erd:${CASE}:erasure-1:8`, erasureDone: (await confirmation(await confirmed())).confirmation!.done })]);
    expect(facts.arrivals.get('yrd')).toEqual([expect.objectContaining({ msgId: `erd:${CASE}:erasure-1:8`, digest: digestOf(data) })]);
  });
});
