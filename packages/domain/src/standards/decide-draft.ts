import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { Worded } from '../flow/model';
import { canonicalJson } from '../schema/canonical-json';
import { type ArtefactVersion, type ArtefactVersionRef, artefactVersion, compareVersions, parseVersion, versionKey } from './artefact';
import type { DraftingCommand } from './commands';
import type { DecisionContext } from './decide';
import { draftDigest, phaseOf } from './draft-record';
import type { Derivation, DraftText, DraftedArtefact, RegistryEventBody } from './events';
import { ownerOf } from './owner';
import { refusal, refuseFaults } from './refusal';
import { type RegistryState, releaseOf, releasesOf } from './registry';
import type { Release } from './release';

export const OPEN_DRAFTS_MAX = 1000;
/** Canonical JSON of all contents of a draft, in UTF-8 bytes: an event must fit into one log entry. */
export const DRAFT_BYTES_MAX = 3 * 1024 * 1024;

/** Drafting and revising, in all three kinds. @throws TongbanError with every fault at once. */
export function decideDraft(state: RegistryState, command: DraftingCommand, context: DecisionContext): RegistryEventBody {
  const known = state.drafts.get(command.draftId);
  const phase = known && phaseOf(known);
  if (phase === 'published') throw refusal('standard.published-final', 'draftId', `draft ${command.draftId} is published`);
  if (phase === 'abandoned') throw refusal('standard.wrong-step', 'draftId', `draft ${command.draftId} is abandoned`);
  if (known === undefined && state.openDrafts.size >= OPEN_DRAFTS_MAX) {
    refuseFaults([fieldFault('draftId', 'field.too-many', `在办草案已达${OPEN_DRAFTS_MAX}个`, `${OPEN_DRAFTS_MAX} drafts are open; publish or abandon some`)]);
  }
  const faults: FieldFault[] = [];
  const artefacts = draftedArtefacts(state, command, faults);
  faults.push(...ownerFaults(state, artefacts, context), ...versionFaults(state, { artefacts, transitionDays: command.transitionDays }, context));
  refuseFaults(faults);
  const { draftId, title, effectiveFrom, transitionDays, reviewDue } = command;
  const text: DraftText = { draftId, title: { zh: title.zh, en: title.en }, artefacts, effectiveFrom, transitionDays, ...(reviewDue !== undefined && { reviewDue }) };
  return { type: known === undefined ? 'drafted' : 'draft-revised', ...text, digest: draftDigest(state.owner, text) };
}

/** The versions the command asks for; those of a revert that restore nothing are left out, with a fault. */
function draftedArtefacts(state: RegistryState, command: DraftingCommand, faults: FieldFault[]): DraftedArtefact[] {
  const source = (ref: ArtefactVersionRef, version: string, path: string): Release | undefined => {
    const release = releaseOf(state, { ...ref, version });
    if (release === undefined) faults.push(fieldFault(path, 'standard.version-unknown', version, version));
    return release;
  };
  const artefacts: DraftedArtefact[] = [];
  let bytes = 0;
  const add = (ref: ArtefactVersionRef, content: unknown, derivation?: Derivation): void => {
    bytes += Buffer.byteLength(canonicalJson(content));
    artefacts.push({ ...artefactVersion(ref, ref.version, content), ...(derivation !== undefined && { derivation }) });
  };
  switch (command.type) {
    case 'draft': command.artefacts.forEach((one) => add(one, one.content)); break;
    case 'draft-corrigendum': command.artefacts.forEach((one, at) => {
      source(one, one.patches, `artefacts.${at}.patches`);
      add(one, one.content, { kind: 'corrigendum', from: one.patches });
    }); break;
    case 'draft-revert': command.artefacts.forEach((one, at) => {
      const restored = source(one, one.restores, `artefacts.${at}.restores`);
      if (restored !== undefined) add(one, restored.content, { kind: 'revert', from: one.restores });
    }); break;
  }
  if (bytes > DRAFT_BYTES_MAX) faults.push(fieldFault('artefacts', 'field.length', `内容共${bytes}字节，上限${DRAFT_BYTES_MAX}；请分成几个草案`, `the contents have ${bytes} bytes of at most ${DRAFT_BYTES_MAX}; make several drafts of them`));
  return artefacts;
}

const at = (artefacts: readonly DraftedArtefact[], artefact: DraftedArtefact): string => `artefacts.${artefacts.indexOf(artefact)}`;

function ownerFaults(state: RegistryState, artefacts: readonly DraftedArtefact[], { regionOfDivision }: DecisionContext): FieldFault[] {
  return artefacts.flatMap((artefact) => {
    const path = at(artefacts, artefact);
    const idInContent = contentId(artefact);
    if (idInContent !== undefined && idInContent !== artefact.id) return [fieldFault(`${path}.id`, 'registry.command-invalid', '与内容中的编号不一致', 'it is not the id in the content')];
    const owner = ownerOf(artefact, artefact.content, regionOfDivision);
    if (owner === undefined) return [fieldFault(`${path}.content`, 'registry.command-invalid', '内容未说明标准的层级与区划', 'the content does not say the tier and the divisions of the standard')];
    return owner === state.owner ? [] : [fieldFault(path, 'standard.wrong-owner', `归口枢纽为${owner}`, `its owner is ${owner}`)];
  });
}

/** Key of the content that repeats the artefact's id; common messages have none, and a calendar is named by its year and participant. */
const ID_KEYS: Readonly<Partial<Record<ArtefactVersion['kind'], string>>> = { standard: 'id', item: 'itemCode', flow: 'flowId', 'code-list': 'id', 'code-mapping': 'mappingId', profile: 'profileId', participant: 'participant' };
function contentId({ kind, content }: ArtefactVersion): string | undefined {
  if (kind === 'calendar') return calendarId(content);
  const key = ID_KEYS[kind];
  if (key === undefined) return undefined;
  const id: unknown = typeof content === 'object' && content !== null && Object.hasOwn(content, key) ? (content as Record<string, unknown>)[key] : undefined;
  return typeof id === 'string' ? id : '';
}

function calendarId(content: unknown): string {
  const { year, participant } = (typeof content === 'object' && content !== null ? content : {}) as { readonly year?: unknown; readonly participant?: unknown };
  return typeof participant === 'string' ? `${String(year)}.${participant}` : String(year);
}

/** What the versions must be to follow those published: asked when drafted, and again when published, for others may have come between. */
export function versionFaults(state: RegistryState, { artefacts, transitionDays }: Pick<DraftText, 'artefacts' | 'transitionDays'>, context: DecisionContext): FieldFault[] {
  return artefacts.flatMap((artefact) => {
    const releases = releasesOf(state, artefact);
    const path = `${at(artefacts, artefact)}.version`;
    return artefact.derivation?.kind === 'corrigendum' ? patchFaults(releases, artefact, artefact.derivation.from, path, context) : successorFaults(releases, artefact, transitionDays, path, context);
  });
}

/** What breaks senders of the newest version is a new major version, and leaves them time. Earlier content that is restored is judged as any other. */
function successorFaults(releases: readonly Release[], artefact: DraftedArtefact, transitionDays: number, path: string, { breaksOf }: DecisionContext): FieldFault[] {
  const newest = releases.at(-1);
  if (newest === undefined) return [];
  if (compareVersions(artefact.version, newest.version) <= 0) return [notNewer(path, newest.version)];
  const sameMajor = parseVersion(artefact.version).major === parseVersion(newest.version).major;
  // Where the version before is withdrawn nobody may begin with it, so that a window would be empty.
  if (!sameMajor && (transitionDays > 0 || newest.withdrawnAt !== undefined)) return [];
  const breaks = breaksOf?.(newest, artefact) ?? [];
  if (breaks.length === 0) return [];
  return [breaking(sameMajor ? 'standard.breaking-needs-major' : 'standard.transition-needed', sameMajor ? path : 'transitionDays', newest, breaks)];
}

/**
 * A patch stays in the major line of what it patches, although a newer major may be published already, and becomes the newest of that line: it breaks
 * neither of the two. An error that can only be mended by breaking is mended by a new major version.
 */
function patchFaults(releases: readonly Release[], artefact: DraftedArtefact, patches: string, path: string, { breaksOf }: DecisionContext): FieldFault[] {
  const patched = releases.find(({ version }) => version === patches);
  if (patched === undefined) return [];
  const { major } = parseVersion(patches);
  const newest = releases.filter(({ version }) => parseVersion(version).major === major).at(-1)!;
  if (parseVersion(artefact.version).major !== major) return [fieldFault(path, 'registry.command-invalid', `勘误须在主版本${major}之内`, `a corrigendum stays in major version ${major}`)];
  if (compareVersions(artefact.version, newest.version) <= 0) return [notNewer(path, newest.version)];
  for (const before of new Set([patched, newest])) {
    const breaks = breaksOf?.(before, artefact) ?? [];
    if (breaks.length > 0) return [breaking('standard.breaking-needs-major', path, before, breaks)];
  }
  return [];
}

const notNewer = (path: string, version: string): FieldFault => fieldFault(path, 'standard.version-not-newer', `已发布${version}`, `${version} is published`);

/** Reasons that one refusal names. */
const REASONS_MAX = 5;
function breaking(code: 'standard.breaking-needs-major' | 'standard.transition-needed', path: string, before: ArtefactVersion, breaks: readonly Worded[]): FieldFault {
  const [named, more] = [breaks.slice(0, REASONS_MAX), breaks.length - REASONS_MAX];
  return fieldFault(
    path, code, `与${versionKey(before)}不兼容：${named.map(({ zh }) => zh).join('；')}${more > 0 ? `；另有${more}处` : ''}`,
    `it breaks ${versionKey(before)}: ${named.map(({ en }) => en).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
  );
}
