import { join } from 'node:path';
import { REGION_CODES } from '@tongban/contracts';
import { checkChain } from '@tongban/trust';
import { named } from '../../../packages/catalogue/test/skill-certificates';
import { eventually } from '../../harness/eventually';
import { TestEnvironment } from '../../harness/test-environment';
import { ReferenceProvinces } from './cases';
import { CommandLine } from './command-line';
import { describeContract } from './contract';
import { describeReports } from './reports';
import { FLOW, ITEM, STANDARD, firstEdition } from './skill-verification';
import { describeHarmonisation } from './harmonisation';
import { describeSystem } from './system';

const FIXTURE = join(__dirname, '../../../packages/catalogue/fixtures/skill-certificates.json');
/** A case homed in each region, with a counterpart in another one. */
const SIDES = [
  { home: 'nat', opener: '370100', counterpart: '110101' }, { home: 'jjj', opener: '110101', counterpart: '310115' }, { home: 'yrd', opener: '310115', counterpart: '440106' },
  { home: 'gba', opener: '440106', counterpart: '510104' }, { home: 'ccec', opener: '510104', counterpart: '370100' },
] as const;
const PARTICIPANTS = ['370000', '110000', '310000', '440000', '510000'];

let environment: TestEnvironment;
let people: CommandLine;
let provinces: ReferenceProvinces;
beforeAll(async () => {
  environment = await TestEnvironment.start();
  people = new CommandLine(environment);
  provinces = await ReferenceProvinces.start(environment, PARTICIPANTS);
}, 240_000);
afterAll(() => environment?.stop(), 60_000);

const pids = (): (number | undefined)[] => [...REGION_CODES.map((region) => `hub-${region}`), 'provinces'].map((name) => environment.local.process(name)?.pid);

describe('a flow that no hub has ever seen (T1-C3, T2-C1, T5-C1, T6-C3)', () => {
  let before: ReturnType<typeof pids>;

  it('is unknown at first: its item opens no case', async () => {
    before = pids();
    expect(await provinces.open({ item: ITEM, opener: '310115', counterpart: '510104', localCaseNo: 'VCT-EARLY' })).toMatchObject({ code: 'item.unknown' });
  });

  it('is imported and published by the two stewards of the sandbox, and every hub installs it', async () => {
    const imported = await people.done('standards', 'import', FIXTURE, '--publish');
    expect(imported).toMatchObject({ ok: true, published: true, unchanged: 0, missing: [] });
    expect([...imported.installed].sort()).toEqual([...REGION_CODES].sort());
    const [draft, ...others] = imported.drafts;
    expect(others).toEqual([]);
    expect(draft).toMatchObject({ owner: 'nat', artefacts: [{ kind: 'standard', id: STANDARD, version: '1.0' }, { kind: 'item', id: ITEM, version: '1.0' }, { kind: 'flow', id: FLOW, version: '1.0' }] });
    await eventually('the moment it is effective', async () => (Date.parse(await businessNow()) > Date.parse(draft.effectiveFrom) ? true : undefined));
  }, 60_000);

  it.each(SIDES)('a case homed in $home is opened and finished by the reference provinces', async ({ home, opener, counterpart }) => {
    const document = await provinces.play({ item: ITEM, opener, counterpart, localCaseNo: `VCT-${home}` });
    expect(document).toMatchObject({ homeRegion: home, itemCode: ITEM, flowId: FLOW, outcome: 'completed', chainWhole: true });
    expect(document.entries.filter(({ kind }) => kind === 'rejected')).toEqual([]);
    expect(checkChain(await environment.logOf(home, document.caseNo))).toEqual([]);
  }, 120_000);

  it('was neither a redeployment nor a restart: the same processes run', () => {
    expect(before).not.toContain(undefined);
    expect(pids()).toEqual(before);
  });

  it('imported once more, nothing is left to publish', async () => {
    expect(await people.done('standards', 'import', FIXTURE, '--publish')).toMatchObject({ drafts: [], unchanged: 3 });
  }, 60_000);
});

describe('a malformed file is refused whole, with every fault at its place (T1-C4, T5-C1)', () => {
  it('names each fault of shape, reference and flow at once', async () => {
    const bundle = firstEdition();
    bundle.standards[0].tier = 'galactic';
    bundle.items[0].standardIds.push('NO-SUCH-STANDARD');
    const [flow] = bundle.flows;
    named(flow.messages, 'VCT-RESULT').fields[0].type = 'enum:NoSuchList';
    flow.transitions.find(({ id }: { id: string }) => id === 'A03').to = 'NOWHERE';
    flow.deadlines[0].metBy.push('A99');
    const { code, faults } = await people.refused('standards', 'import', people.file('malformed.json', bundle), '--publish');
    expect(code).toBe('catalogue.invalid');
    expect(faults.map(({ path }) => path)).toEqual(expect.arrayContaining([
      '$.standards[0].tier', '$.items[0].standardIds[1]', '$.flows[0].messages[2].fields[0].type', '$.flows[0].transitions[1]', '$.flows[0].deadlines[0]',
    ]));
    for (const { zh, en } of faults) expect([/[\u4e00-\u9fff]/.test(zh), /[a-z]/.test(en)]).toEqual([true, true]);
  }, 60_000);

  it.each([['text that is no JSON', '{"flows": [', /line|行/], ['another document', '{"colours": []}', /colours/]])('%s', async (_what, text, said) => {
    const { code, faults } = await people.refused('standards', 'import', people.file('odd.json', text));
    expect(code).toBe('catalogue.invalid');
    expect(faults.map((fault) => `${fault.path} ${fault.en}`).join('\n')).toMatch(said);
  }, 60_000);

  it('leaves nothing behind: the registry has no draft of it', async () => {
    const { rows } = await people.done('standards', 'draft', 'list');
    expect(rows.filter(({ phase }: { phase: string }) => phase !== 'published')).toEqual([]);
  });
});

describeContract(() => environment, () => people);
describeReports(() => people);
describeSystem(() => environment, () => people);
describeHarmonisation(() => environment, () => people);

const businessNow = async (): Promise<string> => (await people.done('clock', 'show')).businessNow;
