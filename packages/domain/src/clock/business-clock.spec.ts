import * as fc from 'fast-check';
import { REAL_TIME, beijingInstant, businessInstant, realMsOf, withAnchor } from './business-clock';

const REAL = Date.parse('2026-11-24T03:00:00Z');

describe('the business clock', () => {
  it('is real time without anchors', () => expect(businessInstant(REAL_TIME, REAL)).toBe('2026-11-24T11:00:00.000+08:00'));
  it('runs from an anchor at its speed', () => {
    const set = withAnchor(REAL_TIME, REAL, '2026-03-02T09:00:00+08:00', 60);
    expect(businessInstant(set, REAL + 1000)).toBe('2026-03-02T09:01:00.000+08:00');
  });
  it('maps an instant before a change with the anchor that held then', () => {
    const first = withAnchor(REAL_TIME, REAL, '2026-03-02T09:00:00+08:00', 1);
    const second = withAnchor(first, REAL + 10_000, '2026-04-01T09:00:00+08:00', 1);
    expect(businessInstant(second, REAL + 9_000)).toBe('2026-03-02T09:00:09.000+08:00');
    expect(businessInstant(second, REAL + 11_000)).toBe('2026-04-01T09:00:01.000+08:00');
  });
  it('never runs backwards', () => {
    const first = withAnchor(REAL_TIME, REAL, '2026-03-02T09:00:00+08:00', 1);
    expect(() => withAnchor(first, REAL + 1000, '2026-03-02T09:00:00+08:00', 1)).toThrow(RangeError);
  });
  it.each([0, -1, Number.NaN, 2_000_000])('refuses speed %p', (speed) => expect(() => withAnchor(REAL_TIME, REAL, '2026-03-02T09:00:00+08:00', speed)).toThrow(RangeError));
  it('is monotone over any history of changes', () => {
    const change = fc.record({ afterMs: fc.nat(1e7), jumpMs: fc.nat(1e9), speed: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(fc.property(fc.array(change, { maxLength: 8 }), fc.array(fc.nat(1e8), { minLength: 2, maxLength: 20 }), (changes, offsets) => {
      let setting = withAnchor(REAL_TIME, REAL, '2026-03-02T09:00:00+08:00', 1);
      let at = REAL;
      for (const { afterMs, jumpMs, speed } of changes) {
        at += afterMs;
        setting = withAnchor(setting, at, beijingInstant(Date.parse(businessInstant(setting, at)) + jumpMs), speed);
      }
      const instants = [...offsets].sort((a, b) => a - b).map((offset) => Date.parse(businessInstant(setting, REAL + offset)));
      for (let i = 1; i < instants.length; i++) expect(instants[i]!).toBeGreaterThanOrEqual(instants[i - 1]!);
    }));
  });
  it('has an inverse, within the millisecond business instants are told in', () => {
    const speeds = fc.integer({ min: 1, max: 500 });
    fc.assert(fc.property(speeds, fc.nat(1e9), (speed, offset) => {
      const setting = withAnchor(REAL_TIME, REAL, '2026-03-02T09:00:00+08:00', speed);
      expect(Math.abs(realMsOf(setting, businessInstant(setting, REAL + offset)) - (REAL + offset))).toBeLessThanOrEqual(1);
    }));
  });
});
