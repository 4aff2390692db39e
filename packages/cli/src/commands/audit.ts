import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AUDIT_LIST_LIMIT_MAX, AUDIT_OK, type AuditListDocument, REGION_CODES, isRegionCode } from '@tongban/contracts';
import { type AuditFilters, auditPages, listAudit } from '@tongban/operator';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { sinceOf } from '../since';
import { wholeNumber } from '../standards/whole-number';
import type { View } from '../view';
import { named } from '../wording';

const LIMIT_DEFAULT = 50;
const FILE_MODE = 0o600;

/** `audit`: what operators did, for the auditor. Exit 1 when a trail does not hold together, 3 when a region is out of reach. */
export function registerAudit(program: Command, session: Session): void {
  const audit = program.command('audit').description('操作审计 / what operators did');
  handleWithHub(audit.command('list').description('列出运维操作，最新的在前 / list what operators did, newest first')
    .option('--region <region>', '只看该区域 / one region').option('--actor <who>', 'person:<id>或operator:<login> / who acted').option('--action <action>', '如failure.retry；以点结尾则为其下全部，如failure. / such as failure.retry; all under a name that ends with a dot')
    .option('--from <instant>', '自该时刻（RFC 3339）或近多久（如24h、7d）起 / from an instant or a while ago').option('--to <instant>', '至该时刻 / until an instant')
    .option('--limit <n>', `最多行数，1至${AUDIT_LIST_LIMIT_MAX} / most rows`).option('--after <cursor>', '接着上一页的next / continue after the next of a page')
    .option('--export <file>', '全部写入文件，每行一条JSON，含原始字节与哈希 / write all of them to a file, one JSON line each, with exact bytes and hashes'), session, (context) => (textOption(context.options, 'export') === undefined ? list(context) : exported(context, session)));
}

function filtersOf(options: Options): AuditFilters {
  const [region, actor, action] = ['region', 'actor', 'action'].map((name) => textOption(options, name));
  if (region !== undefined && !isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  const [from, to] = [sinceOf(textOption(options, 'from')), sinceOf(textOption(options, 'to'))];
  return { ...(region !== undefined && { region }), ...(actor !== undefined && { actor }), ...(action !== undefined && { action }), ...(from !== '' && { from }), ...(to !== '' && { to }) };
}

async function list({ operator, options }: HubContext): Promise<CommandResult> {
  const limit = wholeNumber(options, 'limit', { min: 1, max: AUDIT_LIST_LIMIT_MAX, otherwise: LIMIT_DEFAULT });
  const document = await listAudit(operator, { ...filtersOf(options), limit, after: textOption(options, 'after') ?? '' });
  return { document, exit: exitOf(document), human: (view) => wordAudit(document, view) };
}

async function exported({ operator, options }: HubContext, { io }: Session): Promise<CommandResult> {
  const file = resolve(io.cwd, textOption(options, 'export') ?? '');
  const broken = new Set<string>();
  const silent = new Set<string>();
  let entries = 0;
  const descriptor = openedAnew(file);
  try {
    for await (const page of auditPages(operator, filtersOf(options))) {
      for (const row of page.rows) writeSync(descriptor, `${JSON.stringify(row)}\n`);
      entries += page.rows.length;
      for (const one of page.broken ?? []) broken.add(one);
      for (const region of page.unreachableRegions ?? []) silent.add(region);
    }
  } finally {
    closeSync(descriptor);
  }
  const found = { ...(broken.size > 0 && { broken: [...broken] }), ...(silent.size > 0 && { unreachableRegions: [...silent].sort() }) };
  return { document: { file, entries, ...found }, exit: exitOf(found), human: (view) => [view.say(`已写入${entries}条：${file}`, `${entries} entries written: ${file}`), ...warnings(found, view)].join('\n') };
}

/** What is there is somebody's: it is not written over. */
function openedAnew(file: string): number {
  try {
    return openSync(file, 'wx', FILE_MODE);
  } catch (error) {
    throw new UsageError(`无法新建文件${file}：${(error as NodeJS.ErrnoException).code ?? ''}`, `cannot make a new file ${file}: ${(error as NodeJS.ErrnoException).code ?? ''}`);
  }
}

type Found = { readonly broken?: readonly string[]; readonly unreachableRegions?: readonly string[] };
const exitOf = ({ broken, unreachableRegions }: Found) => (unreachableRegions ? EXIT.unreachable : broken ? EXIT.negative : EXIT.ok);
const warnings = ({ broken = [], unreachableRegions: unreachable = [] }: Found, view: View): string[] => [
  ...(broken.length > 0 ? [view.colours.red(view.say(`哈希链在此断开：${broken.join('、')}`, `the chain is broken at: ${broken.join(', ')}`))] : []),
  ...(unreachable.length > 0 ? [view.colours.yellow(view.say(`无法到达的区域：${unreachable.join('、')}，以上不含其记录`, `regions out of reach: ${unreachable.join(', ')}; their entries are not shown`))] : []),
];

function wordAudit(document: AuditListDocument, view: View): string {
  const { rows, next } = document;
  return [
    rows.length === 0 ? view.say('没有符合条件的操作记录', 'no entry fits')
      : view.table([named('时间', 'time'), named('区域', 'region'), named('序号', 'number'), named('操作人', 'actor'), named('操作', 'action'), named('对象', 'target'), named('结果', 'outcome'), named('途径', 'client'), named('理由', 'reason')],
        rows.map(({ at, region, number, actor, action, target, outcome, client, reason }) => [readInstant(at), region, number, actor, action, target, outcome === AUDIT_OK ? view.say('成功', 'ok') : view.colours.yellow(outcome), client, reason])),
    ...(next === undefined ? [] : [view.colours.dim(`${view.say('下一页：', 'next page: ')}--after '${next}'`)]), ...warnings(document, view),
  ].join('\n');
}
