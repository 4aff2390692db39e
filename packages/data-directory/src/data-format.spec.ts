import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_FORMAT, type FormatStep, migrateData, readStamp, writeStamp } from './data-format';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'tongban-format-')); });
afterEach(() => rmSync(root, { recursive: true, force: true }));
const put = (name: string, value: unknown): void => writeFileSync(join(root, name), JSON.stringify(value));
const text = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const setUp = (environment = 'sandbox'): void => put('setup.json', { version: 1, environment });

describe('the stamp of a data directory', () => {
  it('is not asked of an empty one', () => expect([readStamp(root), migrateData(root)]).toEqual([undefined, []]));

  it('tells format and environment; the first release wrote none', () => {
    setUp();
    expect(readStamp(root)).toEqual({ format: 1, environment: 'sandbox' });
    writeStamp(root, { format: DATA_FORMAT, environment: 'sandbox' });
    expect(readStamp(root)).toEqual({ format: DATA_FORMAT, environment: 'sandbox' });
  });

  it('of a later format is refused, and nothing is touched', () => {
    setUp();
    writeStamp(root, { format: DATA_FORMAT + 1, environment: 'sandbox' });
    expect(() => migrateData(root)).toThrow(expect.objectContaining({ code: 'data.newer-format' }));
    expect(readFileSync(join(root, 'format.json'), 'utf8')).toContain(String(DATA_FORMAT + 1));
  });

  it('of another environment than the set-up is refused', () => {
    setUp('production');
    writeStamp(root, { format: DATA_FORMAT, environment: 'sandbox' });
    expect(() => readStamp(root)).toThrow(expect.objectContaining({ code: 'data.other-environment' }));
  });
});

describe('a directory of an earlier format', () => {
  it('of the first release is brought to the present one', () => {
    setUp();
    expect(migrateData(root)).toEqual([2]);
    expect([readStamp(root)?.format, migrateData(root)]).toEqual([DATA_FORMAT, []]);
  });

  it('is migrated step by step, each after a copy of what it touches; a step that fails leaves the stamp of the one before', () => {
    setUp();
    put('notes.json', 'one');
    const steps: FormatStep[] = [
      { touches: ['notes.json', 'absent.json'], apply: () => put('notes.json', 'two') },
      { touches: ['notes.json'], apply: () => { put('notes.json', 'half'); throw new Error('cut off'); } },
    ];
    expect(() => migrateData(root, steps)).toThrow('cut off');
    expect([readStamp(root, 3)?.format, text('before-format-2', 'notes.json'), text('before-format-3', 'notes.json')]).toEqual([2, '"one"', '"two"']);
    expect(existsSync(join(root, 'before-format-2', 'absent.json'))).toBe(false);
  });
});
