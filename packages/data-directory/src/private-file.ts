import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Directories of the set-up hold keys: only their owner may enter. */
export const makePrivateDirectory = (path: string): void => void mkdirSync(path, { recursive: true, mode: 0o700 });

/** Replaces a file as a whole (mode 0600) and only when its content changes, so that a repeated set-up touches nothing. */
export function writePrivateFile(file: string, content: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  makePrivateDirectory(dirname(file));
  const temporary = `${file}.new`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, file);
}

export const writePrivateJson = (file: string, value: unknown): void => writePrivateFile(file, `${JSON.stringify(value, null, 2)}\n`);

/** @returns undefined when the file does not exist. */
export function readJsonIfThere<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
