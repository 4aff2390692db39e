import { TongbanError, type v1 } from '@tongban/contracts';
import { type Derivation, type DraftedArtefact, type HomeRegion, type RegistryEvent, type RegistryEventBody, draftDigest, transitionEnd } from '@tongban/domain';
import { type VerifiedRegistryEntry, actorOf, artefactDigest, openRegistryCommand } from '@tongban/trust';
import { actionOf, adoptionOf, registryCommandOf, targetOf, targetsOf, termsOf } from './command-of';
import { contentOf, requireCanonical, versionOf } from './contents';
import { erasureOf } from './erasure-wire';
import { windowsOf } from './maintenance-wire';
import { mappingOf } from './migration-wire';
import { DERIVATIONS, DISPOSITIONS_SENT, SCOPES } from './kinds';
import { switchActionOf } from './switches/switch-fields';

/**
 * What a verified entry did, as the rules fold it. What a draft or publication says is exactly what its digest names, so that two persons'
 * approvals cover every word of it.
 * @param known content of a draft by its digest, where it is at hand: it is not read again from the publication, whose digests were verified with the entry.
 * @throws TongbanError `registry.gap` when the entry came without its content, `registry.chain-broken` when event, digest and command contradict each other.
 */
export function registryEventOf({ entry, content, command }: VerifiedRegistryEntry, known: KnownContents = () => undefined): RegistryEvent {
  if (content === undefined || command === undefined) throw new TongbanError('registry.gap', `entry ${entry.number} came without its content`);
  const { event } = content;
  const frame = { number: entry.number, at: entry.at, actor: actorOf(event), reason: event.reason, commandId: event.commandId, commandDigest: Buffer.from(entry.commandDigest).toString('hex') };
  return { ...frame, ...bodyOf(event, { owner: entry.owner as HomeRegion, number: entry.number, command: command.command, known }) };
}

type KnownContents = (draftId: string, digest: string) => unknown;
interface Place { readonly owner: HomeRegion; readonly number: number; readonly command: v1.RegistryCommand; readonly known: KnownContents }

function bodyOf(event: v1.RegistryEvent, place: Place): RegistryEventBody {
  switch (event.body) {
    case 'artefactsDrafted': return draftedOf(event.artefactsDrafted!, place);
    case 'consultationOpened': return { type: 'consultation-opened', draftId: event.consultationOpened?.draftId ?? '', until: event.consultationOpened?.until ?? '' };
    case 'commentAdded': {
      const { draftId, commentNo, clause, text, draftDigest: commented } = event.commentAdded!;
      return { type: 'commented', draftId: draftId ?? '', commentNo: commentNo ?? 0, clause: clause ?? '', text: text ?? '', draftDigest: commented ?? '' };
    }
    case 'commentDisposed': {
      const { draftId, commentNo, disposition } = event.commentDisposed!;
      return { type: 'comment-disposed', draftId: draftId ?? '', commentNo: commentNo ?? 0, disposition: DISPOSITIONS_SENT.wordOf(disposition) };
    }
    case 'draftApproved': return { type: 'draft-approved', draftId: event.draftApproved?.draftId ?? '', digest: event.draftApproved?.draftDigest ?? '' };
    case 'artefactsPublished': return publishedOf(event.artefactsPublished!, place);
    case 'draftAbandoned': return { type: 'draft-abandoned', draftId: event.draftAbandoned?.draftId ?? '' };
    case 'actionProposed': {
      const { suspend, resume, withdraw, setSwitch, migrate, erase, actionDigest } = event.actionProposed!;
      const action = setSwitch ? switchActionOf(setSwitch) : actionOf({ suspendArtefacts: suspend, resumeArtefacts: resume, withdrawArtefacts: withdraw, migrateCases: migrate, eraseCase: erase });
      if (action === undefined) throw broken(place, 'proposes nothing');
      return { type: 'action-proposed', action, digest: actionDigest ?? '' };
    }
    case 'actionDropped': return { type: 'action-dropped', actionId: event.actionDropped?.actionId ?? '' };
    case 'artefactsSuspended': {
      const suspended = event.artefactsSuspended!;
      return { type: 'suspended', action: 'suspend', ...confirmedOf(suspended), targets: targetsOf(suspended), scope: SCOPES.wordOf(suspended.scope) };
    }
    case 'artefactsResumed': return { type: 'resumed', action: 'resume', ...confirmedOf(event.artefactsResumed!), targets: targetsOf(event.artefactsResumed!) };
    case 'artefactsWithdrawn': return { type: 'withdrawn', action: 'withdraw', ...confirmedOf(event.artefactsWithdrawn!), targets: targetsOf(event.artefactsWithdrawn!) };
    case 'switchSet': return { type: 'switch-set', ...switchActionOf(event.switchSet!.setting), ...confirmedOf(event.switchSet!) };
    case 'casesMigrationOrdered': return { type: 'migration-ordered', ...confirmedOf(event.casesMigrationOrdered!), ...mappingOf(event.casesMigrationOrdered!) };
    case 'caseErasureOrdered': return { type: 'erasure-ordered', ...confirmedOf(event.caseErasureOrdered!), ...erasureOf(event.caseErasureOrdered!.erase ?? {}) };
    case 'adoptionDeclared': {
      const { artefact, participant, ...adoption } = event.adoptionDeclared!;
      return { type: 'adoption-declared', participant: participant ?? '', version: targetOf({ artefact }).version, adoption: adoptionOf(adoption) };
    }
    case 'maintenanceDeclared': return { type: 'maintenance-declared', participant: event.maintenanceDeclared?.participant ?? '', windows: windowsOf(event.maintenanceDeclared?.windows) };
    case 'targetSet': return { type: 'target-set', target: targetOf(event.targetSet!) };
    default: throw broken(place, 'says nothing this contract knows');
  }
}

function draftedOf({ terms, artefacts, draftDigest: stated, revised }: v1.ArtefactsDrafted.$Properties, place: Place): RegistryEventBody {
  const command = registryCommandOf(place);
  if (command.type !== 'draft' && command.type !== 'draft-corrigendum' && command.type !== 'draft-revert') throw broken(place, 'drafts what no command asked for');
  if (command.artefacts.length !== (artefacts ?? []).length) throw broken(place, 'drafts other artefacts than were asked for');
  const drafted = (artefacts ?? []).map((one, at): DraftedArtefact => {
    const asked = command.artefacts[at]!;
    const content = 'content' in asked ? asked.content : contentIn(one.artefact, at);
    // The digest of the draft names contents by theirs, and their text is canonical.
    if (artefactDigest(textOf(place.command, one, at)) !== one.artefact?.digest) throw broken(place, 'drafts another content than its digest names');
    return withDerivation(versionOf(one.artefact, content), one);
  });
  const text = { ...termsOf(terms), artefacts: drafted };
  requireDigest(place, text, stated);
  return { type: revised ? 'draft-revised' : 'drafted', ...text, digest: stated ?? '' };
}

function publishedOf({ terms, artefacts, draftDigest: stated, transitionEndsAt, approvals }: v1.ArtefactsPublished.$Properties, place: Place): RegistryEventBody {
  const text = { ...termsOf(terms), artefacts: (artefacts ?? []).map((one, at) => {
    const content = place.known(terms?.draftId ?? '', one.artefact?.digest ?? '') ?? contentIn(one.artefact, at);
    return withDerivation(versionOf(one.artefact, content), one);
  }) };
  requireDigest(place, text, stated);
  if (transitionEndsAt !== transitionEnd(text.effectiveFrom, text.transitionDays)) throw broken(place, 'ends its transition window at another moment than was approved');
  const approvers = (approvals ?? []).map((bytes) => actorOf(openRegistryCommand(bytes).command));
  return { type: 'published', ...text, digest: stated ?? '', transitionEndsAt, approvers };
}

/** The text of a drafted content: in the command, or in the event where the command only names an earlier version. */
const textOf = ({ draftArtefacts, draftCorrigendum }: v1.RegistryCommand, { artefact }: v1.DerivedVersion.$Properties, at: number): Uint8Array =>
  draftArtefacts?.artefacts?.[at]?.content ?? draftCorrigendum?.artefacts?.[at]?.artefact?.content ?? artefact?.content ?? new Uint8Array();

const confirmedOf = ({ actionId, proposal }: { actionId?: string | null; proposal?: Uint8Array | null }) =>
  ({ actionId: actionId ?? '', proposer: actorOf(openRegistryCommand(proposal ?? new Uint8Array()).command) });

function contentIn(artefact: v1.ArtefactVersion.$Properties | null | undefined, at: number): unknown {
  const path = `artefacts.${at}.content`;
  const content = contentOf(artefact?.content, path);
  requireCanonical(content, artefact?.content, path);
  return content;
}

/** Of a draft, a publication or a snapshot. */
export function withDerivation<T extends object>(version: T, { derivation, derivedFrom }: v1.DerivedVersion.$Properties): T & { derivation?: Derivation } {
  const kind = DERIVATIONS.wordOf(derivation);
  return (kind as string) === '' ? version : { ...version, derivation: { kind, from: derivedFrom ?? '' } };
}

function requireDigest(place: Place, text: Parameters<typeof draftDigest>[1], stated: string | null | undefined): void {
  if (draftDigest(place.owner, text) !== stated) throw broken(place, 'has another text than its digest names');
}

const broken = ({ number }: Place, what: string): TongbanError => new TongbanError('registry.chain-broken', `entry ${number} ${what}`);
