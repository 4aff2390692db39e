import type { Confidence, DeadlineKind } from '@tongban/domain';
import { limitStanding } from './limit-standing';

const KINDS: readonly DeadlineKind[] = ['statutory', 'ministerial-rule', 'local-rule', 'common-practice', 'project-default'];
const CONFIDENCES: readonly Confidence[] = ['verified', 'high', 'medium', 'low'];
const ALL = KINDS.flatMap((kind) => CONFIDENCES.flatMap((confidence) => [['A-1'], []].map((sources) => ({ kind, confidence, sources }))));

describe('what a limit is called', () => {
  it.each(ALL)('T1-C4: $kind, $confidence, sources $sources: law only with a source, of a legal kind, and no planning value', (basis) => {
    const { isLegal, mark } = limitStanding(basis);
    expect(isLegal).toBe(['statutory', 'ministerial-rule', 'local-rule'].includes(basis.kind) && basis.sources.length > 0 && basis.confidence !== 'low');
    expect([mark.zh.includes('非法定时限'), mark.en.includes('not a limit of law')]).toEqual([!isLegal, !isLegal]);
    if (basis.sources.length === 0 || basis.kind === 'project-default') expect([mark.zh, mark.en]).toEqual([expect.stringMatching(/^项目默认值/), expect.stringMatching(/^project default/)]);
  });

  it('a local rule says that it binds its locality only, and what is to be confirmed says so', () => {
    expect(limitStanding({ kind: 'local-rule', confidence: 'medium', sources: ['A-1'] }).mark).toEqual({ zh: '地方规定，仅在该地有效（待核实）', en: 'local rule, binds its locality only (to be confirmed)' });
  });
});
