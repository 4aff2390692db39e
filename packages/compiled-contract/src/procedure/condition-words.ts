import { type CompiledFlow, type FieldValue, type Guard, type Worded, fieldOf } from '@tongban/domain';

/** A condition of a step in the words of the flow: names of fields, codes and states in place of their ids. @param message whose fields the condition reads. */
export function conditionWords(flow: CompiledFlow, message: string, guard: Guard): Worded {
  const inner = (part: Guard): Worded => conditionWords(flow, message, part);
  if ('all' in guard) return linked(guard.all.map(inner), '，且', ', and ');
  if ('any' in guard) return linked(guard.any.map(inner), '，或', ', or ');
  if ('not' in guard) {
    const { zh, en } = inner(guard.not);
    return { zh: `并非（${zh}）`, en: `not (${en})` };
  }
  if ('visited' in guard) return said(states(flow, guard.visited), '办件曾处于', 'the case has been in ');
  if ('notVisited' in guard) return said(states(flow, guard.notVisited), '办件从未处于', 'the case has never been in ');
  const field = fieldOf(flow, message, guard.field) ?? { zh: guard.field, en: guard.field };
  if ('present' in guard) return guard.present ? { zh: `已填“${field.zh}”`, en: `"${field.en}" is given` } : { zh: `未填“${field.zh}”`, en: `"${field.en}" is not given` };
  const values = linked(guard.in.map((value) => valueWords(flow, message, guard.field, value)), '或', ' or ');
  return { zh: `“${field.zh}”为${values.zh}`, en: `"${field.en}" is ${values.en}` };
}

const linked = (parts: readonly Worded[], zh: string, en: string): Worded => ({ zh: parts.map((part) => part.zh).join(zh), en: parts.map((part) => part.en).join(en) });
const said = (what: Worded, zh: string, en: string): Worded => ({ zh: `${zh}${what.zh}`, en: `${en}${what.en}` });
const states = (flow: CompiledFlow, ids: readonly string[]): Worded => linked(ids.map((id) => flow.states.get(id) ?? { zh: id, en: id }).map(({ zh, en }) => ({ zh: `“${zh}”`, en: `"${en}"` })), '、', ' or ');

function valueWords(flow: CompiledFlow, message: string, field: string, value: FieldValue): Worded {
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  const text = String(value);
  const type = fieldOf(flow, message, field)?.type ?? '';
  const found = type === 'state-id' ? flow.states.get(text) : flow.lists.get(type.replace(/^enum:/, ''))?.values.find(({ code }) => code === text);
  return found ? { zh: `${found.zh}（${text}）`, en: `${found.en} (${text})` } : { zh: text, en: text };
}
