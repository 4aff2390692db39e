import type { ScrubReport } from '@tongban/messaging';
import { type Watched, storeChecks } from './store-checks';

const scrub = (change: Partial<ScrubReport> = {}): ScrubReport =>
  ({ stream: 'CASES_JJJ_2026', checkedAt: '2026-03-02T01:00:00.000Z', firstSequence: 1, lastSequence: 486, unreadable: [], droppedBytes: 0, ...change });
const consumer = { stream: 'INBOX_JJJ', consumer: 'cases_05', pending: 4, idleForMs: 61_000, stopped: true, cures: 1 };
const watched = (change: Partial<Watched> = {}): Watched =>
  ({ scrubs: [scrub()], losses: [], sight: { sees: true }, consumers: [{ ...consumer, stopped: false }], longestRunsMs: { 'INBOX_JJJ/cases_05': 10 }, stuckAfterMs: 300_000, ...change });

describe('what is checked of the store and its readers', () => {
  it('is all well when nothing was found', () =>
    expect(Object.entries(storeChecks(watched())).map(([name, { ok, code }]) => [name, ok, code])).toEqual([
      ['records', true, undefined], ['store', true, undefined], ['stuck', true, undefined], ['consumers', true, undefined],
    ]));

  it.each<[string, string, Partial<Watched>, string]>([
    ['records', 'store.corrupt', { scrubs: [scrub({ unreadable: [{ from: 353, to: 353 }] }), scrub({ stream: 'OUTBOX_JJJ' })] }, 'CASES_JJJ_2026: sequence 353 cannot be read'],
    ['records', 'store.corrupt', { scrubs: [scrub({ droppedBytes: 26_108 })] }, 'CASES_JJJ_2026: the server dropped 26108 bytes of its files when it started'],
    ['store', 'store.lost', { losses: [{ stream: 'CASES_JJJ_2026', loss: { kind: 'cut', had: 486, has: 352, foundAt: 'T' } }] }, 'CASES_JJJ_2026 reached sequence 486 and ended at 352, noticed T'],
    ['stuck', 'lane.stuck', { longestRunsMs: { 'INBOX_JJJ/cases_05': 301_000, 'INBOX_JJJ/cases_06': 299_000 } }, 'INBOX_JJJ/cases_05: 301 s'],
    ['consumers', 'consumer.stopped', { consumers: [consumer] }, 'INBOX_JJJ/cases_05: 4 waiting, 61 s, asked anew 1 times'],
    ['consumers', 'consumer.stopped', { consumers: [{ ...consumer, pending: undefined }] }, 'INBOX_JJJ/cases_05: does not exist, 61 s'],
  ])('%s says %s', (name, code, change, en) => {
    const checks = storeChecks(watched(change));
    expect(checks[name]).toMatchObject({ ok: false, code, detail: { en } });
    expect(checks[name]!.wording.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(checks[name]).not.toHaveProperty('blind');
    expect(Object.entries(checks).filter(([, { ok }]) => !ok)).toHaveLength(1);
  });

  it('names ten and counts the rest', () => {
    const scrubs = Array.from({ length: 12 }, (_, index) => scrub({ stream: `S${index}`, unreadable: [{ from: 1, to: 1 }] }));
    expect(storeChecks(watched({ scrubs }))['records']!.detail).toMatchObject({ en: expect.stringMatching(/^S0: .*S9: [^;]*; \+2$/) as unknown });
  });

  it.each<[string, Partial<Watched>, string]>([
    ['records', { scrubs: [] }, 'no stream has been walked yet'],
    ['records', { scrubs: [scrub({ incomplete: 'holes' })] }, 'CASES_JJJ_2026 could not be walked to its end'],
    ['store', { sight: { sees: false } }, 'Redis or the broker does not answer: a new loss cannot be seen now'],
    ['store', { sight: { sees: true, before: 'T' } }, 'the marks of the streams begin at T: what was lost before cannot be known'],
    ['consumers', { consumers: [] }, 'the consumers have not been seen'],
  ])('%s is no alarm and no all-clear when it cannot see', (name, change, en) =>
    expect(storeChecks(watched(change))[name]).toMatchObject({ ok: true, blind: { en, zh: expect.stringMatching(/[\u4e00-\u9fff]/) as unknown } }));
});
