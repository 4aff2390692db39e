import type { Command } from 'commander';
import { REGION_CODES, SECURITY_KINDS, type SecurityEventDocument, isRegionCode, isSecurityKind } from '@tongban/contracts';
import { listSecurityEvents } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { sinceOf } from '../since';
import type { Worded } from '../view';
import { named } from '../wording';

/** `security`: for the security administrator. */
export function registerSecurity(program: Command, session: Session): void {
  const security = program.command('security').description('安全管理 / for the security administrator');
  handleWithHub(security.command('events').description('列出被拒绝的操作及所用凭据 / list what was refused, and by whose credentials')
    .option('--since <instant>', '自该时刻（RFC 3339）或近多久（如30m、24h、7d）起，默认24h / from an instant or a while ago, 24h by default').option('--region <region>', '只看该区域 / one region')
    .option('--participant <code>', '只看该凭据：参与方代码、hub-区域或unknown / one credential: a participant, hub-<region> or unknown').option('--kind <kind>', '只看该类别 / one kind')
    .option('--limit <n>', '每个区域最新若干条，默认200 / the newest so many of each region, 200 by default'), session, (context) => events(context));
}

const SEEN_BY: Readonly<Record<SecurityEventDocument['seenBy'], Worded>> = {
  broker: { zh: '消息代理', en: 'broker' }, watch: { zh: '监听', en: 'watch' }, border: { zh: '边界', en: 'border' }, home: { zh: '归属枢纽', en: 'home' },
};

async function events({ operator, options }: HubContext): Promise<CommandResult> {
  const only = textOption(options, 'region');
  if (only !== undefined && !isRegionCode(only)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  const kind = textOption(options, 'kind') ?? '';
  if (kind !== '' && !isSecurityKind(kind)) throw new UsageError(`类别有${Object.keys(SECURITY_KINDS).join('、')}`, `the kinds are ${Object.keys(SECURITY_KINDS).join(', ')}`);
  const limit = Number(textOption(options, 'limit') ?? 0);
  if (!Number.isInteger(limit) || limit < 0 || limit > 1_000) throw new UsageError('--limit为1至1000', '--limit is 1 to 1000');
  const document = await listSecurityEvents(operator, { since: sinceOf(textOption(options, 'since')), by: textOption(options, 'participant') ?? '', kind, limit, ...(only !== undefined && { region: only }) });
  const { events: found, more: cut = [], unwatchedRegions: unwatched = [], unreachableRegions: unreachable = [] } = document;
  return {
    document,
    exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok,
    human: (view) => [
      view.table([named('时间', 'time'), named('区域', 'region'), named('凭据', 'by'), named('类别', 'kind'), named('次数', 'times'), named('发现者', 'seen by'), named('错误', 'code'), named('说明', 'what')],
        found.map(({ firstAt, region, by, kind: one, count, atLeast, seenBy, code, wording }) => [readInstant(firstAt), region, by, one, `${atLeast ? '≥' : ''}${count}`, view.words(SEEN_BY[seenBy]), code, view.words(wording)])),
      ...(cut.length > 0 ? [view.colours.yellow(view.say(`更早的未列出：${cut.join('、')}`, `older ones are not shown: ${cut.join(', ')}`))] : []),
      ...(unwatched.length > 0 ? [view.colours.yellow(view.say(`未监听消息代理的区域（只列出枢纽的拒绝）：${unwatched.join('、')}`, `regions whose broker is not watched (only what hubs refuse is listed): ${unwatched.join(', ')}`))] : []),
      ...(unreachable.length > 0 ? [view.colours.yellow(view.say(`无法到达的区域：${unreachable.join('、')}`, `regions out of reach: ${unreachable.join(', ')}`))] : []),
    ].join('\n'),
  };
}
