import { rmSync } from 'node:fs';
import type { SetupFile } from '../setup/setup-file';
import { writePrivateJson } from '../setup/private-file';

/** `run.json`: what runs now. It is there only while an environment runs; tools that kill or watch processes find them here. */
export interface RunFile {
  readonly version: 1;
  /** The launcher. */
  readonly pid: number;
  readonly startedAt: string;
  readonly dataDir: string;
  /** Process ids by name: `redis`, `nats-<server>`, `hub-<region>`, `provinces`. */
  readonly processes: Readonly<Record<string, number>>;
  readonly endpoints: Pick<SetupFile, 'backbone' | 'regions'>;
}

export const writeRunFile = (file: string, run: RunFile): void => writePrivateJson(file, run);
export const removeRunFile = (file: string): void => rmSync(file, { force: true });
