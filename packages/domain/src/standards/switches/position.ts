import { type SwitchRecord, type SwitchScope, SWITCH_POSITIONS, covers, switchKey } from './switch';

/** One side of a case and where it belongs; without a region when nobody serves it. */
export interface PlacedParty { readonly participant: string; readonly region?: string }
/** A case that is to begin, as far as switches ask. */
export interface NewCase {
  readonly itemCode: string;
  /** The modes its item offers across provinces. A message does not say which of them the case will follow. */
  readonly modes: readonly string[];
  readonly opener: PlacedParty;
  readonly counterpart: PlacedParty;
}

/** Whether a scope, whatever its mode, is about new cases and about this one. */
export function concernsCase({ itemCode, participant, pair, region, subject }: SwitchScope, { itemCode: item, opener, counterpart }: NewCase): boolean {
  return subject === undefined && (itemCode === undefined || itemCode === item)
    && (participant === undefined || participant === opener.participant || participant === counterpart.participant)
    && (pair === undefined || (pair.opener === opener.participant && pair.counterpart === counterpart.participant))
    && (region === undefined || region === opener.region || region === counterpart.region);
}

/** Of every owner and scope the setting that counts at a business instant: of those that cover it, the one set last. */
export function settingsAt(switches: readonly SwitchRecord[], at: string): readonly SwitchRecord[] {
  const newest = new Map<string, SwitchRecord>();
  for (const one of switches) {
    if (!covers(one, at)) continue;
    const key = switchKey(one);
    const known = newest.get(key);
    if (known === undefined || known.setNo < one.setNo) newest.set(key, one);
  }
  return [...newest.values()];
}

/**
 * The switch that decides about a new case at a business instant: the strictest of all that concern it, whoever set them, so that each side can
 * stop a case and neither can force one. Undefined while it is on. A setting of one mode leaves the others: the case begins while one of the modes of its item is
 * on, because no message says which mode a case follows.
 */
export function decidingSwitch(switches: readonly SwitchRecord[], newCase: NewCase, at: string): SwitchRecord | undefined {
  const settings = settingsAt(switches.filter(({ scope }) => concernsCase(scope, newCase)), at);
  if (settings.length === 0) return undefined;
  const modes: readonly (string | undefined)[] = newCase.modes.length === 0 ? [undefined] : newCase.modes;
  const perMode = modes.map((mode) => strictest(settings.filter(({ scope }) => scope.mode === undefined || scope.mode === mode)));
  const mildest = perMode.reduce((best, one) => (rank(one) < rank(best) ? one : best));
  return mildest === undefined || mildest.position === 'on' ? undefined : mildest;
}

const rank = (one: SwitchRecord | undefined): number => SWITCH_POSITIONS.indexOf(one?.position ?? 'on');
const isStricter = (one: SwitchRecord, than: SwitchRecord): boolean => {
  if (one.position !== than.position) return rank(one) > rank(than);
  const [slower, faster] = [one.releasePerMinute ?? 0, than.releasePerMinute ?? 0];
  if (one.position === 'hold' && slower !== faster) return slower < faster;
  // Which of two equal ones is named must not depend on the order in which the logs were read.
  return one.since !== than.since ? Date.parse(one.since) < Date.parse(than.since) : one.switchId < than.switchId;
};
const strictest = (settings: readonly SwitchRecord[]): SwitchRecord | undefined =>
  settings.reduce<SwitchRecord | undefined>((best, one) => (best === undefined || isStricter(one, best) ? one : best), undefined);

/** What holds of a setting at an instant, for lists. */
export type SwitchStanding = 'in-force' | 'to-come' | 'over' | 'replaced';
export function standingOfSwitch(switches: readonly SwitchRecord[], one: SwitchRecord, at: string): SwitchStanding {
  if (Date.parse(at) < Date.parse(one.since)) return 'to-come';
  if (!covers(one, at)) return 'over';
  return settingsAt(switches, at).some(({ owner, setNo }) => owner === one.owner && setNo === one.setNo) ? 'in-force' : 'replaced';
}

/** The newest setting that held such cases until then: whose openings are still to be released once they are on again. */
export const latestHold = (switches: readonly SwitchRecord[], newCase: NewCase, at: string): SwitchRecord | undefined => switches
  .filter(({ position, since, scope }) => position === 'hold' && Date.parse(since) <= Date.parse(at) && concernsCase(scope, newCase))
  .reduce<SwitchRecord | undefined>((newest, one) => (newest === undefined || Date.parse(one.setAt) > Date.parse(newest.setAt) ? one : newest), undefined);
