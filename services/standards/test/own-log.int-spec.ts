import { randomUUID } from 'node:crypto';
import { standardsBehind } from '@tongban/catalogue';
import { TongbanError, decode, encode, streams, subjects, v1 } from '@tongban/contracts';
import { readSubject } from '@tongban/messaging';
import { type CommandInput, StandardsBook } from '@tongban/registry';
import { checkRegistryChain } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab } from '../../../packages/messaging/test/nats-lab';
import { RunningStandards, base } from './registry-lab';
import { EFFECTIVE, people, signed, trust } from './stewards';

jest.setTimeout(180_000);

const ITEM = [...base.items.values()].find(({ flowId }) => flowId !== null)!;
const FLOW = base.flows.get(ITEM.flowId!)!;
const draft = (draftId: string, artefacts: Extract<CommandInput, { type: 'draft' }>['artefacts'], transitionDays = 30): CommandInput =>
  ({ type: 'draft', draftId, title: { zh: '标题', en: 'Title' }, artefacts, effectiveFrom: EFFECTIVE, transitionDays });
const itemVersion = (version: string, en = ITEM.en) => ({ kind: 'item' as const, id: ITEM.itemCode, version, content: { ...ITEM, en } });

describe('the log a region owns, on a real server', () => {
  let lab: NatsLab;
  let nats: NatsConnection;
  let nat: RunningStandards;
  beforeAll(async () => {
    lab = await NatsLab.start('nat');
    lab.startRegion('nat', { alone: true });
    nats = await lab.connect('nat');
    nat = await RunningStandards.start('nat', nats);
  });
  afterAll(async () => {
    await nat?.stop();
    await lab?.stop();
  });

  const stored = async (): Promise<Uint8Array[]> => (await readSubject(nats, streams.standards('nat'), subjects.registryLog('nat', 'nat'))).map(({ data }) => data);
  const give = async (bytes: Uint8Array, to = nat): Promise<Uint8Array> => decode(v1.RegistryCommandReply, await to.ask('command', bytes)).entry;
  const refusal = async (bytes: Uint8Array): Promise<TongbanError> => give(bytes).then(() => { throw new Error('it was taken'); }, (error: unknown) => TongbanError.from(error));
  const eventOf = (entry: Uint8Array): v1.RegistryEvent => decode(v1.RegistryEvent, decode(v1.SignedRegistryEntry, entry).event);
  async function publish(draftId: string, artefacts: Parameters<typeof draft>[1]): Promise<Uint8Array> {
    const digest = eventOf(await give(await signed(draft(draftId, artefacts)))).artefactsDrafted!.draftDigest!;
    for (const by of [people.first, people.second]) await give(await signed({ type: 'approve', draftId, digest }, by));
    return give(await signed({ type: 'publish', draftId }));
  }

  it('publishes a flow by two persons, and every reader can verify it and has the release from its moment on', async () => {
    const entry = await publish('D-flow', [{ kind: 'flow', id: FLOW.flowId, version: '1.1', content: { ...FLOW, en: `${FLOW.en} (new)` } }]);
    expect(eventOf(entry).artefactsPublished?.approvals).toHaveLength(2);
    const reader = StandardsBook.of(base, trust, 'sandbox', { full: false });
    for (const bytes of await stored()) expect(await reader.take('nat', bytes)).toBe('taken');
    for (const standards of [reader, nat.ports.standards]) {
      expect(standards.catalogue.asOf('2026-03-31T23:59:59+08:00').flows.get(FLOW.flowId)?.en).toBe(FLOW.en);
      expect(standards.catalogue.asOf(EFFECTIVE).flows.get(FLOW.flowId)?.en).toBe(`${FLOW.en} (new)`);
    }
    expect(reader.catalogue.lock).toEqual(nat.ports.standards.catalogue.lock);
  });

  it('answers a repeated command with the entry it caused, byte for byte, and another command of its id with a refusal', async () => {
    const commandId = randomUUID();
    const command = await signed(draft('D-again', [itemVersion('1.5')]), people.first, 'nat', commandId);
    const first = await give(command);
    const before = (await stored()).length;
    expect(Buffer.from(await give(command)).equals(first)).toBe(true);
    expect((await refusal(await signed({ type: 'abandon', draftId: 'D-again' }, people.first, 'nat', commandId))).code).toBe('registry.command-reused');
    expect(await stored()).toHaveLength(before);
  });

  it('names every fault of a flow by its path, and appends nothing', async () => {
    const before = (await stored()).length;
    const states = FLOW.states.map((state, at) => (at === 1 ? { ...state, id: '' } : state));
    const error = await refusal(await signed(draft('D-bad', [itemVersion('1.6'), { kind: 'flow', id: FLOW.flowId, version: '1.2', content: { ...FLOW, states } }])));
    expect(error.code).toBe('catalogue.invalid');
    expect(error.faults.map(({ path }) => path)).toEqual(expect.arrayContaining([expect.stringMatching(/^artefacts\.1\.content\.states\[1\]/)]));
    expect(await stored()).toHaveLength(before);
  });

  it('refuses an approval once a national floor is to change, and what is published below it stays (T4-C1)', async () => {
    const [internal, pension] = [base.standards.get('HUB-IS-001-2026')!, base.items.get('HRSS-SSI-0302')!];
    const METRIC = 'residentPension.basicCnyPerMonth';
    const version = (text: string, value: number) =>
      ({ kind: 'standard' as const, id: internal.id, version: text, content: { ...internal, declares: [{ metricId: METRIC, itemCode: pension.itemCode, value, unit: 'CNY/month' }] } });
    await publish('D-floor-met', [version('1.1', 170)]);
    const digest = eventOf(await give(await signed(draft('D-floor', [version('1.2', 171)])))).artefactsDrafted!.draftDigest!;
    const floors = pension.floors.map((floor) => (floor.metricId === METRIC && floor.valueTo === null ? { ...floor, value: 175 } : floor));
    await publish('D-floor-raised', [{ kind: 'item', id: pension.itemCode, version: '2.0', content: { ...pension, floors } }]);
    const before = (await stored()).length;
    for (const command of [{ type: 'approve' as const, draftId: 'D-floor', digest }, draft('D-floor-late', [version('1.2', 174)])]) {
      const error = await refusal(await signed(command));
      expect([error.code, ...error.faults.map(({ path }) => path)]).toEqual(['standard.below-floor', 'artefacts.0.content.declares[0].value']);
    }
    expect(await stored()).toHaveLength(before);
    const { catalogue } = nat.ports.standards;
    expect(catalogue.asOf(EFFECTIVE).standards.get(internal.id)).toMatchObject({ declares: [{ value: 170 }] });
    expect(standardsBehind(catalogue, '2026-04-01').map(({ standardId, since }) => [standardId, since])).toEqual([[internal.id, '2026-04-01']]);
  });

  it('takes a change that breaks as a new major version with a transition window only, and says what breaks', async () => {
    const [first, ...others] = FLOW.messages;
    const required = { id: 'quite_new', zh: '新字段', en: 'New field', type: 'string', required: true, personalData: true, maxLength: 100 };
    const content = { ...FLOW, messages: [{ ...first!, fields: [...first!.fields, required] }, ...others] };
    const asked = (version: string, transitionDays: number) => signed(draft('D-breaking', [{ kind: 'flow', id: FLOW.flowId, version, content }], transitionDays));
    const refusals = [await refusal(await asked('1.2', 30)), await refusal(await asked('2.0', 0))];
    expect(refusals.map(({ code, faults }) => [code, faults.map(({ path }) => path)])).toEqual([['standard.breaking-needs-major', ['artefacts.0.version']], ['standard.transition-needed', ['transitionDays']]]);
    for (const { faults: [fault] } of refusals) expect([fault!.zh, fault!.en]).toEqual([expect.stringContaining('quite_new'), expect.stringContaining('quite_new')]);
    expect(eventOf(await give(await asked('2.0', 1))).artefactsDrafted?.draftDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['nobody signed', async () => { const { command } = decode(v1.SignedRegistryCommand, await signed({ type: 'abandon', draftId: 'D-again' })); return encode(v1.SignedRegistryCommand, { command }); }, 'signature.missing'],
    ['a participant may not give', () => signed({ type: 'abandon', draftId: 'D-again' }, people.shanghai), 'registry.actor-not-allowed'],
    ['publishes without approvals', () => signed({ type: 'publish', draftId: 'D-again' }), 'approval.missing'],
    ['belongs to a region that is not there', () => signed({ type: 'abandon', draftId: 'D-again' }, people.first, 'gba'), 'region.unreachable'],
  ])('refuses a command that %s', async (_what, command, code) => expect((await refusal(await command())).code).toBe(code));

  it('of two processes has one order without a gap, whoever comes first', async () => {
    const other = await RunningStandards.start('nat', await lab.connect('nat', 'other'));
    const before = (await stored()).length;
    const commands = await Promise.all(Array.from({ length: 12 }, (_, at) => signed(draft(`D-both-${at}`, [itemVersion('3.0', `both ${at}`)]))));
    const runtimes = [nat.runtime, other.runtime];
    const given = await Promise.allSettled(commands.map((command, at) => runtimes[at % 2]!.give(command)));
    // Who lost too often is told so, and repeats.
    for (const [at, outcome] of given.entries()) if (outcome.status === 'rejected') await runtimes[at % 2]!.give(commands[at]!);
    await other.stop();
    const entries = await stored();
    expect(entries).toHaveLength(before + commands.length);
    expect((await checkRegistryChain(trust, entries, { environment: 'sandbox', owner: 'nat' })).faults).toEqual([]);
  });

  it('keeps one entry of a command that a crash of the server met, and goes on in a new process', async () => {
    const command = await signed(draft('D-crash', [itemVersion('3.1', 'crash')]));
    const before = (await stored()).length;
    const pending = nat.runtime.give(command).then(() => undefined, () => undefined);
    await lab.crash('nat');
    lab.startRegion('nat', { alone: true });
    await pending;
    await nat.stop();
    nat = await RunningStandards.start('nat', nats);
    const entry = await give(command);
    expect(await stored()).toHaveLength(before + 1);
    expect(Buffer.from((await stored()).at(-1)!).equals(entry)).toBe(true);
    await publish('D-after', [itemVersion('4.0', 'after')]);
    expect(nat.ports.standards.catalogue.asOf(EFFECTIVE).items.get(ITEM.itemCode)?.en).toBe('after');
  });

  it('suspends for all when another person confirms it, and is shown', async () => {
    const target = { kind: 'item' as const, id: ITEM.itemCode, version: '4.0' };
    const asked = eventOf(await give(await signed({ type: 'propose-action', action: { action: 'suspend', targets: [target], scope: 'all' } })));
    const { actionDigest } = asked.actionProposed!;
    await give(await signed({ type: 'confirm-action', actionId: asked.commandId, digest: actionDigest ?? '' }, people.second));
    const show = async (query: object) => JSON.parse(Buffer.from(decode(v1.JsonDocument, await nat.ask('show', encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) }))).json).toString('utf8'));
    const { rows } = await show({ section: 'artefacts', filters: { kind: 'item', id: ITEM.itemCode } });
    expect(rows.map(({ version, status, suspended }: { version: string; status: string; suspended?: string }) => [version, status, suspended])).toEqual(expect.arrayContaining([['4.0', 'suspended', 'all']]));
    for (const section of ['drafts', 'comments', 'actions', 'adoption', 'targets', 'gaps', 'table']) expect(Array.isArray((await show({ section })).rows)).toBe(true);
  });

  it('gives a snapshot from which a subscriber goes on with the entries after', async () => {
    const pages: v1.SignedRegistrySnapshotPage[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: v1.SignedRegistrySnapshotPage = decode(v1.SignedRegistrySnapshotPage, await nat.ask('snapshot', encode(v1.RegistrySnapshotQuery, { owner: 'nat', after })));
      pages.push(page);
      after = decode(v1.RegistrySnapshotPage, page.page).next || undefined;
    }
    const reader = StandardsBook.of(base, trust, 'sandbox');
    await reader.adoptSnapshot('nat', pages);
    expect(reader.copy('nat').lastNumber).toBe(nat.held('nat'));
    const entry = await publish('D-delta', [{ kind: 'flow', id: FLOW.flowId, version: '1.3', content: { ...FLOW, en: `${FLOW.en} (newer)` } }]);
    const range = decode(v1.RegistryRangeReply, await nat.ask('range', encode(v1.RegistryRangeQuery, { owner: 'nat', from: reader.copy('nat').lastNumber + 1 })));
    for (const bytes of range.entries) expect(await reader.take('nat', bytes)).toBe('taken');
    expect(Buffer.from(range.entries.at(-1)!).equals(entry)).toBe(true);
    expect(reader.catalogue.asOf(EFFECTIVE).flows.get(FLOW.flowId)?.en).toBe(`${FLOW.en} (newer)`);
    expect(reader.catalogue.releaseOfItem(ITEM.itemCode, '2026-03-02T09:00:00+08:00')).toMatchObject({ flowId: FLOW.flowId });
  });
});
