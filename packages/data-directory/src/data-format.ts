import { cpSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvironmentCode, TongbanError } from '@tongban/contracts';
import { layoutOf } from './layout';

/** The stamp of a data directory: in which form its files are, and whose they are. */
export interface DataStamp { readonly format: number; readonly environment: EnvironmentCode }

/** A step from one format to the next. It never touches what streams hold. */
export interface FormatStep {
  /** Paths under the directory that it changes: they are copied before. */
  readonly touches: readonly string[];
  readonly apply: (root: string) => void;
}

/** `STEPS[n]` brings format n + 1 to format n + 2. The first format had no stamp. */
const STEPS: readonly FormatStep[] = [{ touches: ['setup.json'], apply: () => undefined }];
export const DATA_FORMAT = STEPS.length + 1;

/** @returns undefined for a directory that holds no set-up yet. @throws TongbanError `data.newer-format`, `data.other-environment`. */
export function readStamp(root: string, present = DATA_FORMAT): DataStamp | undefined {
  const { stamp, setup } = layoutOf(root);
  if (!existsSync(setup)) return undefined;
  const { environment } = read<{ environment: EnvironmentCode }>(setup);
  const found = existsSync(stamp) ? read<DataStamp>(stamp) : { format: 1, environment };
  if (!Number.isInteger(found.format) || found.format > present) throw new TongbanError('data.newer-format', `${root} is of format ${found.format}, this release reads up to ${present}`);
  if (found.environment !== environment) throw new TongbanError('data.other-environment', `${root} is stamped ${found.environment}, its set-up is ${environment}`);
  return found;
}

export function writeStamp(root: string, stamp: DataStamp): void {
  const file = layoutOf(root).stamp;
  const text = `${JSON.stringify(stamp, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Brings a directory to the present format, step by step; each step is stamped when it is done. @returns the formats it went through. @throws as {@link readStamp} */
export function migrateData(root: string, steps: readonly FormatStep[] = STEPS): number[] {
  const stamp = readStamp(root, steps.length + 1);
  const done: number[] = [];
  for (let format = stamp?.format ?? Number.POSITIVE_INFINITY; format <= steps.length; format++) {
    const { touches, apply } = steps[format - 1]!;
    const saved = join(root, `before-format-${format + 1}`);
    for (const path of touches.filter((one) => existsSync(join(root, one)))) cpSync(join(root, path), join(saved, path), { recursive: true, preserveTimestamps: true });
    apply(root);
    writeStamp(root, { format: format + 1, environment: stamp!.environment });
    done.push(format + 1);
  }
  return done;
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
