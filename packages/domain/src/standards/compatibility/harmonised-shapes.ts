import { LABEL, NOTE, type Part, SOURCED, type Shape, each, leaf, members, nested, records } from './parts';

/** What regions and provinces say themselves. It is no part of a message: messages carry standard codes, and a case keeps what held when it was opened. */
const record = (...parts: readonly Part[]): Shape => ({ other: 'other', parts: [...LABEL, ...SOURCED, NOTE, ...parts] });

const row = record(...each('mapping-changed', [['local', '本地代码', 'local code'], ['standard', '标准代码', 'standard code'], ['direction', '对应关系', 'direction'], ['localZh', '本地名称', 'local name'], ['localEn', '本地英文名', 'local name in English']]));
export const mappingShape: Shape = record(
  ...each('identity-changed', [['mappingId', '编号', 'id'], ['listId', '代码表', 'code list'], ['participant', '参与方', 'participant']]), leaf('validFrom', '启用日', 'first day', 'dates-changed'),
  records('rows', '对照', 'row', ({ local, standard }) => `${String(local)}-${String(standard)}`, 'mapping-added', 'mapping-removed', row),
);

const requirement = (...parts: readonly (readonly [string, string, string])[]): Shape => record(...each('profile-changed', parts));
export const profileShape: Shape = record(
  ...each('identity-changed', [['profileId', '编号', 'id'], ['region', '区域', 'region'], ['itemCode', '事项', 'item']]),
  ...each('dates-changed', [['validFrom', '启用日', 'first day'], ['validTo', '终止日', 'last day']]), members('basisStandardIds', '依据标准', 'basis', 'reference-added', 'reference-removed'),
  nested('limit', '办理时限', 'processing limit', 'profile-changed', 'profile-changed', requirement(['value', '时长', 'length'], ['unit', '单位', 'unit'], ['clause', '条款', 'clause'], ['promisedIn', '承诺字段', 'promised in'])),
  records('materials', '材料', 'material', 'code', 'profile-changed', 'profile-changed', requirement(['demand', '要求', 'demand'], ['clause', '条款', 'clause'])),
  leaf('materialsAskedIn', '索取材料的字段', 'where materials are asked for', 'profile-changed'), members('modes', '办理方式', 'mode', 'profile-changed', 'profile-changed'),
  records('values', '数值', 'value', 'metricId', 'profile-changed', 'profile-changed', requirement(['value', '数值', 'value'], ['comparator', '比较', 'comparator'], ['unit', '单位', 'unit'], ['clause', '条款', 'clause'])),
);
