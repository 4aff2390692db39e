import type { CompiledFlow } from './compile';
import type { Entry } from './model';

/** The end of a case a message comes from. The hub is a side of its own. */
export type Side = 'opener' | 'counterpart' | 'hub';
export type AgencySide = Exclude<Side, 'hub'>;

/** The side whose system speaks for an actor in a case that began with `entry`; undefined when nobody does. */
export function sideOfActor(flow: CompiledFlow, entry: Entry, actorId: string): Side | undefined {
  const actor = flow.actors.get(actorId);
  if (actor === undefined) return undefined;
  if (actor.kind === 'hub') return 'hub';
  if (actor.kind === 'applicant') return 'opener';
  const agency = actor.kind === 'external' ? actor.via : actor.id;
  if (agency === entry.opener) return 'opener';
  return agency === entry.counterpart ? 'counterpart' : undefined;
}

/** The agency of a side, or the hub's own actor. */
export function agencyOf(flow: CompiledFlow, entry: Entry, side: Side): string | undefined {
  return side === 'hub' ? flow.hubActor?.id : entry[side];
}

/**
 * The actor a message acts for: `onBehalfOf` if given, else the agency of the sender's side. Undefined when the side
 * may not speak for it (FLOW-FORMAT §1). An agency speaks for itself and is never named in `onBehalfOf`.
 */
export function actingActor(flow: CompiledFlow, entry: Entry, side: Side, onBehalfOf: string | undefined): string | undefined {
  if (onBehalfOf === undefined) return agencyOf(flow, entry, side);
  const actor = flow.actors.get(onBehalfOf);
  if (actor?.kind !== 'applicant' && actor?.kind !== 'external') return undefined;
  return sideOfActor(flow, entry, onBehalfOf) === side ? onBehalfOf : undefined;
}

/** Everybody a side may act for: its agency first, then those that are reached through it. */
export function actorsOfSide(flow: CompiledFlow, entry: Entry, side: AgencySide): readonly string[] {
  const behalf = flow.flow.actors.filter((x) => x.kind !== 'agency' && sideOfActor(flow, entry, x.id) === side);
  return [entry[side], ...behalf.map((x) => x.id)];
}
