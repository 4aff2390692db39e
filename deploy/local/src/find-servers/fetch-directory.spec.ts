import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf } from '../launch/process-identity';
import { removeStaleFetches, withFetchDirectory } from './fetch-directory';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'tongban-fetch-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));
const make = (name: string, ageMs = 0): string => {
  mkdirSync(join(cache, name, 'tree'), { recursive: true });
  const at = (Date.now() - ageMs) / 1000;
  utimesSync(join(cache, name), at, at);
  return name;
};
const own = (): string => `fetch-${process.pid}-${identityOf(process.pid).start}-abc`;

it('lasts as long as the work in it, and not longer when that fails', async () => {
  const seen = await withFetchDirectory(cache, (directory) => Promise.resolve([directory, existsSync(directory)] as const));
  expect(seen[1]).toBe(true);
  await expect(withFetchDirectory(cache, () => Promise.reject(new Error('no archive')))).rejects.toThrow('no archive');
  expect(readdirSync(cache)).toEqual([]);
});

it('of a dead process or of long ago is removed; of a running one, and what is none, is not', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  const stays = [make(own()), make('fetch-older-name'), make('bin', 7_200_000)].sort();
  make(`fetch-${child.pid}-123-abc`);
  make(`fetch-${process.pid}-0-abc`); // the id went to another process
  make(`${own()}-old`, 3_700_000);
  make('fetch-xYz123', 3_700_000);
  removeStaleFetches(cache);
  expect(readdirSync(cache).sort()).toEqual(stays);
});

it('is removed when a signal ends the process in the middle of the work', async () => {
  const program = `const { withFetchDirectory } = require(${JSON.stringify(join(__dirname, '../../dist/find-servers/fetch-directory.js'))});
    process.on('SIGTERM', () => process.exit(130));
    withFetchDirectory(${JSON.stringify(cache)}, () => new Promise(() => { setInterval(() => undefined, 1000); process.stdout.write('working'); }));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  expect(readdirSync(cache)).toHaveLength(1);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([130, null]);
  expect(readdirSync(cache)).toEqual([]);
});
