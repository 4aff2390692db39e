import { TongbanError } from '@tongban/contracts';
import { artefactVersion } from '@tongban/domain';
import { publication } from '../../test/publications';
import { loadCatalogue } from '../catalogue';
import { VersionedCatalogue } from '../versions/versioned-catalogue';
import { bundleFromText, readBundle } from './read-bundle';
import { requireFloors } from './floor-checks';

const catalogue = loadCatalogue();
const FROM = '2026-03-01T00:00:00+08:00';
const BASIC = { metricId: 'residentPension.basicCnyPerMonth', itemCode: 'HRSS-SSI-0302', unit: 'CNY/month' } as const;
/* eslint-disable @typescript-eslint/no-explicit-any */
const local = (declares: readonly unknown[], over: object = {}): any => ({ ...structuredClone(catalogue.standards.get('DB34-T-4048-2021')), ...over, declares });
/** The national item with one more floor entry, as it would be published. */
const raised = (value: number, valueFrom: string): any => {
  const item: any = structuredClone(catalogue.items.get(BASIC.itemCode));
  const last = item.floors.find((floor: any) => floor.metricId === BASIC.metricId && floor.valueTo === null);
  item.floors.push({ ...last, value, valueFrom });
  return item;
};
function refusal(read: () => unknown): TongbanError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return TongbanError.from(error);
  }
}
const read = (bundle: unknown, base = catalogue) => refusal(() => readBundle(bundle, base, FROM));
const told = (error: TongbanError | undefined) => error && [error.code, ...error.faults.map(({ path, code }) => [path, code])];

describe('values that standards of a bundle declare (T4-C1, T4-C3)', () => {
  it('are taken where they meet the floor, of a local, a joint and an internal standard', () => {
    const family = { jointFamilyId: 'F-X', regionIds: ['yrd'] };
    for (const over of [{}, family, { tier: 'internal' }]) expect(told(read({ standards: [local([{ ...BASIC, value: 180, validFrom: '2026-03-01', clause: '4.2' }], over)] }))).toBeUndefined();
  });

  it('are refused where they do not, with metric, both values, day and clause in both languages', () => {
    const error = refusal(() => bundleFromText(JSON.stringify({ standards: [local([{ ...BASIC, value: 180 }, { ...BASIC, value: 150, clause: '第4.2条' }])] }), catalogue, FROM));
    expect(told(error)).toEqual(['standard.below-floor', ['$.standards[0].declares[1].value', 'standard.below-floor']]);
    for (const text of [error!.faults[0]!.zh, error!.faults[0]!.en]) for (const part of [BASIC.metricId, '150', '163', '2026-03-01', '第4.2条']) expect(text).toContain(part);
  });

  it('count from the effective day on', () => {
    const bundle = { standards: [local([{ ...BASIC, value: 150, validTo: '2025-12-31' }])] };
    expect(told(refusal(() => readBundle(bundle, catalogue, '2025-03-01T00:00:00+08:00')))).toBeUndefined();
    expect(refusal(() => readBundle({ standards: [local([{ ...BASIC, value: 150 }])] }, catalogue, '2025-03-01T00:00:00+08:00'))?.faults[0]?.en).toContain('from 2026-01-01 on');
  });

  it.each<[string, unknown, object, unknown[]]>([
    ['of a national standard', { ...BASIC, value: 180 }, { tier: 'national' }, ['$.standards[0].declares', 'catalogue.invalid']],
    ['of an item that is not there', { ...BASIC, value: 180, itemCode: 'HRSS-SSI-9999' }, {}, ['$.standards[0].declares[0].itemCode', 'catalogue.invalid']],
    ['that end before they begin', { ...BASIC, value: 180, validFrom: '2026-05-01', validTo: '2026-04-01' }, {}, ['$.standards[0].declares[0].validTo', 'catalogue.invalid']],
    ['in a unit that cannot be compared', { ...BASIC, value: 2160, unit: 'CNY/year' }, {}, ['$.standards[0].declares[0].unit', 'catalogue.invalid']],
    ['of the wrong shape', { ...BASIC, value: '180' }, {}, ['$.standards[0].declares[0].value', 'catalogue.invalid']],
    ['on a day that is none', { ...BASIC, value: 180, validFrom: '2026-02-30' }, {}, ['$.standards[0].declares[0].validFrom', 'catalogue.invalid']],
  ])('%s are a fault', (_what, declared, over, fault) => expect(told(read({ standards: [local([declared], over)] }))).toEqual(['catalogue.invalid', fault]));

  it('beside other faults are told with them', () => {
    const error = read({ standards: [local([{ ...BASIC, value: 150 }], { relatedItemCodes: ['HRSS-SSI-9999'] })] });
    expect(told(error)).toEqual(['catalogue.invalid', ['$.standards[0].relatedItemCodes[0]', 'catalogue.invalid'], ['$.standards[0].declares[0].value', 'standard.below-floor']]);
  });

  it('are held against the floors of an item of the same bundle, which may have a limit of its own to keep', () => {
    expect(read({ items: [raised(200, '2027-01-01')], standards: [local([{ ...BASIC, value: 180 }])] })?.faults[0]?.en).toContain('from 2027-01-01 on');
    const item: any = structuredClone(catalogue.items.get('HRSS-SSI-0201'));
    item.processingLimit = { ...item.processingLimit, value: 60, workingDays: 60 };
    expect(told(read({ items: [item] }))).toEqual(['standard.below-floor', ['$.items[0].processingLimit.value', 'standard.below-floor']]);
  });

  it('are held against versions of the item that are published and yet to take effect (T4-C2)', () => {
    const coming = VersionedCatalogue.of(catalogue).withPublication(publication([artefactVersion({ kind: 'item', id: BASIC.itemCode }, '1.1', raised(175, '2026-01-01'))], { from: '2026-09-01T00:00:00+08:00' }));
    const draft = [{ kind: 'standard' as const, id: 'DB34-T-4048-2021', version: '1.1', content: local([{ ...BASIC, value: 170 }]) }] as any;
    const base = coming.asOf(FROM);
    expect(base.floorsOf(BASIC.itemCode).filter(({ metricId }) => metricId === BASIC.metricId).at(-1)).toMatchObject({ value: 175, valueFrom: '2026-09-01', valueTo: null });
    expect(read({ standards: [draft[0].content] }, base)?.faults[0]?.en).toContain('from 2026-09-01 on');
    const approval = (of: typeof catalogue) => told(refusal(() => requireFloors(draft, FROM, of, (at) => `artefacts.${at}.content`)));
    expect(told(read({ standards: [draft[0].content] }, coming.withPublication(publication([artefactVersion({ kind: 'standard', id: draft[0].id }, '1.1', draft[0].content)], { number: 2, from: FROM })).asOf(FROM)))).toBeUndefined();
    expect(approval(VersionedCatalogue.of(catalogue).asOf(FROM))).toBeUndefined();
    expect(approval(base)).toEqual(['standard.below-floor', ['artefacts.0.content.declares[0].value', 'standard.below-floor']]);
  });
});
