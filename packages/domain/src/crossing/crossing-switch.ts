import { type PlacedParty, settingsAt } from '../standards/switches/position';
import type { SwitchRecord } from '../standards/switches/switch';

/** Two sides between which personal data would leave the mainland. */
export interface CrossingPair { readonly mainland: PlacedParty; readonly sar: PlacedParty; readonly itemCode: string }

/**
 * Whether personal data may leave the mainland within a pair at a business instant. Unlike every other switch this one is off where nobody set it: it takes an
 * `on` of the national hub, or of the hub that the mainland side belongs to, and no `off` of anybody who may set one.
 */
export function isCrossingOn(switches: readonly SwitchRecord[], { mainland, sar, itemCode }: CrossingPair, at: string): boolean {
  const settings = settingsAt(switches.filter(({ scope: { subject, pair, itemCode: item } }) => subject === 'personal-data' && pair !== undefined
    && [mainland, sar].every(({ participant }) => participant === pair.opener || participant === pair.counterpart) && (item === undefined || item === itemCode)), at);
  return settings.every(({ position }) => position === 'on') && settings.some(({ owner }) => owner === 'nat' || owner === mainland.region);
}
