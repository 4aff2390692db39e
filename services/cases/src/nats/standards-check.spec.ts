import type { Standing } from '@tongban/registry';
import { standardsCheck, standardsCopies } from './standards-check';

const NOW = '2026-03-02T09:00:00+08:00';
const RECENT = '2026-03-02T08:59:58+08:00';
const lateness = (standing: Partial<Standing>, region = 'jjj') =>
  standardsCopies([{ owner: 'nat', held: 3, announced: 3, knownUntil: RECENT, ...standing }], { now: NOW, region, leaseHours: 24 })[0]?.late?.reason;

describe('the copy of an owner\'s registry', () => {
  it.each<[string, Partial<Standing>, string | undefined]>([
    ['that is level and was heard a moment ago', {}, undefined],
    ['that lacks an entry', { announced: 4 }, 'behind'],
    ['with an entry that does not verify', { announced: 4, fault: 'registry.chain-broken' }, 'broken'],
    ['of an owner that was never heard', { announced: undefined, knownUntil: undefined, held: 0 }, 'no-head'],
    ['heard at the end of the lease', { knownUntil: '2026-03-01T09:00:00+08:00' }, undefined],
    ['heard before the lease', { knownUntil: '2026-03-01T08:59:59+08:00' }, 'stale'],
    ['that was heard later than now, as clocks differ', { knownUntil: '2026-03-02T09:00:05+08:00' }, undefined],
  ])('%s', (_what, standing, reason) => expect(lateness(standing)).toBe(reason));

  it.each<[string, Partial<Standing>, string | undefined]>([
    ['is current without having been heard', { announced: undefined, knownUntil: undefined }, undefined],
    ['is current however old the head', { knownUntil: '2026-01-01T00:00:00+08:00' }, undefined],
    ['is late only while this process has not read what was appended', { announced: 4 }, 'behind'],
  ])('at the owner %s', (_what, standing, reason) => expect(lateness(standing, 'nat')).toBe(reason));
});

describe('the check of the copies', () => {
  it('names every owner that is late, and by how much, in both languages', () => {
    const copies = standardsCopies([
      { owner: 'nat', held: 1, announced: 3, knownUntil: RECENT }, { owner: 'jjj', held: 0 }, { owner: 'gba', held: 0, announced: 0, knownUntil: RECENT },
      { owner: 'yrd', held: 2, announced: 2, knownUntil: '2026-02-27T09:00:00+08:00' },
    ], { now: NOW, region: 'ccec', leaseHours: 24 });
    const { ok, code, detail } = standardsCheck(copies);
    expect([ok, code]).toEqual([false, 'standard.not-current']);
    expect(detail).toEqual({
      zh: 'nat：缺少 2 条；jjj：从未收到归口枢纽的消息；yrd：已 72 小时没有消息（业务时间）',
      en: 'nat: 2 entries are missing; jjj: its owner was never heard; yrd: not heard for 72 hours of business time',
    });
  });
  it('passes when none is', () => expect(standardsCheck(standardsCopies([{ owner: 'nat', held: 0, announced: 0, knownUntil: RECENT }], { now: NOW, region: 'jjj', leaseHours: 24 })).ok).toBe(true));
});
