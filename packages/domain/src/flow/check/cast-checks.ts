import { type CompiledFlow, MAIN_TRACK } from '../compile';
import type { CodeList, FlowDictionary, MessageSpec } from '../model';
import { type Report, reportRepeated } from './faults';
import { checkFields, checkMessageFields, checkPersonalMarks, checkRecordCycles, type TypeNames } from './field-checks';
import type { KnownReferences } from './known';

/** Names, outside references, actors, states, and the messages with their fields: what the moves of a flow are made of. */
export function checkCast(flow: CompiledFlow, dictionary: FlowDictionary, known: KnownReferences, report: Report): void {
  const data = flow.flow;
  for (const key of ['actors', 'tracks', 'entries', 'states', 'transitions', 'facts', 'deadlines', 'hubRules'] as const) {
    reportRepeated<{ readonly id: string }>(data[key], (x) => x.id, `$.${key}`, report);
  }
  reportRepeated(data.messages, (x) => x.messageId, '$.messages', report);
  data.itemCodes.forEach((code, i) => { if (!known.items.has(code)) report(`$.itemCodes[${i}]`, `未知事项 ${code}`, `unknown item ${code}`); });
  data.sourceStandardIds.forEach((id, i) => { if (!known.standards.has(id)) report(`$.sourceStandardIds[${i}]`, `未知标准 ${id}`, `unknown standard ${id}`); });
  checkOwnDictionary(flow, dictionary, report);
  checkActors(flow, report);
  checkStates(flow, report);
  checkMessages(flow, dictionary, known, report);
}

/** The shared dictionary: code lists, record types and common messages. Paths begin at the dictionary. */
export function checkDictionaryParts(dictionary: FlowDictionary, personalNames: readonly string[], report: Report): void {
  const names: TypeNames = {
    lists: new Map(dictionary.codeLists.map((x) => [x.id, x])), records: new Map(dictionary.recordTypes.map((x) => [x.id, x])),
  };
  reportRepeated(dictionary.codeLists, (x) => x.id, '$.codeLists', report);
  reportRepeated(dictionary.recordTypes, (x) => x.id, '$.recordTypes', report);
  reportRepeated(dictionary.commonMessages, (x) => x.messageId, '$.commonMessages', report);
  checkCodeLists(dictionary.codeLists, report);
  dictionary.recordTypes.forEach((record, i) => checkFields(names, record.fields, `$.recordTypes[${i}]`, report));
  checkRecordCycles(names.records, dictionary.recordTypes, '$.recordTypes', report);
  dictionary.commonMessages.forEach((message, i) => {
    checkMessageFields(names, message, `$.commonMessages[${i}]`, personalNames, report);
    checkKind(dictionary, message, `$.commonMessages[${i}]`, report);
  });
  checkPersonalMarks(dictionary.commonMessages.map((x, i) => [`$.commonMessages[${i}]`, x]), report);
}

/** A flow adds code lists and record types and never redefines shared ones. */
function checkOwnDictionary(flow: CompiledFlow, dictionary: FlowDictionary, report: Report): void {
  const { codeLists = [], recordTypes = [] } = flow.flow;
  const shared = { codeLists: new Set(dictionary.codeLists.map((x) => x.id)), recordTypes: new Set(dictionary.recordTypes.map((x) => x.id)) };
  codeLists.forEach((x, i) => { if (shared.codeLists.has(x.id)) report(`$.codeLists[${i}]`, `重新定义了共用代码表 ${x.id}`, `code list ${x.id} is redefined`); });
  recordTypes.forEach((x, i) => { if (shared.recordTypes.has(x.id)) report(`$.recordTypes[${i}]`, `重新定义了共用记录类型 ${x.id}`, `record type ${x.id} is redefined`); });
  reportRepeated(codeLists, (x) => x.id, '$.codeLists', report);
  reportRepeated(recordTypes, (x) => x.id, '$.recordTypes', report);
  checkCodeLists(codeLists, report);
  recordTypes.forEach((record, i) => checkFields(flow, record.fields, `$.recordTypes[${i}]`, report));
  checkRecordCycles(flow.records, recordTypes, '$.recordTypes', report);
}

function checkCodeLists(lists: readonly CodeList[], report: Report): void {
  lists.forEach((list, i) => {
    reportRepeated(list.values, (x) => x.code, `$.codeLists[${i}].values`, report);
    list.values.forEach((value, j) => {
      if (!value.code || !value.zh || !value.en) report(`$.codeLists[${i}].values[${j}]`, '代码值需要 code、zh 和 en', 'a value needs code, zh and en');
    });
  });
}

function checkActors(flow: CompiledFlow, report: Report): void {
  flow.flow.actors.forEach((actor, i) => {
    const path = `$.actors[${i}].via`;
    const via = actor.via === undefined ? undefined : flow.actors.get(actor.via);
    if (actor.kind === 'external' && via?.kind !== 'agency') report(path, '外部角色必须经由一个经办机构', 'an external actor goes via an agency');
    if (actor.kind === 'applicant' && actor.via !== 'opener') report(path, '申请人必须经由发起方', 'an applicant goes via the opener');
    if ((actor.kind === 'agency' || actor.kind === 'hub') && actor.via !== undefined) report(path, '经办机构和枢纽自行发送', 'an agency or the hub sends for itself');
  });
}

function checkStates(flow: CompiledFlow, report: Report): void {
  if (!flow.tracks.has(MAIN_TRACK)) report('$.tracks', '缺少主线', 'there is no main track');
  flow.flow.states.forEach((state, i) => {
    const path = `$.states[${i}]`;
    if (!flow.tracks.has(state.track)) report(`${path}.track`, `未知轨道 ${state.track}`, `unknown track ${state.track}`);
    if (state.terminal && !state.outcome) report(`${path}.outcome`, '终态需要结果', 'a terminal state needs an outcome');
    if (!state.terminal && !flow.actors.has(state.holder ?? '')) report(`${path}.holder`, '非终态需要当值角色', 'a state that is not terminal needs a holder');
  });
}

function checkMessages(flow: CompiledFlow, dictionary: FlowDictionary, known: KnownReferences, report: Report): void {
  const common = new Set(dictionary.commonMessages.map((x) => x.messageId));
  flow.flow.messages.forEach((message, i) => {
    const path = `$.messages[${i}]`;
    if (common.has(message.messageId)) report(`${path}.messageId`, `与共用消息 ${message.messageId} 重名`, `${message.messageId} is a common message`);
    checkMessageFields(flow, message, path, known.personalNames ?? [], report);
    checkKind(dictionary, message, path, report);
    for (const end of ['from', 'to'] as const) {
      const actors = message[end] ?? [];
      if (actors.length === 0) report(`${path}.${end}`, '消息需要发送和接收角色', 'a message needs actors at both ends');
      for (const id of actors) if (!flow.actors.has(id)) report(`${path}.${end}`, `未知角色 ${id}`, `unknown actor ${id}`);
    }
  });
  checkPersonalMarks([...dictionary.commonMessages.map((x) => ['$.commonMessages', x] as const), ...flow.flow.messages.map((x, i) => [`$.messages[${i}]`, x] as const)], report);
}

function checkKind(dictionary: FlowDictionary, { kind }: MessageSpec, path: string, report: Report): void {
  if (!enumKeys(dictionary, 'messageKind').has(kind)) report(`${path}.kind`, `未知消息种类 ${kind}`, `unknown kind ${kind}`);
}

/** The words of one enumeration of the dictionary, which lists them or describes each. */
export function enumKeys(dictionary: FlowDictionary, name: string): ReadonlySet<string> {
  const words = dictionary.enums[name];
  return new Set(Array.isArray(words) ? words.map(String) : Object.keys(words ?? {}));
}
