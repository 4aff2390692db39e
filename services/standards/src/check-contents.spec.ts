import { VersionedCatalogue, loadCatalogue } from '@tongban/catalogue';
import { TongbanError } from '@tongban/contracts';
import { type ArtefactVersion, artefactVersion } from '@tongban/domain';
import { localGuideOf, yrdProfile } from '../../../packages/catalogue/test/harmonised';
import { checkContents, checkFloorsOfDraft } from './check-contents';

const base = loadCatalogue();
const STANDARD = { kind: 'standard', id: 'DB34-T-4048-2021' } as const;
const ITEM = base.items.get('HRSS-SSI-0302')!;
const METRIC = 'residentPension.basicCnyPerMonth';
const EFFECTIVE = '2026-04-01T00:00:00+08:00';

const standard = (value: number): ArtefactVersion => artefactVersion(STANDARD, '1.1', { ...base.standards.get(STANDARD.id)!, declares: [{ metricId: METRIC, itemCode: ITEM.itemCode, value, unit: 'CNY/month', clause: '4.2' }] });
const raised = artefactVersion({ kind: 'item', id: ITEM.itemCode }, '1.1', { ...ITEM, floors: ITEM.floors.map((floor) => (floor.metricId === METRIC && floor.valueTo === null ? { ...floor, value: 175 } : floor)) });
const before = VersionedCatalogue.of(base);
const after = before.withPublication({ number: 1, artefacts: [raised], effectiveFrom: '2026-06-01T00:00:00+08:00', transitionEndsAt: '2026-06-01T00:00:00+08:00' });

async function refusal(check: () => Promise<void> | void): Promise<unknown> {
  try {
    return await check();
  } catch (error) {
    const { code, faults } = TongbanError.from(error);
    return [code, ...faults.map(({ path, en }) => [path, /from (\S+) on/.exec(en)?.[1]])];
  }
}
const drafted = (artefacts: readonly ArtefactVersion[], catalogue: VersionedCatalogue) => refusal(() => checkContents(artefacts, EFFECTIVE, catalogue));
const approved = (artefacts: readonly ArtefactVersion[], catalogue: VersionedCatalogue) => refusal(() => checkFloorsOfDraft({ artefacts, effectiveFrom: EFFECTIVE }, catalogue));

describe('a draft beside the national floors (T4-C1)', () => {
  it('below one is refused by the path in the command', async () => expect(await drafted([raised, standard(150)], before)).toEqual(['standard.below-floor', ['artefacts.1.content.declares[0].value', '2026-04-01']]));

  it('that met them when it was drafted is neither approved nor published once one is to change', async () => {
    expect(await Promise.all([drafted([standard(170)], before), approved([standard(170)], before)])).toEqual([undefined, undefined]);
    const refused = ['standard.below-floor', ['artefacts.0.content.declares[0].value', '2026-06-01']];
    expect(await Promise.all([drafted([standard(170)], after), approved([standard(170)], after)])).toEqual([refused, refused]);
    expect(await Promise.all([drafted([standard(175)], after), approved([standard(175)], after)])).toEqual([undefined, undefined]);
  });

  it('that repeats what is published, and fell behind since, is no new version', async () => {
    const behind = before.withPublication({ number: 2, artefacts: [standard(170)], effectiveFrom: '2026-03-01T00:00:00+08:00', transitionEndsAt: '2026-03-01T00:00:00+08:00' })
      .withPublication({ number: 3, artefacts: [raised], effectiveFrom: '2026-03-15T00:00:00+08:00', transitionEndsAt: '2026-03-15T00:00:00+08:00' });
    expect(await drafted([{ ...standard(170), version: '1.2' }], behind)).toEqual(['standard.below-floor', ['artefacts.0.content.declares[0].value', '2026-04-01']]);
  });
});

describe('a draft beside the profile of its region', () => {
  const guide = localGuideOf('DB31-T-TEST', '310000', { limit: { value: 40, unit: 'working-day' } });
  const local = artefactVersion({ kind: 'standard', id: 'DB31-T-TEST' }, '1.0', guide);
  const profile = artefactVersion({ kind: 'profile', id: 'HRSS-SSI-0201.yrd' }, '1.0', yrdProfile({ validFrom: '2026-04-01' }));
  const harmonised = before.withPublication({ number: 1, artefacts: [profile], effectiveFrom: EFFECTIVE, transitionEndsAt: EFFECTIVE });
  const refused = ['standard.below-profile', ['artefacts.0.content.localGuides[0].limit.value', '2026-04-01']];

  it('that is worse is neither drafted nor approved nor published once the profile is there', async () => {
    expect(await Promise.all([drafted([local], before), approved([local], before)])).toEqual([undefined, undefined]);
    expect(await Promise.all([drafted([local], harmonised), approved([local], harmonised)])).toEqual([refused, refused]);
  });
  it('that brings the profile along is held to it', async () => expect(await Promise.all([drafted([local, profile], before), approved([local, profile], before)])).toEqual([refused, refused]));
});
