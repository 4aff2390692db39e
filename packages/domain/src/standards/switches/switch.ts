import type { HomeRegion } from '../../identifiers/divisions';
import { canonicalJson } from '../../schema/canonical-json';
import { isBefore, laterOf } from '../business-order';
import type { Actor } from '../commands';

/** `on`: new cases begin. `hold`: they are accepted, kept and released later. `off`: they are refused; running ones finish. From the mildest to the strictest. */
export const SWITCH_POSITIONS = ['on', 'hold', 'off'] as const;
export type SwitchPosition = (typeof SWITCH_POSITIONS)[number];

/** One direction between two participants: cases that the first opens and the second handles. */
export interface OrderedPair { readonly opener: string; readonly counterpart: string }

/**
 * What a switch is about other than new cases. `personal-data`: whether personal data may leave the mainland side within a pair of a mainland and a SAR participant, in
 * whichever order they are named; see `isCrossingOn`.
 */
export const SWITCH_SUBJECTS = ['personal-data'] as const;
export type SwitchSubject = (typeof SWITCH_SUBJECTS)[number];

/** What a switch is about, new cases unless its subject says otherwise: those that fit everything named, at least one thing. */
export interface SwitchScope {
  readonly itemCode?: string;
  /** See `HANDLING_MODES`. */
  readonly mode?: string;
  /** Opens or is the counterpart. */
  readonly participant?: string;
  readonly pair?: OrderedPair;
  /** Region of the opener or of the counterpart. */
  readonly region?: HomeRegion;
  readonly subject?: SwitchSubject;
}

/** What two persons decide about a scope. */
export interface SwitchSetting {
  readonly scope: SwitchScope;
  readonly position: SwitchPosition;
  /** Business instant it is to hold from, RFC 3339. Without it, and when it has passed by then, from the second person's confirmation on: the past is not changed. */
  readonly from?: string;
  /** Business instant, exclusive. Without it, until the scope is set again. */
  readonly until?: string;
  /**
   * How many held openings go on in a minute of business time while this setting holds: in a `hold`, that lets through so many and keeps the
   * others; in an `on`, that empties what was held before. Without it a hold releases nothing, and an `on` as its hold said or `RELEASE_PER_MINUTE`.
   */
  readonly releasePerMinute?: number;
}

/** What is released in a minute where nobody said how much. */
export const RELEASE_PER_MINUTE = 60;

/** A setting as its owner's registry keeps it, for ever. */
export interface SwitchRecord extends SwitchSetting {
  /** Id of the command that asked for it. */
  readonly switchId: string;
  /** Region whose hub keeps it. */
  readonly owner: HomeRegion;
  /** Number of the entry that set it: of one scope, the one set last counts where several cover a moment. */
  readonly setNo: number;
  readonly setAt: string;
  /** Business instant it holds from. */
  readonly since: string;
  /** Of who asked for it. */
  readonly reason: string;
  readonly proposer: Actor;
  readonly confirmer: Actor;
}

/** What an event `switch-set` says. */
interface SwitchSet extends SwitchSetting { readonly actionId: string; readonly proposer: Actor; readonly number: number; readonly at: string; readonly actor: Actor }

/** The setting with what is said and nothing else, so that the same setting has the same digest however it came. */
export function plainSetting({ scope, position, from, until, releasePerMinute }: SwitchSetting): SwitchSetting {
  const { itemCode, mode, participant, pair, region, subject } = scope;
  return {
    scope: {
      ...(itemCode && { itemCode }), ...(mode && { mode }), ...(participant && { participant }),
      ...(pair && { pair: { opener: pair.opener, counterpart: pair.counterpart } }), ...(region && { region }), ...(subject && { subject }),
    },
    position, ...(from && { from }), ...(until && { until }), ...(releasePerMinute && { releasePerMinute }),
  };
}

/** @param reason of who asked for it; who confirms says why only where there is more to say. */
export const switchRecord = (owner: HomeRegion, event: SwitchSet, reason: string): SwitchRecord => ({
  ...plainSetting(event), owner, switchId: event.actionId, setNo: event.number, setAt: event.at, since: laterOf(event.from, event.at), reason,
  proposer: event.proposer, confirmer: event.actor,
});

/** One text per owner and scope: settings of the same one replace each other in time. */
export const switchKey = ({ owner, scope }: Pick<SwitchRecord, 'owner' | 'scope'>): string => `${owner} ${canonicalJson(scope)}`;

/** `since` inclusive, `until` exclusive. */
export const covers = ({ since, until }: Pick<SwitchRecord, 'since' | 'until'>, at: string): boolean => !isBefore(at, since) && (until === undefined || isBefore(at, until));
