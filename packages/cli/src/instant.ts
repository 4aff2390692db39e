import { beijingInstant } from '@tongban/domain';

/** An instant as people of Beijing time read it, to the second; empty when there is none. */
export function readInstant(instant: string | undefined): string {
  const epochMs = Date.parse(instant ?? '');
  return Number.isNaN(epochMs) ? '' : beijingInstant(epochMs).slice(0, 19).replace('T', ' ');
}
