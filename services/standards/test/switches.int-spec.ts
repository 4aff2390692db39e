import { TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { type CommandInput, StandardsBook } from '@tongban/registry';
import { NatsLab } from '../../../packages/messaging/test/nats-lab';
import { RunningStandards, base } from './registry-lab';
import { EFFECTIVE, people, signed, trust } from './stewards';

jest.setTimeout(180_000);

const ITEM = [...base.items.values()].find(({ flowId }) => flowId !== null)!;
type Setting = Extract<Extract<CommandInput, { type: 'propose-action' }>['action'], { action: 'switch' }>;

describe('a switch in its owner\'s log, on a real server (T6-C1)', () => {
  let lab: NatsLab;
  let yrd: RunningStandards;
  beforeAll(async () => {
    lab = await NatsLab.start('yrd');
    lab.startRegion('yrd', { alone: true });
    yrd = await RunningStandards.start('yrd', await lab.connect('yrd'));
  });
  afterAll(async () => {
    await yrd?.stop();
    await lab?.stop();
  });

  const give = async (input: CommandInput, by: (typeof people)[keyof typeof people] = people.first): Promise<v1.RegistryEvent> =>
    decode(v1.RegistryEvent, decode(v1.SignedRegistryEntry, decode(v1.RegistryCommandReply, await yrd.ask('command', await signed(input, by, 'yrd'))).entry).event);
  const ask = (setting: Omit<Setting, 'action'>): Promise<v1.RegistryEvent> => give({ type: 'propose-action', action: { action: 'switch', ...setting } });
  const show = async (section: string, filters: object = {}): Promise<Record<string, unknown>[]> =>
    JSON.parse(Buffer.from(decode(v1.JsonDocument, await yrd.ask('show', encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify({ section, filters })) }))).json).toString('utf8')).rows;
  const scope = { itemCode: ITEM.itemCode, pair: { opener: '310000', counterpart: '510000' } };

  it('waits for a second person, then holds, is shown, and every reader can verify both', async () => {
    const asked = await ask({ scope, position: 'hold', from: EFFECTIVE, releasePerMinute: 60 });
    expect(await show('actions')).toMatchObject([{ actionId: asked.commandId, action: 'switch', targets: [], setting: { scope, position: 'hold', from: EFFECTIVE, releasePerMinute: 60 } }]);
    expect(await show('switches')).toEqual([]);
    const confirm = { type: 'confirm-action' as const, actionId: asked.commandId, digest: asked.actionProposed!.actionDigest ?? '' };
    await expect(give(confirm)).rejects.toMatchObject({ code: 'approval.same-person' });
    expect((await give(confirm, people.second)).switchSet?.proposal?.length).toBeGreaterThan(0);
    expect([await show('actions'), await show('switches', { item: ITEM.itemCode, at: EFFECTIVE })]).toMatchObject([[], [{ owner: 'yrd', switchId: asked.commandId, standing: 'in-force', since: EFFECTIVE, scope, position: 'hold', reason: 'because' }]]);
    expect([await show('switches', { status: 'in-force' }), await show('switches', { region: 'gba' }), await show('switches', { participant: '510000' })]).toMatchObject([[], [], [{ standing: 'to-come' }]]);
    const reader = StandardsBook.of(base, trust, 'sandbox', { full: true });
    const { entries } = decode(v1.RegistryRangeReply, await yrd.ask('range', encode(v1.RegistryRangeQuery, { owner: 'yrd', from: 1 })));
    for (const entry of entries) expect(await reader.take('yrd', entry)).toBe('taken');
    expect(reader.switches).toEqual(yrd.ports.standards.switches);
    const { topics } = decode(v1.RegistryEntry, decode(v1.SignedRegistryEntry, entries.at(-1)!).entry);
    expect([topics?.itemCodes, topics?.regions]).toEqual([[ITEM.itemCode], ['ccec', 'yrd']]);
  });

  it('of maintenance is a participant\'s own word: one signature, shown with what follows from it', async () => {
    const windows = [{ repeat: 'monthly' as const, day: -1, at: '20:00', minutes: 600 }];
    expect(await show('maintenance')).toEqual([]);
    await give({ type: 'declare-maintenance', participant: '310000', windows }, people.shanghai);
    expect(await show('maintenance', { at: '2026-03-31T21:00:00+08:00' })).toMatchObject([
      { participant: '310000', owner: 'yrd', windows, reason: 'because', heldUntil: '2026-04-01T06:00:00.000+08:00', next: { from: '2026-04-30T20:00:00.000+08:00' } },
    ]);
    await expect(give({ type: 'declare-maintenance', participant: '310000', windows: [] })).rejects.toMatchObject({ code: 'sender.not-itself' });
    await give({ type: 'declare-maintenance', participant: '310000', windows: [] }, people.shanghai);
    expect(await show('maintenance')).toEqual([]);
  });

  it.each([
    ['names an item nobody knows', { scope: { ...scope, itemCode: 'HRSS-TAL-9999' }, position: 'off' as const }, 'item.unknown', 'action.scope.itemCode'],
    ['lets personal data over a border that is none', { scope: { subject: 'personal-data' as const, pair: scope.pair }, position: 'on' as const }, 'registry.command-invalid', 'action.scope.pair'],
    ['is another hub\'s to set', { scope: { region: 'gba' as const }, position: 'off' as const }, 'standard.wrong-owner', 'action.scope'],
  ])('one that %s is refused by its path', async (_what, setting, code, path) => {
    const error = await ask(setting).then(() => undefined, (cause: unknown) => TongbanError.from(cause));
    expect([error?.code, error?.faults.map((fault) => fault.path)]).toEqual([code, [path]]);
  });
});
