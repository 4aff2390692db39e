import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadHostConfig } from './config';

describe('the configuration of a host', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-province-'));
  const file = join(directory, 'setup.json');
  writeFileSync(file, JSON.stringify({ version: 1, environment: 'sandbox', trustDirectory: 'trust.json', participants: { 310000: 'participants/310000.json', 510000: 'participants/510000.json' } }));
  afterAll(() => rmSync(directory, { recursive: true }));
  const base = { TONGBAN_SETUP_FILE: file, TONGBAN_DATA_DIR: directory };

  it('names the files of every participant of the set-up', () => {
    expect(loadHostConfig(base)).toEqual({
      environment: 'sandbox',
      participants: ['310000', '510000'].map((code) => ({
        code, credentialsFile: join(directory, `participants/${code}.json`), storeDirectory: join(directory, 'provinces', code),
      })),
      trustFile: join(directory, 'trust.json'), logLevel: 'info', probes: { host: '127.0.0.1' }, casesInParallelMax: 16, patienceMs: 600_000,
    });
  });

  it('takes some of them', () => {
    expect(loadHostConfig({ ...base, TONGBAN_PARTICIPANTS: '510000, 510000' }).participants.map(({ code }) => code)).toEqual(['510000']);
  });

  it.each([
    [{}, 'TONGBAN_SETUP_FILE'],
    [{ ...base, TONGBAN_PARTICIPANTS: '110000' }, '110000'],
    [{ ...base, TONGBAN_PARTICIPANTS: 'Shanghai' }, 'TONGBAN_PARTICIPANTS'],
    [{ ...base, TONGBAN_PROVINCE_CASES_IN_PARALLEL: '0' }, 'TONGBAN_PROVINCE_CASES_IN_PARALLEL'],
  ])('says what is wrong with %j', (environment, word) => expect(() => loadHostConfig(environment)).toThrow(word));
});
