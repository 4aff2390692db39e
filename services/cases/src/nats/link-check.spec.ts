import { linkCheck } from './link-check';

const heard = { name: 'OUTBOX_YRD', lag: 0, activeMsAgo: 300 };
const moving = { side: 'inbox', region: 'yrd', stalled: false, lag: 0, detail: 'heard 300 ms ago' } as const;
const stalled = { ...moving, stalled: true, stalledForMs: 12_400, lag: 7, detail: 'not attached' };

describe('the links of a region', () => {
  it('are well when every source is heard and nothing stalls', () => expect(linkCheck([heard], [moving])).toMatchObject({ ok: true }));

  it.each<[string, Parameters<typeof linkCheck>, string]>([
    ['a source that stalls', [[{ ...heard, activeMsAgo: 12_000 }], [stalled]], 'from yrd: stalled 12 s, 7 behind (not attached)'],
    ['a region that takes nothing', [[heard], [moving, { ...stalled, side: 'outbox', detail: '7 waiting' }]], 'to yrd: stalled 12 s, 7 behind (7 waiting)'],
    ['a source that is silent, before the watchdog says so', [[{ ...heard, activeMsAgo: 12_000 }], []], 'OUTBOX_YRD: last heard 12 s ago'],
    ['a source that never connected', [[{ ...heard, activeMsAgo: -1 }], [moving]], 'OUTBOX_YRD: never connected'],
    ['no INBOX at all', [undefined, []], 'the INBOX does not exist'],
  ])('are an alarm for %s, named once', (_what, [sources, reports], en) => {
    const check = linkCheck(sources, reports);
    expect(check).toMatchObject({ ok: false, code: 'link.stalled', detail: { en } });
    expect((check.detail as { zh: string }).zh).toMatch(/[\u4e00-\u9fff]/);
  });
});
