import { readFileSync, writeSync } from 'node:fs';
import { connectNats } from '@tongban/messaging';
import { type SigningKeyRecord, TrustDirectory, type TrustDirectoryFile } from '@tongban/trust';
import { RunningStandards } from './registry-lab';

export interface CrashSettings {
  readonly servers: string;
  readonly signingKey: SigningKeyRecord;
  readonly trust: TrustDirectoryFile;
  readonly startedAt: string;
}

/** Serves the registry of `nat` until it is killed; says `ready` when it does. */
export async function work(settingsFile: string): Promise<void> {
  const { servers, signingKey, trust, startedAt } = JSON.parse(readFileSync(settingsFile, 'utf8')) as CrashSettings;
  const nats = await connectNats({ servers, name: 'crash-child', user: 'app', pass: 'app' });
  await RunningStandards.start('nat', nats, { signingKey, trust: new TrustDirectory(trust), startedAt });
  writeSync(1, 'ready\n');
}
