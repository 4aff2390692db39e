import type { LinkFindingDocument, LinkStandingDocument } from '@tongban/contracts';
import { reconciliationCheck } from './reconciliation-check';

const missing = (sequence: number, repairedAt?: string): LinkFindingDocument => ({ difference: 'missing', sequence, foundAt: '2026-03-02T01:00:00.000Z', ...(repairedAt && { repairedAt }) });
const standing = (findings: readonly LinkFindingDocument[], more: Partial<LinkStandingDocument> = {}): LinkStandingDocument =>
  ({ fromRegion: 'yrd', open: findings.filter(({ difference, repairedAt }) => difference !== 'surplus' && !repairedAt).length, findings, setBacks: [], ...more });

describe('what an operator is told of the two ends of the links', () => {
  it('is good when nothing is lacking, or all that was has come', () => {
    expect(reconciliationCheck([standing([]), standing([missing(7, '2026-03-02T01:00:05.000Z')])])).toMatchObject({ ok: true });
  });
  it('says where nothing could be compared, and that nothing was yet', () => {
    const words = { zh: '与jjj的比对未能完成', en: 'the comparison with jjj did not come to its end' };
    expect(reconciliationCheck([standing([], { fromRegion: 'jjj', blind: words })])).toMatchObject({ ok: true, blind: words });
    expect(reconciliationCheck([])).toMatchObject({ ok: true, blind: { en: expect.stringContaining('not compared') as unknown } });
  });
  it('fails with the region and the sequences that are lacking', () => {
    const check = reconciliationCheck([standing([missing(7), missing(9, '2026-03-02T01:00:05.000Z'), { ...missing(11), difference: 'surplus' }, { ...missing(12), difference: 'changed' }])]);
    expect(check).toMatchObject({ ok: false, code: 'link.gap', detail: { zh: expect.stringContaining('缺2条') as unknown, en: 'from yrd: 2 lacking (sequence 7, 12 of its OUTBOX)' } });
  });
});
