import { type EnvironmentCode, ENVIRONMENTS, type RegionCode, TongbanError, owners } from '@tongban/contracts';
import { type AdoptionStatus, type ArtefactVersionRef, type MaintenanceWindow, isDate, ownerOf, versionKey, windowFaults } from '@tongban/domain';
import { type CommandInput, commandBodyOf } from '@tongban/registry';
import { type Signer, type TrustDirectory, signRegistryCommand, verifyRegistryEntry } from '@tongban/trust';
import { newMessageId } from '../make/message-id';
import { pause } from '../pause';
import type { InstalledStandards } from './installed-standards';
import type { StandardsQueries } from './standards-queries';

/** How far a participant is with a version. Dates are `YYYY-MM-DD` in Beijing. */
export type AdoptionDeclaration =
  | { readonly status: 'ready'; readonly reason?: string }
  | { readonly status: 'adopted'; readonly on: string; readonly reason?: string }
  /** 暂缓. */
  | { readonly status: 'deferred'; readonly until: string; readonly reason: string };
export interface Declared { readonly owner: RegionCode; /** Of the entry that holds it. */ readonly number: number; readonly at: string }

export interface DeclarationPorts {
  readonly participant: string;
  readonly environment: EnvironmentCode;
  /** The key to sign with now. */
  readonly signer: () => Signer;
  readonly trust: TrustDirectory;
  readonly installed: InstalledStandards;
  readonly queries: Pick<StandardsQueries, 'command'>;
  readonly now: () => string;
}

const RETRY_MS = [250, 500, 1_000, 2_000, 5_000] as const;

/**
 * Signs the declaration with the participant's own key, and asks the owner's hub to take it until it answers or the time is over: the same bytes,
 * so that an answer that was lost declares nothing twice. @throws TongbanError `standard.version-unknown`, `field.date`, `field.required`, or why the
 * owner refuses it; `hub.unreachable`, `region.unreachable` after the time.
 */
export async function declare(ports: DeclarationPorts, version: ArtefactVersionRef, declaration: AdoptionDeclaration, signal: AbortSignal): Promise<Declared> {
  const { participant } = ports;
  const owner = ownerOfVersion(ports.installed, version);
  const { reason = '', ...adoption } = declaration;
  refuseFaulty(adoption, reason);
  return tell(ports, owner, { type: 'declare-adoption', participant, version, adoption }, reason, signal);
}

/**
 * Says when the participant's own system does not answer: all windows, in place of those said before. Told as `declare` tells. @throws TongbanError
 * `registry.command-invalid` with every fault; `hub.unreachable`, `region.unreachable` after the time.
 */
export async function declareMaintenance(ports: DeclarationPorts, windows: readonly MaintenanceWindow[], reason: string, signal: AbortSignal): Promise<Declared> {
  const faults = windowFaults(windows);
  if (faults.length > 0) throw new TongbanError('registry.command-invalid', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
  const { participant, installed } = ports;
  return tell(ports, installed.base.divisions.regionOf(participant), { type: 'declare-maintenance', participant, windows }, reason, signal);
}

async function tell({ participant, environment, signer, queries, trust, now }: DeclarationPorts, owner: RegionCode, command: CommandInput, reason: string, signal: AbortSignal): Promise<Declared> {
  const actor = owners.participant(participant);
  const signed = await signRegistryCommand(signer(), {
    commandId: newMessageId(), environment: ENVIRONMENTS[environment], owner, actor, unit: participant, at: now(), reason,
    ...commandBodyOf(command),
  });
  for (let attempt = 0; ; attempt++) {
    try {
      const { entry } = await verifyRegistryEntry(trust, await queries.command(signed), { environment, owner });
      return { owner, number: entry.number, at: entry.at };
    } catch (error) {
      if (!TongbanError.from(error).traits.retryable || signal.aborted) throw error;
      await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0, signal);
    }
  }
}

/** Who owns an artefact follows from what its newest version says. */
function ownerOfVersion({ base, catalogue }: InstalledStandards, version: ArtefactVersionRef): RegionCode {
  const release = catalogue.releasesOf(version).find((one) => one.version === version.version);
  const owner = release && ownerOf(version, release.content, (code) => {
    const participant = base.divisions.participantOf(code);
    return participant && base.divisions.regionOf(participant);
  });
  if (owner === undefined) throw new TongbanError('standard.version-unknown', `${versionKey(version)} is not installed here`);
  return owner;
}

function refuseFaulty(adoption: AdoptionStatus, reason: string): void {
  const date = adoption.status === 'adopted' ? adoption.on : adoption.status === 'deferred' ? adoption.until : undefined;
  if (date !== undefined && !isDate(date)) throw new TongbanError('field.date', `${adoption.status} names a date of the form YYYY-MM-DD`);
  if (adoption.status === 'deferred' && reason.trim() === '') throw new TongbanError('field.required', 'a deferral says its reason');
}
