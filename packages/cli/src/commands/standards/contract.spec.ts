import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VersionedCatalogue } from '@tongban/catalogue';
import { contractOf, guideOfItem } from '@tongban/compiled-contract';
import { reference } from '@tongban/operator';
import { UsageError } from '../../outcome';
import { writeFiles } from '../../standards/file-tree';
import { View } from '../../view';
import { contractResult, guideResult } from './contract';

const AT = '2026-03-02T09:00:00+08:00';
const catalogue = VersionedCatalogue.of(reference());
const [flow] = [...reference().flows.keys()];
const [item] = [...reference().items.keys()];

describe('a contract on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-out-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const compiled = contractOf(catalogue, flow!, { at: AT });

  it('is written as it is, below a directory that is made', () => {
    writeFiles({ cwd: folder }, 'a/b', compiled.files);
    for (const { path, bytes } of compiled.files) expect(readFileSync(join(folder, 'a/b', path)).equals(bytes)).toBe(true);
  });

  it('is not written over anything, nor where nothing can be written', () => {
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/mine.txt'), 'mine');
    expect(() => writeFiles({ cwd: folder }, 'full', compiled.files)).toThrow(UsageError);
    expect(() => writeFiles({ cwd: folder }, 'full/mine.txt', compiled.files)).toThrow(UsageError);
    expect(readFileSync(join(folder, 'full/mine.txt'), 'utf8')).toBe('mine');
  });

  it('is told in numbers', () => {
    const { document, human } = contractResult(compiled, 'out');
    expect(document).toMatchObject({ flowId: flow, version: '1.0', digest: compiled.manifest.digest, out: 'out', counts: compiled.counts });
    for (const language of ['zh', 'en'] as const) for (const count of Object.values(compiled.counts)) expect(human(new View(language, false))).toMatch(new RegExp(`\\b${count}$`, 'm'));
  });
});

describe('a guide on the command line', () => {
  it('is shown in the language asked for, or given whole as JSON', () => {
    const guide = guideOfItem(catalogue, item!, { at: AT });
    const { document, human } = guideResult(guide);
    expect(document).toBe(guide);
    expect([human(new View('zh', false)), human(new View('en', false))]).toEqual([expect.stringMatching(/^# 办事指南：/), expect.stringMatching(/^# Service guide: /)]);
  });
});
