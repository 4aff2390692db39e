import { v1 } from '@tongban/contracts';
import type { SourceReport } from '@tongban/messaging';
import { type CurePorts, cure } from './cure';

const { CURE_KIND_ATTACH_SOURCE: ATTACH, CURE_KIND_ASK_ANEW: ASK, CURE_KIND_REBUILD_VIEWS: REBUILD, CURE_KIND_UNSPECIFIED: NONE } = v1.CureKind;
const report = (region: string, stalled: boolean): SourceReport => ({ side: 'inbox', region, stalled, lag: 0, detail: '' });

describe('what an operator has a hub do about a stall', () => {
  let done: string[];
  const ports: CurePorts = {
    links: { reports: () => [report('jjj', true), report('gba', false)], kick: async (region) => void done.push(`kick ${region}`) },
    views: { rebuild: async () => void done.push('rebuild') },
    server: { readsFrom: () => [{ stream: 'INBOX_YRD', consumer: 'cases_0of8' }], askAnew: (stream, consumer) => void done.push(`ask ${stream}/${consumer}`) },
  };
  beforeEach(() => { done = []; });

  it.each<[string, v1.CureKind, string, string]>([
    ['attaches a source that is stalled', ATTACH, 'jjj', 'kick jjj'], ['asks anew at a consumer that it reads', ASK, 'INBOX_YRD/cases_0of8', 'ask INBOX_YRD/cases_0of8'], ['drops the views', REBUILD, '', 'rebuild'],
  ])('%s', async (_what, kind, target, did) => {
    await cure(ports, { kind, target });
    expect(done).toEqual([did]);
  });
  it.each<[string, v1.CureKind, string, string]>([
    ['touches no source that is heard, for that may lose messages', ATTACH, 'gba', 'cure.not-stalled'], ['knows no such region', ATTACH, 'xxx', 'query.invalid'], ['reads nothing from there', ATTACH, 'nat', 'query.invalid'],
    ['does not read that consumer', ASK, 'INBOX_YRD/other', 'failure.handler-elsewhere'], ['knows no such cure', NONE, '', 'query.invalid'],
  ])('refuses when it %s', async (_why, kind, target, code) => {
    await expect(cure(ports, { kind, target })).rejects.toMatchObject({ code });
    expect(done).toEqual([]);
  });
});
