import { type CodeList, type CompiledFlow, type MessageKind, parseFieldType } from '@tongban/domain';
import type { Procedure } from './procedure-shape';

/** Kinds of messages that send something back or turn it down, and must say why. */
const REASONED: readonly MessageKind[] = ['return', 'refusal'];

/** The code list a message of such a kind takes its reason from; undefined for every other message. */
export const reasonList = (flow: CompiledFlow, messageId: string): string | undefined => listOf(flow, messageId)?.id;

/** Every list of reasons in use, with the messages that use it. */
export function reasonsOf(flow: CompiledFlow): Procedure['reasons'] {
  const used = [...new Set(flow.flow.transitions.map(({ message }) => message))];
  const lists = new Map(used.flatMap((id) => { const list = listOf(flow, id); return list ? [[list.id, list] as const] : []; }));
  return [...lists.values()].map(({ id, zh, en, values }) => ({
    list: id, zh, en, codes: values.map((value) => ({ code: value.code, zh: value.zh, en: value.en })),
    usedBy: used.filter((message) => reasonList(flow, message) === id).map((message) => ({ id: message, zh: flow.messages.get(message)?.zh ?? message, en: flow.messages.get(message)?.en ?? message })),
  }));
}

/** The first required code of the message: what it says first is why. */
function listOf(flow: CompiledFlow, messageId: string): CodeList | undefined {
  const message = flow.messages.get(messageId);
  if (message === undefined || !REASONED.includes(message.kind)) return undefined;
  for (const { required, type } of message.fields) {
    const parsed = parseFieldType(type);
    if (required && parsed?.kind === 'enum') return flow.lists.get(parsed.codeList);
  }
  return undefined;
}
