import { makeCaseNumber } from '@tongban/domain';
import { openingDays } from './opening-days';

const caseNo = makeCaseNumber({ division: '310115', date: '2026-03-02', random: Buffer.alloc(16, 7) });

describe('the days on which a case may have been opened', () => {
  it.each<[string, string, string, boolean, object]>([
    ['of its first message: today', caseNo, '2026-03-05T01:00:00+08:00', true, { from: '2026-03-05', to: '2026-03-05' }],
    ['of a later one: since the date of its number, but for a clock a day ahead', caseNo, '2026-04-05T01:00:00+08:00', false, { from: '2026-03-01', to: '2026-04-05' }],
    ['by the date in Beijing', caseNo, '2026-03-02T18:00:00Z', false, { from: '2026-03-01', to: '2026-03-03' }],
    ['never after now, whatever the number says', caseNo, '2026-01-05T01:00:00+08:00', false, { from: '2026-01-05', to: '2026-01-05' }],
    ['of a number that is none: today', 'x', '2026-04-05T01:00:00+08:00', false, { from: '2026-04-05', to: '2026-04-05' }],
  ])('%s', (_what, number, now, isOpening, days) => expect(openingDays(number, now, isOpening)).toEqual(days));
});
