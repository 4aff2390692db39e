import { type CommandInput, StandardsBook, registryCommandOf } from '@tongban/registry';
import { ENVIRONMENTS, encode, v1 } from '@tongban/contracts';
import { decideRegistry } from '@tongban/domain';
import { artefactDigest, openMigrationDryRun, signRegistryCommand, signRegistrySnapshotPage, verifyRegistryCommand, verifyRegistrySnapshotPage } from '@tongban/trust';
import { FLOW, ITEM, NOW, OwnerLog, PLACE, base, directory, dryRuns, hub, people, signed } from '../../../packages/registry/test/owner-log';
import type { Decoder } from './decoder';

const DRAFT: CommandInput = {
  type: 'draft', draftId: 'D-9', title: { zh: '标题', en: 'Title' }, effectiveFrom: '2026-04-01T00:00:00+08:00', transitionDays: 30,
  artefacts: [{ kind: 'item', id: ITEM.itemCode, version: '1.1', content: { ...ITEM, en: 'other' } }, { kind: 'flow', id: FLOW.flowId, version: '1.1', content: { ...FLOW, en: 'other' } }],
};
const COMMANDS: readonly CommandInput[] = [
  DRAFT, { type: 'comment', draftId: 'D-1', clause: '4', text: '意见' }, { type: 'publish', draftId: 'D-1' }, { type: 'open-consultation', draftId: 'D-1', until: '2026-03-10T09:00:00+08:00' },
];

/** What persons, participants and other hubs say to a registry, and what a registry says to its readers. */
export async function registryDecoders(): Promise<readonly Decoder[]> {
  const log = new OwnerLog();
  await log.playAll();
  const commands = await Promise.all(COMMANDS.map((input) => signed(input)));
  const inner = (bytes: Uint8Array): Uint8Array => v1.SignedRegistryCommand.decode(bytes).command;
  const book = async (): Promise<StandardsBook> => {
    const made = StandardsBook.of(base, directory, 'sandbox', { full: true, region: 'yrd' });
    await made.take('nat', log.entries[0]!);
    return made;
  };
  const known = await book();
  const head = await log.head();
  const headInner = v1.SignedRegistryHead.decode(head).head;
  const second = v1.SignedRegistryEntry.decode(log.entries[1]!);
  const page = await signRegistrySnapshotPage(hub.signer, { ...PLACE, region: 'nat', at: NOW });
  const migration = await dryRuns({ targets: [{ kind: 'flow', id: FLOW.flowId, version: '1.1' }], states: [] } as never);
  return [
    { name: 'registry-command', form: 'protobuf', samples: commands, read: (bytes) => verifyRegistryCommand(directory, bytes, { ...PLACE, takenAt: NOW }) },
    // The steward is one that means harm.
    { name: 'registry-command-signed', form: 'protobuf', samples: commands.map(inner), read: async (command) => {
      const bytes = encode(v1.SignedRegistryCommand, { command, signature: await people.first.signer.sign(command) });
      const opened = await verifyRegistryCommand(directory, bytes, { ...PLACE, takenAt: NOW });
      return decideRegistry(log.state, registryCommandOf(opened), { now: log.now, regionOfDivision: known.regionOfDivision, commandDigest: opened.digest.toString('hex') });
    } },
    { name: 'registry-command-content', form: 'json', share: 0.3, samples: [Buffer.from(JSON.stringify({ ...FLOW, en: 'other' })), Buffer.from(JSON.stringify({ ...ITEM, en: 'other' }))], read: async (content) => {
      const bytes = await signRegistryCommand(people.first.signer, { ...contentCommand(content), commandId: '8f2c2a52-3a0d-4a5a-9d8e-111111111111', environment: ENVIRONMENTS.sandbox, owner: 'nat', actor: people.first.actor, unit: 'nat', at: NOW, reason: 'because' });
      const opened = await verifyRegistryCommand(directory, bytes, { ...PLACE, takenAt: NOW });
      return decideRegistry(log.state, registryCommandOf(opened), { now: log.now, regionOfDivision: known.regionOfDivision, commandDigest: opened.digest.toString('hex') });
    } },
    { name: 'registry-entry', form: 'protobuf', share: 0.5, samples: [log.entries[1]!], read: async (bytes) => known.check('nat', bytes) },
    { name: 'registry-entry-signed', form: 'protobuf', share: 0.5, samples: [second.entry], read: async (entry) =>
      known.check('nat', encode(v1.SignedRegistryEntry, { ...second, entry, signature: await hub.signer.sign(entry) })) },
    { name: 'registry-head', form: 'protobuf', samples: [head], read: async (bytes) => (await book()).hear('nat', bytes), share: 0.2 },
    { name: 'registry-head-signed', form: 'protobuf', samples: [headInner], share: 0.2, read: async (bytes) => (await book()).hear('nat', encode(v1.SignedRegistryHead, { head: bytes, signature: await hub.signer.sign(bytes) })) },
    { name: 'registry-snapshot', form: 'protobuf', samples: [page.page], read: async (bytes) => verifyRegistrySnapshotPage(directory, { page: bytes, signature: await hub.signer.sign(bytes) }, { ...PLACE, region: 'nat' }) },
    { name: 'migration-dry-run', form: 'protobuf', samples: [Buffer.from(migration[0]!.signed, 'base64')], read: openMigrationDryRun },
  ];
}

/** A draft of one flow with any content at all. */
const contentCommand = (content: Uint8Array) => ({
  draftArtefacts: {
    terms: { draftId: 'D-9', titleZh: '标题', titleEn: 'Title', effectiveFrom: '2026-04-01T00:00:00+08:00', transitionDays: 30 },
    artefacts: [{ kind: v1.ArtefactKind.ARTEFACT_KIND_FLOW, id: FLOW.flowId, version: '1.1', content, digest: artefactDigest(content) }],
  },
});
