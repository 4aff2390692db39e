import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalogue, VersionedCatalogue, readBundle } from '@tongban/catalogue';
import { REGION_CODES } from '@tongban/contracts';
import { beijingInstant } from '@tongban/domain';
import { type LocalEnvironment, REPOSITORY_ROOT, eventually } from '@tongban/local';
import { loopDelays } from '../measure/probe';
import { BenchError } from '../words';
import type { RegistrySetting } from './setting';

/** The reference catalogue with every record worded otherwise, so that all of it is published anew. */
export interface ImportResult {
  readonly records: number;
  readonly kiB: number;
  /** All checks of the file, flows explored included; in this process. */
  readonly checkMs: number;
  readonly flows: number;
  /** Every flow compiled: state machine, codecs, checks. */
  readonly compileMs: number;
  /** `tongban standards import --publish`, from its start until every hub has installed it: read, checked, drafted, approved by two, published. */
  readonly importMs: number;
  /** Longest time that a hub's event loop stood still meanwhile, by region. */
  readonly loopStoodMs: Readonly<Record<string, number>>;
}

const CLI = join(REPOSITORY_ROOT, 'packages/cli/dist/main.js');
const OUTPUT_BYTES_MAX = 64 * 2 ** 20;
/** The probe writes every five seconds. */
const PROBE_WITHIN_MS = 30_000;

export async function measureImport(setting: RegistrySetting, base: Catalogue, folder: string): Promise<ImportResult> {
  const bundle = reworded(base);
  const records = Object.values(bundle).reduce((sum, list) => sum + list.length, 0);
  const text = JSON.stringify(bundle);
  const checkMs = took(() => readBundle(JSON.parse(text), base));
  const flows = VersionedCatalogue.of(base).flowsAsOf(beijingInstant(Date.now()));
  let compiled = 0;
  const compileMs = took(() => { compiled = flows.all().length; });
  const file = join(folder, 'catalogue.json');
  writeFileSync(file, text);
  const beganAt = new Date().toISOString();
  const began = performance.now();
  await imported(setting.environment, file);
  const importMs = performance.now() - began;
  const loopStoodMs: Record<string, number> = {};
  for (const region of REGION_CODES) loopStoodMs[region] = await longestStandstill(setting.loopFile(region), beganAt, new Date().toISOString());
  return { records, kiB: Math.round(text.length / 1024), checkMs, flows: compiled, compileMs, importMs, loopStoodMs };
}

/** Calendars have no name; all else gets another one. */
function reworded({ standards, items, flows, dictionary }: Catalogue) {
  const another = <T extends { readonly en: string }>(records: Iterable<T>): T[] => [...records].map((record) => ({ ...record, en: `${record.en} (again)` }));
  return { standards: another(standards.values()), items: another(items.values()), codeLists: another(dictionary.codeLists), commonMessages: another(dictionary.commonMessages), flows: another(flows.values()) };
}

function imported({ setup }: LocalEnvironment, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, 'standards', 'import', file, '--publish', '--json', '--data', setup.layout.root], { maxBuffer: OUTPUT_BYTES_MAX }, (error, stdout, stderr) => {
      if (error) reject(new BenchError(`导入未成功：${stdout}${stderr}`, `The import failed: ${stdout}${stderr}`, { cause: error }));
      else resolve();
    });
  });
}

/** Once the probe has written what lies between two instants. */
async function longestStandstill(file: string, from: string, to: string): Promise<number> {
  const written = await eventually(async () => {
    const delays = loopDelays(file);
    return (delays.at(-1)?.at ?? '') > to ? delays : undefined;
  }, { withinMs: PROBE_WITHIN_MS, everyMs: 250 });
  return Math.max(0, ...(written ?? []).filter(({ at }) => at >= from).map(({ maxMs }) => maxMs));
}

function took(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
