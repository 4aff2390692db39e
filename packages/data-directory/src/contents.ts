import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a backup is of: a whole set-up, or streams with what says whose they are. */
export interface Scope {
  readonly region?: string;
  /** Streams of all regions alone: of a set-up that runs on, each region stopped in its turn. */
  readonly streamsOnly?: boolean;
  /** Credentials and private keys too. */
  readonly keys: boolean;
}

/** Who somebody is: only in a backup that was asked for them. */
const KEYS = ['operator.json', 'auditor.json', 'keeper.json', 'hubs', 'watches', 'participants', 'stewards', 'nats/leaf-seeds.json', 'nats/broker-keys.json', 'certificates'];
const WHOSE = ['setup.json', 'format.json', 'trust.json'];
/** Made anew at each start, or of one run; Redis holds views and the backbone copies, which follow from the streams. */
const OF_A_RUN = ['logs', 'lock', 'run.json', 'links.json', 'binaries.json', 'interventions', 'nats', 'redis', 'mirrors'];
/** What a whole set-up that is restored to an earlier moment may not find: it would tell of what is not there any more. The copies may be the only ones of it, and lie aside with the rest. */
const OF_ANOTHER_MOMENT = ['redis', 'mirrors'];
const PUT_ASIDE = /^(?:set-aside|before-format)-/;

export const isKey = (path: string): boolean => KEYS.some((key) => path === key || path.startsWith(`${key}/`));
export const setAsideName = (at: string): string => `set-aside-${at.replaceAll(/[:.]/g, '-')}`;

/** Paths of the files that a backup of that scope has, relative to the directory, with slashes, in one order. */
export function filesToKeep(root: string, { region, streamsOnly, keys }: Scope): string[] {
  const roots = region === undefined && !streamsOnly ? readdirSync(root).filter((name) => !OF_A_RUN.includes(name) && !PUT_ASIDE.test(name)) : [...WHOSE, region === undefined ? 'streams' : `streams/${region}`];
  const wanted = [...roots, ...(keys ? KEYS : [])];
  return [...new Set(wanted.flatMap((path) => filesUnder(root, path)))].filter((path) => keys || !isKey(path)).sort();
}

/** What a restoration of that scope puts in the place of: entries of the directory that go aside together. */
export function entriesToReplace(root: string, { region, streamsOnly, keys }: Scope): string[] {
  const entries = region === undefined && !streamsOnly
    ? readdirSync(root).filter((name) => (OF_ANOTHER_MOMENT.includes(name) || !OF_A_RUN.includes(name)) && !PUT_ASIDE.test(name) && (keys || !isKey(name)))
    : region === undefined ? ['streams', 'redis'] : [`streams/${region}`];
  return entries.filter((path) => isThere(join(root, path)));
}

function filesUnder(root: string, path: string): string[] {
  const full = join(root, path);
  if (!isThere(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() || entry.isFile() ? filesUnder(root, `${path}/${entry.name}`) : []));
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
