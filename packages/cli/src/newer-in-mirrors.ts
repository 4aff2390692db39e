import { BACKBONE_DOMAIN, hubInboxPrefix } from '@tongban/contracts';
import type { BackupStream } from '@tongban/data-directory';
import type { Setup } from '@tongban/operator';

const CONNECT_WITHIN_MS = 1_500;

/** Messages of a stream that its copy on the backbone has and a backup has not. */
export interface NewerStream { readonly stream: string; readonly after: number; readonly through: number }

/** What the copies have beyond a backup; undefined where the backbone cannot be asked, or the set-up names no keeper. */
export async function newerInMirrors(setup: Setup | undefined, streams: readonly BackupStream[]): Promise<NewerStream[] | undefined> {
  const keeper = setup?.keeper();
  if (keeper === undefined) return undefined;
  const { connectNats, copiedSequences } = await import('@tongban/messaging');
  try {
    const nc = await connectNats({ servers: keeper.servers, nkeySeed: keeper.nkeySeed, tls: keeper.tls, name: 'restore', inboxPrefix: hubInboxPrefix(BACKBONE_DOMAIN), firstConnectWithinMs: CONNECT_WITHIN_MS });
    try {
      const copied = await copiedSequences(nc);
      return streams.flatMap(({ stream, lastSequence }) => {
        const through = copied.get(stream) ?? 0;
        return lastSequence !== undefined && through > lastSequence ? [{ stream, after: lastSequence, through }] : [];
      });
    } finally {
      await nc.close();
    }
  } catch {
    return undefined; // a backbone that is down says nothing: the restoration does not depend on it
  }
}
