import { encode, v1 } from '@tongban/contracts';
import { Log, PLACE, directory, people, publishedLog, signed } from '../test/registry-scene';
import { REGISTRY_BEGINNING, checkRegistryChain } from './registry-chain';
import { withoutContent } from './registry-entries';

const codes = async (entries: readonly Uint8Array[], from = REGISTRY_BEGINNING) =>
  (await checkRegistryChain(directory, entries, PLACE, from)).faults.map(({ number, code }) => `${number} ${code}`);

describe('the chain of a registry log', () => {
  it('is whole as written, and says where it goes on', async () => {
    const { entries, position } = await publishedLog();
    expect(await checkRegistryChain(directory, entries, PLACE)).toMatchObject({ faults: [], position, verified: entries.map((bytes) => ({ bytes })) });
  });
  it('is checked from any position, run by run', async () => {
    const { entries, position } = await publishedLog();
    const first = await checkRegistryChain(directory, entries.slice(0, 2), PLACE);
    const second = await checkRegistryChain(directory, entries.slice(2), PLACE, first.position);
    expect([first.faults, second]).toMatchObject([[], { faults: [], position }]);
    expect((await checkRegistryChain(directory, [], PLACE, position)).position).toEqual(position);
  });
  it('is whole for a reader who filtered contents out', async () => {
    const { entries } = await publishedLog();
    expect(await codes(entries.map((bytes, at) => (at % 2 === 0 ? withoutContent(bytes) : bytes)))).toEqual([]);
  });
  it.each([0, 1, 2])('shows that entry %i is missing', async (gone) => {
    const { entries } = await publishedLog();
    const faults = await codes(entries.filter((_, at) => at !== gone));
    expect(faults).toContain(`${gone + 1} registry.chain-broken`);
  });
  it('shows a run that does not follow the one before', async () => {
    const { entries, position } = await publishedLog();
    expect(await codes(entries.slice(2), { ...position, number: 2 })).toEqual(['3 registry.chain-broken']);
    expect(await codes(entries.slice(2), { number: 3, hash: (await checkRegistryChain(directory, entries.slice(0, 2), PLACE)).position.hash })).toEqual(['4 registry.chain-broken', '5 registry.chain-broken']);
  });
  it('shows a swap', async () => {
    const [a, b, c, d] = (await publishedLog()).entries;
    expect((await codes([a!, c!, b!, d!])).map((fault) => fault.slice(0, 1))).toEqual(expect.arrayContaining(['2', '3', '4']));
  });
  it('shows an entry that another history continues', async () => {
    const [one, two] = [await publishedLog(), await publishedLog()];
    expect(await codes([...one.entries.slice(0, 2), ...two.entries.slice(2)])).toEqual(['3 registry.chain-broken']);
  });
  it('names what cannot be decoded, and goes on', async () => {
    const { entries } = await publishedLog();
    expect(await codes([entries[0]!, Buffer.from('garbage'), entries[2]!, entries[3]!])).toEqual(['2 message.malformed', '3 registry.chain-broken']);
  });
  it('names an entry that the owner did not sign', async () => {
    const { entries } = await publishedLog();
    const { entry, command, event } = v1.SignedRegistryEntry.decode(entries[1]!);
    const forgedEntry = encode(v1.SignedRegistryEntry, { entry, command, event, signature: await people.otherHub.signer.sign(entry) });
    expect(await codes([entries[0]!, forgedEntry, ...entries.slice(2)])).toEqual(['2 signature.unknown-key']);
  });
  it('shows time that goes back', async () => {
    const log = new Log();
    const abandon = async () => signed({ abandonDraft: { draftId: 'D-1' } });
    await log.append(await abandon(), { draftAbandoned: {} }, { at: '2026-03-02T09:00:01+08:00' });
    await log.append(await abandon(), { draftAbandoned: {} }, { at: '2026-03-02T09:00:00+08:00' });
    await log.append(await abandon(), { draftAbandoned: {} }, { at: 'soon' });
    expect(await codes(log.entries)).toEqual(['2 registry.chain-broken', '3 registry.chain-broken']);
  });
});
