import { DOCTOR_POLICY, judgeLifespan, judgeSkew } from './dates';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY_MS = 86_400_000;
const lifespan = (fromDays: number | undefined, toDays: number | undefined) => judgeLifespan({
  layer: 'keys', what: { zh: '密钥', en: 'the key' }, acts: 'participant', code: 'signature.unknown-key', next: { zh: '换', en: 'change' },
  ...(fromDays !== undefined && { fromMs: NOW + fromDays * DAY_MS }), ...(toDays !== undefined && { toMs: NOW + toDays * DAY_MS }),
}, NOW);

describe('what has an end', () => {
  it.each<[number | undefined, number | undefined, string]>([
    [undefined, undefined, 'ok'], [-1, undefined, 'ok'], [-1, 31, 'ok'], [-1, DOCTOR_POLICY.warnBeforeDays, 'ok'], [-1, DOCTOR_POLICY.warnBeforeDays - 0.01, 'warn'], [-1, 0.5, 'warn'], [-1, 0, 'warn'], [-1, -0.01, 'fail'], [1, 40, 'fail'],
  ])('from day %p to day %p is %s', (from, to, state) => expect(lifespan(from, to).state).toBe(state));
  it('says when, and who acts', () => expect(lifespan(-1, 5)).toMatchObject({ acts: 'participant', fault: 'trust', en: 'the key ends on 2026-03-07, in 5 days', next: { en: 'change' } }));
});

describe('a clock', () => {
  it.each([[0, 0, 'ok'], [1_999, 0, 'ok'], [-1_999, 0, 'ok'], [2_000, 0, 'warn'], [-2_000, 0, 'warn'], [60_000, 0, 'fail'], [-60_000, 0, 'fail'], [5_000, 4_000, 'ok'], [62_000, 4_000, 'warn']])(
    'off by %p ms, asked in %p ms, is %s', (ahead, roundTrip, state) => expect(judgeSkew(ahead, roundTrip).state).toBe(state));
});
