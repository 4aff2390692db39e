import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resourcesOf } from './resources';
import { WORDS } from './words';

const SOURCES = join(__dirname, '..');
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));
const written = filesUnder(SOURCES).filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts') && !file.includes('/i18n/')).map((file) => ({ file: file.slice(SOURCES.length), text: readFileSync(file, 'utf8') }));
const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

describe('the words of the console', () => {
  const { zh, en } = resourcesOf();

  it('are the same keys in both languages, none of them empty', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh));
    expect(Object.entries({ ...zh, ...en }).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
  it('fill in the same places in both languages', () => {
    expect(Object.keys(zh).filter((key) => String(placeholders(zh[key]!)) !== String(placeholders(en[key]!)))).toEqual([]);
  });
  it('have no Chinese in English', () => {
    expect(Object.entries(en).filter(([, text]) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  });
  it('are there for every key that a source names', () => {
    const missing = written.flatMap(({ file, text }) => [...text.matchAll(/say\(\s*'([^']+)'/g)].filter(([, key]) => !(key! in zh)).map(([, key]) => `${file}: ${key}`));
    expect(missing).toEqual([]);
  });
  it('have an area for every code that a source puts into words', () => {
    const missing = written.flatMap(({ file, text }) => [...text.matchAll(/\bcode\('(\w+)',/g)].filter(([, area]) => !(area! in WORDS)).map(([, area]) => `${file}: ${area}`));
    expect(missing).toEqual([]);
  });
  it('are the only place with Chinese text', () => {
    expect(written.filter(({ text }) => /[\u4e00-\u9fff]/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))).map(({ file }) => file)).toEqual([]);
  });
});
