import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Layout, layoutOf } from '../setup/layout';
import { openDataDirectory } from './data-directory';
import { requireDiskSpace } from './disk-space';

describe('the data directory', () => {
  let layout: Layout;
  beforeEach(() => { layout = layoutOf(join(mkdtempSync(join(tmpdir(), 'tongban-data-')), 'data')); });
  afterEach(() => rmSync(join(layout.root, '..'), { recursive: true, force: true }));
  const fill = (...names: string[]): void => {
    mkdirSync(join(layout.root, 'streams'), { recursive: true });
    for (const name of names) writeFileSync(join(layout.root, name), '{}');
  };

  it('is made', () => {
    openDataDirectory(layout, false).release();
    expect(existsSync(layout.root)).toBe(true);
  });
  it('keeps its content, and is stamped when it was not', () => {
    fill('setup.json');
    openDataDirectory(layout, false).release();
    expect(readdirSync(layout.root).sort()).toEqual(['before-format-2', 'format.json', 'setup.json', 'streams']);
  });
  it('is refused when a later release wrote it, in words that say what to do; a fresh start is not', () => {
    fill('setup.json');
    writeFileSync(layout.stamp, JSON.stringify({ format: 99 }));
    expect(() => openDataDirectory(layout, false)).toThrow(/written by a later release.*with the release that wrote it/);
    expect(existsSync(layout.lock)).toBe(false);
    openDataDirectory(layout, true).release();
    expect(readdirSync(layout.root)).toEqual([]);
  });
  it('is emptied when a fresh start is asked for', () => {
    fill('setup.json', 'trust.json');
    openDataDirectory(layout, true).release();
    expect(readdirSync(layout.root)).toEqual([]);
  });
  it('is never emptied when it is not ours', () => {
    fill('thesis.txt');
    expect(() => openDataDirectory(layout, true)).toThrow(/setup\.json/);
    expect(readdirSync(layout.root)).toContain('thesis.txt');
  });
  it('is used by one run at a time, and freed at its end', () => {
    const lock = openDataDirectory(layout, false);
    expect(() => openDataDirectory(layout, false)).toThrow(/in use by another run/);
    expect(() => openDataDirectory(layout, true)).toThrow(/in use by another run/);
    lock.release();
    openDataDirectory(layout, false).release();
  });
  it('is taken over from a run that was killed', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    fill('setup.json');
    writeFileSync(layout.lock, `${pid} 1\n`);
    openDataDirectory(layout, false).release();
  });
  it('is taken over when the process id is somebody else\'s now', () => {
    fill('setup.json');
    writeFileSync(layout.lock, `${process.pid} 1\n`); // this process did not begin at tick 1
    openDataDirectory(layout, false).release();
  });
  it('needs room on its disk', () => {
    expect(() => requireDiskSpace('/data', 1024 ** 3 - 1)).toThrow('Only 1023 MiB is free');
    expect(() => requireDiskSpace('/data', 1024 ** 3)).not.toThrow();
  });
});
