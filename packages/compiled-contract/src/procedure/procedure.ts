import { ANY_STATE, type CompiledFlow, type Deadline, type NamedSource, PREVIOUS_STATE, type Release, SAME_STATE, type TotalDeadline, type Transition, type Worded } from '@tongban/domain';
import { limitStanding } from '../limit-standing';
import { amountWords, wordsOf } from '../words';
import { conditionWords } from './condition-words';
import { type Procedure, type ProcedureStep, procedureShape } from './procedure-shape';
import { reasonList, reasonsOf } from './reasons';

/** What a procedure is made of. */
export interface ProcedureInput {
  readonly flow: CompiledFlow;
  /** The version of the flow. */
  readonly release: Pick<Release, 'version' | 'digest'>;
  /** Names of the items the flow handles, by code. */
  readonly items: ReadonlyMap<string, Worded>;
  /** What the flow names as its sources. */
  readonly sources: readonly NamedSource[];
}

interface Named extends Worded { readonly id: string }
const named = (id: string, worded: Worded | undefined): Named => ({ id, zh: worded?.zh ?? id, en: worded?.en ?? id });

/**
 * The operating procedure of one version of a flow: every step is one transition of its state machine and every transition one step, in the order of the
 * normal path first. Nothing is said in it that the hub does not do.
 */
export function procedureOf({ flow, release, items, sources }: ProcedureInput): Procedure {
  const { flow: content } = flow;
  const state = (id: string): Named => named(id, flow.states.get(id));
  const actor = (id: string): Named => named(id, flow.actors.get(id));
  const message = (id: string) => ({ ...named(id, flow.messages.get(id)), kind: flow.messages.get(id)?.kind ?? '' });
  const condition = (messageId: string, when: Transition['when']): Worded | null => (when === undefined ? null : conditionWords(flow, messageId, when));
  const toStep = (one: Transition, index: number): ProcedureStep => ({
    no: index + 1, transition: one.id, zh: one.zh, en: one.en, path: one.path,
    from: one.from[0] === ANY_STATE ? [{ id: ANY_STATE, zh: '任意状态', en: 'any state' }] : one.from.map(state),
    message: message(one.message), actors: one.actors.map(actor), condition: condition(one.message, one.when),
    to: one.to === SAME_STATE || one.to === PREVIOUS_STATE ? null : state(one.to), previous: one.to === PREVIOUS_STATE,
    also: Object.entries(one.also ?? {}).map(([track, to]) => ({ track: named(track, flow.tracks.get(track)), to: state(to) })), clock: one.clock,
    meets: content.deadlines.filter(({ metBy }) => metBy.includes(one.id)).map(({ id }) => id),
    starts: content.deadlines.filter((deadline) => isStartedBy(deadline, one)).map(({ id }) => id),
    reasons: reasonList(flow, one.message) ?? null,
  });
  return procedureShape.parse({
    format: 'tongban-procedure/1', flowId: content.flowId, version: release.version, digest: release.digest, zh: content.zh, en: content.en,
    items: content.itemCodes.map((code) => named(code, items.get(code))), modes: content.modes.map((id) => named(id, wordsOf(id))),
    basis: sources.map(({ id, number, zh, en }) => ({ id, number, zh, en })),
    actors: content.actors.map(({ id, zh, en, kind }) => ({ id, zh, en, kind })),
    entries: content.entries.map((entry) => ({
      entry: entry.id, zh: entry.zh, en: entry.en, message: message(entry.message), actor: actor(entry.actor), condition: condition(entry.message, entry.when),
      to: state(entry.to), opener: actor(entry.opener), counterpart: actor(entry.counterpart),
      starts: content.deadlines.filter(({ start }) => start?.state === entry.to).map(({ id }) => id),
    })),
    states: content.states.map(({ id, zh, en, track, terminal, holder, outcome }) => ({
      id, zh, en, track: named(track, flow.tracks.get(track)), terminal, holder: holder === undefined ? null : actor(holder), outcome: outcome ?? null,
    })),
    steps: inOrder(flow).map(toStep),
    deadlines: [...content.deadlines.map((one) => deadlineOf(flow, one)), ...(content.totalDeadline === null ? [] : [totalOf(flow, content.totalDeadline)])],
    reasons: reasonsOf(flow),
    successors: content.successors.map(({ kind, from, actors }) => ({ kind, from: from.map(state), actors: actors.map(actor) })),
    notes: content.notesZh && content.notesEn ? { zh: content.notesZh, en: content.notesEn } : null,
  });
}

/** The normal paths of the entries first, then all else as the flow has it; each transition once. */
function inOrder(flow: CompiledFlow): readonly Transition[] {
  const first = [...new Set(flow.flow.entries.flatMap(({ normalPath }) => normalPath))].flatMap((id) => flow.transitions.get(id) ?? []);
  return [...first, ...flow.flow.transitions.filter((one) => !first.includes(one))];
}

/** Whether a deadline begins to run when the transition fires; one that starts with a fact begins when its message comes. */
function isStartedBy({ start, dueFrom }: Deadline, { id, message, to, also, clock }: Transition): boolean {
  if (dueFrom !== undefined) return dueFrom.message === message && (dueFrom.transitions?.includes(id) ?? true);
  if (start?.state === undefined) return false;
  return (start.state === to && clock !== 'resume') || Object.values(also ?? {}).includes(start.state);
}

function standing({ deadlineKind, sourceStandardIds, confidence, basis }: Deadline | TotalDeadline) {
  const { isLegal, mark } = limitStanding({ kind: deadlineKind, sources: sourceStandardIds, confidence });
  return { kind: deadlineKind, legal: isLegal, mark, sourceStandardIds: [...sourceStandardIds], confidence, basis };
}

function beginning(flow: CompiledFlow, start: Deadline['start']): Worded {
  if (start?.state !== undefined) {
    const { zh, en } = named(start.state, flow.states.get(start.state));
    return { zh: `进入“${zh}”`, en: `"${en}" is entered` };
  }
  const fact = start?.fact === undefined ? undefined : flow.facts.get(start.fact);
  return { zh: `自“${fact?.zh ?? start?.fact ?? ''}”`, en: `from "${fact?.en ?? start?.fact ?? ''}"` };
}

function deadlineOf(flow: CompiledFlow, one: Deadline): Procedure['deadlines'][number] {
  const { dueFrom } = one;
  const source = dueFrom && flow.messages.get(dueFrom.message);
  const field = source?.fields.find(({ id }) => id === dueFrom?.field);
  return {
    id: one.id, zh: one.zh, en: one.en,
    limit: dueFrom === undefined ? amountWords(one.value, one.unit) : { zh: `以“${source?.zh}”所载“${field?.zh}”为准`, en: `the date in "${field?.en}" of "${source?.en}"` },
    begins: dueFrom === undefined ? beginning(flow, one.start) : { zh: `发出“${source?.zh}”`, en: `"${source?.en}" is sent` },
    responsible: named(one.responsible, flow.actors.get(one.responsible)), metBy: [...one.metBy], ...standing(one),
  };
}

function totalOf(flow: CompiledFlow, one: TotalDeadline): Procedure['deadlines'][number] {
  return {
    id: null, zh: '总时限', en: 'Total', limit: amountWords(one.value, one.unit), begins: beginning(flow, one.start),
    responsible: named(one.responsible, flow.actors.get(one.responsible)), metBy: [], ...standing(one),
  };
}
