import type { AwaitedDocument, DeadlineDocument, ExplainingMessageDocument, MaterialsDocument, StandstillDocument } from '@tongban/contracts';
import { readInstant } from '../instant';
import type { View } from '../view';
import { codeWords, named } from '../wording';

/** What is awaited from whom, a line for each track under way. */
export function awaitedLines(awaited: readonly AwaitedDocument[], view: View): string[] {
  return awaited.map(({ track, wording, actorWording, side, by, messages }) => {
    const ways = messages.map(({ type, zh, en, dueOn, dueKind, overdue, undetermined }) => {
      const due = dueOn === undefined ? '' : view.say(`（${dueOn}前，${codeWords(dueKind ?? '').zh}）`, ` (by ${dueOn}, ${codeWords(dueKind ?? '').en})`);
      // Nobody is called late for what may be on its way: the deadline says which link is silent.
      return `${type} ${view.say(zh, en)}${overdue ? view.colours.red(due) : undetermined ? view.colours.yellow(due) : due}`;
    });
    return `${track}  ${view.words(wording)}  ${view.say('等待', 'waits for')} ${view.words(actorWording)}（${view.words(codeWords(side))}）${view.say('：', ': ')}${ways.join(view.say('；', '; '))}${by === undefined || by.reasons.length === 0 ? '' : `  ← ${explained(by, view)}`}`;
  });
}

/** Why clocks stand: since when, by which message, for which reasons. */
export function standstillLines(standstills: readonly StandstillDocument[], deadlines: readonly DeadlineDocument[], view: View): string[] {
  return standstills.map(({ track, why, since, deadlines: standing, by }) => {
    const names = standing.map((id) => deadlines.find((one) => one.id === id)).map((one, at) => (one ? view.words(one.wording) : standing[at])).join(view.say('、', ', '));
    return `${track}  ${view.colours.yellow(view.words(codeWords(why)))}  ${view.say(`自${since}`, `since ${since}`)}  ${names}${by ? `  ← ${explained(by, view)}` : ''}`;
  });
}

/** The item's materials and what requests ask for; a request says where more of it is sealed. */
export function materialLines({ ofItem, missing, requests }: MaterialsDocument, view: View): string[] {
  return [
    ...(ofItem.length === 0 ? [] : [view.table([named('材料', 'material'), named('名称', 'name'), named('必需', 'required'), named('数据共享', 'by data sharing'), named('待补', 'missing')],
      ofItem.map(({ code, zh, en, required, shareable }) => [code, view.say(zh, en), required ? '●' : '', shareable ? '●' : '', missing.some((one) => one.code === code) ? '●' : '']))]),
    ...requests.map((request) => `${explained(request, view)}${request.sealed ? view.say('  （其余内容已密封，在收件方系统中查看）', '  (the rest is sealed; its recipient reads it in its own system)') : ''}`),
  ];
}

function explained({ messageType, wording, side, receivedAt, reasons, dates }: ExplainingMessageDocument, view: View): string {
  const said = [...reasons.map(({ code, wording: words }) => `${code} ${view.words(words)}`), ...dates.map(({ fieldWording, on }) => `${view.words(fieldWording)} ${on}`)];
  return `${messageType} ${view.words(wording)}  ${view.words(codeWords(side))} ${readInstant(receivedAt)}${said.length > 0 ? `  ${said.join(view.say('；', '; '))}` : ''}`;
}
