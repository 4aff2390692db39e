import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSigningKey } from '@tongban/trust';
import { tongban } from '../../test/run';
import { ATTEMPTS_MAX, asSoonAsPossible, effectiveMoment, whenApproved } from './effective-moment';
import { artefactGiven, versionGiven } from './version-given';

describe('what people type about versions', () => {
  it('is read as lists show it', () => {
    expect(versionGiven('item/HRSS-SSI-0201@1.0')).toEqual({ kind: 'item', id: 'HRSS-SSI-0201', version: '1.0' });
    expect(artefactGiven('flow/F-UNE')).toEqual({ kind: 'flow', id: 'F-UNE' });
  });
  it.each(['item/HRSS-SSI-0201', 'colour/X@1.0', 'item/X@1', 'item/X@01.0', 'item/a b@1.0', '', 'item/X@1.0@2.0'])('%j is no version', (text) => expect(() => versionGiven(text)).toThrow('KIND/ID@VERSION'));
  it.each(['item', 'item/X@1.0', 'colour/X', '/'])('%j is no artefact', (text) => expect(() => artefactGiven(text)).toThrow('KIND/ID'));
});

describe('the moment something is to be effective', () => {
  it('is after now, in business time, and later with each try that came too late', () => {
    const leads = Array.from({ length: ATTEMPTS_MAX }, (_, attempt) => Date.parse(asSoonAsPossible('2026-03-02T09:00:00.250+08:00', 1, attempt)) - Date.parse('2026-03-02T09:00:00+08:00'));
    expect(leads).toEqual([4_000, 7_000, 13_000, 25_000, 49_000]);
    expect(asSoonAsPossible('2026-03-02T09:00:00+08:00', 3_600, 0)).toMatch(/^2026-03-02T12:00:00/);
  });
  it('leaves people a day where they approve', () => expect(whenApproved('2026-02-27T23:59:00+08:00')).toBe('2026-03-01T00:00:00+08:00'));
  it.each(['tomorrow', '2026-03-02', '2026-03-02T09:00:00', ''])('%j is refused', (text) => expect(() => effectiveMoment(text)).toThrow('RFC 3339'));
});

describe('outside a sandbox', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tongban-drill-'));
    writeFileSync(join(directory, 'setup.json'), JSON.stringify({ version: 1, environment: 'drill', regions: {}, trustDirectory: 'trust.json', operator: 'operator.json', participants: {} }));
    writeFileSync(join(directory, 'bundle.json'), '{}');
    const { signing } = generateSigningKey('person:a-1');
    writeFileSync(join(directory, 'no-steward.json'), JSON.stringify({ version: 1, kind: 'participant', signingKey: signing }));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const imported = (...args: string[]) => tongban(['standards', 'import', join(directory, 'bundle.json'), ...args, '--data', directory, '--json']);

  it('nobody approves for two stewards', async () => expect(await imported('--publish')).toMatchObject({ exit: 1, json: { error: { code: 'approval.sandbox-only' } } }));
  it('a steward brings a credentials file', async () => {
    expect(await imported()).toMatchObject({ exit: 2, json: { error: { code: 'usage' } } });
    expect((await imported('--as', join(directory, 'absent.json'))).json.error.en).toContain('neither a file');
    expect((await imported('--as', join(directory, 'no-steward.json'))).json.error.en).toContain('no credentials file of a steward');
  });
  it.each([['--effective-from', 'soon'], ['--transition-days', '-1'], ['--transition-days', '4000'], ['--review-due', '2026-02-30'], ['--title-zh', '只有中文']])('%s %s is refused', async (...args) =>
    expect(await imported(...args)).toMatchObject({ exit: 2, json: { error: { code: 'usage' } } }));
});
