import type { HomeRegion } from '../identifiers/divisions';
import { canonicalJson, sha256Hex } from '../schema/canonical-json';
import type { Actor, Disposition } from './commands';
import type { DraftText } from './events';

export interface CommentRecord {
  /** From 1, in the order they came. */
  readonly number: number;
  readonly clause: string;
  readonly text: string;
  readonly commenter: Actor;
  readonly at: string;
  /** Digest of the text that was commented on; a draft may be revised while it is consulted. */
  readonly draftDigest: string;
  /** Absent while the comment is open. */
  readonly disposed?: { readonly disposition: Disposition; readonly reason: string; readonly by: Actor; readonly at: string };
}

/** A draft as the fold of its events. */
export interface DraftRecord {
  readonly text: DraftText;
  readonly digest: string;
  /** Author of the present text: who drafted it, or revised it last. */
  readonly drafter: Actor;
  readonly reason: string;
  readonly draftedAt: string;
  /** The latest round of consultation. */
  readonly consultation?: { readonly since: string; readonly until: string };
  readonly comments: readonly CommentRecord[];
  /** Of the present text only: a revision drops them. */
  readonly approvals: readonly { readonly by: Actor; readonly at: string }[];
  readonly publishedNo?: number;
  /** Business instant of the publication: when its versions were formed. */
  readonly publishedAt?: string;
  readonly abandonedNo?: number;
}

/** Persons with keys of their own who must approve. */
export const APPROVALS_NEEDED = 2;

/** Digest of all that a publication of the text would say; the owner is in it, so that an approval counts in one registry only. */
export const draftDigest = (owner: HomeRegion, { draftId, title, artefacts, effectiveFrom, transitionDays, reviewDue }: DraftText): string => sha256Hex(canonicalJson({
  owner, draftId, title: { zh: title.zh, en: title.en }, effectiveFrom, transitionDays, reviewDue,
  artefacts: artefacts.map(({ kind, id, version, digest, derivation }) => ({ kind, id, version, digest, derivation })),
}));

export type DraftPhase = 'draft' | 'consultation' | 'approved' | 'published' | 'abandoned';

/** A consultation that is over leaves the draft in `consultation` until it is approved: its comments are being disposed of. */
export function phaseOf(draft: DraftRecord): DraftPhase {
  if (draft.publishedNo !== undefined) return 'published';
  if (draft.abandonedNo !== undefined) return 'abandoned';
  if (isApproved(draft)) return 'approved';
  return draft.consultation === undefined ? 'draft' : 'consultation';
}

export const isSamePersonOrKey = (a: Actor, b: Actor): boolean => a.personId === b.personId || a.keyId === b.keyId;

/** Two persons with two keys, one of them at least with no part in the writing. */
export function isApproved({ approvals, drafter }: DraftRecord): boolean {
  const approvers = approvals.map(({ by }) => by);
  const distinct = approvers.filter((one, at) => !approvers.slice(0, at).some((other) => isSamePersonOrKey(one, other)));
  return distinct.length >= APPROVALS_NEEDED && distinct.some((one) => !isSamePersonOrKey(one, drafter));
}
