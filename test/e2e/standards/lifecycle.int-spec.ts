import { readFileSync } from 'node:fs';
import type { Catalogue } from '@tongban/catalogue';
import { addDays, beijingDateOf, beijingInstant } from '@tongban/domain';
import { named } from '../../../packages/catalogue/test/skill-certificates';
import { eventually } from '../../harness/eventually';
import { TestEnvironment } from '../../harness/test-environment';
import { type Place, openByHand, openingFields, stepByHand } from './by-hand';
import { CommandLine } from './command-line';
import { describeMigration } from './migration';
import { catalogueAt, rawOpening, rawVerdict } from './raw-opening';
import { FLOW, ITEM, OPENING, firstEdition, nextEdition } from './skill-verification';
import { describeSwitches } from './switches';

const DAY_MS = 86_400_000;
/** Days of business time until the second edition is effective, and in which the first may still be used for new cases. */
const [LEAD_DAYS, TRANSITION_DAYS] = [4, 3];
const ITEM_VERSION = `item/${ITEM}@1.0`;

let environment: TestEnvironment;
let people: CommandLine;
let opener: Place;
let counterpart: Place;
/** A case that runs under the first edition from beginning to end. */
let running: string;
/** What was published before the second edition. */
let firstCatalogue: Catalogue;
let secondEffectiveFrom: string;
/** Fields of an opening that both editions take. */
let openingParts: Awaited<ReturnType<typeof openingFields>>;

beforeAll(async () => {
  environment = await TestEnvironment.start();
  people = new CommandLine(environment);
  const { drafts: [draft] } = await people.done('standards', 'import', people.file('first.json', firstEdition()), '--publish');
  await businessTimeIs(draft.effectiveFrom);
  [opener, counterpart] = await Promise.all([['310000', '310115'], ['510000', '510104']].map(async ([code, division]) => ({ province: await environment.province(code!), division: division! }))) as [Place, Place];
  for (const { province } of [opener, counterpart]) await province.receive(() => undefined);
  firstCatalogue = await presentCatalogue();
  openingParts = await openingFields(opener, counterpart);
  const opened = await openByHand(opener, counterpart);
  await opener.province.settled(opened.messageId, 'REGISTERED', { timeoutMs: 60_000 });
  running = opened.caseNo;
}, 240_000);
afterAll(() => environment?.stop(), 60_000);

const now = async (): Promise<string> => (await people.done('clock', 'show')).businessNow;
const businessTimeIs = (instant: string): Promise<true> => eventually(`business time ${instant}`, async () => (Date.parse(await now()) > Date.parse(instant) ? true : undefined));

const presentCatalogue = async (): Promise<Catalogue> => catalogueAt(environment, await now());
/** What the hub says to an opening that was made without the SDK: its code, empty when it is registered. */
const openedRaw = async (catalogue: Catalogue): Promise<string> => rawOpening(environment, opener, counterpart, catalogue, await now(), openingParts);

describe('two persons decide, each with a key of their own (G1-C3)', () => {
  let draftId: string;
  let digest: string;
  const refusedStep = async (...args: string[]): Promise<string> => (await people.refused('standards', ...args)).code;
  const draft = async (effectiveFrom: string): Promise<void> => {
    const { drafts: [made] } = await people.done('standards', 'import', people.file('next.json', nextEdition()), '--effective-from', effectiveFrom, '--transition-days', String(TRANSITION_DAYS));
    [draftId, digest] = [made.draftId, made.digest];
  };

  it('a draft nobody has approved is not published, and nobody approves what is not there', async () => {
    await draft(`${addDays(beijingDateOf(await now()), LEAD_DAYS)}T00:00:00+08:00`);
    expect(await refusedStep('publish', draftId)).toBe('approval.missing');
    expect(await refusedStep('approve', 'no-such-draft')).toBe('draft.unknown');
  });

  it('who drafted it cannot approve it alone, nor twice, nor under another name with the same key', async () => {
    await people.done('standards', 'approve', draftId, '--as', 'steward-1');
    expect(await refusedStep('publish', draftId)).toBe('approval.own-draft');
    expect(await refusedStep('approve', draftId, '--as', 'steward-1')).toBe('approval.same-person');
    const [first, second] = ['steward-1', 'steward-2'].map((name) => JSON.parse(readFileSync(environment.setup.layout.steward(name), 'utf8')));
    const borrowed = people.file('borrowed-key.json', { ...second, signingKey: first.signingKey });
    expect(await refusedStep('approve', draftId, '--as', borrowed)).toBe('signature.other-owner');
    const typed = people.file('typed-name.json', { ...second, signingKey: { ...first.signingKey, keyId: second.signingKey.keyId } });
    expect(await refusedStep('approve', draftId, '--as', typed)).toBe('signature.invalid');
  });

  it('an approval of another text counts for nothing, and a changed text has no approval', async () => {
    expect(await refusedStep('approve', draftId, '--as', 'steward-2', '--digest', '0'.repeat(64))).toBe('approval.digest-changed');
    const before = digest;
    secondEffectiveFrom = `${addDays(beijingDateOf(await now()), LEAD_DAYS)}T01:00:00+08:00`;
    await draft(secondEffectiveFrom);
    expect(digest).not.toBe(before);
    expect(await refusedStep('approve', draftId, '--as', 'steward-2', '--digest', before)).toBe('approval.digest-changed');
    expect(await refusedStep('publish', draftId)).toBe('approval.missing');
  });

  it('while it is consulted on nobody approves, and while a comment is open neither (T2-C5)', async () => {
    await people.done('standards', 'consult', draftId, '--until', beijingInstant(Date.parse(await now()) + DAY_MS));
    expect(await refusedStep('approve', draftId, '--as', 'steward-2')).toBe('consultation.open');
    await people.done('standards', 'comment', draftId, '5.2', '建议写明用途', '--as', opener.division);
    await people.done('clock', 'advance', '25h');
    expect(await refusedStep('comment', draftId, '5.3', '来不及了', '--as', opener.division)).toBe('consultation.closed');
    expect(await refusedStep('approve', draftId, '--as', 'steward-2')).toBe('comment.not-disposed');
    expect(await refusedStep('dispose', draftId, '2', 'accepted', '--reason', '采纳')).toBe('comment.unknown');
    await people.done('standards', 'dispose', draftId, '1', 'partly-accepted', '--reason', '用途为选填');
    const { rows } = await people.done('standards', 'comments-table', draftId);
    expect(rows).toEqual([expect.objectContaining({ number: 1, clause: '5.2', comment: '建议写明用途', unit: '310000', disposition: 'partly-accepted', reason: '用途为选填' })]);
  });

  it('approved by two, it is published and every hub has it', async () => {
    for (const person of ['steward-1', 'steward-2']) await people.done('standards', 'approve', draftId, '--digest', digest, '--as', person);
    const published = await people.done('standards', 'publish', draftId);
    expect(published).toMatchObject({ owner: 'nat', event: 'published', draftId });
    const { versions } = await people.done('standards', 'show', `flow/${FLOW}`);
    expect(versions).toMatchObject([{ version: '1.0', status: 'effective' }, { version: '1.1', status: 'published' }]);
    await eventually('every hub has it', async () => {
      // Its exit says whether any copy is late: for a moment after the clock was moved, one may be.
      const { json: { rows } } = await people.run('standards', 'status');
      return rows.filter(({ owner, held }: { owner: string; held: number }) => owner === 'nat' && held >= published.number).length === 5 ? true : undefined;
    });
    expect(await refusedStep('approve', draftId, '--as', 'steward-1')).toBe('standard.wrong-step');
  });
});

describe('a change that breaks whoever sends by the version before (T1-C3)', () => {
  it('is no minor version, needs a transition window as a major one, and is told in words', async () => {
    const file = people.file('breaking.json', nextEdition({ required: true }));
    const { code, faults } = await people.refused('standards', 'import', file);
    expect([code, faults.map(({ path }) => path)]).toEqual(['standard.breaking-needs-major', ['$.flows[0].version']]);
    expect(faults[0]!.zh).toMatch(/purpose_note.*改为必填.*--major --transition-days N/);
    expect((await people.refused('standards', 'import', file, '--major')).code).toBe('standard.transition-needed');
  }, 60_000);

  it('is told from a compatible one by the diff between two versions', async () => {
    expect(await people.done('standards', 'diff', `flow/${FLOW}`, '1.0', '1.1')).toMatchObject({ verdict: 'compatible', changes: [{ change: 'field-added', path: `messages[${OPENING}].fields[purpose_note]` }] });
    const { exit, json } = await people.run('standards', 'diff', `flow/${FLOW}`, '1.1', '1.0');
    expect([exit, json]).toMatchObject([1, { verdict: 'breaking', reasons: [{ change: 'field-removed' }] }]);
    expect((await people.refused('standards', 'diff', `flow/${FLOW}`, '1.0', '1.9')).code).toBe('standard.version-unknown');
  }, 60_000);
});

describe('a case keeps the version it began with (T1-C3)', () => {
  const flowVersion = async (caseNo: string): Promise<string | undefined> => (await environment.show('yrd', caseNo)).versions?.flow.version;
  const newCase = async (): Promise<string> => {
    const { caseNo, messageId } = await openByHand(opener, counterpart);
    await opener.province.settled(messageId, 'REGISTERED', { timeoutMs: 60_000 });
    return caseNo;
  };
  const goOn = async (side: Place): Promise<void> => {
    const { messageId } = await stepByHand(side, running);
    await side.province.settled(messageId, 'REGISTERED', { timeoutMs: 60_000 });
  };

  it('before the moment it is effective, new cases follow the first edition', async () => {
    expect(await flowVersion(await newCase())).toBe('1.0');
  }, 60_000);

  it('from that moment on new cases follow the second, and the running one goes on under the first', async () => {
    await people.done('clock', 'advance', 'to', beijingInstant(Date.parse(secondEffectiveFrom) + 60_000));
    expect(await eventually('a new case under the second edition', async () => ((await flowVersion(await newCase())) === '1.1' ? true : undefined))).toBe(true);
    await goOn(opener);
    expect(await flowVersion(running)).toBe('1.0');
  }, 90_000);

  it('in the transition window the first is still accepted for new cases', async () => {
    expect(await openedRaw(firstCatalogue)).toBe('');
  }, 60_000);

  it('after it no more, with a code that says so, and the running case still goes on', async () => {
    await people.done('clock', 'advance', `${TRANSITION_DAYS}d`);
    expect(await openedRaw(firstCatalogue)).toBe('schema.version-unknown');
    await goOn(opener);
    expect(await flowVersion(running)).toBe('1.0');
    expect(await flowVersion(await newCase())).toBe('1.1');
  }, 90_000);
});

describe('a suspension stops what its scope says, and two persons decide it (G1-C3, T1-C3)', () => {
  const decide = async (...args: string[]): Promise<void> => {
    const { commandId } = await people.done('standards', ...args, '--as', 'steward-1', '--reason', '核查中');
    expect((await people.refused('standards', 'confirm', commandId, '--as', 'steward-1')).code).toBe('approval.same-person');
    await people.done('standards', 'confirm', commandId, '--as', 'steward-2');
  };

  it('of new cases: none begins, the running one goes on', async () => {
    const catalogue = await presentCatalogue();
    await decide('suspend', ITEM_VERSION, '--scope', 'new-cases');
    await eventually('no case begins', async () => ((await openedRaw(catalogue)) === 'item.suspended' ? true : undefined), { everyMs: 250 });
    const { messageId } = await stepByHand(counterpart, running);
    await counterpart.province.settled(messageId, 'REGISTERED', { timeoutMs: 60_000 });
  }, 90_000);

  it('of all: the running one waits as well, and goes on by itself when it is resumed', async () => {
    await decide('suspend', ITEM_VERSION, '--scope', 'all');
    await eventually('the running case waits', async () => ((await stepRaw()) === 'item.suspended' ? true : undefined), { everyMs: 250 });
    const { messageId } = await stepByHand(counterpart, running);
    await decide('resume', ITEM_VERSION);
    await counterpart.province.settled(messageId, 'REGISTERED', { timeoutMs: 90_000 });
  }, 180_000);

  it('after it new cases begin again', async () => {
    const { messageId } = await openByHand(opener, counterpart);
    await opener.province.settled(messageId, 'REGISTERED', { timeoutMs: 60_000 });
  }, 90_000);

  /** A message of the running case that moves nothing else: the opener withdraws while it is being checked, which the flow does not allow. */
  const stepRaw = async (): Promise<string> => rawVerdict(environment, '310000', firstCatalogue, await now(), () =>
    ({ caseNo: running, message: 'C-WITHDRAW', from: opener.division, to: counterpart.division, open: {}, personal: {}, onBehalfOf: 'HOLDER' }));
});

describe('a draft is tried on past cases before it is published', () => {
  let draftId: string;
  let since: string;
  const tried = (...args: string[]) => people.run('standards', 'dry-run', draftId, '--since', since, ...args);
  const drafted = async (name: string, bundle: unknown, ...terms: string[]): Promise<string> => (await people.done('standards', 'import', people.file(name, bundle), ...terms)).drafts[0].draftId;
  const yrdCases = async () => (await environment.list('yrd')).rows.filter(({ itemCode }) => itemCode === ITEM);

  beforeAll(async () => {
    const bundle = nextEdition({ required: true });
    named(named(bundle.flows[0].messages, OPENING).fields, 'person_name').pattern = '^无此人$';
    draftId = await drafted('tried.json', bundle, '--major', '--transition-days', String(TRANSITION_DAYS));
    since = addDays(beijingDateOf(await now()), -60);
  }, 60_000);

  it('every hub counts what it would have rejected, by reason and participant, and leaves the personal part to the holder', async () => {
    const cases = await yrdCases();
    const messages = cases.reduce((sum, one) => sum + one.messages, 0);
    expect(cases.length).toBeGreaterThan(3);
    const { exit, json } = await tried();
    expect([exit, json]).toMatchObject([1, { items: [ITEM], unreachable: [], counts: { cases: cases.length, messages, passed: 0, rejected: cases.length, returned: 0, notEvaluated: messages - cases.length, late: 0 } }]);
    expect(json.rows).toContainEqual({ finding: 'rejected', participant: '310000', item: ITEM, reason: 'field.required', message: OPENING, path: 'purpose_note', count: cases.length });
    expect(json.personal).toEqual([{ participant: '310000', messages: cases.length, evaluated: 0, returned: 0, notEvaluated: cases.length }]);
  }, 60_000);

  it('the holder’s SDK judges the personal part of what its store has, and its counts are taken in', async () => {
    const cases = await yrdCases();
    const report = await opener.province.standards.dryRun(draftId, { since });
    expect(report).toMatchObject({ participant: '310000', returned: report.evaluated, rows: [{ finding: 'returned', reason: 'field.pattern', path: 'person_name', count: report.evaluated }] });
    // The openings that were made without the SDK are in no store.
    expect([report.evaluated > 3, report.evaluated < cases.length]).toEqual([true, true]);
    const { json } = await tried('--with', people.file('report-310000.json', report));
    expect(json.personal).toEqual([{ participant: '310000', messages: cases.length, evaluated: report.evaluated, returned: report.evaluated, notEvaluated: cases.length - report.evaluated }]);
    expect(await people.done('standards', 'dry-run', draftId, '--since', since, '--as', opener.division)).toMatchObject({ participant: '310000', evaluated: 0, rows: [] });
  }, 60_000);

  it('a draft that changes the handling of nothing has nothing to replay', async () => {
    const { standards } = firstEdition();
    standards[0].en = 'Worded otherwise';
    draftId = await drafted('worded.json', { standards });
    expect((await tried()).json).toMatchObject({ items: [], rows: [], personal: [] });
  }, 60_000);
});

describeMigration(() => environment, () => people, () => ({ caseNo: running, opener }));

describeSwitches(() => ({ environment, people, opener, counterpart }));
