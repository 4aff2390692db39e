import type { RegionStatus } from '@tongban/contracts';

/** A source that has something to bring and was not heard for so long does not bring it. */
export const STALLED_AFTER_MS = 30_000;
export type SourceState = 'error' | 'stalled' | 'behind' | 'level' | 'unknown';

/** `activeMsAgo` is negative while the server has not heard the other end at all. */
export function sourceState({ lag, activeMsAgo, error }: RegionStatus['sources'][number]): SourceState {
  if (error !== undefined && error !== '') return 'error';
  if (activeMsAgo < 0) return 'unknown';
  if (activeMsAgo > STALLED_AFTER_MS) return 'stalled';
  return lag > 0 ? 'behind' : 'level';
}

/** The region whose OUTBOX a source reads, by the name of that stream. */
export const regionOfSource = (name: string): string => name.replace(/^OUTBOX_/, '').toLowerCase();

/** How the two ends of a link agree on what was sent. */
export function endsOf(sent: number | undefined, received: number | undefined): { readonly kind: 'equal' } | { readonly kind: 'unequal'; readonly by: number } | { readonly kind: 'one-end' } {
  if (sent === undefined || received === undefined) return { kind: 'one-end' };
  return sent === received ? { kind: 'equal' } : { kind: 'unequal', by: Math.abs(sent - received) };
}
/** The key that stops being valid first, of those that end at all. */
export const firstToEnd = (keys: readonly { readonly validTo?: string }[]): string | undefined => keys.flatMap(({ validTo }) => (validTo === undefined ? [] : [validTo])).sort()[0];
