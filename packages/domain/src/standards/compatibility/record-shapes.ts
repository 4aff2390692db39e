import { duration, flag, floorJudge } from './judges';
import { type Json, LABEL, NOTE, type Part, SOURCED, type Shape, each, leaf, members, nested, records, textOf } from './parts';

/** Records that are no messages and no flows: a change of what is not known here is told, and breaks nothing. */
const record = (...parts: readonly Part[]): Shape => ({ other: 'other', parts: [...LABEL, ...SOURCED, NOTE, ...parts] });
const references = (key: string, zh: string, en: string): Part => members(key, zh, en, 'reference-added', 'reference-removed');

/** One metric has a floor per period, and may have several with conditions of their own. */
const floorName = (floor: Json): string => ['metricId', 'valueFrom', 'condition'].flatMap((key) => floor[key] ?? []).map(textOf).join(' ');
const floor = record(
  leaf('metricId', '指标', 'metric', 'identity-changed'), leaf(['value', 'comparator'], '数值', 'value', floorJudge), leaf('valueTo', '终止日', 'until', 'floor-period-changed'),
  ...each('floor-changed', [
    ['unit', '单位', 'unit'], ['valueFrom', '起算日', 'from'], ['scope', '范围', 'scope'], ['kind', '种类', 'kind'], ['step', '步骤', 'step'],
    ['condition', '条件', 'condition'], ['schedule', '分段', 'schedule'], ['extension', '延长', 'extension'],
  ]),
  leaf('scopeNote', '范围说明', 'note on the scope', 'relabelled'),
);
const material = record(
  leaf('code', '编号', 'code', 'identity-changed'), leaf('required', '必交', 'required', flag('material-now-required', 'material-no-longer-required')),
  leaf('shareable', '共享获取', 'shareable', flag('material-shared', 'material-not-shared')),
);
const processingLimit = record(leaf(['value', 'unit', 'workingDays'], '时长', 'length', duration), leaf('kind', '性质', 'standing', 'limit-standing-changed'));
const crossProvince = record(
  leaf('supported', '支持', 'supported', flag('offered', 'no-longer-offered')), members('modes', '办理方式', 'mode', 'mode-added', 'mode-removed'),
  ...each('relabelled', [['platformZh', '平台', 'platform'], ['platformEn', '平台英文名', 'platform in English']]),
);

export const itemShape: Shape = record(
  leaf('itemCode', '编号', 'code', 'identity-changed'), leaf('category', '领域', 'category', 'category-changed'),
  ...each('relabelled', [
    ['nbpss', '国家基本公共服务标准中的位置', 'place in the national standard'], ['serviceTargetZh', '服务对象', 'service target'], ['serviceTargetEn', '服务对象英文', 'service target in English'],
    ['serviceContentZh', '服务内容', 'service content'], ['serviceContentEn', '服务内容英文', 'service content in English'],
    ['standardTextZh', '服务标准', 'service standard'], ['standardTextEn', '服务标准英文', 'service standard in English'],
    ['expenditure', '支出责任', 'expenditure'], ['leadUnit', '牵头单位', 'lead unit'],
  ]),
  ...each('source-changed', [['standardTextConfidence', '服务标准可信度', 'confidence of the service standard'], ['standardTextBasis', '服务标准依据', 'basis of the service standard']]),
  records('floors', '底线', 'floor', floorName, ({ valueFrom }) => (typeof valueFrom === 'string' ? 'floor-added-dated' : 'floor-added'), 'floor-removed', floor),
  nested('processingLimit', '办理时限', 'processing limit', 'limit-added', 'limit-removed', processingLimit),
  records('materials', '材料', 'material', 'code', ({ required }) => (required === true ? 'material-added-required' : 'material-added'), 'material-removed', material),
  nested('crossProvince', '跨省办理', 'cross-province handling', 'offered', 'no-longer-offered', crossProvince), references('standardIds', '标准', 'standard'),
  leaf('flowId', '流程', 'flow', (before) => (before === null || before === undefined ? 'flow-linked' : 'flow-changed')),
);

export const standardShape: Shape = record(
  leaf('id', '编号', 'id', 'identity-changed'),
  ...each('relabelled', [['number', '标准号', 'number'], ['year', '年份', 'year'], ['issuerZh', '发布机构', 'issuer'], ['issuerEn', '发布机构英文名', 'issuer in English'], ['noteEn', '英文说明', 'note in English']]),
  ...each('standing-changed', [['kind', '种类', 'kind'], ['tier', '层级', 'tier'], ['subDivisionCode', '所属区划', 'sub-division'], ['jointFamilyId', '联合标准', 'joint family']]),
  leaf('status', '状态', 'status', 'status-changed'), ...each('dates-changed', [['publishDate', '发布日期', 'published on'], ['implementDate', '实施日期', 'effective on']]),
  references('replaces', '代替', 'replaces'), references('references', '引用', 'refers to'), references('relatedItemCodes', '相关事项', 'related item'), leaf('replacedBy', '被代替', 'replaced by', 'status-changed'),
  ...(['regionIds', 'divisionCodes'] as const).map((key) => members(key, '适用范围', 'reach', 'reach-widened', 'reach-narrowed')), leaf('synthetic', '合成数据', 'synthetic', 'source-changed'),
  ...each('source-changed', [['disclosedOn', '公开日期', 'disclosed on'], ['disclosureUrl', '公开网址', 'disclosure address']]),
);

export const calendarShape: Shape = record(
  leaf('year', '年份', 'year', 'identity-changed'), leaf('participant', '参与方', 'participant', 'identity-changed'),
  ...each('source-changed', [
    ['noticeTitleZh', '通知', 'notice'], ['noticeNumber', '文号', 'number of the notice'], ['noticeNumberConfidence', '文号可信度', 'confidence of the number'], ['noticeUrl', '网址', 'address'],
  ]),
  members('nonWorkingDates', '放假日', 'day off', 'calendar-changed', 'calendar-changed'), members('makeupWorkingDays', '调休上班日', 'make-up working day', 'calendar-changed', 'calendar-changed'),
  ...each('calendar-changed', [['holidays', '节日', 'holidays'], ['workingDaysInYear', '全年工作日', 'working days in the year']]),
);
