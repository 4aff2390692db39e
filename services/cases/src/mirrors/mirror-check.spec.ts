import type { MirrorDocument } from '@tongban/contracts';
import { mirrorCheck, mirrorSummary } from './mirror-check';

const copy = (standing: MirrorDocument['standing'], more: Partial<MirrorDocument> = {}): MirrorDocument =>
  ({ region: 'yrd', stream: 'CASES_YRD_2026', standing, lag: 3, lastSequence: 10, copiedSequence: 7, idleForMs: 20_000, differences: [], ...more });
const check = (...mirrors: MirrorDocument[]) => mirrorCheck({ mirrors, silentRegions: [] });

describe('the check of the copies on the backbone', () => {
  it.each<[string, MirrorDocument[], string | undefined]>([
    ['level or behind is well', [copy('level'), copy('behind')], undefined],
    ['one that stalls', [copy('level'), copy('stalled')], 'mirror.stalled'],
    ['one whose region was set back', [copy('ahead'), copy('stalled')], 'mirror.differs'],
    ['two histories', [copy('apart')], 'mirror.differs'],
    ['a difference that comparing found', [copy('level', { differences: [{ kind: 'missing-in-region', sequence: 4 }] })], 'mirror.differs'],
  ])('%s', (_what, mirrors, code) => expect(check(...mirrors)).toMatchObject({ ok: code === undefined, ...(code && { code }) }));

  it('names the stream, where both ends are, and the sequences that differ', () => {
    const { detail } = check(copy('ahead', { lastSequence: 2, copiedSequence: 9, lag: 7, differences: [{ kind: 'changed', sequence: 1 }] }));
    expect(detail).toEqual({ zh: 'CASES_YRD_2026：副本到 9，区域止于 2：区域缺 7；序号 1 不同', en: 'CASES_YRD_2026: the copy has 9, the region ends at 2: 7 lacking there; sequence 1 differs' });
  });
  it('says what it cannot see', () => {
    expect(check()).toMatchObject({ ok: true, blind: { en: expect.stringContaining('not been seen yet') } });
    expect(mirrorCheck({ mirrors: [copy('level')], silentRegions: ['gba'] })).toMatchObject({ ok: true, blind: { en: expect.stringContaining('gba') } });
  });
  it('is told in short', () => {
    expect(mirrorSummary({ mirrors: [copy('behind'), copy('behind'), copy('ahead')], silentRegions: ['gba'] })).toEqual({ copies: 3, messagesBehind: 6, unwell: [copy('ahead')], silentRegions: ['gba'] });
  });
});
