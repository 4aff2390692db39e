import { duration } from './judges';
import { codeList, flowMessage, recordType } from './message-shapes';
import { LABEL, NOTE, type Part, SOURCED, SOURCES, type Shape, each, leaf, members, nested, records } from './parts';
import type { ChangeKind } from './rules';

const ID = leaf('id', '编号', 'id', 'identity-changed');
const structure = (...parts: readonly Part[]): Shape => ({ other: 'other-structure', parts: [...LABEL, NOTE, ...parts] });
const ACTORS = (change: readonly [ChangeKind, ChangeKind]): Part => members('actors', '角色', 'actor', ...change);

const actor = structure(ID, ...each('actor-changed', [['kind', '种类', 'kind'], ['via', '经由', 'via']]));
const state = structure(ID, ...each('state-changed', [['track', '支线', 'track'], ['terminal', '终态', 'terminal'], ['outcome', '结果', 'outcome'], ['holder', '当值角色', 'holder']]));
const entry = structure(
  ID, ...each('entry-changed', [['message', '消息', 'message'], ['actor', '角色', 'actor'], ['to', '进入状态', 'state entered'], ['opener', '发起方', 'opener'], ['counterpart', '对方', 'counterpart']]),
  leaf('when', '条件', 'condition', 'guard-changed'), leaf('normalPath', '正常路径', 'normal path', 'path-changed'),
);
const transition = structure(
  ID, ...SOURCED, SOURCES, leaf('path', '类别', 'path', 'path-changed'), members('from', '起始状态', 'from', 'way-added', 'way-removed'), ACTORS(['way-added', 'way-removed']),
  ...each('transition-changed', [['message', '消息', 'message'], ['to', '进入状态', 'state entered'], ['clock', '计时', 'clock'], ['also', '支线影响', 'also']]), leaf('when', '条件', 'condition', 'guard-changed'),
);
const fact = structure(ID, leaf('producedBy', '来源字段', 'produced by', 'fact-changed'));
const LIMIT: readonly Part[] = [
  ...SOURCED, SOURCES, leaf('deadlineKind', '性质', 'standing', 'limit-standing-changed'), leaf(['value', 'unit'], '时长', 'length', duration),
  ...each('limit-changed', [['start', '起算', 'start'], ['responsible', '责任方', 'responsible']]),
];
const deadline = structure(
  ID, ...LIMIT, ...each('limit-changed', [['track', '支线', 'track'], ['dueFrom', '到期日字段', 'due date from'], ['onOverdue', '逾期终结', 'what follows when it stays unmet']]), members('metBy', '满足步骤', 'met by', 'limit-met-more', 'limit-met-less'),
);
const totalDeadline = structure(...LIMIT, leaf('metBy', '满足步骤', 'met by', 'limit-changed'));
const hubRule = structure(
  ID, leaf('severity', '处理', 'severity', (_before, after) => (after === 'reject' ? 'hub-rule-stricter' : 'hub-rule-milder')),
  ...each('hub-rule-changed', [
    ['rule', '规则', 'rule'], ['message', '消息', 'message'], ['field', '字段', 'field'], ['actor', '角色', 'actor'], ['scope', '范围', 'scope'],
    ['sum', '合计', 'sum'], ['equals', '等于', 'equals'], ['notBefore', '不早于', 'not before'],
  ]),
);
const successor = structure(leaf('kind', '种类', 'kind', 'identity-changed'), members('from', '起始状态', 'from', 'way-added', 'way-removed'), ACTORS(['way-added', 'way-removed']));

/** FLOW-FORMAT. Whatever else stands in a flow may decide how a case goes, so that a change of it counts as breaking. */
export const flowShape: Shape = structure(
  leaf('flowId', '编号', 'id', 'identity-changed'), leaf('formatVersion', '格式版本', 'format version', 'identity-changed'),
  leaf('notesZh', '中文说明', 'Chinese notes', 'relabelled'), leaf('notesEn', '英文说明', 'English notes', 'relabelled'), ...SOURCED, SOURCES,
  members('itemCodes', '事项', 'item', 'item-added', 'item-removed'), members('modes', '办理方式', 'mode', 'mode-added', 'mode-removed'),
  records('actors', '角色', 'actor', 'id', 'actor-added', 'actor-removed', actor), records('tracks', '支线', 'track', 'id', 'track-added', 'track-removed', structure(ID)),
  records('entries', '入口', 'entry', 'id', 'entry-added', 'entry-removed', entry), records('states', '状态', 'state', 'id', 'state-added', 'state-removed', state),
  records('transitions', '步骤', 'transition', 'id', 'transition-added', 'transition-removed', transition), records('facts', '事实', 'fact', 'id', 'fact-added', 'fact-removed', fact),
  records('deadlines', '期限', 'deadline', 'id', 'limit-added', 'limit-removed', deadline), nested('totalDeadline', '总期限', 'total deadline', 'limit-added', 'limit-removed', totalDeadline),
  records('hubRules', '核对规则', 'hub rule', 'id', ({ severity }) => (severity === 'alert' ? 'hub-rule-added' : 'hub-rule-added-rejecting'), 'hub-rule-removed', hubRule),
  records('successors', '后续办件', 'successor', 'kind', 'successor-added', 'successor-removed', successor),
  records('messages', '消息', 'message', 'messageId', 'message-added', 'message-removed', flowMessage), records('codeLists', '代码表', 'code list', 'id', 'code-list-added', 'code-list-removed', codeList),
  records('recordTypes', '记录类型', 'record type', 'id', 'record-type-added', 'record-type-removed', recordType), leaf('roleMap', '角色对应', 'role map', 'role-changed'),
);
