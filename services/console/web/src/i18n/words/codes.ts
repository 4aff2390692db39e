import type { Words } from '../pair';

/** Words of codes that documents carry. One that this build does not know is shown as it is. */
export const side = { opener: ['发起方', 'opener'], counterpart: ['对方', 'counterpart'], hub: ['枢纽', 'hub'], sender: ['发送方', 'sender'], recipient: ['接收方', 'recipient'], operator: ['运维方', 'operator'] } as const satisfies Words;

/** Only the first three may be called legal. */
export const limitKind = {
  statutory: ['法定', 'statutory'], 'ministerial-rule': ['部门规章', 'ministerial rule'], 'local-rule': ['地方规定', 'local rule'],
  'common-practice': ['通行做法', 'common practice'], 'project-default': ['项目默认值', 'project default'],
} as const satisfies Words;

export const deadlineStatus = {
  running: ['计时中', 'running'], 'awaiting-delivery': ['待投递起算', 'starts at delivery'], suspended: ['中止计时', 'clock suspended'], met: ['已履行', 'met'], stopped: ['已停止', 'stopped'],
  ended: ['已终止', 'ended'], 'calendar-not-covered': ['日历未覆盖', 'beyond the calendar'], undetermined: ['尚不能判定', 'undetermined'], overdue: ['逾期', 'overdue'],
} as const satisfies Words;

/** None of them is 受理 or 办结. */
export const receipt = {
  RECEIVED: ['已接收', 'received'], REGISTERED: ['已登记', 'registered'], DELIVERED: ['已投递', 'delivered'], TAKEN: ['已入库', 'taken'], REJECTED: ['拒收', 'rejected'],
} as const satisfies Words;

export const timeliness = { 'on-time': ['按期', 'on time'], late: ['逾期', 'late'], overdue: ['逾期', 'overdue'], undetermined: ['尚不能判定', 'undetermined'] } as const satisfies Words;

export const outcome = {
  completed: ['办结', 'completed'], refused: ['不予受理或不予办理', 'not accepted or disallowed'], withdrawn: ['撤回', 'withdrawn'], cancelled: ['取消', 'cancelled'], lapsed: ['逾期终结', 'lapsed'], returned: ['退回', 'returned'],
} as const satisfies Words;

export const alarmStage = {
  reminder: ['催办', 'reminder'], warning: ['预警', 'warning'], escalation: ['督办', 'escalation'], dispute: ['争议升级', 'dispute raised'], 'calendar-not-covered': ['日历未覆盖', 'beyond the calendar'], annulled: ['督办撤销', 'escalation annulled'],
} as const satisfies Words;

export const environment = { production: ['生产', 'production'], sandbox: ['沙箱', 'sandbox'], drill: ['演练', 'drill'] } as const satisfies Words;

export const role = {
  'system-administrator': ['系统管理员', 'system administrator'], 'security-administrator': ['安全管理员', 'security administrator'], auditor: ['审计管理员', 'auditor'], operator: ['运维员', 'operator'],
  steward: ['标准管理员', 'standards steward'], coordinator: ['区域协调员', 'regional coordinator'], handler: ['省级经办员', 'provincial handler'],
} as const satisfies Words;

export const severity = { critical: ['紧急', 'critical'], warning: ['注意', 'warning'], info: ['提示', 'info'] } as const satisfies Words;

export const link = { up: ['正常', 'up'], silent: ['静默', 'silent'], unknown: ['未知', 'unknown'], own: ['区域内', 'own region'] } as const satisfies Words;

export const entryKind = {
  registered: ['已登记', 'registered'], rejected: ['拒收', 'rejected'], receipts: ['回执', 'receipts'], migrated: ['迁移版本', 'moved to another version'], alarmed: ['时限提醒', 'alarms'], lapsed: ['逾期终结', 'lapsed'],
  erased: ['依法删除', 'erased lawfully'], 'erasure-confirmed': ['删除确认', 'erasure confirmed'],
} as const satisfies Words;

export const effect = { returned: ['退回', 'returned'], 'too-late': ['为时已晚，状态不变', 'too late, nothing changed'], 'nothing-moved': ['状态不变', 'nothing changed'] } as const satisfies Words;

export const successor = { reopening: ['重新办理', 'reopening'], correction: ['更正', 'correction'] } as const satisfies Words;

export const erasureWait = {
  'not-closed': ['办件尚未办结', 'the case is not closed'], 'retention-not-stated': ['消息未载明保存期限，须有决定文书', 'its messages state no retention: an order is needed'], 'retention-runs': ['保存期限未满', 'the retention is not over'],
  'no-such-message': ['办件没有所列消息', 'the case has no such message'], 'case-unknown': ['办件尚未登记', 'the case is not registered'],
} as const satisfies Words;

export const layer = { transport: ['传输', 'transport'], trust: ['信任', 'trust'], authorisation: ['权限', 'authorisation'], routing: ['路由', 'routing'], schema: ['模式', 'schema'], business: ['业务', 'business'] } as const satisfies Words;

export const failureState = { open: ['待处理', 'open'], retried: ['已重试', 'retried'], discarded: ['已弃置', 'discarded'], edited: ['已由新消息代替', 'replaced'], any: ['全部', 'any'] } as const satisfies Words;

export const failureOutcome = { started: ['已开始', 'started'], handled: ['已处理', 'handled'], 'failed-again': ['再次失败', 'failed again'], discarded: ['已弃置', 'discarded'], 'edit-proposed': ['提出更正', 'correction proposed'], edited: ['更正已批准', 'correction approved'], 'edit-refused': ['更正已撤下', 'correction refused'] } as const satisfies Words;

export const editState = { waits: ['待另一人批准', 'waits for a second person'], approved: ['已批准', 'approved'], refused: ['已撤下', 'refused'] } as const satisfies Words;

export const batchState = { running: ['进行中', 'running'], stopped: ['已停止', 'stopped'], done: ['已完成', 'done'] } as const satisfies Words;

export const versionStatus = { published: ['已发布', 'published'], effective: ['实施', 'effective'], superseded: ['被代替', 'superseded'], suspended: ['暂停实施', 'suspended'], withdrawn: ['废止', 'withdrawn'] } as const satisfies Words;

export const tier = { national: ['国家', 'national'], industry: ['行业', 'industry'], regional: ['区域协同', 'regional'], local: ['地方', 'local'], internal: ['内部', 'internal'] } as const satisfies Words;

export const artefact = {
  standard: ['标准', 'standard'], item: ['事项', 'item'], flow: ['流程', 'flow'], 'code-list': ['代码表', 'code list'], calendar: ['日历', 'calendar'], 'common-messages': ['公共消息', 'common messages'],
  'code-mapping': ['代码对照表', 'code mapping'], participant: ['参与方登记', 'participant record'], profile: ['区域协同要求', 'regional profile'], 'normative-document': ['规范性文件', 'normative document'], 'law-regulation': ['法律法规', 'law or regulation'],
} as const satisfies Words;

export const category = {
  employment: ['就业创业', 'employment'], talent: ['人才人事', 'talent'], skills: ['技能人才', 'skills'], 'social-insurance': ['社会保险', 'social insurance'], card: ['社会保障卡', 'social security card'], 'labour-relations': ['劳动关系', 'labour relations'], consultation: ['咨询服务', 'consultation'],
} as const satisfies Words;

export const phase = { draft: ['起草', 'draft'], consultation: ['征求意见', 'consultation'], approved: ['已批准', 'approved'], published: ['已发布', 'published'], abandoned: ['已终止', 'abandoned'] } as const satisfies Words;

export const action = { suspend: ['暂停实施', 'suspend'], resume: ['恢复实施', 'resume'], withdraw: ['废止', 'withdraw'], switch: ['开关', 'switch'], migrate: ['迁移在办件', 'migrate running cases'], erase: ['依法删除', 'lawful erasure'] } as const satisfies Words;

export const reach = { 'new-cases': ['新办件', 'new cases'], all: ['全部办件', 'all cases'] } as const satisfies Words;

export const adoption = { ready: ['已就绪', 'ready'], adopted: ['已采用', 'adopted'], deferred: ['暂缓', 'deferred'], none: ['未申明', 'nothing declared'] } as const satisfies Words;

export const position = { on: ['开通', 'on'], hold: ['暂存', 'on hold'], off: ['关闭', 'off'] } as const satisfies Words;

export const standing = { 'in-force': ['有效', 'in force'], 'to-come': ['将生效', 'to come'], over: ['已结束', 'over'], replaced: ['已被取代', 'replaced'] } as const satisfies Words;

export const mode = { 'fully-online': ['全程网办', 'fully online'], 'receive-on-behalf': ['代收代办', 'receive on behalf'], 'joint-handling': ['多地联办', 'joint handling'] } as const satisfies Words;

export const gap = {
  'item-without-standard': ['事项无标准', 'item without a standard'], 'standard-without-item': ['标准无事项', 'standard without an item'], 'family-incomplete': ['联合标准未覆盖全部省份', 'joint family with a province missing'],
  'area-without-item': ['四领域之一没有事项', 'policy area without an item'], 'item-without-category': ['四领域之外的事项未注明领域', 'item outside the four areas without a category'],
  'item-without-expenditure': ['事项未登记支出责任', 'item without expenditure responsibility'], 'item-without-lead-unit': ['事项未登记牵头单位', 'item without a lead unit'],
} as const satisfies Words;

export const disclosure = { disclosed: ['已公开', 'disclosed'], 'disclosed-late': ['逾期公开', 'disclosed late'], waiting: ['待公开', 'waiting'], late: ['逾期未公开', 'late'], 'calendar-not-covered': ['日历未覆盖', 'beyond the calendar'] } as const satisfies Words;

export const mirror = { level: ['一致', 'level'], behind: ['追赶中', 'behind'], stalled: ['停滞', 'stalled'], ahead: ['超前于区域', 'ahead of the region'], apart: ['内容不一致', 'apart'] } as const satisfies Words;

export const difference = { missing: ['缺失', 'missing'], changed: ['内容不同', 'changed'], surplus: ['多出', 'surplus'] } as const satisfies Words;

export const observer = { broker: ['消息代理', 'broker'], watch: ['监听', 'watch'], border: ['边界', 'border'], home: ['归属枢纽', 'home'] } as const satisfies Words;

export const division = { municipality: ['直辖市', 'municipality'], province: ['省', 'province'], 'autonomous-region': ['自治区', 'autonomous region'], sar: ['特别行政区', 'SAR'], xpcc: ['兵团', 'XPCC'] } as const satisfies Words;
