import { streamNames } from '../core/published-names';
import type { PublicKeys, RegisteredKey } from '../trust/public-keys';
import type { RegionLink } from './region-link';
import type { StaticContract } from './static-contract';

/** `ArtefactKind`: who a participant is. */
const PARTICIPANT = 9;

/**
 * Gives the public keys what each region's own registry published of its participants: from the moment a record takes effect its keys are the participant's, and no others. Read before the messages, which may
 * be signed with them.
 */
export async function readParticipantRecords(links: readonly RegionLink[], contract: StaticContract, keys: PublicKeys): Promise<void> {
  await Promise.all(links.map(async (link) => {
    const info = (await link.streams()).find(({ config }) => config.name === streamNames.standards(link.region));
    if (info === undefined) return;
    for await (const batch of link.read(info.config.name, Math.max(1, info.state.first_seq), info.state.last_seq)) {
      // A region keeps copies of the other owners' logs beside its own.
      for (const { subject, data } of batch) if (subject.split('.').at(-1) === link.region) takeEntry(contract, keys, data);
    }
  }));
}

function takeEntry(contract: StaticContract, keys: PublicKeys, data: Uint8Array): void {
  const entry = contract.decode('SignedRegistryEntry', data);
  const published = entry && contract.decode('RegistryEvent', entry.event)?.artefactsPublished;
  for (const { artefact } of published?.artefacts ?? []) {
    if (artefact?.kind !== PARTICIPANT) continue;
    const record = JSON.parse(Buffer.from(artefact.content).toString('utf8')) as { readonly participant: string; readonly keys: readonly (RegisteredKey & { readonly use: string })[] };
    keys.register(record.participant, published!.terms?.effectiveFrom ?? '', record.keys.filter(({ use }) => use === 'signing'));
  }
}
