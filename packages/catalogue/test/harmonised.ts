import { loadCatalogue } from '../src/catalogue';

const catalogue = loadCatalogue();
/* eslint-disable @typescript-eslint/no-explicit-any */

/** Profile of the transfer of employees' pensions in the Yangtze River Delta; invented, typed loosely, because tests plant what no type allows. */
export const yrdProfile = (over: object = {}): any => ({
  profileId: 'HRSS-SSI-0201.yrd', region: 'yrd', itemCode: 'HRSS-SSI-0201', zh: '长三角企业职工养老保险关系转移协同要求', en: 'Yangtze River Delta profile of pension transfer', validFrom: '2026-04-01',
  basisStandardIds: ['SHNOTICE-YRD-ONECARD'], confidence: 'low', basis: 'invented for tests',
  limit: { value: 30, unit: 'working-day', clause: '5.1', promisedIn: [{ message: 'C-ACCEPT', field: 'due_at' }] },
  materials: [{ code: 'M-PAYCERT', zh: '参保缴费凭证', en: 'Payment certificate', demand: 'waived' }], materialsAskedIn: [{ message: 'C-SUPP-REQ', field: 'items', member: 'material_code' }], modes: ['fully-online'], ...over,
});

/** A local standard of a participant, or of one of its cities, with a guide for the item. */
export const localGuideOf = (id: string, division: string, guide: object, subDivisionCode: string | null = null): any => ({
  ...structuredClone(catalogue.standards.get('DB34-T-4048-2021')), id, number: id, regionIds: [], divisionCodes: [division], subDivisionCode, relatedItemCodes: ['HRSS-SSI-0201'], replaces: [], references: [],
  localGuides: [{ itemCode: 'HRSS-SSI-0201', ...guide }],
});

/** Shanghai's table for reasons of return; invented. One local code merges two standard ones. */
export const reasonMapping = (over: object = {}): any => ({
  mappingId: 'ReturnReason.310000', listId: 'ReturnReason', participant: '310000', zh: '上海退回原因对照', en: 'Reasons of return in Shanghai', validFrom: '2026-04-01', confidence: 'low', basis: 'invented for tests',
  rows: [
    { local: '11', localZh: '身份不符', standard: 'R01', direction: 'exact' }, { local: '12', localZh: '不可转移', standard: 'R02', direction: 'broader' }, { local: '12', localZh: '不可转移', standard: 'R03', direction: 'broader' },
    { local: '99', localZh: '其他', standard: null, direction: 'none' },
  ], ...over,
});
