import { decode, encode, v1 } from '@tongban/contracts';
import { signRegistrySnapshotPage, withoutContent } from '@tongban/trust';
import { EFFECTIVE, FLOW, ITEM, NOW, OwnerLog, PLACE, base, directory, hub, stranger } from '../test/owner-log';
import { registeredVersions } from './snapshot';
import { StandardsBook } from './standards-book';

const book = (full = true, region?: 'nat' | 'yrd') => StandardsBook.of(base, directory, 'sandbox', { full, ...(region && { region }) });
const item = (version: string, en: string) => ({ kind: 'item' as const, id: ITEM.itemCode, version, content: { ...ITEM, en } });
const flow = (version: string, en: string) => ({ kind: 'flow' as const, id: FLOW.flowId, version, content: { ...FLOW, en } });
const taken = async (log: OwnerLog, into = book()): Promise<StandardsBook> => {
  for (const bytes of log.entries) expect(await into.take('nat', bytes)).toBe('taken');
  return into;
};

describe('the book of the registries', () => {
  it('holds what the owner decided, in the full', async () => {
    const log = new OwnerLog();
    await log.playAll();
    const full = await taken(log);
    expect(full.copy('nat').state).toEqual(log.state);
    expect([full.copy('nat').lastNumber, full.copy('nat').lastHash]).toEqual([log.position.number, log.position.hash]);
    expect(full.catalogue.lock).toEqual(log.catalogue.lock);
    expect(full.catalogue.releasesOf({ kind: 'item', id: ITEM.itemCode })).toEqual(log.state.releases.get(`item/${ITEM.itemCode}`));
  });
  it('knows what it has, sees a gap, and keeps its order when all are offered at once', async () => {
    const log = new OwnerLog();
    await log.publish('D-1', [item('1.1', 'new')]);
    const full = book();
    expect(await full.take('nat', log.entries[1]!)).toBe('gap');
    expect(await Promise.all([...log.entries, log.entries[0]!].map((bytes) => full.take('nat', bytes)))).toEqual(['taken', 'taken', 'taken', 'taken', 'known']);
    expect(await full.check('nat', log.entries[3]!)).toBe('known');
  });
  it('takes nothing that does not verify, and says why that copy stopped until it goes on', async () => {
    const log = new OwnerLog();
    await log.publish('D-1', [item('1.1', 'new')]);
    const full = book();
    const signed = decode(v1.SignedRegistryEntry, log.entries[0]!);
    const forged = encode(v1.SignedRegistryEntry, { ...signed, signature: await stranger.signer.sign(signed.entry) });
    await expect(full.take('nat', forged)).rejects.toMatchObject({ code: 'signature.unknown-key' });
    expect([full.copy('nat').lastNumber, full.standing().find(({ owner }) => owner === 'nat')?.fault]).toEqual([0, 'signature.unknown-key']);
    await taken(log, full);
    expect(full.standing().find(({ owner }) => owner === 'nat')).toEqual({ owner: 'nat', held: 4 });
  });
  it('holds a content once, although a draft and its publication bring it', async () => {
    const log = new OwnerLog();
    await log.publish('D-1', [item('1.1', 'new'), flow('1.1', 'new')]);
    const full = await taken(log);
    const { drafts, releases } = full.copy('nat').state!;
    for (const { kind, id, content } of drafts.get('D-1')!.text.artefacts) {
      expect(releases.get(`${kind}/${id}`)?.at(-1)?.content).toBe(content);
      expect(full.catalogue.releasesOf({ kind, id }).at(-1)?.content).toBe(content);
    }
  });
  it('takes what it has checked before, and nothing that only has the same entry in it', async () => {
    const log = new OwnerLog();
    await log.publish('D-1', [item('1.1', 'new')]);
    const full = book();
    const [first] = log.entries;
    expect(await full.check('nat', first!)).toBe('next');
    const signed = decode(v1.SignedRegistryEntry, first!);
    for (const forged of [{ ...signed, signature: await stranger.signer.sign(signed.entry) }, { ...signed, command: log.entries[1]! }]) {
      expect(await full.check('nat', first!)).toBe('next');
      await expect(full.take('nat', encode(v1.SignedRegistryEntry, forged))).rejects.toThrow();
      expect(full.copy('nat').lastNumber).toBe(0);
    }
    expect(await full.check('nat', first!)).toBe('next');
    await taken(log, full);
    expect(full.copy('nat').state).toEqual(log.state);
  });
  it('refuses another history than the one it holds, as an entry and as a head', async () => {
    const [one, two] = [new OwnerLog(), new OwnerLog()];
    for (const log of [one, two]) await log.publish('D-1', [item('1.1', 'new')]);
    const full = await taken(one);
    await expect(full.take('nat', two.entries[0]!)).rejects.toMatchObject({ code: 'registry.chain-broken' });
    await expect(full.hear('nat', await two.head())).rejects.toMatchObject({ code: 'registry.chain-broken' });
    await expect(full.hear('nat', await one.head(NOW, stranger))).rejects.toMatchObject({ code: 'signature.unknown-key' });
    const behind = book();
    await behind.hear('nat', await two.head());
    for (const bytes of one.entries.slice(0, 3)) await behind.take('nat', bytes);
    await expect(behind.take('nat', one.entries[3]!)).rejects.toMatchObject({ code: 'registry.chain-broken' });
  });
  it('needs the content of entries in the full, and goes without it in a subscription', async () => {
    const log = new OwnerLog();
    await log.publish('D-1', [item('1.1', 'new')]);
    await log.publish('D-2', [flow('1.1', 'changed')]);
    await expect(book().take('nat', withoutContent(log.entries[0]!))).rejects.toMatchObject({ code: 'registry.gap' });
    const light = book(false);
    for (const [at, bytes] of log.entries.entries()) expect(await light.take('nat', at < 4 ? withoutContent(bytes) : bytes)).toBe('taken');
    expect(light.catalogue.asOf(EFFECTIVE).items.get(ITEM.itemCode)?.en).toBe(ITEM.en);
    expect(light.catalogue.asOf(EFFECTIVE).flows.get(FLOW.flowId)?.en).toBe('changed');
  });
  it('tells who listens of entries and newer heads, and no longer when they are done', async () => {
    const log = new OwnerLog();
    await log.publish('D-1', [item('1.1', 'new')]);
    const full = book();
    const told: string[] = [];
    const done = full.onChange((owner) => told.push(owner));
    await full.take('nat', log.entries[0]!);
    const head = await log.head();
    expect([await full.hear('nat', head), await full.hear('nat', head)]).toEqual([true, false]);
    done();
    await full.take('nat', log.entries[1]!);
    expect(told).toEqual(['nat', 'nat']);
  });
});

describe('being current', () => {
  const late = (full: StandardsBook, at: string) => full.lateness(ITEM.itemCode, at, 24)?.reason;
  it('needs a head, everything up to it, and a head that is not too old', async () => {
    const log = new OwnerLog();
    const full = book();
    expect(late(full, NOW)).toBe('no-head');
    await full.hear('nat', await log.head(NOW));
    expect([late(full, NOW), late(full, '2026-03-03T09:00:00+08:00'), late(full, '2026-03-03T09:00:01+08:00')]).toEqual([undefined, undefined, 'stale']);
    await log.publish('D-1', [item('1.1', 'new')]);
    await full.hear('nat', await log.head('2026-03-02T10:00:00+08:00'));
    expect(full.lateness(ITEM.itemCode, NOW, 24)).toEqual({ owner: 'nat', reason: 'behind', held: 0, announced: 4, knownUntil: '2026-03-02T10:00:00+08:00' });
    await taken(log, full);
    expect(late(full, NOW)).toBeUndefined();
  });
  it('is always so for the owner’s own hub', () => expect(late(book(true, 'nat'), '2030-01-01T00:00:00+08:00')).toBeUndefined());
  it.each([
    ['the item', item('1.1', 'new')], ['its flow', flow('1.1', 'new')], ['common messages', { kind: 'common-messages' as const, id: base.dictionary.commonMessages[0]!.messageId, version: '1.1', content: base.dictionary.commonMessages[0] }],
  ])('ends while an approved draft of %s is due that may have been published', async (_what, artefact) => {
    const log = new OwnerLog();
    await log.approved('D-1', [artefact], '2026-03-02T12:00:00+08:00');
    const full = await taken(log);
    await full.hear('nat', await log.head('2026-03-02T11:00:00+08:00'));
    expect([late(full, '2026-03-02T11:59:59+08:00'), late(full, '2026-03-02T12:00:00+08:00')]).toEqual([undefined, 'pending']);
    await full.hear('nat', await log.head('2026-03-02T12:00:00+08:00'));
    expect(late(full, '2026-03-02T12:30:00+08:00')).toBeUndefined();
  });
  it('goes on while a draft of another item is due', async () => {
    const log = new OwnerLog();
    const other = [...base.items.values()].find(({ itemCode, flowId }) => itemCode !== ITEM.itemCode && flowId !== ITEM.flowId)!;
    await log.approved('D-1', [{ kind: 'item', id: other.itemCode, version: '1.1', content: other }], '2026-03-02T12:00:00+08:00');
    const full = await taken(log);
    await full.hear('nat', await log.head('2026-03-02T11:00:00+08:00'));
    expect(late(full, '2026-03-02T12:00:00+08:00')).toBeUndefined();
  });
});

describe('a snapshot', () => {
  const snapshotOf = async (full: StandardsBook, at: number, next = '') => {
    const { state, lastNumber, lastHash } = full.copy('nat');
    const versions = registeredVersions(state!, undefined, { catalogue: full.catalogue, regionOfDivision: full.regionOfDivision }, (ref) => full.copy('nat').fieldNumbersOf(ref));
    return signRegistrySnapshotPage(hub.signer, { ...PLACE, region: 'nat', asOfNumber: lastNumber, asOfHash: lastHash, at: NOW, versions: at === 0 ? versions.slice(0, 1) : versions.slice(1), next });
  };
  it('gives a subscriber the catalogue that the entries would, and where they go on', async () => {
    const log = new OwnerLog();
    await log.playAll();
    const full = await taken(log);
    const light = book(false);
    await light.adoptSnapshot('nat', [await snapshotOf(full, 0, '1'), await snapshotOf(full, 1)]);
    expect(light.copy('nat').lastNumber).toBe(full.copy('nat').lastNumber);
    expect(light.catalogue.lock).toEqual(full.catalogue.lock);
    for (const at of [NOW, EFFECTIVE]) expect(light.catalogue.asOf(at).digest).toBe(full.catalogue.asOf(at).digest);
    await log.publish('D-9', [flow('3.0', 'after')]);
    for (const bytes of log.entries.slice(-4)) expect(await light.take('nat', bytes)).toBe('taken');
    expect(light.catalogue.asOf(EFFECTIVE).flows.get(FLOW.flowId)?.en).toBe('after');
  });
  it('is refused when a page is missing, and never taken for a full copy', async () => {
    const log = new OwnerLog();
    await log.playAll();
    const full = await taken(log);
    await expect(book(false).adoptSnapshot('nat', [await snapshotOf(full, 0, '1')])).rejects.toMatchObject({ code: 'registry.gap' });
    await expect(book(false, 'yrd').adoptSnapshot('nat', [await snapshotOf(full, 1)])).rejects.toMatchObject({ code: 'signature.other-owner' });
    expect(() => book().adoptSnapshot('nat', [])).toThrow(/made of entries/);
  });
});
