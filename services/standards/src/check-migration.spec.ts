import { VersionedCatalogue, loadCatalogue } from '@tongban/catalogue';
import { type StateMapping, artefactVersion } from '@tongban/domain';
import { checkMigration } from './check-migration';

const base = loadCatalogue();
const [flow] = [...base.flows.values()];
const AT = '2026-03-02T09:00:00+08:00';
const catalogue = VersionedCatalogue.of(base).withPublication({
  number: 1, artefacts: [artefactVersion({ kind: 'flow', id: flow!.flowId }, '1.1', { ...flow!, en: 'second' })], effectiveFrom: AT, transitionEndsAt: AT,
});
const between = (...versions: string[]) => versions.map((version) => ({ kind: 'flow' as const, id: flow!.flowId, version }));
const states: StateMapping[] = flow!.states.map(({ id }) => ({ from: id, to: id }));

describe('a mapping that is to be ordered (T1-C3)', () => {
  it('is held against both versions of the flow', () => expect(() => checkMigration({ targets: between('1.0', '1.1'), states }, catalogue, AT)).not.toThrow());
  it('is refused with every fault at its place', () => expect(() => checkMigration({ targets: between('1.0', '1.1'), states: [{ from: 'NOWHERE', to: 'NOWHERE' }, ...states.slice(1)] }, catalogue, AT))
    .toThrow(expect.objectContaining({ code: 'migration.mapping-invalid', faults: [expect.objectContaining({ path: 'action.states.0.from' }), expect.objectContaining({ path: 'action.states' })] })));
  it('is refused for a version that there is not', () => expect(() => checkMigration({ targets: between('1.0', '9.0'), states }, catalogue, AT)).toThrow(expect.objectContaining({ code: 'standard.version-unknown' })));
});
