import type { PaceLimits } from '@tongban/messaging';
import type { ServiceConfig } from './config';

/** Form of TONGBAN_SUBMIT_RATES: `630000=20/40,310000=200`. The burst, where it is not said, is twice the rate. */
export const SUBMIT_RATES_FORM = /^(?:[1-9]\d0000=[1-9]\d{0,4}(?:\/[1-9]\d{0,5})?(?:,(?=[1-9])|$))*$/;

/** How fast a participant's messages are taken: its own limits, or those of everybody. */
export function submissionLimits(config: Pick<ServiceConfig, 'TONGBAN_SUBMIT_RATE' | 'TONGBAN_SUBMIT_BURST' | 'TONGBAN_SUBMIT_RATES'>): (participant: string) => PaceLimits {
  const own = new Map(config.TONGBAN_SUBMIT_RATES.split(',').filter(Boolean).map((text) => {
    const [participant = '', rates = ''] = text.split('=');
    const [perSecond = 0, burst = 2 * perSecond] = rates.split('/').map(Number);
    return [participant, { perSecond, burst }] as const;
  }));
  const usual = { perSecond: config.TONGBAN_SUBMIT_RATE, burst: config.TONGBAN_SUBMIT_BURST };
  return (participant) => own.get(participant) ?? usual;
}
