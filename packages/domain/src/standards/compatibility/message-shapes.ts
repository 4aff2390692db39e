import { firstDay, flag, isRequired, lastDay, lowerBound, patternJudge, requirement, upperBound } from './judges';
import { LABEL, NOTE, type Part, SOURCED, type Shape, leaf, members, records } from './parts';

/** FLOW-FORMAT §7. Whatever else stands in a message is part of what is exchanged, so that a change of it counts as breaking. */
const field: Shape = {
  other: 'other-structure',
  parts: [
    leaf('id', '编号', 'id', 'identity-changed'), ...LABEL, NOTE, leaf('type', '类型', 'type', 'field-retyped'),
    leaf(['required', 'requiredWhen'], '必填', 'required', requirement),
    leaf('personalData', '个人信息', 'personal data', flag('personal-mark-changed', 'personal-mark-changed')),
    leaf('contentPersonal', '附件含个人信息', 'personal content', flag('personal-mark-changed', 'personal-mark-changed')),
    leaf('typedBy', '证件类型字段', 'typed by', 'field-check-changed'),
    leaf('pattern', '格式', 'pattern', patternJudge), leaf('itemPattern', '各项格式', 'item pattern', patternJudge),
    leaf('minLength', '最短长度', 'shortest length', lowerBound(0)), leaf('maxLength', '最大长度', 'longest length', upperBound),
    leaf('min', '最小值', 'least value', lowerBound(-Infinity)), leaf('max', '最大值', 'greatest value', upperBound), leaf('maxItems', '最多项数', 'most items', upperBound),
  ],
};
const FIELDS = records('fields', '字段', 'field', 'id', (added) => (isRequired(added) ? 'field-added-required' : 'field-added'), 'field-removed', field);

const MESSAGE_FRAME: readonly Part[] = [leaf('messageId', '编号', 'id', 'identity-changed'), ...LABEL, NOTE, leaf('kind', '种类', 'kind', 'message-kind-changed'), FIELDS];
export const flowMessage: Shape = {
  other: 'other-structure',
  parts: [...MESSAGE_FRAME, members('from', '发送角色', 'sender', 'sender-added', 'sender-removed'), members('to', '收件角色', 'addressee', 'addressee-changed', 'addressee-changed')],
};
export const commonMessage: Shape = {
  other: 'other-structure',
  parts: [...MESSAGE_FRAME, members('fromKinds', '发送角色种类', 'kind of sender', 'sender-added', 'sender-removed'), members('toKinds', '收件角色种类', 'kind of addressee', 'addressee-changed', 'addressee-changed')],
};
export const recordType: Shape = { other: 'other-structure', parts: [leaf('id', '编号', 'id', 'identity-changed'), ...LABEL, ...SOURCED, NOTE, FIELDS] };

const code: Shape = {
  other: 'other-structure',
  parts: [
    leaf('code', '代码', 'code', 'identity-changed'), ...LABEL, ...SOURCED, NOTE, leaf('numberType', '号码规则', 'number rule', 'code-rule-changed'),
    leaf('retired', '停用', 'retired', flag('code-retired', 'code-restored')),
    leaf('effectiveFrom', '启用日', 'first day', firstDay), leaf('retiredOn', '停用日', 'last day', lastDay),
  ],
};
export const codeList: Shape = {
  other: 'other-structure',
  parts: [leaf('id', '编号', 'id', 'identity-changed'), ...LABEL, ...SOURCED, NOTE, leaf('sourceStandard', '依据标准', 'source standard', 'source-changed'), records('values', '代码', 'code', 'code', 'code-added', 'code-removed', code)],
};
