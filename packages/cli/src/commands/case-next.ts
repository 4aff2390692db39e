import type { Command } from 'commander';
import { type FieldDocument, type NextActionDocument, type NextActionsDocument, encode, v1 } from '@tongban/contracts';
import { type Guard, wordGuard } from '@tongban/domain';
import { participantOf } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, UsageError } from '../outcome';
import { askAsParticipant } from '../participant-desk';
import type { View } from '../view';
import { codeWords, named } from '../wording';
import { caseNumberGiven } from './case-show';
import { deadlineTable } from './case-words';
import { awaitedLines, materialLines, standstillLines } from './situation-words';

export function registerCaseNext(parent: Command, session: Session): void {
  handleWithHub(parent.command('next').description('现在可以发送什么 / what may be sent now').argument('<case>', '办件编号 / case number')
    .requiredOption('--as <division>', '哪一方 / which side').option('--message <type>', '列出该消息的字段 / fields of one message'), session, (context, [caseNo]) => next(context, caseNo ?? ''));
}

async function next({ setup, options }: HubContext, text: string): Promise<CommandResult> {
  const document = await askAsParticipant<NextActionsDocument>(setup, participantOf(textOption(options, 'as') ?? ''), 'case-next', encode(v1.CaseQuery, { caseNo: caseNumberGiven(text) }));
  const message = textOption(options, 'message');
  const chosen = document.actions.filter((action) => action.message.type === message);
  if (message !== undefined && chosen.length === 0) throw new UsageError(`现在不能发送${message}`, `${message} may not be sent now`);
  return { document: message === undefined ? document : { ...document, actions: chosen }, human: (view) => (message === undefined ? actionsTable(document, view) : chosen.map((action) => fieldsTable(action, view)).join('\n')) };
}

function actionsTable(document: NextActionsDocument, view: View): string {
  const { closed, side, actions } = document;
  return [
    view.say(`${codeWords(side).zh}，${closed ? '办件已结束' : '在办'}`, `${codeWords(side).en}, ${closed ? 'case closed' : 'case open'}`),
    view.table(
      [named('消息', 'message'), named('种类', 'kind'), named('名称', 'name'), named('代', 'on behalf of'), named('应办', 'my turn'), named('期限', 'due'), named('结果', 'outcomes'), named('必填字段', 'required fields')],
      actions.map((action) => [
        action.message.type, action.message.kind, view.words(action.message), action.onBehalfOf, action.holder ? '●' : '',
        action.dueOn ? `${action.dueOn}${action.dueKind ? ` ${view.words(codeWords(action.dueKind))}` : ''}` : '',
        [...new Set(action.outcomes.map(({ to }) => to))].join(' '), action.fields.filter(({ required }) => required).map(({ id }) => id).join(' '),
      ])),
    ...situation(document, view),
  ].join('\n');
}

/** Why the case does not go on, what is awaited from whom, what is missing and what may follow; each only where there is something to say. */
function situation({ deadlines = [], standstills = [], awaited = [], materials, mayFollow = [] }: NextActionsDocument, view: View): string[] {
  const part = (zh: string, en: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', view.heading(zh, en), ...lines]);
  return [
    ...part('等待', 'Awaited', awaitedLines(awaited, view)),
    ...part('为何停止计时', 'Why the clock stands', standstillLines(standstills, deadlines, view)),
    ...part('时限', 'Deadlines', deadlines.length === 0 ? [] : [deadlineTable(deadlines, view)]),
    ...part('材料', 'Materials', materials === undefined ? [] : materialLines(materials, view)),
    ...part('可打开的后续办件', 'Cases that may follow', mayFollow.map(({ kind, zh, en }) => `${kind}  ${view.say(zh, en)}`)),
  ];
}

function fieldsTable(action: NextActionDocument, view: View): string {
  return [
    `${view.colours.bold(action.message.type)}  ${view.words(action.message)}`,
    view.table([named('字段', 'field'), named('名称', 'name'), named('类型', 'type'), named('必填', 'required'), named('个人信息', 'personal'), named('限制', 'limits')],
      action.fields.map((field) => [
        field.id, view.words(field), field.type, field.required ? view.say('是', 'yes') : field.requiredWhen ? view.words(wordGuard(field.requiredWhen as Guard)) : '',
        field.part === 'personal' ? view.say('是', 'yes') : '', limitsOf(field),
      ])),
    ...action.fields.flatMap((field) => (field.choices ? ['', choicesTable(field, action, view)] : [])),
  ].join('\n');
}

/** The values with which the message is accepted now, in words, and what each leads to. */
function choicesTable({ id, choices = [], values = [], ...words }: FieldDocument, { outcomes }: NextActionDocument, view: View): string {
  return `${view.colours.bold(id)}  ${view.words(words)}\n${view.table([named('取值', 'value'), named('名称', 'name'), named('结果', 'outcome')], choices.map(({ value, outcomes: led }) => {
    const code = values.find((one) => one.code === value);
    return [String(value), code ? view.words(code) : '', outcomes.filter(({ transitionId }) => led.includes(transitionId)).map((outcome) => `${view.words(outcome)} → ${outcome.toWording ? view.words(outcome.toWording) : outcome.to}`).join(view.say('；', '; '))];
  }))}`;
}

function limitsOf({ pattern, itemPattern, minLength, maxLength, min, max, maxItems, values }: FieldDocument): string {
  const range = (name: string, low: number | undefined, high: number | undefined): string[] => (low === undefined && high === undefined ? [] : [`${name} ${low ?? ''}..${high ?? ''}`]);
  return [
    ...(values ? [values.map(({ code }) => code).join('|')] : []), ...(pattern ? [pattern] : []), ...(itemPattern ? [itemPattern] : []),
    ...range('length', minLength, maxLength), ...range('value', min, max), ...range('items', undefined, maxItems),
  ].join('  ');
}
