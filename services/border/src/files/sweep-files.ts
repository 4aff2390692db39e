import { decode, v1 } from '@tongban/contracts';
import { beijingDateOf } from '@tongban/domain';
import { type HeldFile, SequenceConflict } from '@tongban/messaging';
import { readAttachmentReceipt, signAttachmentDeletion } from '@tongban/trust';
import type { FilePorts } from './file-ports';

export interface Swept { readonly deleted: number; readonly abandoned: number }
const HOUR_MS = 3_600_000;

/**
 * Deletes files whose retention is over and leaves a signed record in their place, and takes out what was begun and left alone for longer than a leave holds. Both by whole files; what a crash left half done
 * is done again.
 */
export async function sweepFiles(ports: FilePorts): Promise<Swept> {
  let [deleted, abandoned] = [0, 0];
  for (const file of await ports.files.files()) {
    const did = await sweepFile(ports, file).catch((cause: unknown) => {
      if (cause instanceof SequenceConflict) return undefined; // somebody stores it, or sweeps it too
      throw cause;
    });
    if (did === 'deleted') deleted++;
    if (did === 'abandoned') abandoned++;
  }
  return { deleted, abandoned };
}

async function sweepFile({ files, signer, environment, region, clock, rules }: FilePorts, { participant, fileId, messages }: HeldFile): Promise<'deleted' | 'abandoned' | undefined> {
  const place = { participant, fileId };
  const { end, at, sequence } = await files.position(place);
  const now = clock.now();
  if (!end) {
    if (sequence === 0 || Date.now() - Date.parse(at) < rules.leaveHours * HOUR_MS) return undefined;
    await files.remove(place);
    return 'abandoned';
  }
  if (end.kind === 'deleted') {
    if (messages > 1) await files.removeAllButEnd(place);
    return undefined;
  }
  const { file, keepUntil } = readAttachmentReceipt(decode(v1.SignedAttachmentReceipt, end.data));
  if (beijingDateOf(now) <= keepUntil) return undefined;
  // The record first: what is deleted without it would only be missing.
  await files.appendEnd(place, 'deleted', await signAttachmentDeletion(signer, { region, environment, file, deletedAt: now, keepUntil }), sequence);
  await files.removeAllButEnd(place);
  return 'deleted';
}
