import { type AgencySide, agencyOf, sideOfActor } from './actors';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import type { Actor, State } from './model';

/** Where a case stood from a business instant on: the active state of each track that was started; none while it was back with its opener. */
export interface CaseStep { readonly at: string; readonly entryId: string; readonly active: Readonly<Record<string, string>> }

/** Who answers for a track of a case over a period. */
export interface Responsibility {
  readonly track: string;
  /** Absent where the case went back to its opener before it began. */
  readonly state?: State;
  /** Whose turn it is: an agency, or the applicant or external body that an agency answers for. */
  readonly holder: Actor;
  /** The accountable agency, and the side it is on. */
  readonly agency: Actor;
  readonly side: AgencySide;
  /** What the agency is in this flow, by its role map, e.g. `receivingProvinceAgency`; undefined where the flow says none. */
  readonly role?: string;
  /** Inclusive; `to` exclusive, absent for what lasts. */
  readonly from: string;
  readonly to?: string;
}

/**
 * The chain of responsibility of a case: for each started track without a gap who answers for it, until the track ends. An applicant's and an external body's turn is
 * answered for by the agency that speaks for them (FLOW-FORMAT §1). Handing over is the message, at the instant its border received it; the time on
 * the way is the next agency's, whose limits nevertheless start only when it is delivered (T6-C4).
 * @param steps in the order of the log, the first with the opening.
 */
export function responsibilitiesOf(flow: CompiledFlow, steps: readonly CaseStep[]): readonly Responsibility[] {
  const open = new Map<string, Responsibility>();
  const closed: Responsibility[] = [];
  let latest = '';
  for (const step of steps) {
    // Clocks of two machines may say that a rejection came after the message that followed it.
    latest = latest !== '' && Date.parse(step.at) < Date.parse(latest) ? latest : step.at;
    const now = presentOf(flow, { ...step, at: latest });
    for (const [track, before] of open) {
      const next = now.get(track);
      if (next !== undefined && isSame(before, next)) continue;
      closed.push({ ...before, to: latest });
      open.delete(track);
    }
    for (const [track, next] of now) if (!open.has(track)) open.set(track, next);
  }
  return [...closed, ...open.values()].filter(({ from, to }) => from !== to).sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || byTrack(a.track, b.track));
}

/** Who answers at a business instant, for each track that is under way then; nobody for a case that is not opened yet, or over. */
export const responsibleAt = <Period extends Pick<Responsibility, 'from' | 'to'>>(chain: readonly Period[], at: string): readonly Period[] =>
  chain.filter(({ from, to }) => Date.parse(from) <= Date.parse(at) && (to === undefined || Date.parse(at) < Date.parse(to)));

function presentOf(flow: CompiledFlow, { at, entryId, active }: CaseStep): ReadonlyMap<string, Responsibility> {
  const tracks = Object.entries(active);
  const entry = flow.entries.get(entryId);
  if (entry === undefined) return new Map();
  if (tracks.length === 0) {
    const opener = flow.actors.get(entry.opener);
    return opener === undefined ? new Map() : new Map([[MAIN_TRACK, { track: MAIN_TRACK, holder: opener, agency: opener, side: 'opener', ...roleOf(flow, opener.id), from: at }]]);
  }
  return new Map(tracks.flatMap(([track, id]): [string, Responsibility][] => {
    const state = flow.states.get(id);
    const holder = flow.actors.get(state?.holder ?? '');
    const side = holder && sideOfActor(flow, entry, holder.id);
    const agency = side && flow.actors.get(agencyOf(flow, entry, side) ?? '');
    if (state === undefined || holder === undefined || agency === undefined || side === undefined || side === 'hub') return [];
    return [[track, { track, state, holder, agency, side, ...roleOf(flow, agency.id), from: at }]];
  }));
}

function roleOf(flow: CompiledFlow, agency: string): { readonly role?: string } {
  const role = Object.entries(flow.flow.roleMap ?? {}).find(([, id]) => id === agency)?.[0];
  return role === undefined ? {} : { role };
}

const isSame = (a: Responsibility, b: Responsibility): boolean => a.state === b.state && a.holder === b.holder && a.agency === b.agency && a.side === b.side;
const byTrack = (a: string, b: string): number => Number(b === MAIN_TRACK) - Number(a === MAIN_TRACK) || (a < b ? -1 : a > b ? 1 : 0);
