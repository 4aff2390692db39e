import type { Command } from 'commander';
import { FAILURE_LIST_LIMIT_MAX, REGION_CODES, type RegionCode, isErrorCode, isRegionCode } from '@tongban/contracts';
import { FAILURE_STATES } from '@tongban/domain';
import { CLI_ACTOR, type FailureFilters, type FailureRef, listFailures, showFailure } from '@tongban/operator';
import { type Options, type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import { sinceOf } from '../../since';
import { wholeNumber } from '../../standards/whole-number';
import { actOnThem } from './failure-acts';
import { registerFailureEdits } from './failure-edits';
import { wordFailure, wordFailures } from './failure-words';

const LIMIT_DEFAULT = 50;
const STATES = [...FAILURE_STATES, 'any'];

/** `failures`: messages that no handler of a hub could take, found by cause and repaired. Exit 1 when some failed again, 3 when a region is out of reach. */
export function registerFailures(program: Command, session: Session): void {
  const failures = program.command('failures').description('枢纽未能处理的消息 / messages that the hubs could not handle');
  handleWithHub(filtered(failures.command('list').description('按原因归类列出，最新的在前 / list them by cause, newest first'))
    .option('--stream <stream>', '只看该流 / one stream').option('--state <state>', `${STATES.join(' | ')}，默认open / open by default`).option('--since <instant>', '自该时刻（RFC 3339）或近多久（如30m、24h、7d）起 / from an instant or a while ago')
    .option('--limit <n>', `最多行数，1至${FAILURE_LIST_LIMIT_MAX} / most rows`).option('--after <cursor>', '接着上一页的next / continue after the next of a page'), session, (context) => list(context));
  handleWithHub(failures.command('show').description('一条失败消息的全部情况 / everything known of one').argument('<failure>', '如yrd/12 / such as yrd/12'), session, (context, [given = '']) => show(context, given));
  registerFailureEdits(failures, session, readRef);
  for (const [act, zh, en] of [['retry', '由放弃它的处理程序原样再处理', 'have the handler that gave up handle it once more, exactly as it was'], ['discard', '注明理由，不再处理', 'leave it, with the reason on record']] as const) {
    const command = filtered(failures.command(act).description(`${zh} / ${en}`).argument('[failures...]', '如yrd/12 / such as yrd/12')).option('--all', '全部未处置的，须同时给出--code或--consumer / all that are open; with --code or --consumer')
      .option('--rate <n>', '每秒最多几条，默认10 / at most so many a second, 10 by default').option('--by <who>', `person:<id>或operator:<login>，默认${CLI_ACTOR} / who acts`);
    if (act === 'discard') command.requiredOption('--reason <text>', '理由，不含个人信息 / the reason, without personal data');
    else command.option('--reason <text>', '理由，不含个人信息 / the reason, without personal data');
    handleWithHub(command, session, (context, given) => actOnThem(context, session, act, given.map(readRef), filtersOf(context.options)));
  }
}

const filtered = (command: Command): Command => command.option('--region <region>', '只看该区域 / one region').option('--code <code>', '只看该错误码 / one code').option('--consumer <consumer>', '只看该消费者 / one consumer');

function filtersOf(options: Options): FailureFilters {
  const [region, code, consumer, stream, state] = ['region', 'code', 'consumer', 'stream', 'state'].map((name) => textOption(options, name));
  if (region !== undefined && !isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  if (code !== undefined && !isErrorCode(code)) throw new UsageError(`没有错误码${code}`, `there is no code ${code}`);
  if (state !== undefined && !STATES.includes(state)) throw new UsageError(`状态有${STATES.join('、')}`, `the states are ${STATES.join(', ')}`);
  const since = sinceOf(textOption(options, 'since'));
  return { ...(region !== undefined && { region: region as RegionCode }), ...(code !== undefined && { code }), ...(consumer !== undefined && { consumer }), ...(stream !== undefined && { stream }), ...(state !== undefined && { state }), ...(since !== '' && { since }) };
}

/** `yrd/12`, as lists show it. @throws UsageError. */
function readRef(text: string): FailureRef {
  const [, region = '', sequence] = /^([a-z]+)\/([1-9]\d{0,14})$/.exec(text) ?? [];
  if (!isRegionCode(region) || sequence === undefined) throw new UsageError(`失败消息写成 区域/序号，如yrd/12：${text}`, `a failed message is written region/sequence, such as yrd/12: ${text}`);
  return { region, sequence: Number(sequence) };
}

async function list({ operator, options }: HubContext): Promise<CommandResult> {
  const limit = wholeNumber(options, 'limit', { min: 1, max: FAILURE_LIST_LIMIT_MAX, otherwise: LIMIT_DEFAULT });
  const document = await listFailures(operator, { ...filtersOf(options), limit, after: textOption(options, 'after') ?? '' });
  return { document, exit: document.unreachableRegions ? EXIT.unreachable : EXIT.ok, human: (view) => wordFailures(document, view) };
}

async function show({ operator }: HubContext, given: string): Promise<CommandResult> {
  const { region, sequence } = readRef(given);
  const document = await showFailure(operator, region, sequence);
  return { document, human: (view) => wordFailure(document, view) };
}
