import type { RegionStatus } from '@tongban/contracts';
import { needsOf } from './needs';

const well = (region: string, more: Partial<RegionStatus> = {}): RegionStatus => ({
  region, environment: 'sandbox', ready: true, server: { name: '', version: '' }, rssBytes: 0, clock: { businessNow: '', speed: 1, revision: 1 }, streams: [], consumers: [], sources: [], view: { ok: true, lag: 0 }, checks: {}, alarms: [], ...more,
});
const wording = { zh: '链路', en: 'links' };

describe('what needs a person', () => {
  it('is nothing while all is well', () => expect(needsOf([{ region: 'nat', status: well('nat') }])).toEqual([]));
  it('names a silent hub first, failed messages with their number and list, and ends with warnings', () => {
    const needs = needsOf([
      { region: 'jjj', status: well('jjj', { checks: { view: { ok: false, wording, detail: 'late' } }, caseClocks: { timers: 1, openAlarms: 3, forHub: 2 } }) },
      { region: 'yrd', status: well('yrd', { checks: { failed: { ok: false, wording, detail: '7' }, links: { ok: false, wording, code: 'link.stalled' }, broker: { ok: true, wording } } }) },
      { region: 'gba', code: 'region.unreachable' },
    ]);
    expect(needs.map(({ id, severity }) => `${severity} ${id}`)).toEqual(['critical yrd/failed', 'critical gba/silent', 'critical yrd/check/links', 'warning jjj/escalated', 'warning jjj/check/view']);
    expect(needs[0]).toMatchObject({ count: 7, path: '/failures?region=yrd' });
    expect(needs[2]).toMatchObject({ code: 'link.stalled', next: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) } });
  });
  it('says that clocks disagree, and that much waits', () => {
    const consumers = [{ stream: 'INBOX_NAT', name: 'p_110000', pending: 600, ackPending: 0, redelivered: 0 }];
    const needs = needsOf([{ region: 'nat', status: well('nat', { consumers }) }, { region: 'jjj', status: well('jjj', { clock: { businessNow: '', speed: 1, revision: 2 } }) }]);
    expect(needs.map(({ id }) => id)).toEqual(['clock', 'nat/backlog']);
  });
});
