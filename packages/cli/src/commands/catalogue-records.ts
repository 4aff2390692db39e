import type { Catalogue, ServiceItem, Standard } from '@tongban/catalogue';
import { type Flow, type FlowDictionary, divisionLevel, provinceCodeOf } from '@tongban/domain';
import type { CommandResult } from '../outcome';
import type { View, Worded } from '../view';
import { codeWords, limitWords } from '../wording';

const named = (zh: string, en: string): Worded => ({ zh, en });
const title = (view: View, id: string, worded: Worded): string => `${view.colours.bold(id)}  ${view.words(worded)}\n${view.colours.dim(view.say(worded.en, worded.zh))}`;
const codes = (view: View, values: readonly string[]): string => values.map((value) => view.words(codeWords(value))).join(view.say('、', ', '));

/** A service item as a short service guide. */
export function showItem(catalogue: Catalogue, item: ServiceItem): CommandResult {
  const itemFlow = catalogue.itemFlow(item.itemCode);
  const flow = typeof itemFlow === 'string' ? itemFlow : itemFlow.flowId;
  const { processingLimit: limit, crossProvince } = item;
  return {
    document: { kind: 'item', flow, record: item },
    human: (view) => [
      title(view, item.itemCode, item),
      view.facts([
        [named('服务对象', 'for whom'), view.say(item.serviceTargetZh, item.serviceTargetEn)],
        [named('服务内容', 'content'), view.say(item.serviceContentZh, item.serviceContentEn)],
        [named('服务标准', 'standard'), view.say(item.standardTextZh, item.standardTextEn)],
        [named('办理时限', 'limit'), view.say(`${limitWords(limit.value, limit.unit).zh}（${codeWords(limit.kind).zh}）`, `${limitWords(limit.value, limit.unit).en} (${codeWords(limit.kind).en})`)],
        [named('牵头单位', 'lead unit'), view.words(item.leadUnit)], [named('支出责任', 'expenditure'), view.words(item.expenditure)],
        [named('跨省办理', 'across provinces'), crossProvince.supported ? codes(view, crossProvince.modes) : view.words(codeWords('not-cross-province'))],
        [named('流程', 'flow'), view.words(codeWords(flow))],
      ]),
      view.heading('底线', 'Floors'),
      view.table([named('指标', 'metric'), named('', ''), named('值', 'value'), named('单位', 'unit'), named('名称', 'name')],
        item.floors.map((floor) => [floor.metricId, floor.comparator, floor.value, floor.unit, view.words(floor)])),
      view.heading('材料', 'Materials'),
      view.table([named('编码', 'code'), named('名称', 'name'), named('必需', 'required')],
        item.materials.map((material) => [material.code, view.words(material), material.required ? view.say('是', 'yes') : view.say('否', 'no')])),
      view.heading('标准', 'Standards'),
      view.table([named('编号', 'number'), named('名称', 'name')], item.standardIds.flatMap((id) => {
        const standard = catalogue.standards.get(id);
        return standard ? [[standard.number, view.words(standard)]] : [];
      })),
    ].join('\n'),
  };
}

export function showStandard(catalogue: Catalogue, standard: Standard): CommandResult {
  return {
    document: { kind: 'standard', record: standard },
    human: (view) => [
      title(view, standard.number, standard),
      view.facts([
        [named('标识', 'id'), standard.id], [named('种类', 'kind'), view.words(codeWords(standard.kind))], [named('层级', 'tier'), view.words(codeWords(standard.tier))],
        [named('状态', 'status'), view.words(codeWords(standard.status))], [named('发布机构', 'issuer'), view.say(standard.issuerZh, standard.issuerEn)],
        [named('发布', 'published'), standard.publishDate ?? undefined], [named('实施', 'effective'), standard.implementDate ?? undefined],
        [named('代替', 'replaces'), standard.replaces.join('  ')], [named('被代替', 'replaced by'), standard.replacedBy ?? undefined],
        [named('区域', 'regions'), standard.regionIds.join('  ')], [named('区划', 'divisions'), standard.divisionCodes.join('  ')],
        [named('合成数据', 'synthetic'), standard.synthetic ? view.say('是', 'yes') : undefined],
      ]),
      view.heading('事项', 'Items'),
      view.table([named('编码', 'code'), named('名称', 'name')], [...catalogue.items.values()]
        .filter((item) => item.standardIds.includes(standard.id) || standard.relatedItemCodes.includes(item.itemCode)).map((item) => [item.itemCode, view.words(item)])),
    ].join('\n'),
  };
}

/** A flow as an operating procedure: how it starts, what is sent, by when. */
export function showFlow(flow: Flow, dictionary: FlowDictionary): CommandResult {
  const actor = (view: View, id: string): string => {
    const found = flow.actors.find((each) => each.id === id);
    return found ? view.words(found) : id;
  };
  return {
    document: { kind: 'flow', record: flow },
    human: (view) => [
      title(view, flow.flowId, flow),
      view.facts([[named('事项', 'items'), flow.itemCodes.join('  ')], [named('方式', 'modes'), codes(view, flow.modes)]]),
      view.heading('入口', 'Entries'),
      view.table([named('入口', 'entry'), named('首条消息', 'first message'), named('发起方', 'opener'), named('对方', 'counterpart'), named('步骤', 'step')],
        flow.entries.map((entry) => [entry.id, entry.message, actor(view, entry.opener), actor(view, entry.counterpart), view.words(entry)])),
      view.heading('消息', 'Messages'),
      view.table([named('消息', 'message'), named('种类', 'kind'), named('名称', 'name'), named('字段数', 'fields')],
        [...flow.messages, ...dictionary.commonMessages].map((message) => [message.messageId, message.kind, view.words(message), message.fields.length])),
      view.heading('步骤', 'Steps'),
      view.table([named('步骤', 'step'), named('消息', 'message'), named('自', 'from'), named('至', 'to'), named('说明', 'wording')],
        flow.transitions.map((step) => [step.id, step.message, step.from.join(' '), step.to, view.words(step)])),
      view.heading('时限', 'Deadlines'),
      view.table([named('时限', 'deadline'), named('限度', 'limit'), named('性质', 'kind'), named('负责方', 'responsible'), named('说明', 'wording')],
        [...flow.deadlines, ...(flow.totalDeadline ? [{ ...flow.totalDeadline, id: '', zh: '总时限', en: 'Total' }] : [])].map((deadline) => [
          deadline.id, deadline.value === undefined ? view.say('按消息所载日期', 'date in a message') : view.words(limitWords(deadline.value, deadline.unit)),
          view.words(codeWords(deadline.deadlineKind)), actor(view, deadline.responsible), view.words(deadline),
        ])),
    ].join('\n'),
  };
}

/** A division of any level: who serves it. */
export function showDivision(catalogue: Catalogue, code: string): CommandResult {
  const record = catalogue.divisionRecords.find((each) => each.code === provinceCodeOf(code));
  const participant = catalogue.divisions.participantOf(code);
  const region = participant ? catalogue.divisions.regionOf(participant) : undefined;
  return {
    document: { kind: 'division', code, level: divisionLevel(code), participant: participant?.code ?? null, region: region ?? null, record },
    human: (view) => [
      title(view, code, record ?? named('', '')),
      view.facts([
        [named('层级', 'level'), view.words(codeWords(divisionLevel(code)))], [named('省级', 'province'), record && `${record.code} ${view.words(record)}`],
        [named('参与方', 'participant'), participant ? participant.code : view.say('没有接入枢纽的参与方', 'no participant of the hub serves it')],
        [named('区域枢纽', 'regional hub'), region], [named('人社部门', 'department'), record?.hrssDepartment ? view.words(record.hrssDepartment) : undefined],
      ]),
    ].join('\n'),
  };
}
