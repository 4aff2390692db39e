import type { FailureActionDocument, FailureDocument, FailureListDocument, FailureRow } from '@tongban/contracts';
import { readInstant } from '../../instant';
import type { View, Worded } from '../../view';
import { codeWords, named } from '../../wording';

const STATES: Readonly<Record<FailureRow['state'], Worded>> = { open: { zh: '待处置', en: 'open' }, retried: { zh: '重试后已处理', en: 'retried and handled' }, discarded: { zh: '已放弃', en: 'discarded' }, edited: { zh: '已由新消息代替', en: 'replaced by a new message' } };
const EDIT_WAITS: Worded = { zh: '更正待批准', en: 'correction waits for approval' };
const IN_HAND: Worded = { zh: '重试中', en: 'being retried' };
const OUTCOMES: Readonly<Record<FailureActionDocument['outcome'], Worded>> = {
  started: { zh: '开始重试', en: 'retry begun' }, handled: { zh: '已处理', en: 'handled' }, 'failed-again': { zh: '仍然失败', en: 'failed again' }, discarded: { zh: '放弃', en: 'discarded' },
  'edit-proposed': { zh: '提出更正', en: 'correction proposed' }, edited: { zh: '批准更正', en: 'correction approved' }, 'edit-refused': { zh: '撤下更正', en: 'correction refused' },
};
const HEADER_CHARS_MAX = 100;

const stateOf = ({ state, inHand, editWaits }: FailureRow, view: View): string => view.words(inHand ? IN_HAND : editWaits ? EDIT_WAITS : STATES[state]);
export const refOf = ({ region, sequence }: Pick<FailureRow, 'region' | 'sequence'>): string => `${region}/${sequence}`;

/** Causes first: one of them is mostly what went wrong. */
export function wordFailures({ rows, groups, total, next, unreachableRegions: unreachable = [] }: FailureListDocument, view: View): string {
  const silent = unreachable.length === 0 ? [] : [view.colours.yellow(view.say(`无法到达的区域：${unreachable.join('、')}，以上不含其失败消息`, `regions out of reach: ${unreachable.join(', ')}; their failed messages are not shown`))];
  if (rows.length === 0 && total === 0) return [view.colours.green(view.say('没有符合条件的失败消息', 'no failed message fits')), ...silent].join('\n');
  return [
    view.heading(`按原因（共${total}条）`, `By cause (${total})`),
    view.table([named('错误', 'code'), named('消费者', 'consumer'), named('条数', 'count'), named('最早', 'first'), named('最近', 'last'), named('区域', 'regions'), named('含义', 'meaning')],
      groups.map(({ code, consumer, count, firstAt, lastAt, regions, wording }) => [code, consumer, count, readInstant(firstAt), readInstant(lastAt), regions.join(' '), view.words(wording)])),
    view.heading('逐条', 'One by one'),
    view.table([named('失败消息', 'failure'), named('时间', 'time'), named('状态', 'state'), named('错误', 'code'), named('消费者', 'consumer'), named('来自', 'from'), named('种类', 'kind'), named('办件编号', 'case'), named('发送方', 'sender')],
      rows.map((row) => [refOf(row), readInstant(row.failedAt), stateOf(row, view), row.code, row.consumer, `${row.stream}#${row.streamSequence}`, row.undecodable === undefined ? row.kind : view.say(`${row.kind}（无法解码）`, `${row.kind} (undecodable)`), row.caseNo, row.sender])),
    ...(next === undefined ? [] : [view.colours.dim(`${view.say('下一页：', 'next page: ')}--after '${next}'`)]),
    ...silent,
  ].join('\n');
}

export function wordFailure(failure: FailureDocument, view: View): string {
  const { target, desk, headers, actions } = failure;
  return [
    view.facts([
      [named('失败消息', 'failure'), refOf(failure)], [named('状态', 'state'), stateOf(failure, view)], [named('失败于', 'failed at'), readInstant(failure.failedAt)],
      [named('错误', 'code'), `${failure.code} [${view.words(codeWords(failure.layer))}]  ${view.words(failure.wording)}`], [named('哪一方的问题', 'whose side'), view.words(codeWords(failure.side))], [named('下一步', 'next step'), view.words(failure.next)],
      [named('技术原因', 'cause'), failure.cause], [named('处理次数', 'runs'), failure.attempts],
      [named('来自', 'from'), `${failure.stream}#${failure.streamSequence}`], [named('主题', 'subject'), failure.subject], [named('字节数', 'bytes'), failure.size], [named('摘要', 'digest'), failure.digest],
      [named('种类', 'kind'), failure.kind], [named('无法解码', 'undecodable'), failure.undecodable], [named('办件编号', 'case'), failure.caseNo], [named('消息号', 'message'), failure.messageId], [named('发送方', 'sender'), failure.sender],
      [named('事项', 'item'), failure.itemCode], [named('消息种类', 'type'), failure.messageType], [named('值守岗位', 'duty desk'), desk && `${view.words(desk)}  ${desk.contact}  ${desk.hours}  ${view.say('升级', 'escalation')} ${desk.escalation}`],
      [named('重试去向', 'retry goes to'), `${target.stream} / ${target.consumer}${target.here ? '' : view.say('（不在此进程中）', ' (not read by this process)')}`],
    ]),
    ...(Object.keys(headers).length === 0 ? [] : [view.heading('消息头', 'Headers'), view.facts(Object.entries(headers).map(([name, value]) => [named(name, name), value.length > HEADER_CHARS_MAX ? `${value.slice(0, HEADER_CHARS_MAX)}…` : value]))]),
    ...(failure.edit === undefined ? [] : [view.heading('更正', 'Correction'), view.facts([
      [named('情况', 'standing'), failure.edit.state], [named('提出', 'proposed by'), failure.edit.proposedBy], [named('决定', 'decided by'), failure.edit.decidedBy], [named('新消息号', 'new message'), failure.edit.messageId], [named('原因消息', 'causation'), failure.edit.causationId], [named('摘要', 'digest'), failure.edit.digest],
    ]), failure.edit.correction]),
    view.heading('处置记录', 'What was done'),
    view.table([named('时间', 'time'), named('经过', 'step'), named('由', 'by'), named('错误', 'code'), named('理由或说明', 'reason or detail'), named('枢纽签名', 'signed by the hub')],
      actions.map(({ at, outcome, by, code, reason, detail, signed }) => [readInstant(at), view.words(OUTCOMES[outcome]), by, code, reason || detail, signed ? view.say('有效', 'yes') : view.colours.red(view.say('无效', 'no'))])),
  ].join('\n');
}
