import {
  CONTRACT_VERSION, ENVIRONMENTS, type EnvironmentCode, type ErrorCode, type FieldFault, REGISTRY_COMMAND_BYTES_MAX, TongbanError, decode, encode, fieldFault, isRegionCode, v1,
} from '@tongban/contracts';
import { z } from 'zod';
import { artefactFaults } from './artefact-digest';
import { sha256 } from './digest';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import { verifyMigrationDryRuns } from './migration-dry-runs';
import { isParticipantOwner, isPersonOwner } from './registry-actor';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

export type RegistryCommandFields = Omit<v1.RegistryCommand.$Properties, 'statement' | 'contractVersion' | 'keyId'>;
type CommandBody = NonNullable<v1.RegistryCommand['body']>;

/** Which log a statement must belong to. */
export interface RegistryPlace {
  readonly environment: EnvironmentCode;
  /** Region whose hub owns the log. */
  readonly owner: string;
}

/** Makes the bytes that travel, once. @throws TongbanError `registry.too-large`. */
export async function signRegistryCommand(signer: Signer, fields: RegistryCommandFields): Promise<Uint8Array> {
  const command = encode(v1.RegistryCommand, { ...fields, statement: STATEMENTS.command, contractVersion: CONTRACT_VERSION, keyId: signer.keyId });
  const bytes = encode(v1.SignedRegistryCommand, { command, signature: await signer.sign(command) });
  refuseTooLarge(bytes);
  return bytes;
}

export interface OpenedRegistryCommand {
  /** The exact SignedRegistryCommand bytes. */
  readonly bytes: Uint8Array;
  /** SHA-256 of these bytes: what the entry it causes names. */
  readonly digest: Buffer;
  readonly command: v1.RegistryCommand;
  readonly commandBytes: Uint8Array;
  readonly signature: v1.Signature.$Properties | undefined;
}

/** Decodes without trusting. @throws TongbanError `registry.too-large`, `message.malformed`. */
export function openRegistryCommand(bytes: Uint8Array): OpenedRegistryCommand {
  refuseTooLarge(bytes);
  const signed = decode(v1.SignedRegistryCommand, bytes);
  const command = decode(v1.RegistryCommand, signed.command);
  refuseOtherStatement(command, STATEMENTS.command);
  return { bytes, digest: sha256(bytes), command, commandBytes: signed.command, signature: signed.signature ?? undefined };
}

/**
 * The command, when its actor signed it for this log, with an own key that was valid both when it was signed and at `takenAt`, the
 * business instant at which the owner took it (the entry's own `at` for a command that is in the log). Whether its contract
 * version is still served and what it may do is not judged here.
 * @throws TongbanError with the first thing wrong: `registry.too-large`, `message.malformed`, `message.wrong-environment`,
 * `registry.command-invalid` (every fault of the frame), `standard.wrong-owner`, `signature.missing`, `signature.other-owner`,
 * `signature.unknown-key`, `signature.invalid`, `registry.actor-not-allowed`, `digest.mismatch`.
 */
export async function verifyRegistryCommand(
  directory: TrustDirectory, bytes: Uint8Array, { environment, owner, takenAt }: RegistryPlace & { readonly takenAt: string },
): Promise<OpenedRegistryCommand> {
  const opened = openRegistryCommand(bytes);
  const { command } = opened;
  if (command.environment !== ENVIRONMENTS[environment]) throw new TongbanError('message.wrong-environment', `the command is not of ${environment}`);
  const faults = frameFaults(command);
  if (faults.length > 0) throw new TongbanError('registry.command-invalid', faults.map(({ path }) => path).join(', '), faults);
  if (command.owner !== owner) throw new TongbanError('standard.wrong-owner', `the command is for the registry of ${command.owner}, not of ${owner}`);
  for (const at of [command.at, takenAt]) {
    const fault = await signatureFault(directory, opened, at);
    if (fault) throw new TongbanError(fault, `${command.actor} did not sign the command with the key ${command.keyId}, valid at ${at}`);
  }
  if (!mayGive(command.actor, command.body!)) throw new TongbanError('registry.actor-not-allowed', `a participant may not give the command ${command.body}; a person may`);
  if (!directory.maySpeakFor(command.actor, command.keyId, command.unit)) throw new TongbanError('registry.actor-not-allowed', `${command.actor} may not speak for ${command.unit}`);
  const mismatches = artefactFaults([
    ...(command.draftArtefacts?.artefacts ?? []).map((artefact, at) => ({ path: `draft_artefacts.artefacts.${at}`, artefact })),
    ...(command.draftCorrigendum?.artefacts ?? []).map(({ artefact }, at) => ({ path: `draft_corrigendum.artefacts.${at}.artefact`, artefact: artefact ?? undefined })),
  ]);
  if (mismatches.length > 0) throw new TongbanError('digest.mismatch', mismatches.map(({ path }) => path).join(', '), mismatches);
  await verifyMigrationDryRuns(directory, command.migrateCases?.dryRuns ?? [], { environment });
  return opened;
}

function refuseTooLarge({ length }: Uint8Array): void {
  if (length > REGISTRY_COMMAND_BYTES_MAX) throw new TongbanError('registry.too-large', `a command of ${length} bytes; ${REGISTRY_COMMAND_BYTES_MAX} are allowed`);
}

/** What a participant's own system may say about itself; decisions are taken by persons, whose key is nobody else's. */
const OF_PARTICIPANTS: ReadonlySet<CommandBody> = new Set<CommandBody>(['addComment', 'declareAdoption', 'declareMaintenance']);
const mayGive = (actor: string, body: CommandBody): boolean => isPersonOwner(actor) || OF_PARTICIPANTS.has(body);

async function signatureFault(directory: TrustDirectory, { command, commandBytes, signature }: OpenedRegistryCommand, at: string): Promise<ErrorCode | undefined> {
  if (signature?.keyId && signature.keyId !== command.keyId) return 'signature.invalid';
  const keyOwner = directory.ownerOf(command.keyId);
  if (keyOwner !== undefined && keyOwner !== command.actor) return 'signature.other-owner';
  return directory.check(command.actor, commandBytes, signature, at);
}

/** As the registry's own rules bound it, in UTF-16 code units. */
const REASON_CHARACTERS_MAX = 4000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** RFC 3339 with offset, a day that exists, no leap second. */
const INSTANT = z.iso.datetime({ offset: true });

/** Every attribute of the frame that is missing or malformed, by its name in the contract. */
function frameFaults(command: v1.RegistryCommand): FieldFault[] {
  const form = (path: string, value: string, fits: boolean, code: ErrorCode): FieldFault[] => {
    if (fits) return [];
    return [fieldFault(path, value === '' ? 'field.required' : code)];
  };
  return [
    ...form('command_id', command.commandId, UUID.test(command.commandId), 'field.pattern'),
    ...form('contract_version', command.contractVersion, /^\d{1,4}\.\d{1,4}$/.test(command.contractVersion), 'field.pattern'),
    ...form('owner', command.owner, isRegionCode(command.owner), 'field.not-in-list'),
    ...form('actor', command.actor, isPersonOwner(command.actor) || isParticipantOwner(command.actor), 'field.pattern'),
    ...form('unit', command.unit, isRegionCode(command.unit) || /^\d{6}$/.test(command.unit), 'field.pattern'),
    ...form('key_id', command.keyId, command.keyId.length > 0 && command.keyId.length <= 100, 'field.length'),
    ...form('at', command.at, INSTANT.safeParse(command.at).success, 'field.date'),
    ...(command.reason.length <= REASON_CHARACTERS_MAX ? [] : [fieldFault('reason', 'field.length')]),
    ...(command.body ? [] : [fieldFault('body', 'field.required')]),
  ];
}
