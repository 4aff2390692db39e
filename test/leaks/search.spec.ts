import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { formsOf } from './forms';
import { Search } from './search';

const MARKER = '漏查甲QX7JW2KD';
const escaped = (text: string): string => [...text].map((one) => (one < '\x80' ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('');
const be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const found = (content: Uint8Array | string): boolean => {
  const search = new Search([MARKER]);
  search.look('here', content);
  return search.results.length > 0;
};

describe('a value that is searched for', () => {
  it.each<[string, (text: string) => Uint8Array | string]>([
    ['in plain', (text) => text], ['in Base64', (text) => Buffer.from(text).toString('base64')], ['in Base64 for URLs', (text) => Buffer.from(text).toString('base64url')],
    ['in hex', (text) => Buffer.from(text).toString('hex')], ['in HEX', (text) => Buffer.from(text).toString('hex').toUpperCase()], ['in a URL', encodeURIComponent], ['in JSON escapes', escaped],
    ['in UTF-16', (text) => Buffer.from(text, 'utf16le')], ['in UTF-16 of the other order', be], ['in Base64 of JSON', (text) => Buffer.from(JSON.stringify({ name: text })).toString('base64')],
  ])('is found %s, whatever stands around it', (_what, written) => {
    fc.assert(fc.property(fc.string({ maxLength: 9 }), fc.string({ maxLength: 9 }), (before, after) => found(written(`${before}${MARKER}${after}`))), { numRuns: 100 });
  });
  it('is found across the parts of what comes in parts', () => {
    const bytes = Buffer.from(`${'x'.repeat(50)}${Buffer.from(`abc${MARKER}`).toString('base64')}${'y'.repeat(50)}`);
    for (let at = 1; at < bytes.length; at++) {
      const search = new Search([MARKER]);
      const reader = search.reader('stream');
      reader(bytes.subarray(0, at));
      reader(bytes.subarray(at));
      expect(search.results.length).toBeGreaterThan(0);
    }
  });
  it('is not found where it is not', () => expect(['漏查甲QX7JW2K', '漏查乙QX7JW2KD', Buffer.from('qx7jw2kd').toString('base64'), ''].filter(found)).toEqual([]));
  it('has forms that are long enough to be no chance', () => expect(Math.min(...formsOf(MARKER).map(({ bytes }) => bytes.length))).toBeGreaterThanOrEqual(MARKER.length));
});

describe('a directory', () => {
  const root = mkdtempSync(join(tmpdir(), 'tongban-leaks-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  it('is searched file by file and name by name, and what is left out is not', async () => {
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    mkdirSync(join(root, 'theirs'));
    writeFileSync(join(root, 'deep/er', MARKER), 'nothing');
    writeFileSync(join(root, 'deep/large'), Buffer.concat([Buffer.alloc(3 * 1024 * 1024), Buffer.from(MARKER)]));
    writeFileSync(join(root, 'theirs/store'), MARKER);
    const search = new Search([MARKER, 'absent-5HT0']);
    await search.directory(root, (path) => path.endsWith('theirs'));
    expect(search.results.map(({ place }) => place.replace(root, '')).sort()).toEqual(['/deep/large', `name of /deep/er/${MARKER}`]);
    expect(search.searched).toBeGreaterThan(3 * 1024 * 1024);
  });
});
