import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvironmentCode, TongbanError } from '@tongban/contracts';
import { DATA_FORMAT } from './data-format';
import { type StreamReach, readReach } from './stream-index';

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
  readonly streams: readonly BackupStream[];
  readonly files: readonly BackupFile[];
}
export interface BackupStream extends Partial<StreamReach> {
  readonly region: string;
  readonly stream: string;
  /** SHA-256 over path and digest of each of its files, hex. Absent, as the reach is, in backups of earlier releases; the reach also where the server had not written it down. */
  readonly digest?: string;
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

/** Streams of a backup in a directory, by the folders of a JetStream store: `streams/<region>/jetstream/<account>/streams/<name>/…`, each with how far it goes. */
export function streamsIn(directory: string, files: readonly BackupFile[]): BackupStream[] {
  const found = new Map<string, { readonly region: string; readonly stream: string; readonly files: BackupFile[] }>();
  for (const file of files) {
    const [folder = '', region = '', stream = ''] = /^(?:streams\/([^/]+)\/jetstream\/[^/]+\/streams\/([^/]+))\//.exec(file.path) ?? [];
    if (stream === '') continue;
    const known = found.get(folder) ?? { region, stream, files: [] };
    known.files.push(file);
    found.set(folder, known);
  }
  return [...found].map(([folder, { region, stream, files: own }]) => ({ region, stream, ...readReach(join(directory, folder)), digest: digestOfStream(own) }));
}

function digestOfStream(files: readonly BackupFile[]): string {
  const hash = createHash('sha256');
  for (const { path, digest } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) hash.update(`${path} ${digest}\n`);
  return hash.digest('hex');
}

/** @throws TongbanError `backup.invalid`, `data.newer-format`. */
export function readManifest(from: string): BackupManifest {
  const file = join(from, MANIFEST);
  if (!existsSync(file)) throw new TongbanError('backup.invalid', `${from} has no ${MANIFEST}`);
  const manifest = parsed(file);
  if (manifest === undefined) throw new TongbanError('backup.invalid', `${from} has a ${MANIFEST} that is none`);
  if (manifest.version !== 1 || !(manifest.format <= DATA_FORMAT)) throw new TongbanError('data.newer-format', `${from} was made by a later release`);
  // A path is one of the directory, never one beside it.
  const strays = manifest.files.filter(({ path }) => path.startsWith('/') || path.split('/').some((part) => part === '..' || part === ''));
  if (strays.length > 0) throw new TongbanError('backup.invalid', `${from} names ${strays[0]!.path}`);
  return manifest;
}

/** Undefined for what does not have the form of a manifest of whichever format: a backup comes from a medium that may be damaged, or from somebody else. */
function parsed(file: string): BackupManifest | undefined {
  const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
  const hasTexts = (names: readonly string[]) => (value: unknown): boolean => isRecord(value) && names.every((name) => typeof value[name] === 'string');
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isRecord(value) || typeof value['version'] !== 'number' || typeof value['format'] !== 'number') return undefined;
    const { files, streams } = value;
    const isWhole = Array.isArray(files) && files.every(hasTexts(['path', 'digest'])) && Array.isArray(streams) && streams.every(hasTexts(['region', 'stream']));
    return isWhole || value['version'] !== 1 ? (value as unknown as BackupManifest) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads every file of a backup, and whether its streams are those it names and go as far. @throws TongbanError `backup.invalid` naming the first that is not what it was. */
export async function verifyBackup(from: string, { files, streams }: BackupManifest): Promise<void> {
  for (const { path, bytes, digest } of files) {
    const file = join(from, path);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size !== bytes || (await digestOfFile(file)) !== digest) throw new TongbanError('backup.invalid', `${path} ${size === undefined ? 'is not there' : 'is not what it was'}`);
  }
  const present = new Map(streamsIn(from, files).map((one) => [`${one.region}/${one.stream}`, one]));
  for (const { region, stream, digest, lastSequence, messages } of streams) {
    const found = present.get(`${region}/${stream}`);
    const isSame = found !== undefined && (digest === undefined || found.digest === digest) && (lastSequence === undefined || (found.lastSequence === lastSequence && found.messages === messages));
    if (!isSame) throw new TongbanError('backup.invalid', `stream ${stream} of ${region} is not what it was`);
  }
}
