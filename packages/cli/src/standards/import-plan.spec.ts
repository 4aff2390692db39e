import { loadCatalogue, readBundle } from '@tongban/catalogue';
import { type ArtefactRef, type Release, artefactVersion } from '@tongban/domain';
import { named, skillCertificates } from '../../../catalogue/test/skill-certificates';
import { type ImportBasis, planImport } from './import-plan';

const base = loadCatalogue();
const ITEM = 'HRSS-SKL-0901';
const released = (ref: ArtefactRef, version: string, content: unknown, more: Partial<Release> = {}): Release => ({ ...artefactVersion(ref, version, content), publishedNo: 1, approvers: [], suspensions: [], ...more });
const basis = (releases: readonly Release[] = [], major = false): ImportBasis => ({
  releasesOf: ({ kind, id }) => releases.filter((one) => one.kind === kind && one.id === id), regionOfDivision: (code) => base.divisions.participantOf(code) && base.divisions.regionOf(code), major,
});
const plan = (value: unknown, of: ImportBasis) => planImport(readBundle(value, base), of);
const versions = ({ drafts }: ReturnType<typeof plan>) => drafts.flatMap(({ artefacts }) => artefacts.map(({ kind, version, change }) => [kind, version, change]));

describe('what an import asks of which registry', () => {
  const [item] = skillCertificates().items;
  const published = (version: string, content: unknown = item, more: Partial<Release> = {}): Release => released({ kind: 'item', id: ITEM }, version, content, more);

  it('new artefacts become 1.0, in one draft of their owner', () => {
    const made = plan(skillCertificates(), basis());
    expect(made.drafts.map(({ owner }) => owner)).toEqual(['nat']);
    expect(versions(made)).toEqual([['standard', '1.0', 'new'], ['item', '1.0', 'new'], ['flow', '1.0', 'new']]);
    expect(made.drafts[0]!.title).toEqual({ zh: '职业技能等级证书异地核验等3项', en: 'Verification of skill certificates of other provinces and 2 more' });
  });

  it.each<[string, Release[], boolean, string | undefined]>([
    ['what is published already is left out', [published('1.0')], false, undefined],
    ['a change is the next minor version of the newest', [published('1.0', {}), published('1.9', { other: 1 })], false, '1.10'],
    ['or the next major one where it breaks and that is asked for', [published('1.9', { ...item, materials: [] })], true, '2.0'],
    ['a change that breaks nothing stays a minor version, whatever is asked for', [published('1.9', { ...item, en: 'Another name' })], true, '1.10'],
    ['an earlier content is a change of the newest', [published('1.0'), published('1.1', {})], false, '1.2'],
    ['what was withdrawn comes back as a new version', [published('1.0', item, { withdrawnAt: '2026-01-01T00:00:00+08:00' })], false, '1.1'],
  ])('%s', (_what, releases, major, version) => {
    const made = plan(skillCertificates(), basis(releases, major));
    const of = made.drafts.flatMap(({ artefacts }) => artefacts).find(({ kind }) => kind === 'item');
    expect([of?.version, made.unchanged]).toEqual([version, version === undefined ? 1 : 0]);
  });

  it('the same file makes the same draft, another content another one', () => {
    const ids = (value: unknown) => plan(value, basis()).drafts.map(({ draftId }) => draftId);
    const changed = skillCertificates();
    named(changed.items, ITEM).en += ' (2)';
    expect(ids(skillCertificates())).toEqual(ids(skillCertificates()));
    expect(ids(changed)).not.toEqual(ids(skillCertificates()));
  });

  it('a local standard goes to the hub of its province, in a draft of its own', () => {
    const bundle = skillCertificates();
    bundle.standards.push({ ...bundle.standards[0], id: 'SYN-LOCAL-31', number: 'SYN LOCAL-31', tier: 'local', divisionCodes: ['310000'], replaces: [], references: [] });
    expect(plan(bundle, basis()).drafts.map(({ owner, artefacts }) => [owner, artefacts.map(({ id }) => id)])).toEqual([['nat', ['SYN-VCT-2026', ITEM, 'F-VCT']], ['yrd', ['SYN-LOCAL-31']]]);
  });
});
