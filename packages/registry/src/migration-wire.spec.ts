import { decode, encode, v1 } from '@tongban/contracts';
import type { MigrationMapping } from '@tongban/domain';
import { sha256, verifyRegistryEntry } from '@tongban/trust';
import { EFFECTIVE, FLOW, OwnerLog, PLACE, base, directory, dryRuns, hub, stranger } from '../test/owner-log';
import { StandardsBook } from './standards-book';

const mapping: MigrationMapping = {
  targets: ['1.0', '1.1'].map((version) => ({ kind: 'flow', id: FLOW.flowId, version })), states: FLOW.states.map(({ id }, at) => (at === 0 ? { from: id } : { from: id, to: id })),
};
/** A log in which version 1.1 of the flow has just come into force. */
async function begun(): Promise<OwnerLog> {
  const log = new OwnerLog();
  await log.publish('D-1', [{ kind: 'flow', id: FLOW.flowId, version: '1.1', content: { ...FLOW, en: 'second' } }]);
  log.now = EFFECTIVE;
  return log;
}
const last = (log: OwnerLog) => verifyRegistryEntry(directory, log.entries.at(-1)!, PLACE);

describe('an order to migrate running cases (T1-C3, G1-C3)', () => {
  it('stands in every full copy of the log, word for word', async () => {
    const log = await begun();
    await log.act({ action: 'migrate', ...mapping, dryRuns: await dryRuns(mapping, EFFECTIVE) });
    const book = StandardsBook.of(base, directory, PLACE.environment, { full: true });
    for (const entry of log.entries) expect(await book.take('nat', entry)).toBe('taken');
    expect(book.migrations).toEqual([{ ...mapping, actionId: log.events.at(-2)!.commandId, at: EFFECTIVE, reason: 'because' }]);
    // A reader of what is in force has no cases, and needs no orders.
    const light = StandardsBook.of(base, directory, PLACE.environment);
    for (const entry of log.entries) await light.take('nat', entry);
    expect([light.migrations, light.catalogue.asOf(EFFECTIVE).flows.size]).toEqual([[], book.catalogue.asOf(EFFECTIVE).flows.size]);
  });

  it('rests on what each hub signed itself', async () => {
    const log = await begun();
    await log.give({ type: 'propose-action', action: { action: 'migrate', ...mapping, dryRuns: await dryRuns(mapping, EFFECTIVE, { jjj: stranger }) } });
    await expect(last(log)).rejects.toMatchObject({ code: 'signature.unknown-key' });
  });

  it('is what the first person asked for, or no copy takes it', async () => {
    const log = await begun();
    await log.act({ action: 'migrate', ...mapping, dryRuns: await dryRuns(mapping, EFFECTIVE) });
    await expect(last(log)).resolves.toBeDefined();
    const signed = decode(v1.SignedRegistryEntry, log.entries.at(-1)!);
    const said = decode(v1.RegistryEvent, signed.event);
    const event = encode(v1.RegistryEvent, { ...said, casesMigrationOrdered: { ...said.casesMigrationOrdered, states: [] } });
    const entry = encode(v1.RegistryEntry, { ...decode(v1.RegistryEntry, signed.entry), eventDigest: sha256(event) });
    const forged = encode(v1.SignedRegistryEntry, { ...signed, entry, event, signature: await hub.signer.sign(entry) });
    await expect(verifyRegistryEntry(directory, forged, PLACE)).rejects.toMatchObject({ code: 'approval.digest-changed' });
  });
});
