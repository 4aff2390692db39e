import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ContractFile } from '@tongban/compiled-contract';
import type { Io } from '../io';
import { UsageError } from '../outcome';

/**
 * Writes files below a directory, which is made where it is not there. One that holds something is left alone, so that files of two versions never
 * lie side by side. @throws UsageError when it is not empty, or cannot be written.
 */
export function writeFiles(io: Pick<Io, 'cwd'>, directory: string, files: readonly ContractFile[]): void {
  const root = resolve(io.cwd, directory);
  try {
    mkdirSync(root, { recursive: true });
    if (readdirSync(root).length > 0) throw new UsageError(`${directory}不是空目录`, `${directory} is not empty`);
    for (const { path, bytes } of files) {
      const target = join(root, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, bytes);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new UsageError(`无法写入${directory}：${code}`, `${directory} cannot be written: ${code}`);
  }
}
