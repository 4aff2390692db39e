import { MODE_WORDS } from '@tongban/domain';
import type { Worded } from './view';

/** Words of the codes that many commands show. A code this build does not know is shown as it is. */
const CODES: Readonly<Record<string, Worded>> = {
  // kinds of limits; only the first three may be called legal
  statutory: { zh: '法定', en: 'statutory' },
  'ministerial-rule': { zh: '部门规章', en: 'ministerial rule' },
  'local-rule': { zh: '地方规定', en: 'local rule' },
  'common-practice': { zh: '通行做法，非法定', en: 'common practice, not legal' },
  'project-default': { zh: '项目默认值，非法定', en: 'project default, not legal' },
  // units
  'working-day': { zh: '个工作日', en: 'working days' },
  'calendar-day': { zh: '天', en: 'days' },
  month: { zh: '个月', en: 'months' },
  immediate: { zh: '即时', en: 'immediately' },
  // status of a deadline
  running: { zh: '计时中', en: 'running' },
  'awaiting-delivery': { zh: '待投递起算', en: 'starts at delivery' },
  suspended: { zh: '中止计时', en: 'clock suspended' },
  met: { zh: '已履行', en: 'met' },
  stopped: { zh: '已停止', en: 'stopped' },
  reopening: { zh: '重新办理', en: 'reopening' },
  correction: { zh: '更正', en: 'correction' },
  ended: { zh: '已终止', en: 'ended' },
  'calendar-not-covered': { zh: '日历未覆盖', en: 'beyond the calendar' },
  undetermined: { zh: '尚不能判定', en: 'undetermined' },
  overdue: { zh: '逾期', en: 'overdue' },
  // receipts; none of them is 受理 or 办结
  RECEIVED: { zh: '已接收', en: 'received' },
  REGISTERED: { zh: '已登记', en: 'registered' },
  DELIVERED: { zh: '已投递', en: 'delivered' },
  TAKEN: { zh: '已入库', en: 'taken' },
  REJECTED: { zh: '拒收', en: 'rejected' },
  // what a recipient's rejection did to the case
  returned: { zh: '退回', en: 'returned' },
  'too-late': { zh: '为时已晚，状态不变', en: 'too late, nothing changed' },
  'nothing-moved': { zh: '状态不变', en: 'nothing changed' },
  // offices
  'system-administrator': { zh: '系统管理员', en: 'system administrator' },
  'security-administrator': { zh: '安全管理员', en: 'security administrator' },
  auditor: { zh: '审计员', en: 'auditor' },
  steward: { zh: '标准管理员', en: 'steward' },
  coordinator: { zh: '区域协调员', en: 'regional coordinator' },
  handler: { zh: '省级经办员', en: 'province handler' },
  // sides, tiers and status of standards, levels of divisions, modes
  opener: { zh: '发起方', en: 'opener' },
  counterpart: { zh: '对方', en: 'counterpart' },
  national: { zh: '国家', en: 'national' },
  industry: { zh: '行业', en: 'industry' },
  regional: { zh: '区域协同', en: 'regional coordination' },
  local: { zh: '地方', en: 'local' },
  internal: { zh: '内部', en: 'internal' },
  standard: { zh: '标准', en: 'standard' },
  item: { zh: '事项', en: 'item' },
  flow: { zh: '流程', en: 'flow' },
  'code-list': { zh: '代码表', en: 'code list' },
  calendar: { zh: '日历', en: 'calendar' },
  'common-messages': { zh: '公共消息', en: 'common message' },
  'code-mapping': { zh: '代码对照表', en: 'code mapping table' },
  participant: { zh: '参与方登记', en: 'participant record' },
  profile: { zh: '区域协同要求', en: 'regional profile' },
  'normative-document': { zh: '规范性文件', en: 'normative document' },
  'law-regulation': { zh: '法律法规', en: 'law or regulation' },
  active: { zh: '现行', en: 'active' },
  superseded: { zh: '被代替', en: 'superseded' },
  'under-revision': { zh: '修订中', en: 'under revision' },
  province: { zh: '省级', en: 'province' },
  prefecture: { zh: '地级', en: 'prefecture' },
  county: { zh: '县级', en: 'county' },
  ...MODE_WORDS,
  // why a case has no flow
  'no-flow': { zh: '尚未发布流程', en: 'no flow published' },
  'not-cross-province': { zh: '不跨省办理', en: 'not cross-province' },
  // sides and layers of errors
  sender: { zh: '发送方', en: 'sender' },
  hub: { zh: '枢纽', en: 'hub' },
  recipient: { zh: '接收方', en: 'recipient' },
  operator: { zh: '运维方', en: 'operator' },
  transport: { zh: '传输', en: 'transport' },
  trust: { zh: '信任', en: 'trust' },
  authorisation: { zh: '权限', en: 'authorisation' },
  routing: { zh: '路由', en: 'routing' },
  schema: { zh: '模式', en: 'schema' },
  business: { zh: '业务', en: 'business' },
};

export const named = (zh: string, en: string): Worded => ({ zh, en });
export const codeWords = (code: string): Worded => CODES[code] ?? { zh: code, en: code };

const WEEKDAYS: readonly Worded[] = [
  { zh: '星期一', en: 'Monday' }, { zh: '星期二', en: 'Tuesday' }, { zh: '星期三', en: 'Wednesday' }, { zh: '星期四', en: 'Thursday' },
  { zh: '星期五', en: 'Friday' }, { zh: '星期六', en: 'Saturday' }, { zh: '星期日', en: 'Sunday' },
];
/** `weekday` is 1 for Monday to 7 for Sunday. */
export const weekdayWords = (weekday: number): Worded => WEEKDAYS[weekday - 1] ?? { zh: '', en: '' };

/** A limit with its unit: `15 个工作日`. */
export const limitWords = (value: number | undefined, unit: string | undefined): Worded => {
  const { zh, en } = codeWords(unit ?? '');
  return unit === 'immediate' ? { zh, en } : { zh: `${value ?? ''}${zh}`, en: `${value ?? ''} ${en}` };
};
