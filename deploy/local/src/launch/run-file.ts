import { rmSync } from 'node:fs';
import type { SetupFile } from '../setup/setup-file';
import { readJsonIfThere, writePrivateJson } from '../setup/private-file';

/** `run.json`: what runs now. It is there only while an environment runs; tools that kill or watch processes find them here. */
export interface RunFile {
  readonly version: 1;
  /** The launcher. */
  readonly pid: number;
  readonly startedAt: string;
  readonly dataDir: string;
  /** Ids of the running processes by name: `links`, `redis`, `nats-<server>`, `hub-<region>`, `provinces`. */
  readonly processes: Readonly<Record<string, number>>;
  /** Names of those that somebody outside holds down. */
  readonly held: readonly string[];
  readonly endpoints: Pick<SetupFile, 'backbone' | 'regions'>;
}

export const writeRunFile = (file: string, run: RunFile): void => writePrivateJson(file, run);
/** @returns undefined when nothing runs there, or nothing has since it was killed. */
export function readRunFile(file: string): RunFile | undefined {
  const run = readJsonIfThere<RunFile>(file);
  return run && isRunning(run.pid) ? run : undefined;
}
export const removeRunFile = (file: string): void => rmSync(file, { force: true });

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
