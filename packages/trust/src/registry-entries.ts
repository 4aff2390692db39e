import { ENVIRONMENTS, REGISTRY_ENTRY_BYTES_MAX, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import { artefactFaults } from './artefact-digest';
import { sha256 } from './digest';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import { type OpenedRegistryCommand, type RegistryPlace, verifyRegistryCommand } from './registry-commands';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';
import { refuseUnlessTwoPersons } from './two-persons';

export interface RegistryEntryFields extends RegistryPlace {
  /** From 1. */
  readonly number: number;
  /** `registryEntryHash` of the entry before; empty for the first. */
  readonly previousHash: Uint8Array;
  /** Business instant. */
  readonly at: string;
  readonly topics: v1.RegistryTopics.$Properties;
  /** Exact SignedRegistryCommand bytes that caused it. */
  readonly command: Uint8Array;
  /** Without what it repeats from the command: command id, actor, unit, key id and reason are set here. */
  readonly event: Omit<v1.RegistryEvent.$Properties, 'commandId' | 'actor' | 'unit' | 'keyId' | 'reason'>;
}

/** Hash a following entry carries: SHA-256 of the RegistryEntry bytes, which are what its owner signs. */
export const registryEntryHash = (entryBytes: Uint8Array): Buffer => sha256(entryBytes);

/** The next entry as the owner's hub appends it. @throws TongbanError `registry.too-large`, `message.malformed`. */
export async function signRegistryEntry(signer: Signer, fields: RegistryEntryFields): Promise<{ readonly bytes: Uint8Array; readonly hash: Buffer }> {
  const { number, previousHash, environment, owner, at, topics } = fields;
  const { commandId, actor, unit, keyId, reason } = decode(v1.RegistryCommand, decode(v1.SignedRegistryCommand, fields.command).command);
  const event = encode(v1.RegistryEvent, { ...fields.event, commandId, actor, unit, keyId, reason });
  const entry = encode(v1.RegistryEntry, {
    statement: STATEMENTS.entry, number, previousHash, environment: ENVIRONMENTS[environment], owner, at, topics,
    commandDigest: sha256(fields.command), eventDigest: sha256(event),
  });
  const bytes = encode(v1.SignedRegistryEntry, { entry, signature: await signer.sign(entry), command: fields.command, event });
  refuseTooLarge(bytes);
  return { bytes, hash: registryEntryHash(entry) };
}

export interface OpenedRegistryEntry {
  /** The exact SignedRegistryEntry bytes. */
  readonly bytes: Uint8Array;
  readonly entry: v1.RegistryEntry;
  readonly entryBytes: Uint8Array;
  /** What the entry after it carries as previous hash. */
  readonly hash: Buffer;
  readonly signature: v1.Signature.$Properties | undefined;
  /** What a filter left out is undefined: both or none. */
  readonly content: { readonly command: Uint8Array; readonly event: v1.RegistryEvent; readonly eventBytes: Uint8Array } | undefined;
}

/** Decodes without trusting. @throws TongbanError `registry.too-large`, `message.malformed`. */
export function openRegistryEntry(bytes: Uint8Array): OpenedRegistryEntry {
  refuseTooLarge(bytes);
  const signed = decode(v1.SignedRegistryEntry, bytes);
  const entry = decode(v1.RegistryEntry, signed.entry);
  refuseOtherStatement(entry, STATEMENTS.entry);
  if ((signed.command.length === 0) !== (signed.event.length === 0)) throw new TongbanError('message.malformed', 'an entry has its command and its event, or neither');
  const content = signed.event.length === 0 ? undefined : { command: signed.command, event: decode(v1.RegistryEvent, signed.event), eventBytes: signed.event };
  return { bytes, entry, entryBytes: signed.entry, hash: registryEntryHash(signed.entry), signature: signed.signature ?? undefined, content };
}

/** The entry as a reader gets it whose filter does not want its content: number, chain, topics and signature stay. */
export function withoutContent(bytes: Uint8Array): Uint8Array {
  const { entry, signature } = decode(v1.SignedRegistryEntry, bytes);
  return encode(v1.SignedRegistryEntry, { entry, signature });
}

export interface VerifiedRegistryEntry extends OpenedRegistryEntry {
  /** The command behind it; undefined where the content was left out. */
  readonly command: OpenedRegistryCommand | undefined;
}

/**
 * The entry, when the owner's hub signed it and its content is what was signed: command and event by their digests, the command by
 * its actor's own key, the event saying the same of actor and reason, every artefact by its digest, and two persons behind what
 * needs two. Its place in the log is for `checkRegistryChain`.
 * @throws TongbanError with the first thing wrong: `message.malformed`, `message.wrong-environment`, `standard.wrong-owner`, `signature.*`,
 * `digest.mismatch`, `registry.chain-broken` (event and command differ), what `verifyRegistryCommand` throws, or `approval.*`.
 */
export async function verifyRegistryEntry(directory: TrustDirectory, bytes: Uint8Array, place: RegistryPlace): Promise<VerifiedRegistryEntry> {
  const opened = openRegistryEntry(bytes);
  const { entry, content } = opened;
  refuseOtherPlace(entry, place);
  const fault = await directory.check(owners.hub(place.owner), opened.entryBytes, opened.signature, entry.at);
  if (fault) throw new TongbanError(fault, `entry ${entry.number} is not signed by the hub of ${place.owner}`);
  if (content === undefined) return { ...opened, command: undefined };
  if (!isDigestOf(entry.commandDigest, content.command) || !isDigestOf(entry.eventDigest, content.eventBytes)) {
    throw new TongbanError('digest.mismatch', `entry ${entry.number} has another command or event than was signed`);
  }
  const command = await verifyRegistryCommand(directory, content.command, { ...place, takenAt: entry.at });
  const isRepeated = REPEATED.every((name) => content.event[name] === command.command[name]);
  if (!isRepeated) throw new TongbanError('registry.chain-broken', `the event of entry ${entry.number} names another command or actor than its command`);
  refuseOtherContents(content.event);
  await refuseUnlessTwoPersons(directory, command.command, content.event, place, entry.at);
  return { ...opened, command };
}

/** Both name environment and owner. @throws TongbanError `message.wrong-environment`, `standard.wrong-owner`. */
export function refuseOtherPlace(statement: { readonly environment: v1.Environment; readonly owner: string }, { environment, owner }: RegistryPlace): void {
  if (statement.environment !== ENVIRONMENTS[environment]) throw new TongbanError('message.wrong-environment', `the log is not of ${environment}`);
  if (statement.owner !== owner) throw new TongbanError('standard.wrong-owner', `the log is that of ${statement.owner}, not of ${owner}`);
}

const REPEATED = ['commandId', 'actor', 'unit', 'keyId', 'reason'] as const;
const isDigestOf = (digest: Uint8Array, bytes: Uint8Array): boolean => sha256(bytes).equals(digest);

/** A publication has every content; a draft only those that its command has not. */
function refuseOtherContents({ artefactsPublished, artefactsDrafted }: v1.RegistryEvent): void {
  const drafted = (artefactsDrafted?.artefacts ?? []).filter(({ artefact }) => artefact?.content?.length);
  const faults = artefactFaults([...(artefactsPublished?.artefacts ?? []), ...drafted].map(({ artefact }, at) => ({ path: `artefacts.${at}`, artefact: artefact ?? undefined })));
  if (faults.length > 0) throw new TongbanError('digest.mismatch', faults.map(({ path }) => path).join(', '), faults);
}

function refuseTooLarge({ length }: Uint8Array): void {
  if (length > REGISTRY_ENTRY_BYTES_MAX) throw new TongbanError('registry.too-large', `an entry of ${length} bytes; ${REGISTRY_ENTRY_BYTES_MAX} are allowed`);
}
