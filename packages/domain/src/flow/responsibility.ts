import { type AgencySide, agencyOf, sideOfActor } from './actors';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import type { Actor, State } from './model';

/**
 * Where a case stood from a business instant on, by which entry of its log, under which version of its flow: the active state of each track that was started; none
 * while it was back with its opener.
 */
export interface CaseStep { readonly at: string; readonly logIndex: number; readonly flow: CompiledFlow; readonly entryId: string; readonly active: Readonly<Record<string, string>> }

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
  /** The entries of the log that began and ended it. */
  readonly begunBy: number;
  readonly endedBy?: number;
  /** Where another agency answered before, on the same track: its side, and the entry with which it handed over. */
  readonly handedOver?: { readonly by: AgencySide; readonly logIndex: number };
}

/**
 * The chain of responsibility of a case: for each started track without a gap who answers for it, until the track ends. An applicant's and an external body's turn is
 * answered for by the agency that speaks for them (FLOW-FORMAT §1). Handing over is the message, at the instant its border received it; the time on
 * the way is the next agency's, whose limits nevertheless start only when it is delivered (T6-C4).
 * @param steps in the order of the log, the first with the opening.
 */
export function responsibilitiesOf(steps: readonly CaseStep[]): readonly Responsibility[] {
  const open = new Map<string, Responsibility>();
  const closed: Responsibility[] = [];
  let latest = '';
  for (const step of steps) {
    // Clocks of two machines may say that a rejection came after the message that followed it.
    latest = latest !== '' && Date.parse(step.at) < Date.parse(latest) ? latest : step.at;
    const now = presentOf({ ...step, at: latest });
    for (const [track, before] of open) {
      const next = now.get(track);
      if (next !== undefined && isSame(before, next)) continue;
      closed.push({ ...before, to: latest, endedBy: step.logIndex });
      if (next === undefined) open.delete(track);
      else open.set(track, handedOn(before, next));
    }
    for (const [track, next] of now) if (!open.has(track)) open.set(track, next);
  }
  return [...closed, ...open.values()].filter(({ from, to }) => from !== to).sort((a, b) => Date.parse(a.from) - Date.parse(b.from) || byTrack(a.track, b.track));
}

/** What follows on a track, and whether another agency had it before. A turn that lasted no time is not shown, and what it was handed over with is not lost with it. */
function handedOn(before: Responsibility, next: Responsibility): Responsibility {
  if (before.side !== next.side) return { ...next, handedOver: { by: before.side, logIndex: next.begunBy } };
  return before.from === next.from && before.handedOver !== undefined ? { ...next, handedOver: before.handedOver } : next;
}

/** Who answers at a business instant, for each track that is under way then; nobody for a case that is not opened yet, or over. */
export const responsibleAt = <Period extends Pick<Responsibility, 'from' | 'to'>>(chain: readonly Period[], at: string): readonly Period[] =>
  chain.filter(({ from, to }) => Date.parse(from) <= Date.parse(at) && (to === undefined || Date.parse(at) < Date.parse(to)));

function presentOf({ at, logIndex, flow, entryId, active }: CaseStep): ReadonlyMap<string, Responsibility> {
  const tracks = Object.entries(active);
  const entry = flow.entries.get(entryId);
  if (entry === undefined) return new Map();
  if (tracks.length === 0) {
    const opener = flow.actors.get(entry.opener);
    return opener === undefined ? new Map() : new Map([[MAIN_TRACK, { track: MAIN_TRACK, holder: opener, agency: opener, side: 'opener', ...roleOf(flow, opener.id), from: at, begunBy: logIndex }]]);
  }
  return new Map(tracks.flatMap(([track, id]): [string, Responsibility][] => {
    const state = flow.states.get(id);
    const holder = flow.actors.get(state?.holder ?? '');
    const side = holder && sideOfActor(flow, entry, holder.id);
    const agency = side && flow.actors.get(agencyOf(flow, entry, side) ?? '');
    if (state === undefined || holder === undefined || agency === undefined || side === undefined || side === 'hub') return [];
    return [[track, { track, state, holder, agency, side, ...roleOf(flow, agency.id), from: at, begunBy: logIndex }]];
  }));
}

function roleOf(flow: CompiledFlow, agency: string): { readonly role?: string } {
  const role = Object.entries(flow.flow.roleMap ?? {}).find(([, id]) => id === agency)?.[0];
  return role === undefined ? {} : { role };
}

const isSame = (a: Responsibility, b: Responsibility): boolean => a.state?.id === b.state?.id && a.holder.id === b.holder.id && a.agency.id === b.agency.id && a.side === b.side;
const byTrack = (a: string, b: string): number => Number(b === MAIN_TRACK) - Number(a === MAIN_TRACK) || (a < b ? -1 : a > b ? 1 : 0);
