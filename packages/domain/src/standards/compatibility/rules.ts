import type { Worded } from '../../flow/model';

/** Whom a change makes act: who sends messages, who receives and handles them, both, or nobody. */
export type Direction = 'sender' | 'recipient' | 'both' | 'none';
/** What one kind of change means. `zh` and `en` name it after the place where it is; `why` says why it breaks, or does not. */
export interface ChangeRule extends Worded { readonly breaking: boolean; readonly direction: Direction; readonly why: Worded }

const rule = (breaking: boolean) => (direction: Direction, zh: string, en: string, whyZh: string, whyEn: string): ChangeRule => ({ breaking, direction, zh, en, why: { zh: whyZh, en: whyEn } });
const [breaks, keeps] = [rule(true), rule(false)];

/**
 * The rule for each kind of change. Three sentences decide: a message that was valid must still be valid and mean the same; a sender of the old version must still be
 * understood while the transition window is open; a running case keeps its version, so that a change of a flow matters to new cases only, and breaks who plans
 * them by the old one. Where a machine cannot tell, the answer is the careful one. What only accepts more is compatible: recipients are told by the direction.
 */
export const CHANGE_RULES = {
  rewritten: keeps('none', '写法或顺序不同，含义相同', 'written otherwise or in another order, meaning the same', '不改变任何消息的含义', 'no message means anything else'),
  relabelled: keeps('none', '文字改动', 'worded otherwise', '文字供人阅读，由审批人判断；消息不受影响', 'words are for people, and approvers judge them; messages stay as they are'),
  'source-changed': keeps('none', '依据改动', 'based on other sources', '依据不影响消息是否有效', 'sources do not decide whether a message is valid'),
  'reference-added': keeps('none', '新增关联', 'linked', '关联不影响消息是否有效', 'links do not decide whether a message is valid'),
  'reference-removed': keeps('none', '取消关联', 'no longer linked', '关联不影响消息是否有效', 'links do not decide whether a message is valid'),
  'identity-changed': breaks('both', '编号或格式改变', 'another id or format', '编号或格式不同即为另一项内容', 'with another id or format it is another thing'),
  other: keeps('none', '其他改动', 'another change', '不在消息和流程之内，不影响消息', 'it lies outside messages and flows'),
  'other-structure': breaks('both', '消息或流程内的其他改动', 'another change inside a message or flow', '程序不识其含义，从严按不兼容处理', 'its meaning is not known here, so it counts as breaking'),

  'field-added': keeps('recipient', '新增选填字段', 'added, optional', '不知道该字段的发送方不填即可', 'who does not know the field leaves it out'),
  'field-added-required': breaks('sender', '新增必填字段', 'added, required', '按旧版发送的消息缺少该字段，将被拒收', 'messages of the old version lack it and would be rejected'),
  'field-removed': breaks('both', '删除字段', 'removed', '发送方仍会填写，接收方不再理解', 'senders still fill it in, and nobody understands it any more'),
  'field-retyped': breaks('both', '字段类型改变', 'of another type', '原有效的值可能无效，或含义不同', 'values that were valid may be invalid or mean something else'),
  'now-required': breaks('sender', '改为必填', 'now required', '未填写的消息原本有效，将被拒收', 'messages without it were valid and would be rejected'),
  'no-longer-required': keeps('recipient', '放宽必填', 'required less often', '原有效的消息仍然有效；接收方须能处理缺省', 'what was valid still is; recipients must do without it'),
  'requirement-changed': breaks('sender', '必填条件改变', 'required under another condition', '无法判定原有效的消息是否仍有效', 'whether all that was valid still is cannot be told'),
  'bound-tightened': breaks('sender', '限制收紧', 'tighter', '超出新限制的值原本有效，将被拒收', 'values beyond the new bound were valid and would be rejected'),
  'bound-loosened': keeps('recipient', '限制放宽', 'looser', '原有效的值仍然有效；接收方须能存放', 'what was valid still is; recipients must have room for more'),
  'pattern-changed': breaks('sender', '格式要求改变', 'another pattern', '无法判定原有效的值是否仍符合', 'whether all that matched still does cannot be told'),
  'pattern-dropped': keeps('recipient', '取消格式要求', 'no pattern any more', '原有效的值仍然有效', 'what was valid still is'),
  'personal-mark-changed': breaks('both', '个人信息标记改变', 'another personal-data mark', '字段改由另一部分（明文或加密）承载', 'the field travels in the other part, open or sealed'),
  'field-check-changed': breaks('sender', '校验依据字段改变', 'checked by another field', '同一值按另一规则校验', 'the same value is checked by another rule'),

  'message-added': keeps('recipient', '新增消息', 'added', '原有消息不变；接收方须能处理新消息', 'the others stay; recipients must handle one more'),
  'message-removed': breaks('both', '删除消息', 'removed', '按旧版发送的该消息不再被理解', 'who sends it by the old version is no longer understood'),
  'message-kind-changed': breaks('both', '消息种类改变', 'of another kind', '同一消息的作用不同', 'the same message does something else'),
  'sender-added': keeps('recipient', '可由更多角色发送', 'more may send it', '原发送方不受影响', 'who could send it still can'),
  'sender-removed': breaks('sender', '某角色不再可以发送', 'one may no longer send it', '其按旧版发送的消息将被拒收', 'messages it sends by the old version would be rejected'),
  'addressee-changed': breaks('both', '收件角色改变', 'another addressee', '个人信息将为另一方加密', 'the personal part is sealed for somebody else'),

  'code-list-added': keeps('recipient', '新增代码表', 'added', '原有字段不使用它', 'no field of before uses it'),
  'code-list-removed': breaks('both', '删除代码表', 'removed', '使用它的值不再能校验', 'values of it can no longer be checked'),
  'record-type-added': keeps('recipient', '新增记录类型', 'added', '原有字段不使用它', 'no field of before uses it'),
  'record-type-removed': breaks('both', '删除记录类型', 'removed', '使用它的值不再能校验', 'values of it can no longer be checked'),
  'code-added': keeps('recipient', '新增代码', 'added', '原有代码不变；接收方须更新代码表', 'the others stay; recipients update their tables'),
  'code-removed': breaks('sender', '删除代码', 'removed', '使用该代码的消息原本有效，将被拒收', 'messages with the code were valid and would be rejected'),
  'code-retired': keeps('sender', '代码停用', 'retired', '仍被接受，只是不宜再用', 'it is still accepted, only no longer to be used'),
  'code-restored': keeps('recipient', '代码恢复使用', 'in use again', '一直被接受', 'it was accepted all the time'),
  'code-rule-changed': breaks('sender', '代码对应的号码规则改变', 'another number rule', '同一证件号码按另一规则校验', 'the same number is checked by another rule'),

  'item-added': keeps('none', '适用更多事项', 'serves one more item', '原有事项不受影响', 'the others stay'),
  'item-removed': breaks('sender', '不再适用某事项', 'no longer serves an item', '该事项的新办件不能再按此流程发起', 'new cases of the item can no longer follow it'),
  'mode-added': keeps('none', '新增办理方式', 'one more mode', '原有方式不受影响', 'the others stay'),
  'mode-removed': breaks('sender', '取消办理方式', 'one mode less', '按该方式准备的办件不能再发起', 'cases prepared in that mode can no longer be opened'),
  'actor-added': keeps('recipient', '新增角色', 'added', '原有角色不变', 'the others stay'),
  'actor-removed': breaks('both', '删除角色', 'removed', '该角色发送的消息将被拒收', 'what it sends would be rejected'),
  'actor-changed': breaks('both', '角色性质改变', 'another kind of actor', '谁发送、经谁到达随之改变', 'who sends, and through whom it is reached, changes'),
  'track-added': keeps('recipient', '新增支线', 'added', '原有支线不变', 'the others stay'),
  'track-removed': breaks('both', '删除支线', 'removed', '按旧版计划的步骤不复存在', 'steps that were planned are no longer there'),
  'state-added': keeps('recipient', '新增状态', 'added', '原有状态不变；显示状态的系统须认识它', 'the others stay; who shows states must know it'),
  'state-removed': breaks('both', '删除状态', 'removed', '按旧版计划和显示的状态不复存在', 'who plans by it or shows it finds it gone'),
  'state-changed': breaks('both', '状态含义改变', 'another meaning of the state', '当值角色、支线或结果不同', 'its holder, track or outcome is another'),
  'entry-added': keeps('recipient', '新增入口', 'added', '原有入口不变', 'the others stay'),
  'entry-removed': breaks('sender', '删除入口', 'removed', '按旧版发起的办件将被拒收', 'who opens cases by it would be rejected'),
  'entry-changed': breaks('both', '入口改变', 'changed', '同一首条消息走向不同，或由另一方发起', 'the same first message leads elsewhere or is another’s to send'),
  'guard-changed': breaks('sender', '条件改变', 'another condition', '同一消息可能被拒收或走向不同', 'the same message may be rejected or lead elsewhere'),
  'path-changed': keeps('none', '办理路径示例改变', 'another path shown', '仅用于指南，不决定任何事', 'it is for guides and decides nothing'),
  'transition-added': keeps('recipient', '新增步骤', 'added', '原被接受的消息仍走原路；接收方须能处理新步骤', 'what was accepted goes its old way; recipients handle one more step'),
  'transition-removed': breaks('sender', '删除步骤', 'removed', '按旧版办理的下一步将被拒收', 'the next step by the old version would be rejected'),
  'transition-changed': breaks('both', '步骤的作用改变', 'another effect', '同一消息的走向或计时不同', 'the same message leads elsewhere or acts on other clocks'),
  'transition-diverts': breaks('both', '有条件的步骤优先于原有步骤', 'takes precedence over a step of before', '原走另一步骤的消息改走此步骤', 'messages that went another way now go this one'),
  'way-added': keeps('recipient', '可在更多情形下使用', 'possible in more situations', '原有情形不受影响', 'where it was possible it still is'),
  'way-removed': breaks('sender', '某情形下不再可用', 'no longer possible in a situation', '该情形下按旧版发送的消息将被拒收', 'messages of the old version would be rejected there'),
  'fact-added': keeps('none', '新增事实', 'added', '原有期限不使用它', 'no limit of before starts by it'),
  'fact-removed': breaks('both', '删除事实', 'removed', '由它起算的期限不再起算', 'limits that start by it start no more'),
  'fact-changed': breaks('both', '事实来源改变', 'produced by another field', '期限从另一日期起算', 'limits start on another date'),
  'hub-rule-added': keeps('both', '新增提示规则', 'added, alerting', '消息仍被登记，只多一次提示', 'messages are registered, with an alarm more'),
  'hub-rule-added-rejecting': breaks('sender', '新增拒收规则', 'added, rejecting', '原有效的消息可能被拒收', 'messages that were valid may be rejected'),
  'hub-rule-removed': keeps('both', '删除核对规则', 'removed', '原有效的消息仍然有效', 'what was valid still is'),
  'hub-rule-stricter': breaks('sender', '由提示改为拒收', 'rejects, and did alert', '原被登记的消息将被拒收', 'messages that were registered would be rejected'),
  'hub-rule-milder': keeps('both', '由拒收改为提示', 'alerts, and did reject', '原有效的消息仍然有效', 'what was valid still is'),
  'hub-rule-changed': breaks('sender', '核对规则改变', 'checks something else', '原有效的消息可能不合新规则', 'messages that were valid may not pass'),
  'successor-added': keeps('recipient', '新增后续办件', 'added', '原有后续不变', 'the others stay'),
  'successor-removed': breaks('sender', '删除后续办件', 'removed', '按旧版发起的后续办件将被拒收', 'successor cases opened by the old version would be rejected'),
  'role-changed': breaks('both', '角色对应改变', 'another mapping of roles', '同一角色由另一方承担', 'the same role is played by somebody else'),

  'limit-added': breaks('recipient', '新增期限', 'added', '按旧版办理者会因此逾期', 'who works by the old version would be late'),
  'limit-removed': keeps('both', '取消期限', 'removed', '不会有人因此逾期', 'nobody becomes late by it'),
  'limit-shortened': breaks('recipient', '期限缩短', 'shorter', '按旧版及时办理者会因此逾期', 'who is in time by the old version would be late'),
  'limit-lengthened': keeps('both', '期限延长', 'longer', '按旧版及时者仍然及时', 'who was in time still is'),
  'limit-recounted': breaks('recipient', '期限的计算方式改变', 'counted otherwise', '无法判定是否缩短', 'whether it is shorter cannot be told'),
  'limit-changed': breaks('both', '期限的起算或责任方改变', 'another start, track or responsible actor', '同一期限约束另一方或另一时段', 'it binds somebody else or another span'),
  'limit-met-more': keeps('both', '更多步骤可满足期限', 'met by one more step', '原能满足的仍能满足', 'what met it still does'),
  'limit-met-less': breaks('recipient', '某步骤不再满足期限', 'no longer met by a step', '按旧版办理者会因此逾期', 'who works by the old version would be late'),
  'limit-standing-changed': keeps('both', '期限性质改变', 'another standing of the limit', '时长不变，只是依据性质不同', 'its length stays; only what it rests on is another'),

  'material-added': keeps('sender', '新增选交材料', 'added, optional', '不交也能办理', 'it works without'),
  'material-added-required': breaks('sender', '新增必交材料', 'added, required', '按旧版备齐材料的申请人会被要求补正', 'applicants who have all by the old guide lack it'),
  'material-removed': keeps('sender', '减少材料', 'removed', '多交无妨', 'nobody is hurt by bringing more'),
  'material-now-required': breaks('sender', '材料改为必交', 'now required', '按旧版备齐材料的申请人会被要求补正', 'applicants who have all by the old guide lack it'),
  'material-no-longer-required': keeps('sender', '材料不再必交', 'no longer required', '多交无妨', 'nobody is hurt by bringing more'),
  'material-not-shared': breaks('sender', '材料不再共享获取', 'no longer fetched by sharing', '申请人须自行提交', 'applicants must bring it themselves'),
  'material-shared': keeps('sender', '材料可共享获取', 'can be fetched by sharing', '自行提交仍可', 'bringing it still works'),
  'floor-added': breaks('recipient', '新增底线（未定日期）', 'added, without a date of its own', '未达底线的地方标准即时违规', 'local standards below it are at fault at once'),
  'floor-added-dated': keeps('recipient', '新增底线（自有起算日）', 'added, with a date of its own', '底线自其日期起算，已留出时间', 'it counts from its own date, which leaves time'),
  'floor-removed': keeps('recipient', '取消底线', 'removed', '达标者仍达标', 'who met it meets all that is left'),
  'floor-raised': breaks('recipient', '底线更严', 'stricter', '原达标的地方标准可能低于底线', 'local standards that met it may now be below'),
  'floor-lowered': keeps('recipient', '底线放宽', 'less strict', '达标者仍达标', 'who met it still does'),
  'floor-changed': breaks('recipient', '底线的比较方式或范围改变', 'compared otherwise or for others', '无法判定原达标者是否仍达标', 'whether who met it still does cannot be told'),
  'floor-period-changed': keeps('recipient', '底线终止日改变', 'ends on another date', '底线数值不变', 'its value stays'),
  offered: keeps('none', '开通跨省办理', 'offered across provinces', '此前不能办理', 'it was not possible before'),
  'no-longer-offered': breaks('sender', '停止跨省办理', 'no longer offered across provinces', '新办件不能再发起', 'new cases can no longer be opened'),
  'flow-linked': keeps('none', '配置流程', 'has a flow now', '此前不能办理', 'it was not possible before'),
  'flow-changed': breaks('both', '改用另一流程或取消流程', 'another flow, or none', '按旧流程准备的办件不能再发起', 'cases prepared for the old flow can no longer be opened'),
  'category-changed': keeps('recipient', '领域改变', 'another category', '只影响分类和订阅', 'it matters to lists and subscriptions only'),

  'standing-changed': breaks('both', '层级、种类或归属改变', 'another tier, kind or family', '约束力和归口随之改变', 'what it binds and who owns it changes'),
  'reach-widened': breaks('recipient', '适用范围扩大', 'binds more divisions', '新受约束的地区需要准备时间', 'who is newly bound needs time'),
  'reach-narrowed': keeps('recipient', '适用范围缩小', 'binds fewer divisions', '无人因此新受约束', 'nobody is newly bound'),
  'status-changed': keeps('both', '标准状态改变', 'another status', '状态由登记另行管理，不影响消息', 'the registry keeps its own; messages stay as they are'),
  'dates-changed': keeps('both', '日期改变', 'other dates', '实施与过渡由登记的时间决定', 'the registry’s own dates decide effect and transition'),
  'calendar-changed': keeps('both', '工作日安排改变', 'other working days', '通知一经发布即对所有办件生效，没有过渡期；消息仍然有效', 'a notice counts for all cases as soon as it is out and has no window; messages stay valid'),
} as const satisfies Record<string, ChangeRule>;

export type ChangeKind = keyof typeof CHANGE_RULES;
