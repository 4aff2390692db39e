import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export const ROOT = join(__dirname, '../..');
const SKIPPED = new Set(['node_modules', 'dist', 'generated', 'data', 'locks']);

export interface SourceFile { readonly path: string; readonly text: string }

/** Every file under the folders with one of the endings; paths are relative to the repository, with slashes. */
export function sourceFiles(folders: readonly string[], endings: readonly string[]): SourceFile[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) return [];
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
    });
  return folders.flatMap((folder) => walk(join(ROOT, folder)))
    .map((path) => ({ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}
export const isTest = ({ path }: SourceFile): boolean => /\.(spec|int-spec)\.ts$/.test(path) || path.startsWith('test/') || /\/test\//.test(path);
export const productSources = (): SourceFile[] => sourceFiles(['packages', 'services', 'deploy'], ['.ts', '.mjs']).filter((file) => !isTest(file));
