import { decode, encode, headers, v1 } from '@tongban/contracts';
import { type ArtefactRef, type Flow, type MigrationOrder, type StateMapping, artefactVersion, beijingDateOf, beijingInstant, compileFlow, migrationDigest } from '@tongban/domain';
import { checkChain, openMigrationDryRun } from '@tongban/trust';
import { renamedFlow, renamedState } from '../../../../packages/domain/test/renamed-flow';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, base } from '../../test/home-hub';
import { dispatchEntry } from '../dispatch-entry';
import { caseDocument } from '../queries/case-document';
import { CaseRecord } from '../record/case-record';
import type { FlowRelease } from '../record/flow-releases';
import { dryRun } from './dry-run';

const WALK = walk('F-ARC.normal');
const FLOW: ArtefactRef = { kind: 'flow', id: WALK.flow };
const FIRST = base.flows.get(WALK.flow)! as Flow;
const march = (day: number): string => beijingInstant(Date.parse('2026-02-28T12:00:00+08:00') + day * 86_400_000);
/** The second version names every state otherwise, the third has one more open field that the letter requires. */
const renamed = renamedFlow(compileFlow(FIRST, base.dictionary)).flow;
const requiring = (flow: Flow): Flow => {
  const copy = structuredClone(flow) as unknown as { messages: { messageId: string; fields: unknown[] }[] };
  copy.messages.find(({ messageId }) => messageId === 'ARC-LETTER')!.fields.push({ id: 'purpose_code', zh: '用途', en: 'Purpose', type: 'string', required: true, personalData: false, maxLength: 10 });
  return copy as unknown as Flow;
};
const [SECOND_FROM, ORDERED] = [march(1), '2026-03-04T12:00:00+08:00'];

function published(second: Flow = renamed): Standards {
  const standards = new Standards();
  const version = artefactVersion(FLOW, '2.0', second);
  standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts: [version], effectiveFrom: SECOND_FROM, transitionEndsAt: march(30) });
  return standards;
}
const mapping = (change: (state: string) => string | undefined = renamedState): StateMapping[] => FIRST.states.map(({ id }) => {
  const to = change(id);
  return to === undefined ? { from: id } : { from: id, to };
});
const order = (at: string, states = mapping(), [from, to] = ['1.0', '2.0']): MigrationOrder =>
  ({ actionId: `order of ${at}`, at, reason: 'because', states, targets: [{ ...FLOW, version: from }, { ...FLOW, version: to }] });
const release = (hub: HomeHub, version: string): FlowRelease => {
  const accepted = hub.releases.accepted(WALK.item, march(2));
  return (accepted.kind === 'accepted' ? accepted.releases.find((one) => one.version === version) : undefined)!;
};
/** A case under the first version, after some messages of the walk; every message is judged at its own time. */
async function running(messages: number, standards = published()): Promise<HomeHub> {
  const hub = new HomeHub(WALK, standards);
  expect(new Set(await hub.play(WALK.messages.slice(0, messages), { release: release(hub, '1.0') }))).toEqual(new Set(['REGISTERED']));
  return hub;
}
const versionOf = async (hub: HomeHub): Promise<string | undefined> => (await hub.read()).opening?.release.version;
const migrated = (hub: HomeHub): v1.CaseMigrated.$Properties[] => hub.log.entries.flatMap(({ data }) => decode(v1.CaseEntry, data).migrated ?? []);

describe('a running case, once its migration is ordered (T1-C3)', () => {
  it('keeps its version before, moves by one entry of its log, and finishes under the version after', async () => {
    const standards = published();
    const hub = await running(3, standards);
    await hub.carryOut(ORDERED);
    expect(await versionOf(hub)).toBe('1.0');
    standards.migrations = [order(ORDERED)];
    await hub.carryOut(ORDERED);
    const { opening, state, chainWhole } = await hub.read();
    expect([opening?.release.version, state?.active, chainWhole]).toEqual(['2.0', { main: 'LETTER_SENT_2' }, true]);
    // Who answered before the move is still known, by the flow of then (T6-C4).
    const { responsibility = [] } = caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: ORDERED, today: beijingDateOf(ORDERED) });
    expect(responsibility[0]).toMatchObject({ side: 'opener', begunBy: { logIndex: 1 } });
    expect(responsibility.slice(-2).map(({ state: id, to }) => [id, to])).toEqual([['LETTER_SENT', ORDERED], ['LETTER_SENT_2', undefined]]);
    expect(hub.releases.versionsOf(opening!, march(5)).flow).toMatchObject({ version: '2.0', status: 'effective' });
    expect(new Set(await hub.play(WALK.messages.slice(3), { release: release(hub, '2.0') }))).toEqual(new Set(['REGISTERED']));
    expect((await hub.read()).state?.active).toEqual({ main: 'COMPLETED_2' });
    expect(checkChain(hub.log.entries.map(({ data }) => data))).toEqual([]);
  });

  it.each([1, 2, 4, 5, 6, 7])('moves after message %d of the walk, wherever it is then', async (messages) => {
    const standards = published();
    const hub = await running(messages, standards);
    standards.migrations = [order(march(12))];
    await hub.carryOut(march(12));
    expect(new Set(await hub.play(WALK.messages.slice(messages), { release: release(hub, '2.0') }))).toEqual(new Set(['REGISTERED']));
    expect((await hub.read()).state?.active).toEqual({ main: 'COMPLETED_2' });
  });

  it('moves exactly once, however often and by however many processes the order is carried out', async () => {
    const standards = published();
    const hub = await running(3, standards);
    standards.migrations = [order(ORDERED)];
    const [one, two] = [hub.migrations(ORDERED), hub.migrations(ORDERED)];
    await Promise.all([one.lookThrough(), two.lookThrough()]);
    await Promise.all([one.look(await hub.read()), hub.carryOut(march(9)), hub.carryOut(march(10))]);
    expect(migrated(hub)).toHaveLength(1);
    expect([...one.progress(), ...two.progress()].map(({ moved, lookedThrough }) => [moved, lookedThrough]).sort()).toEqual([[0, true], [1, true]]);
  });

  it('is read from its log as it was decided, though the order is not known any more', async () => {
    const standards = published();
    const hub = await running(5, standards);
    standards.migrations = [order(march(12))];
    await hub.carryOut(march(12));
    const before = await hub.read();
    standards.migrations = [];
    const after = await hub.read();
    expect([after.state, after.opening]).toEqual([before.state, before.opening]);
  });

  it('is not believed when its entry says another place than follows', async () => {
    const standards = published();
    const hub = await running(3, standards);
    standards.migrations = [order(ORDERED)];
    await hub.carryOut(ORDERED);
    const forged = new CaseRecord(hub.caseNo);
    const entries = hub.log.entries.map(({ data, sequence }) => ({ sequence, entry: decode(v1.CaseEntry, data) }));
    const apply = () => entries.forEach(({ entry, sequence }) => forged.apply(encode(v1.CaseEntry, { ...entry, ...(entry.migrated && { migrated: { ...entry.migrated, tracks: [{ track: 'main', state: 'ARRIVED_2' }] } }) }), sequence, hub.releases));
    expect(apply).toThrow(expect.objectContaining({ code: 'hub.internal' }));
  });

  it('that began after the order keeps its version, and one that is over is left alone', async () => {
    const standards = published();
    const young = await running(3, standards);
    standards.migrations = [order(march(1))];
    await young.carryOut(march(9));
    expect(migrated(young)).toEqual([]);
    const over = await running(WALK.messages.length);
    standards.migrations = [order(march(12))];
    await over.carryOut(march(12));
    expect(migrated(over)).toEqual([]);
  });

  it('stays while it is in a state that stays, and moves by itself when it leaves it', async () => {
    const standards = published();
    const hub = await running(3, standards);
    standards.migrations = [order(ORDERED, mapping((state) => (state === 'LETTER_SENT' ? undefined : renamedState(state))))];
    expect((await hub.carryOut(ORDERED)).progress()).toMatchObject([{ moved: 0, staying: { 'state-stays': 1 }, lookedThrough: true, from: '1.0', to: '2.0' }]);
    expect((await hub.send(WALK.messages[3]!, { release: release(hub, '1.0') })).code).toBe('REGISTERED');
    // What the dispatcher does at each entry.
    await hub.migrations(march(6)).look(await hub.read());
    expect((await hub.read()).state?.active).toEqual({ main: 'SENDING_PROCESSING_2' });
  });

  it('follows several orders in their order, there and back once each, however late they are carried out', async () => {
    const standards = published();
    const hub = await running(3, standards);
    const back = mapping().map(({ from, to }) => ({ from: to!, to: from }));
    standards.migrations = [order(ORDERED), order(march(6), back, ['2.0', '1.0']), order(march(7))];
    await hub.carryOut(march(20));
    await hub.carryOut(march(21));
    expect(migrated(hub).map(({ orderedAt }) => orderedAt)).toEqual([ORDERED, march(6), march(7)]);
    expect(await versionOf(hub)).toBe('2.0');
  });

  it('waits while the version after is suspended', async () => {
    const standards = published();
    const hub = await running(3, standards);
    const [known] = standards.catalogue.releasesOf(FLOW).filter(({ version }) => version === '2.0');
    standards.catalogue = standards.catalogue.withReleases([{ ...known!, suspensions: [{ scope: 'new-cases', from: march(5), to: march(8) }] }]);
    standards.migrations = [order(ORDERED)];
    const process = hub.migrations(march(6));
    await process.lookThrough();
    expect(migrated(hub)).toEqual([]);
    await hub.carryOut(march(8));
    expect(migrated(hub)).toHaveLength(1);
  });
});

describe('a message made under the version its case followed before', () => {
  it('is registered when it says the same in the version after, and delivered as it is', async () => {
    const standards = published();
    const hub = await running(2, standards);
    const onItsWay = await hub.make(WALK.messages[2]!, { release: release(hub, '1.0') });
    standards.migrations = [order(march(4))];
    await hub.carryOut(march(4));
    expect((await hub.submit(onItsWay, { receivedAt: march(5) })).code).toBe('REGISTERED');
    const record = await hub.read();
    expect(record.state?.active).toEqual({ main: 'LETTER_SENT_2' });
    // A process that starts now reads the same.
    expect((await hub.read()).state).toEqual(record.state);
  });

  it('is refused with the version the case follows now and what does not fit, and made anew it is taken', async () => {
    const standards = published(requiring(renamed));
    const hub = await running(2, standards);
    const onItsWay = await hub.make(WALK.messages[2]!, { release: release(hub, '1.0') });
    standards.migrations = [order(march(4))];
    await hub.carryOut(march(4));
    const { code, detail } = await hub.submit(onItsWay, { receivedAt: march(5) });
    expect(code).toBe('schema.version-unknown');
    expect(detail).toContain(`moved to F-ARC 2.0 (${release(hub, '2.0').types.digest})`);
    const anew = { ...WALK.messages[2]!, open: { ...WALK.messages[2]!.open, purpose_code: 'P1' } };
    expect((await hub.send(anew, { release: release(hub, '2.0') })).code).toBe('REGISTERED');
  });

  it('of a version it never followed is refused', async () => {
    const hub = await running(2);
    expect((await hub.send(WALK.messages[2]!, { release: release(hub, '2.0') })).code).toBe('schema.version-unknown');
  });
});

describe('what people and parties see of it', () => {
  it('both parties are told which version holds from which entry on', async () => {
    const standards = published();
    const hub = await running(3, standards);
    standards.migrations = [order(ORDERED)];
    await hub.carryOut(ORDERED);
    const record = await hub.read();
    const sent = dispatchEntry(hub.log.entries.at(-1)!.data, { environment: 'sandbox', region: 'yrd', releases: hub.releases }, record);
    expect(sent.map(({ headers: said, data }) => [said?.[headers.caseSchema], said?.[headers.logIndex], said?.[headers.ceSubject], decode(v1.ReceiptBatch, data).receipts.length]))
      .toEqual(Array(2).fill([release(hub, '2.0').types.digest, '4', hub.caseNo, 0]));
    expect(new Set(sent.map(({ subject, msgId }) => `${subject} ${msgId}`)).size).toBe(2);
  });

  it('the case shows its move, and what was sent before in the words of then', async () => {
    const standards = published();
    const hub = await running(3, standards);
    standards.migrations = [order(ORDERED)];
    await hub.carryOut(ORDERED);
    const now = march(6);
    const shown = caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now, today: beijingDateOf(now) });
    expect(shown).toMatchObject({ flowVersion: '2.0', schemaDigest: release(hub, '2.0').types.digest });
    expect(shown.entries.at(-1)).toMatchObject({ kind: 'migrated', states: { main: 'LETTER_SENT_2' }, migration: { actionId: `order of ${ORDERED}`, orderedAt: ORDERED, fromDigest: release(hub, '1.0').types.digest } });
    expect(shown.entries.slice(0, 3).every(({ wording }) => wording !== undefined)).toBe(true);
  });
});

describe('a dry run', () => {
  it('counts what would move and what would stay, and changes nothing', async () => {
    const standards = published();
    const cases = [await running(1, standards), await running(3, standards), await running(3, standards), await running(WALK.messages.length, standards)];
    const states = mapping((state) => (state === 'SUBMITTED' ? undefined : renamedState(state)));
    const asked = { targets: order(ORDERED).targets, states };
    const all = async function* () { for (const one of cases) yield await one.read(); };
    const versions = { from: release(cases[0]!, '1.0').flow, to: release(cases[0]!, '2.0').flow };
    expect(await dryRun(asked, versions, { cases: all, now: ORDERED, standards })).toEqual({ running: 3, movable: 2, states: { SUBMITTED: 1, LETTER_SENT: 2 }, staying: { 'state-stays': 1 } });
    expect(cases.flatMap(migrated)).toEqual([]);
  });

  it('is signed by the hub, about exactly this mapping, and refuses one with a fault', async () => {
    const standards = published();
    const hub = await running(3, standards);
    const said = openMigrationDryRun(await hub.dryRun(order(ORDERED), ORDERED));
    expect(said).toMatchObject({ region: 'yrd', running: 1, movable: 1, orderDigest: migrationDigest(order(ORDERED)), at: ORDERED });
    await expect(hub.dryRun(order(ORDERED, mapping().slice(1)), ORDERED)).rejects.toMatchObject({ code: 'migration.mapping-invalid', faults: [expect.objectContaining({ path: 'action.states' })] });
    await expect(hub.dryRun(order(ORDERED, mapping(), ['1.0', '7.0']), ORDERED)).rejects.toMatchObject({ code: 'standard.version-unknown' });
  });
});
