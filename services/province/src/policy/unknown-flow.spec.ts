import { VersionedCatalogue, readBundle } from '@tongban/catalogue';
import { artefactVersion } from '@tongban/domain';
import { skillCertificates } from '../../../../packages/catalogue/test/skill-certificates';
import { catalogue } from '../../test/domain-home';
import { playCase } from '../../test/two-provinces';
import { SCENARIOS } from './scenario';

const AT = '2026-03-01T00:00:00+08:00';
const bundle = readBundle(skillCertificates(), catalogue);
const artefacts = bundle.artefacts.map(({ kind, id, content }) => artefactVersion({ kind, id }, '1.0', content));
const published = VersionedCatalogue.of(catalogue).withPublication({ number: 1, artefacts, effectiveFrom: AT, transitionEndsAt: AT });
const flows = artefacts.filter(({ kind, id }) => kind === 'flow' && !catalogue.flows.has(id)).map(({ id }) => published.flowsAsOf(AT).get(id)!);

describe('a flow that was published after this province was built', () => {
  it.each(flows.flatMap((flow) => [...flow.compiled.entries.keys()].flatMap((entry) => SCENARIOS.map((scenario) => [flow.flow.flowId, entry, scenario, flow] as const))))(
    '%s from %s is played to its end: %s', (_id, entry, scenario, flow) => {
      const { home, impatient } = playCase(flow, entry, scenario, 1);
      expect([home.closed, home.alerts]).toEqual([true, []]);
      // Where nothing can be withdrawn the other side holds back in vain for a while, and then goes on.
      if (scenario !== 'withdrawal') expect(impatient).toBe(false);
    });
  it('is there at all', () => expect(flows.length).toBeGreaterThan(0));
});
