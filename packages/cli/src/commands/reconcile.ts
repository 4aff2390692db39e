import type { Command } from 'commander';
import { type LinkFindingDocument, REGION_CODES, type RegionCode, isRegionCode } from '@tongban/contracts';
import { isDate } from '@tongban/domain';
import { type LinkPair, linkPairs } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import type { View, Worded } from '../view';
import { named } from '../wording';

/** `reconcile`: both ends of each link compared now, and the day of each ordered pair. Exit 1 when something is lacking or stuck, 3 when a hub does not answer. */
export function registerReconcile(program: Command, session: Session): void {
  handleWithHub(program.command('reconcile').description('逐对比对区域间消息，并给出日报 / compare the links of each pair of hubs, with the report of the day')
    .option('--pair <pair>', '有序区域对，如 yrd-ccec / ordered pair of regions, e.g. yrd-ccec').option('--date <date>', '北京日期，默认今天 / Beijing date, today by default')
    .option('--no-compare', '只看已有记录 / only what is on record'), session, (context) => reconcile(context));
}

async function reconcile({ operator, options }: HubContext): Promise<CommandResult> {
  const only = pairOf(textOption(options, 'pair'));
  const date = textOption(options, 'date') ?? '';
  if (date !== '' && !isDate(date)) throw new UsageError(`${date}不是日期`, `${date} is no date`);
  const { date: day, pairs, unreachableRegions: unreachable } = await linkPairs(operator, { date, compare: options['compare'] !== false, ...(only && { only }) });
  const ok = pairs.every(({ sent, standing }) => (sent?.stuck ?? 0) === 0 && (standing?.open ?? 0) === 0 && standing?.blind === undefined);
  return {
    document: { ok, date: day, pairs, ...(unreachable.length > 0 && { unreachableRegions: unreachable }) },
    exit: unreachable.length > 0 ? EXIT.unreachable : ok ? EXIT.ok : EXIT.negative,
    human: (view) => [
      ok ? view.colours.green(view.say(`${day}：各链路两端一致，没有滞留`, `${day}: both ends of each link hold the same, nothing is stuck`)) : view.colours.red(view.say(`${day}：有异常`, `${day}: something is wrong`)),
      pairsTable(view, pairs), ...stuckTable(view, pairs), ...findingsTable(view, pairs), ...asides(view, pairs),
      ...(unreachable.length > 0 ? [view.colours.yellow(view.say(`无法到达的区域：${unreachable.join('、')}`, `regions out of reach: ${unreachable.join(', ')}`))] : []),
    ].join('\n'),
  };
}

function pairOf(text: string | undefined): { from: RegionCode; to: RegionCode } | undefined {
  if (text === undefined) return undefined;
  const [from = '', to = '', ...more] = text.split('-');
  if (!isRegionCode(from) || !isRegionCode(to) || from === to || more.length > 0) throw new UsageError(`区域对应为两个不同的区域，如yrd-ccec；区域有${REGION_CODES.join('、')}`, `a pair is two different regions, e.g. yrd-ccec; there are ${REGION_CODES.join(', ')}`);
  return { from, to };
}

const pairsTable = (view: View, pairs: readonly LinkPair[]): string => view.table(
  [named('发送', 'from'), named('接收', 'to'), named('已发', 'sent'), named('已收', 'received'), named('应回执', 'owed'), named('已投递', 'acknowledged'), named('滞留', 'stuck'), named('已比对至', 'compared through'), named('缺失', 'lacking'), named('比对于', 'compared at')],
  pairs.map(({ from, to, sent, received, standing }) => [
    from, to, sent?.sent, received, sent?.owed, sent?.acknowledged, warn(view, sent?.stuck), standing?.comparedThrough, warn(view, standing?.open), readInstant(standing?.comparedAt),
  ]));
const warn = (view: View, count: number | undefined): string | number | undefined => (count ? view.colours.red(String(count)) : count);

function stuckTable(view: View, pairs: readonly LinkPair[]): string[] {
  const rows = pairs.flatMap(({ from, to, sent }) => (sent?.stuckDeliveries ?? []).map(({ caseNo, participant, sentAt }) => [`${from} → ${to}`, caseNo, participant, readInstant(sentAt)]));
  return rows.length === 0 ? [] : [view.heading('未获接收回执的投递', 'Deliveries without a receipt'), view.table([named('区域', 'regions'), named('办件编号', 'case'), named('接收方', 'recipient'), named('发出', 'sent')], rows)];
}

const DIFFERENCES: Readonly<Record<LinkFindingDocument['difference'], Worded>> = {
  missing: { zh: '缺失', en: 'missing' }, changed: { zh: '不同', en: 'changed' }, surplus: { zh: '发送方已无', en: 'its sender has it no more' },
};

function findingsTable(view: View, pairs: readonly LinkPair[]): string[] {
  const rows = pairs.flatMap(({ from, to, standing }) => (standing?.findings ?? []).map(({ difference, sequence, caseNo, foundAt, repairedAt, inboxSequence }) => [
    `${from} → ${to}`, view.words(DIFFERENCES[difference]), sequence, caseNo, readInstant(foundAt),
    difference === 'surplus' ? '' : repairedAt === undefined ? view.colours.red(view.say('未补', 'not yet')) : `${readInstant(repairedAt)} #${inboxSequence}`,
  ]));
  return rows.length === 0 ? [] : [view.heading('比对发现', 'Found by comparing'), view.table([named('区域', 'regions'), named('差异', 'difference'), named('发件序号', 'sequence'), named('办件编号', 'case'), named('发现于', 'found'), named('补齐于', 'repaired')], rows)];
}

const asides = (view: View, pairs: readonly LinkPair[]): string[] => pairs.flatMap(({ from, to, standing }) => [
  ...(standing?.setBacks ?? []).map(({ at, readThrough, lastSequence }) => view.say(`${readInstant(at)} ${from}的发件流止于${lastSequence}，而${to}已读到${readThrough}：其存储曾被恢复或丢失`, `${readInstant(at)} the OUTBOX of ${from} ended at ${lastSequence} and ${to} had read through ${readThrough}: its store was restored or lost`)),
  ...(standing?.blind ? [view.colours.yellow(view.words(standing.blind))] : []),
]);
