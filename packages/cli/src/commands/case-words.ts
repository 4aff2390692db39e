import type { AlarmDocument, CaseDocument, CaseEntryDocument, DeadlineDocument, ReceiptDocument, RecipientRejectionDocument, UndeterminedDocument } from '@tongban/contracts';
import { readInstant } from '../instant';
import type { View, Worded } from '../view';
import { codeWords, named } from '../wording';
import { responsibilityTable } from './responsibility-words';
import { erasureEntryWords, erasureLines } from './erasure-words';
import { awaitedLines, standstillLines } from './situation-words';

/** A whole case: who, where it stands, by when, and every entry of its log. */
export function wordCase(document: CaseDocument, view: View): string {
  return [
    `${view.colours.bold(document.caseNo)}  ${view.words(document.item)}  ${document.itemCode}`,
    view.facts([
      ...document.parties.map(({ side, division, participant, name, region, heldUntil }): [Worded, string] =>
        [codeWords(side), `${view.words(name)}  ${division === participant ? division : `${division} (${participant})`}  ${region}${heldWords(heldUntil, view)}`]),
      [named('流程', 'flow'), `${document.flowId} ${document.flowVersion}`], [named('主枢纽', 'home hub'), document.homeRegion],
      [named('打开时间', 'opened'), readInstant(document.openedAt)], [named('前序办件', 'predecessor'), document.predecessorCaseNo && `${document.predecessorCaseNo}${document.successorKind ? `  ${view.words(codeWords(document.successorKind))}` : ''}`],
      [named('后续办件', 'successors'), successorWords(document, view)],
      [named('出境法律依据', 'legal basis'), basisWords(document, view)], [named('个人信息跨境', 'personal data'), borderWords(document, view)],
      [named('结果', 'outcome'), document.closed ? document.outcome ?? view.say('已结束', 'closed') : view.say('在办', 'open')],
      [named('记录链', 'hash chain'), document.chainWhole ? view.say('完整', 'whole') : view.colours.red(view.say('断裂', 'broken'))],
    ]),
    ...erasureLines(document, view),
    view.heading('状态', 'States'),
    view.table([named('轨道', 'track'), named('状态', 'state'), named('名称', 'name'), named('等待', 'waiting for')], document.tracks.map((track) => [
      track.track, track.state, view.words(track.wording),
      track.terminal ? view.say('（终态）', '(final)') : track.holder ? `${view.words(track.holder.wording)} / ${view.words(codeWords(track.holder.side))}` : '',
    ])),
    view.heading('时限', 'Deadlines'),
    deadlineTable(document.deadlines, view),
    ...standstillLines(document.standstills ?? [], document.deadlines, view),
    ...((document.awaited ?? []).length > 0 ? [view.heading('等待', 'Awaited'), ...awaitedLines(document.awaited ?? [], view)] : []),
    ...((document.responsibility ?? []).length > 0 ? [view.heading('责任链', 'Chain of responsibility'), responsibilityTable(document.responsibility ?? [], view)] : []),
    view.heading('记录', 'Log'),
    ...document.entries.map((entry) => wordEntry(entry, view)),
  ].join('\n');
}

/** Its own maintenance, declared before: nothing is wrong and nothing is lost. */
const heldWords = (heldUntil: string | undefined, view: View): string =>
  (heldUntil === undefined ? '' : view.colours.yellow(view.say(`  维护中，消息暂存至${readInstant(heldUntil)}`, `  in maintenance, messages are held until ${readInstant(heldUntil)}`)));

/** As the opener stated it; nobody but the opener vouches for it. */
const basisWords = ({ legalBasis }: CaseDocument, view: View): string | undefined =>
  legalBasis && `${legalBasis.wording ? view.words(legalBasis.wording) : legalBasis.code} ${legalBasis.document}${view.say('（发起方申报）', ' (stated by the opener)')}`;

/** Between the mainland and a SAR only: whether personal data may pass now. */
function borderWords({ crossBorder, legalBasis }: CaseDocument, view: View): string | undefined {
  if (crossBorder === undefined) return undefined;
  if (crossBorder.personalDataOn && legalBasis !== undefined) return view.say('已开通', 'on');
  return view.colours.yellow(crossBorder.personalDataOn ? view.say('未载明法律依据，内地一方不得发送', 'no legal basis is stated: none may be sent by the mainland side') : view.say('开关未开通，内地一方不得发送', 'not switched on: none may be sent by the mainland side'));
}

export const deadlineTable = (deadlines: readonly DeadlineDocument[], view: View): string =>
  view.table([named('时限', 'deadline'), named('状况', 'status'), named('起算', 'from'), named('到期', 'due'), named('情况', 'situation'), named('性质', 'kind'), named('依据', 'sources')],
    deadlines.map((deadline) => [
      view.words(deadline.wording), view.words(codeWords(deadline.status)), deadline.startedOn, dueWords(deadline, view), situation(deadline, view), kindWords(deadline, view),
      deadline.sourceStandardIds.join(' '),
    ]));

/** Cases opened after this one, and where it is not known whether there are any. */
function successorWords({ successors = [], successorsUnknownIn = [] }: CaseDocument, view: View): string {
  return [
    ...successors.map(({ caseNo, wording, homeRegion, openedAt }) => `${caseNo}  ${view.words(wording)}  ${homeRegion}  ${readInstant(openedAt)}`),
    ...successorsUnknownIn.map((region) => view.colours.yellow(view.say(`${region}无法到达`, `${region} is out of reach`))),
  ].join('\n');
}

/** Only a limit with a legal source may be called legal; the others say themselves what they are. */
function kindWords({ deadlineKind, legal }: DeadlineDocument, view: View): string {
  const kind = view.words(codeWords(deadlineKind));
  if (!legal) return view.colours.dim(kind);
  return view.say(kind === '法定' ? kind : `法定时限（${kind}）`, kind === 'statutory' ? 'legal limit (statutory)' : `legal limit (${kind})`);
}

/** Where the calendar does not reach the due date, the day it cannot come before. */
const dueWords = ({ dueOn, notBefore }: DeadlineDocument, view: View): string =>
  dueOn ?? (notBefore === undefined ? '' : view.say(`不早于${notBefore}`, `not before ${notBefore}`));

function situation({ status, overdue, daysLeft, metOn, metLate, undetermined }: DeadlineDocument, view: View): string {
  // Nobody is called late for what may be on its way.
  if (undetermined) return view.colours.yellow(silenceWords(undetermined, view));
  if (status === 'met') return metLate ? view.colours.yellow(view.say(`${metOn ?? ''} 逾期履行`, `met late ${metOn ?? ''}`)) : (metOn ?? '');
  if (overdue) return view.colours.red(view.say(daysLeft === undefined ? '已逾期' : `已逾期${-daysLeft}天`, daysLeft === undefined ? 'overdue' : `${-daysLeft} overdue`));
  return daysLeft === undefined ? '' : view.say(`余${daysLeft}天`, `${daysLeft} left`);
}

/** Which link is silent, and since when. */
export function silenceWords({ region, home, since }: UndeterminedDocument, view: View): string {
  const [zh, en] = region === home ? [`链路：${region}`, `link: ${region}`] : [`链路：${region}→${home}`, `link: ${region} → ${home}`];
  if (since === undefined) return view.say(`${zh}从未确认其收件`, `${en} has never vouched for what was received`);
  return view.say(`${zh}自${readInstant(since)}起未确认其收件`, `${en} has not vouched for what was received since ${readInstant(since)}`);
}

function wordEntry(entry: CaseEntryDocument, view: View): string {
  const number = String(entry.logIndex).padStart(3);
  if (entry.kind === 'migrated') {
    const { fromDigest = '', toDigest = '' } = entry.migration ?? {};
    return `${number}  ${readInstant(entry.registeredAt)}  ${view.colours.bold(view.say('迁移到另一版本', 'moved to another version'))}  ${fromDigest.slice(0, 12)} → ${toDigest.slice(0, 12)}  → ${Object.values(entry.states ?? {}).join(' ')}`;
  }
  if (entry.kind === 'alarmed') {
    return [`${number}  ${readInstant(entry.registeredAt)}  ${view.colours.bold(view.say('时限提醒', 'alarms of its clocks'))}`, ...(entry.alarms ?? []).map((alarm) => `     ${alarmWords(alarm, view)}`)].join('\n');
  }
  if (entry.kind === 'erased' || entry.kind === 'erasure-confirmed') return `${number}  ${readInstant(entry.registeredAt)}  ${erasureEntryWords(entry, view)}`;
  if (entry.kind === 'lapsed') return `${number}  ${readInstant(entry.registeredAt)}  ${lapseWords(entry, view)}`;
  if (entry.kind === 'receipts') {
    const levels = entry.receipts.map((receipt) => `${view.words(codeWords(receipt.level))} ${receipt.issuer}${receipt.code ? ` ${receipt.code}` : ''}`).join(view.say('；', '; '));
    const came = (entry.recipientRejections ?? []).map(({ messageType, effect }) => `${messageType} ${view.words(codeWords(effect))}`).join(view.say('；', '; '));
    const after = came === '' ? '' : `  ${view.colours.red(came)}${entry.states ? `  → ${Object.values(entry.states).join(' ')}` : ''}`;
    return view.colours.dim(`${number}  ${readInstant(entry.registeredAt)}  ${view.say('回执', 'receipts')}  ${levels}`) + after;
  }
  const sender = `${entry.sender ?? ''}${entry.senderDivision && entry.senderDivision !== entry.sender ? ` (${entry.senderDivision})` : ''}`;
  const behalf = entry.onBehalfOf ? view.say(`  代 ${entry.onBehalfOf}`, `  on behalf of ${entry.onBehalfOf}`) : '';
  const verdict = entry.kind === 'rejected' ? view.colours.red(`  ${view.words(codeWords('REJECTED'))} ${entry.code ?? ''}`) : '';
  const states = Object.values(entry.states ?? {}).join(' ');
  return [
    `${number}  ${view.colours.bold(entry.messageType ?? '')}  ${entry.wording ? view.words(entry.wording) : ''}  ${sender}${behalf}${verdict}${states ? `  → ${states}` : ''}`,
    `     ${times(entry, view)}${heldWords(entry.heldUntil, view)}`,
    ...(entry.erasedBy ? [`     ${view.colours.yellow(view.say('个人信息已依法删除', 'its personal part is erased lawfully'))}`] : []),
    `     ${view.say('回执', 'receipts')}  ${entry.receipts.map((receipt) => receiptWords(receipt, view)).join(' → ')}${entry.localCaseNo ? `   ${view.say('省内编号', 'own number')} ${entry.localCaseNo}` : ''}`,
    ...(entry.alerts ?? []).map(({ code, ruleId }) => `     ${view.colours.yellow(`${view.say('预警', 'warning')} ${code} ${ruleId}`)}`),
    ...(entry.recipientRejections ?? []).map((rejection) => `     ${rejectionWords(rejection, view)}`),
    ...[...(entry.faults ?? []), ...(entry.recipientRejections ?? []).flatMap(({ faults }) => faults)]
      .map((fault) => `     ${view.colours.yellow(fault.path)}  ${fault.code}  ${view.words(fault)}`),
  ].join('\n');
}

/** The sentence of the hub, to whom it was said, and what it rests on. */
function alarmWords({ wording, to, deadlineKind, sourceStandardIds, confidence, stage, annulledBy, settled }: AlarmDocument, view: View): string {
  const told = to.map((side) => view.words(codeWords(side))).join(view.say('、', ', '));
  const holds = settled === true ? view.say('（已解除）', ' (settled)') : annulledBy === undefined ? '' : view.say(`（已撤销：第${annulledBy}条及时收到）`, ` (annulled: entry ${annulledBy} was received in time)`);
  const colour = stage === 'escalation' && annulledBy === undefined ? view.colours.red : view.colours.yellow;
  return `${colour(`${view.words(wording)}${holds}`)}  → ${told}  ${view.colours.dim([view.words(codeWords(deadlineKind)), ...sourceStandardIds, confidence].join(' '))}`;
}

/** Why it ended by itself, what that rests on, and whether a message that came later took it back. */
function lapseWords({ lapse, states }: CaseEntryDocument, view: View): string {
  if (lapse === undefined) return '';
  const { wording, deadlineKind, sourceStandardIds, annulledBy } = lapse;
  const back = annulledBy === undefined ? '' : view.say(`（已撤销：第${annulledBy}条及时收到，办件继续）`, ` (annulled: entry ${annulledBy} was received in time, the case goes on)`);
  return `${view.colours.red(`${view.words(wording)}${back}`)}  → ${Object.values(states ?? {}).join(' ')}  ${view.colours.dim([view.words(codeWords(deadlineKind)), ...sourceStandardIds].join(' '))}`;
}

/** The recipient's system refused it: why, and whose turn it is now. */
function rejectionWords({ code, effect, side }: RecipientRejectionDocument, view: View): string {
  const turn = effect === 'returned' ? view.say(`，轮到${codeWords(side).zh}`, `, the ${codeWords(side).en}'s turn`) : '';
  return view.colours.red(`${view.say('接收方拒收', 'rejected by the recipient')} ${code}  ${view.words(codeWords(effect))}${turn}`);
}

/** The four times of an entry and the claim of its sender, which is never counted. */
function times(entry: CaseEntryDocument, view: View): string {
  const all: [Worded, string | undefined][] = [
    [named('发生(自述)', 'occurred (claimed)'), entry.occurredAt], [named('接收', 'received'), entry.receivedAt],
    [entry.kind === 'rejected' ? named('拒收', 'rejected') : named('登记', 'registered'), entry.registeredAt],
    [named('投递', 'delivered'), entry.deliveredAt], [named('入库', 'taken'), entry.takenAt],
  ];
  return all.filter(([, at]) => at).map(([name, at]) => `${view.colours.dim(view.words(name))} ${readInstant(at)}`).join('  ');
}

const receiptWords = (receipt: ReceiptDocument, view: View): string => `${receipt.level} ${view.language === 'zh' ? `${codeWords(receipt.level).zh} ` : ''}${view.colours.dim(receipt.issuer)}`;
