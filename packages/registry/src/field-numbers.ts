import { TongbanError } from '@tongban/contracts';
import { lockOfFlows } from '@tongban/catalogue';
import { type ArtefactRef, type FieldNumberLock, canonicalJson, sealedLock } from '@tongban/domain';

const flowIds = (artefacts: readonly ArtefactRef[]): string[] => artefacts.filter(({ kind }) => kind === 'flow').map(({ id }) => id);

/** What a publication states of the numbers its flows follow; empty without a flow. @param lock of the catalogue that has the publication. */
export function statedNumbers(lock: FieldNumberLock, artefacts: readonly ArtefactRef[]): Uint8Array {
  const ids = flowIds(artefacts);
  return ids.length === 0 ? new Uint8Array() : Buffer.from(canonicalJson(lockOfFlows(lock, ids)), 'utf8');
}

/** The lock in a publication or snapshot; undefined when there is none. @throws TongbanError `registry.chain-broken` when it is none, or not what its digest names. */
export function lockOf(bytes: Uint8Array | null | undefined): FieldNumberLock | undefined {
  if (!bytes?.length) return undefined;
  try {
    const lock = JSON.parse(Buffer.from(bytes).toString('utf8')) as FieldNumberLock;
    if (sealedLock(lock.owners, lock.reserved).digest === lock.digest) return lock;
  } catch (cause) {
    throw new TongbanError('registry.chain-broken', 'the field numbers of a publication cannot be read', [], { cause });
  }
  throw new TongbanError('registry.chain-broken', 'the field numbers of a publication are not what their digest names');
}
