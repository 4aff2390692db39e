import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvironmentCode, TongbanError } from '@tongban/contracts';
import { DATA_FORMAT } from './data-format';

export const MANIFEST = 'manifest.json';

/** `manifest.json` of a backup: what it is of, and the digest of every file. It is written last: a backup without it is none. */
export interface BackupManifest {
  readonly version: 1;
  /** Of the data directory. */
  readonly format: number;
  readonly environment: EnvironmentCode;
  /** Absent: the whole set-up. */
  readonly region?: string;
  /** Streams alone, of regions that were stopped one after the other. */
  readonly streamsOnly?: boolean;
  readonly keys: boolean;
  /** Real time, RFC 3339. */
  readonly madeAt: string;
  readonly streams: readonly { readonly region: string; readonly stream: string }[];
  readonly files: readonly BackupFile[];
}
export interface BackupFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Streams by the folders of a JetStream store: `streams/<region>/jetstream/<account>/streams/<name>/…`. */
export function streamsIn(files: readonly { readonly path: string }[]): BackupManifest['streams'] {
  const found = new Map(files.flatMap(({ path }) => {
    const [, region = '', stream = ''] = /^streams\/([^/]+)\/jetstream\/[^/]+\/streams\/([^/]+)\//.exec(path) ?? [];
    return stream === '' ? [] : [[`${region}/${stream}`, { region, stream }] as const];
  }));
  return [...found.values()];
}

/** @throws TongbanError `backup.invalid`, `data.newer-format`. */
export function readManifest(from: string): BackupManifest {
  const file = join(from, MANIFEST);
  if (!existsSync(file)) throw new TongbanError('backup.invalid', `${from} has no ${MANIFEST}`);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as BackupManifest;
  if (manifest.version !== 1 || !(manifest.format <= DATA_FORMAT)) throw new TongbanError('data.newer-format', `${from} was made by a later release`);
  // A path is one of the directory, never one beside it.
  const strays = manifest.files.filter(({ path }) => path.startsWith('/') || path.split('/').some((part) => part === '..' || part === ''));
  if (strays.length > 0) throw new TongbanError('backup.invalid', `${from} names ${strays[0]!.path}`);
  return manifest;
}

/** Reads every file of a backup. @throws TongbanError `backup.invalid` naming the first that is not what it was. */
export async function verifyBackup(from: string, { files }: BackupManifest): Promise<void> {
  for (const { path, bytes, digest } of files) {
    const file = join(from, path);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size !== bytes || (await digestOfFile(file)) !== digest) throw new TongbanError('backup.invalid', `${path} ${size === undefined ? 'is not there' : 'is not what it was'}`);
  }
}
