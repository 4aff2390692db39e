import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TongbanError } from '@tongban/contracts';
import { type Scope, filesToKeep } from './contents';
import { type DataStamp, readStamp } from './data-format';
import { layoutOf } from './layout';
import { type BackupFile, type BackupManifest, MANIFEST, digestOfFile, streamsIn } from './manifest';
import { pauseRegion } from './pause-region';
import { holdStill } from './running';

/**
 * Copies a set-up that is stopped, or one region of it whose server and hub are, to an empty directory. What it has of personal data is as sealed as in the streams; still it
 * is for its owner alone (modes 0700 and 0600). @throws TongbanError `data.running`, `data.*` for what cannot be read here, `backup.invalid` when `to` is not empty or there is no set-up.
 */
export async function backUp(root: string, to: string, scope: Scope, madeAt: string): Promise<BackupManifest> {
  const stamp = requireRoom(root, to);
  const hold = holdStill(root, scope.region);
  try {
    return seal(to, { version: 1, ...stamp, ...scope, madeAt }, await copy(root, to, filesToKeep(root, scope)));
  } finally {
    hold.release();
  }
}

/**
 * As `backUp`, of a set-up that runs: each region is stopped for as long as its streams are copied, one after the other, and serves again after it. So each region is of a moment of
 * its own; what that leaves between two of them, comparing their links finds and fills. Stores of provinces are theirs, and not in it.
 */
export async function backUpRunning(root: string, to: string, scope: Scope, madeAt: string): Promise<BackupManifest> {
  const stamp = requireRoom(root, to);
  const of = { ...scope, ...(scope.region === undefined && { streamsOnly: true }) };
  const paths = filesToKeep(root, of);
  const files = await copy(root, to, paths.filter((path) => !path.startsWith('streams/')));
  for (const region of scope.region === undefined ? readdirSync(layoutOf(root).streams('')).sort() : [scope.region]) {
    const pause = await pauseRegion(root, region);
    try {
      files.push(...await copy(root, to, filesToKeep(root, { region, keys: false }).filter((path) => path.startsWith('streams/'))));
    } finally {
      await pause.release();
    }
  }
  return seal(to, { version: 1, ...stamp, ...of, madeAt }, files);
}

/** @returns the stamp of the set-up. */
function requireRoom(root: string, to: string): DataStamp {
  const stamp = readStamp(root);
  if (stamp === undefined) throw new TongbanError('backup.invalid', `${root} holds no set-up`);
  if (existsSync(to) && readdirSync(to).length > 0) throw new TongbanError('backup.invalid', `${to} is not empty`);
  return stamp;
}

async function copy(root: string, to: string, paths: readonly string[]): Promise<BackupFile[]> {
  const files: BackupFile[] = [];
  for (const path of paths) {
    const target = join(to, path);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    copyFileSync(join(root, path), target);
    files.push({ path, bytes: statSync(target).size, digest: await digestOfFile(target) });
  }
  return files;
}

/** The manifest comes last: without it there is no backup. */
function seal(to: string, about: Omit<BackupManifest, 'streams' | 'files'>, files: readonly BackupFile[]): BackupManifest {
  const manifest: BackupManifest = { ...about, streams: streamsIn(to, files), files };
  mkdirSync(to, { recursive: true, mode: 0o700 });
  writeFileSync(join(to, `${MANIFEST}.new`), `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  renameSync(join(to, `${MANIFEST}.new`), join(to, MANIFEST));
  return manifest;
}
