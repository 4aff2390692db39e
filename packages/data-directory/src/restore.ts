import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TongbanError } from '@tongban/contracts';
import { entriesToReplace, isKey, setAsideName } from './contents';
import { readStamp } from './data-format';
import { layoutOf } from './layout';
import { type BackupManifest, readManifest, verifyBackup } from './manifest';
import { holdStill } from './running';

export interface Restored {
  readonly manifest: BackupManifest;
  /** Where what was there is now, under the directory; absent when there was nothing. */
  readonly setAside?: string;
}

/**
 * Puts a backup in the place of what a stopped set-up has, which goes aside and is deleted by nobody. Everything is checked before anything is touched.
 * @throws TongbanError `data.running`, `data.other-environment`, `data.newer-format`, `backup.invalid`.
 */
export async function restore(root: string, from: string, at: string): Promise<Restored> {
  const manifest = readManifest(from);
  requireSameSetup(root, from, manifest);
  await verifyBackup(from, manifest);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const hold = holdStill(root, manifest.region);
  try {
    const aside = setAsideName(at);
    const replaced = entriesToReplace(root, manifest);
    for (const path of replaced) move(join(root, path), join(root, aside, path));
    for (const { path } of manifest.files) {
      // Of streams alone, what says whose they are only had to agree.
      if (isPartial(manifest) && !path.startsWith('streams/')) continue;
      const target = join(root, path);
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      copyFileSync(join(from, path), target);
    }
    return { manifest, ...(replaced.length > 0 && { setAside: aside }) };
  } finally {
    hold.release();
  }
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  renameSync(from, to);
}

const isPartial = ({ region, streamsOnly }: BackupManifest): boolean => region !== undefined || streamsOnly === true;

interface TrustFile { readonly keys: readonly { readonly keyId: string; readonly publicKey: string }[] }
const trustOf = (directory: string): TrustFile => JSON.parse(readFileSync(layoutOf(directory).trust, 'utf8')) as TrustFile;

/** Keys of the same names in two set-ups are different keys: streams of one say nothing to the other. */
function requireSameSetup(root: string, from: string, manifest: BackupManifest): void {
  const { environment, keys, files } = manifest;
  const stamp = readStamp(root);
  if (stamp === undefined) {
    if (isPartial(manifest)) throw new TongbanError('backup.invalid', `it is of streams alone, and ${root} holds no set-up`);
    if (!keys || !files.some(({ path }) => isKey(path))) throw new TongbanError('backup.invalid', `it has no keys, and ${root} has none either`);
    return;
  }
  if (stamp.environment !== environment) throw new TongbanError('data.other-environment', `${root} is ${stamp.environment}, the backup ${environment}`);
  if (!existsSync(layoutOf(from).trust) || !existsSync(layoutOf(root).trust)) throw new TongbanError('backup.invalid', 'without a trust directory nobody knows whose it is');
  const known = new Map(trustOf(root).keys.map(({ keyId, publicKey }) => [keyId, publicKey]));
  const strange = trustOf(from).keys.find(({ keyId, publicKey }) => known.get(keyId) !== publicKey);
  if (strange) throw new TongbanError('backup.invalid', `it is of another set-up: ${strange.keyId} is another key there`);
}
