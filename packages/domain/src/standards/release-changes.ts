import type { ArtefactVersionRef } from './artefact';
import type { RegistryEvent } from './events';
import type { Release } from './release';

type Published = Extract<RegistryEvent, { type: 'published' }>;

/** What a publication brings out. */
export function publishedReleases({ number: publishedNo, effectiveFrom, transitionEndsAt, reviewDue, draftId, approvers, artefacts }: Published): readonly Release[] {
  return artefacts.map((artefact) => ({ ...artefact, publishedNo, effectiveFrom, transitionEndsAt, ...(reviewDue !== undefined && { reviewDue }), draftId, approvers, suspensions: [] }));
}

/** Versions that an event suspends, resumes or withdraws; none for any other. */
export const changedTargets = (event: RegistryEvent): readonly ArtefactVersionRef[] =>
  (event.type === 'suspended' || event.type === 'resumed' || event.type === 'withdrawn' ? event.targets : []);

/** One of these versions after the event; any other event changes nothing. */
export function changedRelease(release: Release, event: RegistryEvent): Release {
  switch (event.type) {
    case 'suspended': return { ...release, suspensions: [...endedSuspensions(release, event.at), { scope: event.scope, from: event.at }] };
    case 'resumed': return { ...release, suspensions: endedSuspensions(release, event.at) };
    case 'withdrawn': return { ...release, withdrawnAt: event.at };
    default: return release;
  }
}

const endedSuspensions = ({ suspensions }: Release, at: string): Release['suspensions'] => suspensions.map((period) => (period.to === undefined ? { ...period, to: at } : period));
