import { SUBMIT_RATES_FORM, submissionLimits } from './submission-limits';

describe('limits of submission', () => {
  const limits = submissionLimits({ TONGBAN_SUBMIT_RATE: 100, TONGBAN_SUBMIT_BURST: 200, TONGBAN_SUBMIT_RATES: '630000=20/30,310000=5' });
  it.each([['630000', { perSecond: 20, burst: 30 }], ['310000', { perSecond: 5, burst: 10 }], ['510000', { perSecond: 100, burst: 200 }]])('of %s', (participant, expected) =>
    expect(limits(participant)).toEqual(expected));
  it.each([['', true], ['630000=20', true], ['630000=20/40,310000=5', true], ['630000', false], ['630000=0', false], ['630100=5', false], ['630000=20;310000=5', false], ['630000=5,', false]])('"%s" is readable: %s', (text, readable) =>
    expect(SUBMIT_RATES_FORM.test(text)).toBe(readable));
});
