import type { Worded } from '@tongban/domain';
import { bullets, document, facts, heading, paragraph, quote, table } from '../documents/markdown';
import { type Language, joined, sourceWords, wordsOf } from '../words';
import type { Procedure, ProcedureStep } from './procedure-shape';

/** An operating procedure as Markdown, for people. */
export function procedureText(procedure: Procedure, language: Language): string {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const words = (worded: Worded): string => say(worded.zh, worded.en);
  const word = (code: string): string => words(wordsOf(code));
  const none = say('无', 'None');
  const tagged = ({ id, ...worded }: Worded & { readonly id: string }): string => `${words(worded)} (${id})`;
  return document([
    heading(1, procedureTitle(procedure, language)),
    facts([
      [say('流程', 'Flow'), procedure.flowId], [say('版本', 'Version'), procedure.version], [say('内容摘要', 'Digest'), procedure.digest],
      [say('适用事项', 'Items'), procedure.items.map(tagged).join(say('、', ', '))], [say('办理方式', 'Modes'), words(joined(procedure.modes))],
    ], [say('项目', 'Subject'), say('内容', 'Content')]),
    ...(procedure.notes === null ? [] : [quote(words(procedure.notes))]),
    heading(2, say('角色', 'Who takes part')), table([say('编码', 'Id'), say('角色', 'Role'), say('种类', 'Kind')], procedure.actors.map((one) => [one.id, words(one), word(one.kind)]), none),
    heading(2, say('发起', 'How a case begins')),
    table([say('入口', 'Entry'), say('说明', 'What it is'), say('由谁', 'Who'), say('消息', 'Message'), say('条件', 'Condition'), say('进入状态', 'Enters'), say('发起方 / 对方', 'Opener / counterpart'), say('开始的时限', 'Starts')],
      procedure.entries.map((one) => [
        one.entry, words(one), words(one.actor), tagged(one.message), one.condition === null ? '' : words(one.condition), words(one.to), `${words(one.opener)} / ${words(one.counterpart)}`, one.starts.join(' '),
      ]), none),
    heading(2, say('步骤', 'Steps')),
    paragraph(say('每一步对应流程的一个转移；先列正常步骤。', 'Each step is one transition of the flow; the normal path comes first.')),
    ...procedure.steps.flatMap((step) => stepBlocks(step, procedure, language)),
    heading(2, say('时限', 'Deadlines')),
    table([say('时限', 'Deadline'), say('期限', 'Limit'), say('起算', 'Begins when'), say('责任方', 'Responsible'), say('由哪步履行', 'Met by'), say('性质', 'What it rests on'), say('来源', 'Source')],
      procedure.deadlines.map((one) => [
        one.id === null ? words(one) : `${words(one)} (${one.id})`, words(one.limit), words(one.begins), words(one.responsible), one.metBy.join(' '), words(one.mark),
        `${one.sourceStandardIds.join(' ') || say('未登记', 'none registered')}; ${one.basis}`,
      ]), none),
    heading(2, say('状态', 'States')),
    table([say('状态', 'State'), say('轨道', 'Track'), say('当值', 'Whose turn'), say('结果', 'Outcome')],
      procedure.states.map((one) => [tagged(one), words(one.track), one.holder === null ? '' : words(one.holder), one.outcome === null ? '' : word(one.outcome)]), none),
    ...(procedure.reasons.length === 0 ? [] : [heading(2, say('退回与不予受理的原因', 'Reasons of returns and refusals'))]),
    ...procedure.reasons.flatMap(({ list, usedBy, codes, ...worded }) => [
      heading(3, `${words(worded)} (${list})`), paragraph(say(`用于：${usedBy.map(tagged).join('、')}`, `Used by: ${usedBy.map(tagged).join(', ')}`)),
      table([say('代码', 'Code'), say('原因', 'Reason')], codes.map(({ code, ...reason }) => [code, words(reason)]), none),
    ]),
    heading(2, say('办结之后', 'After closing')),
    procedure.successors.length === 0 ? paragraph(none) : bullets(procedure.successors.map(({ kind, from, actors }) =>
      say(`${word(kind)}：由${joined(actors).zh}在“${joined(from).zh}”之后另开新办件`, `${word(kind)}: ${joined(actors).en} may open a new case after "${joined(from).en}"`))),
    heading(2, say('依据', 'Basis')),
    procedure.basis.length === 0 ? quote(say('尚无登记的依据标准', 'No standard is registered as its basis')) : bullets(procedure.basis.map((one) => words(sourceWords(one)))),
    quote(say(
      '本规程由已发布的流程版本生成；标注“项目默认值”“规划值”的时限不是法定时限。', 'Made from the published version of the flow. A deadline marked as a project default or a planning value is no limit of law.',
    )),
  ]);
}

function stepBlocks(step: ProcedureStep, { deadlines }: Procedure, language: Language): readonly string[] {
  const say = (zh: string, en: string): string => (language === 'zh' ? zh : en);
  const words = (worded: Worded): string => say(worded.zh, worded.en);
  const target = step.to !== null ? words(step.to) : step.previous ? say('回到先前的状态', 'back to the state before') : say('状态不变', 'stays where it is');
  const also = step.also.map(({ track, to }) => say(`${track.zh}：${to.zh}`, `${track.en}: ${to.en}`));
  const timed = (ids: readonly string[]): string => deadlines.flatMap((one) => (one.id !== null && ids.includes(one.id) ? [`${one.id} ${words(one.limit)}${say(`（${one.mark.zh}）`, ` (${one.mark.en})`)}`] : [])).join('; ');
  return [
    heading(3, `${step.no} ${words(step)} (${step.transition})`),
    facts([
      [say('种类', 'Kind of step'), words(wordsOf(step.path))], [say('由谁', 'Who'), words(joined(step.actors))],
      [say('消息', 'Message'), `${words(step.message)} (${step.message.id})`], [say('条件', 'Condition'), step.condition === null ? undefined : words(step.condition)],
      [say('自', 'From'), words(joined(step.from))], [say('至', 'To'), [target, ...also].join('; ')], [say('计时', 'Clock'), words(wordsOf(step.clock))],
      [say('履行的时限', 'Meets'), timed(step.meets)], [say('开始的时限', 'Starts'), timed(step.starts)],
      [say('原因代码', 'Reason from'), step.reasons ?? undefined],
    ], [say('项目', 'Subject'), say('内容', 'Content')]),
  ];
}

/** Title of the page. */
export const procedureTitle = (procedure: Procedure, language: Language): string => (language === 'zh' ? `操作规程：${procedure.zh}` : `Operating procedure: ${procedure.en}`);
