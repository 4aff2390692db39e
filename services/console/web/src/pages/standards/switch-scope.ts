import type { SwitchSettingDocument } from '@tongban/contracts';

/** What a switch names, in a fixed order; nothing: everything. */
export interface ScopePart { readonly name: 'item' | 'mode' | 'participant' | 'pair' | 'region' | 'subject'; readonly value: string }
export function scopeParts({ itemCode, mode, participant, pair, region, subject }: SwitchSettingDocument['scope']): readonly ScopePart[] {
  return [
    ...(subject === undefined ? [] : [{ name: 'subject' as const, value: subject }]), ...(itemCode === undefined ? [] : [{ name: 'item' as const, value: itemCode }]), ...(mode === undefined ? [] : [{ name: 'mode' as const, value: mode }]),
    ...(participant === undefined ? [] : [{ name: 'participant' as const, value: participant }]), ...(pair === undefined ? [] : [{ name: 'pair' as const, value: `${pair.opener} → ${pair.counterpart}` }]), ...(region === undefined ? [] : [{ name: 'region' as const, value: region }]),
  ];
}
