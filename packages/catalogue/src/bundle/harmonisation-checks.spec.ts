import { TongbanError } from '@tongban/contracts';
import { artefactVersion } from '@tongban/domain';
import { localGuideOf, reasonMapping, yrdProfile } from '../../test/harmonised';
import { publication } from '../../test/publications';
import { loadCatalogue } from '../catalogue';
import { VersionedCatalogue } from '../versions/versioned-catalogue';
import { requireProfiles } from './profile-checks';
import { readBundle } from './read-bundle';

const catalogue = loadCatalogue();
const FROM = '2026-04-01T00:00:00+08:00';
/* eslint-disable @typescript-eslint/no-explicit-any */
function refused(check: () => unknown): unknown {
  try {
    check();
    return undefined;
  } catch (error) {
    const { code, faults } = TongbanError.from(error);
    return [code, ...faults.map(({ path }) => path)];
  }
}
const told = (bundle: unknown, base = catalogue) => refused(() => readBundle(bundle, base, FROM));
const long = { limit: { value: 40, unit: 'working-day' } };

describe('mapping tables of a bundle', () => {
  it('are taken as artefacts of their own', () => {
    const { artefacts } = readBundle({ codeMappings: [reasonMapping()], profiles: [yrdProfile()] }, catalogue, FROM);
    expect(artefacts.map(({ kind, id, change }) => [kind, id, change])).toEqual([['code-mapping', 'ReturnReason.310000', 'new'], ['profile', 'HRSS-SSI-0201.yrd', 'new']]);
  });
  it('are refused with every fault by path', () => {
    const rows = [{ local: '1', localZh: '一', standard: 'R01', direction: 'exact' }, { local: '1', localZh: '一', standard: 'R999', direction: 'narrower' }];
    expect(told({ codeMappings: [reasonMapping({ participant: '710000', rows })] })).toEqual(['catalogue.invalid', '$.codeMappings[0].participant', '$.codeMappings[0].mappingId', '$.codeMappings[0].rows[0].direction', '$.codeMappings[0].rows[1].standard']);
    expect(told({ codeMappings: [reasonMapping({ rows: [{ local: '1', localZh: '一', standard: 'R01', direction: 'same' }] })] })).toEqual(['catalogue.invalid', '$.codeMappings[0].rows[0].direction']);
  });
});

describe('dates of codes in a bundle', () => {
  const list = (change: (values: any[]) => void): any => {
    const copy = structuredClone(catalogue.dictionary.codeLists.find(({ id }) => id === 'ReturnReason')) as any;
    change(copy.values);
    return copy;
  };
  it('are days, in their order', () => {
    expect(told({ codeLists: [list((values) => { values[0].retiredOn = '2026-04-31'; values[1].effectiveFrom = 'soon'; })] })).toEqual(['catalogue.invalid', '$.codeLists[0].values[0].retiredOn', '$.codeLists[0].values[1].effectiveFrom']);
    expect(told({ codeLists: [list((values) => { Object.assign(values[2], { effectiveFrom: '2026-06-02', retiredOn: '2026-06-01' }); })] })).toEqual(['catalogue.invalid', '$.codeLists[0].values[2].retiredOn']);
  });
  it('retire nothing that cases in hand were opened with', () => {
    const retired = (day: string) => told({ codeLists: [list((values) => { values[0].retiredOn = day; })] });
    expect([retired('2026-03-30'), retired('2026-03-31')]).toEqual([['catalogue.invalid', '$.codeLists[0].values[0].retiredOn'], undefined]);
  });
});

describe('profiles of a bundle', () => {
  it.each<[string, object, readonly string[]]>([
    ['another id', { profileId: 'X' }, ['profileId']], ['no such region', { profileId: 'HRSS-SSI-0201.nat', region: 'nat' }, ['region']], ['dates in the wrong order', { validTo: '2026-03-31' }, ['validTo']],
    ['no such basis', { basisStandardIds: ['NONE'] }, ['basisStandardIds[0]']], ['a material twice', { materials: [0, 1].map(() => ({ code: 'M', zh: '材', en: 'M', demand: 'waived' })) }, ['materials[1]']],
    ['a promise in a field that is no open date', { limit: { value: 30, unit: 'working-day', promisedIn: [{ message: 'C-ACCEPT', field: 'enquiry_phone' }, { message: 'C-NONE', field: 'due_at' }] } }, ['limit.promisedIn[0]', 'limit.promisedIn[1]']],
    ['materials asked for where no list of records names them', { materialsAskedIn: [{ message: 'C-SUPP-REQ', field: 'items', member: 'nothing' }, { message: 'C-SUPP-REQ', field: 'due_at', member: 'material_code' }] }, ['materialsAskedIn[0]', 'materialsAskedIn[1]']],
  ])('with %s are refused', (_what, over, paths) => expect(told({ profiles: [yrdProfile(over)] })).toEqual(['catalogue.invalid', ...paths.map((path) => `$.profiles[0].${path}`)]));

  it('are refused where they are below a national floor themselves', () => {
    expect(told({ profiles: [yrdProfile({ limit: { value: 50, unit: 'working-day' } })] })).toEqual(['standard.below-floor', '$.profiles[0].limit.value']);
    const fee = { metricId: 'service.feeCny', zh: '收费', en: 'Fee', comparator: '==', value: 5, unit: 'CNY' };
    expect(told({ profiles: [yrdProfile({ values: [fee] })] })).toEqual(['standard.below-floor', '$.profiles[0].values[0].value']);
  });
});

describe('local standards beside the profile of their region', () => {
  const sh = (guide: object) => localGuideOf('DB31-T-TEST', '310000', guide);
  it('are refused where they are worse, also when both come together, with the code of that fault alone', () => {
    expect(told({ profiles: [yrdProfile()], standards: [sh(long)] })).toEqual(['standard.below-profile', '$.standards[0].localGuides[0].limit.value']);
    expect(told({ profiles: [yrdProfile()], standards: [sh({ limit: { value: 30, unit: 'working-day' } })] })).toBeUndefined();
    expect(told({ standards: [sh(long)] })).toBeUndefined();
  });

  it('of a city outside the sub-scope and of a whole province of which only cities belong are not bound', () => {
    const gba = yrdProfile({ profileId: 'HRSS-SSI-0201.gba', region: 'gba' });
    const of = (sub: string | null) => told({ profiles: [gba], standards: [localGuideOf('DB44-T-TEST', '440000', long, sub)] });
    expect([of('440300'), of('440500'), of(null)]).toEqual([['standard.below-profile', '$.standards[0].localGuides[0].limit.value'], undefined, undefined]);
  });

  it('that were published before the profile stay, and are no fault of a file that has them along', () => {
    const standard = artefactVersion({ kind: 'standard', id: 'DB31-T-TEST' }, '1.0', sh(long));
    const base = VersionedCatalogue.of(catalogue).withPublication(publication([standard], { from: '2026-03-01T00:00:00+08:00' })).asOf(FROM);
    expect(told({ profiles: [yrdProfile()], standards: [sh(long)] }, base)).toBeUndefined();
    expect(told({ profiles: [yrdProfile()], standards: [sh({ ...long, modes: ['fully-online'] })] }, base)).toEqual(['standard.below-profile', '$.standards[0].localGuides[0].limit.value']);
  });

  it('are judged once more when they are approved, by what was published in between', () => {
    const standard = artefactVersion({ kind: 'standard', id: 'DB31-T-TEST' }, '1.0', sh(long));
    const before = VersionedCatalogue.of(catalogue);
    const after = before.withPublication(publication([artefactVersion({ kind: 'profile', id: 'HRSS-SSI-0201.yrd' }, '1.0', yrdProfile())], { from: FROM }));
    const approve = (at: VersionedCatalogue) => refused(() => requireProfiles([standard], FROM, at.asOf(FROM), (index) => `artefacts.${index}.content`));
    expect([approve(before), approve(after)]).toEqual([undefined, ['standard.below-profile', 'artefacts.0.content.localGuides[0].limit.value']]);
  });

  it('of the ministry say nothing of the kind', () => {
    const national = { ...structuredClone(catalogue.standards.get('GB-T-31597-2015')) as any, localGuides: [{ itemCode: 'HRSS-SSI-0201', ...long }] };
    expect(told({ standards: [national] })).toEqual(['catalogue.invalid', '$.standards[0].localGuides']);
  });
});
