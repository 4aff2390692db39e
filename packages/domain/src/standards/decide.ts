import type { Worded } from '../flow/model';
import type { HomeRegion } from '../identifiers/divisions';
import { canonicalJson, sha256Hex } from '../schema/canonical-json';
import type { ArtefactVersion } from './artefact';
import { laterOf } from './business-order';
import { requireForm } from './command-form';
import { requirePlainContents } from './plain-content';
import type { RegistryCommand } from './commands';
import { decideConfirmation, decideDeclaration, decideDrop, decideMaintenance, decideProposal, decideTarget } from './decide-action';
import { decideAbandonment, decideApproval, decideComment, decideConsultation, decideDisposition, decidePublication } from './decide-approval';
import { decideDraft } from './decide-draft';
import type { RegistryEvent, RegistryEventBody } from './events';
import { refusal } from './refusal';
import type { RegistryState } from './registry';

export interface DecisionContext {
  /** Business instant of the owner hub, RFC 3339. */
  readonly now: string;
  /** Region of the participant that serves a division; undefined when there is none. */
  readonly regionOfDivision: (divisionCode: string) => HomeRegion | undefined;
  /** What of the change breaks, in words, nothing where it is compatible; see `breaksOf`. Without it no change counts as breaking. */
  readonly breaksOf?: (before: ArtefactVersion, after: ArtefactVersion) => readonly Worded[];
  /** Digest (hex) of the exact bytes of the command where they are at hand; without it, of its canonical JSON. */
  readonly commandDigest?: string;
}

export interface RegistryDecision {
  readonly events: readonly RegistryEvent[];
  /** The command was answered before: these are the events of then, which are in the log already. */
  readonly repeated: boolean;
}

/**
 * What a command does to a registry: pure, and the only judge of it. Whether the signature is the actor's, and whether the actor holds the
 * office for it, is settled before.
 * @throws TongbanError with the faults by path in the command: `registry.command-invalid`, `registry.command-reused`, `standard.*`, `draft.unknown`, `consultation.*`,
 *   `comment.*`, `approval.*`, `action.unknown` or `sender.not-itself`.
 */
export function decide(state: RegistryState, command: RegistryCommand, context: DecisionContext): RegistryDecision {
  requirePlainContents(command);
  const commandDigest = context.commandDigest ?? sha256Hex(canonicalJson(command));
  const answered = state.answers.get(command.commandId);
  if (answered?.commandDigest === commandDigest) return { events: answered.events, repeated: true };
  if (answered !== undefined) throw refusal('registry.command-reused', 'commandId', `command ${command.commandId} was another one`);
  requireForm(command);
  const at = laterOf(state.lastAt, context.now);
  const { commandId, actor: { personId, keyId, unit }, reason } = command;
  const frame = { number: state.lastNumber + 1, at, actor: { personId, keyId, unit }, reason, commandId, commandDigest };
  return { events: [{ ...frame, ...bodyOf(state, command, { ...context, now: at }) }], repeated: false };
}

function bodyOf(state: RegistryState, command: RegistryCommand, context: DecisionContext): RegistryEventBody {
  switch (command.type) {
    case 'draft': case 'draft-corrigendum': case 'draft-revert': return decideDraft(state, command, context);
    case 'open-consultation': return decideConsultation(state, command, context);
    case 'comment': return decideComment(state, command, context);
    case 'dispose-comment': return decideDisposition(state, command);
    case 'approve': return decideApproval(state, command, context);
    case 'publish': return decidePublication(state, command, context);
    case 'abandon': return decideAbandonment(state, command);
    case 'propose-action': return decideProposal(state, command, context);
    case 'confirm-action': return decideConfirmation(state, command, context);
    case 'drop-action': return decideDrop(state, command);
    case 'declare-adoption': return decideDeclaration(state, command);
    case 'declare-maintenance': return decideMaintenance(state, command, context);
    case 'set-target': return decideTarget(state, command);
  }
}
