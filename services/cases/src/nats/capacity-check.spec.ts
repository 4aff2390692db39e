import { type SubmissionUse, capacityCheck } from './capacity-check';

const use = (more: Partial<SubmissionUse> = {}): SubmissionUse => ({ participant: '630000', bytes: 79, maxBytes: 100, waiting: 10, perSecond: 10, isFast: false, ...more });

describe('the capacity check (G3-C2)', () => {
  it('is quiet below four fifths of room and rate', () => expect(capacityCheck([use(), use({ maxBytes: -1, bytes: 5 })])).toMatchObject({ ok: true }));
  it.each<[string, Partial<SubmissionUse>, string]>([
    ['a stream that is nearly full', { bytes: 80 }, 'stream of 630000 80% full'],
    ['more waiting than is taken in a second', { waiting: 95 }, '95 of 630000 wait, about 10 s'],
    ['a rate that is nearly used up', { isFast: true }, '630000 sends at 80% of its rate or more'],
  ])('names %s', (_what, more, en) => expect(capacityCheck([use({ participant: '310000' }), use(more)])).toMatchObject({ ok: false, code: 'capacity.near-limit', detail: { en, zh: expect.stringContaining('630000') } }));
});
