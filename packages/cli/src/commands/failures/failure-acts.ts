import { errorTraits, isErrorCode } from '@tongban/contracts';
import { requireOperatorActor, requireReason } from '@tongban/domain';
import { CLI_ACTOR, type FailureActName, type FailureActResult, type FailureFilters, type FailureRef, actOnFailures, everyFailure } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import type { HubContext } from '../../hub-command';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import type { View } from '../../view';
import { named } from '../../wording';

const RATE_DEFAULT = 10;
const RATE_MAX = 1_000;

/** Those that are named, or all open ones of a cause, one after the other. What is pressed to stop it lets the one in hand end. */
export async function actOnThem({ operator, options, view }: HubContext, session: Session, act: FailureActName, given: readonly FailureRef[], filters: FailureFilters): Promise<CommandResult> {
  const all = options['all'] === true;
  if (all === given.length > 0) throw new UsageError('给出失败消息，或用--all', 'name failed messages, or give --all');
  // All of everything is rarely what is meant.
  if (all && filters.code === undefined && filters.consumer === undefined) throw new UsageError('--all须同时给出--code或--consumer', '--all goes with --code or --consumer');
  const rate = Number(textOption(options, 'rate') ?? RATE_DEFAULT);
  if (!(rate > 0 && rate <= RATE_MAX)) throw new UsageError(`--rate大于0，至多${RATE_MAX}`, `--rate is above 0 and at most ${RATE_MAX}`);
  const [by, reason] = [textOption(options, 'by') ?? CLI_ACTOR, textOption(options, 'reason') ?? ''];
  requireOperatorActor(by);
  requireReason(reason, { required: act === 'discard' });
  const found = all ? await everyFailure(operator, { ...filters, state: 'open' }) : { rows: given, unreachableRegions: [] };
  const stop = new AbortController();
  void session.io.interrupted().then(() => stop.abort());
  const shows = session.io.isErrTty === true && found.rows.length > 1 && options['json'] !== true;
  let ok = 0;
  const { done, left } = await actOnFailures(operator, {
    failures: found.rows.map(({ region, sequence }) => ({ region, sequence })), act, perSecond: rate, by, client: 'cli', reason, stop: stop.signal,
    onEach: (result, remaining) => {
      ok += result.ok ? 1 : 0;
      if (shows) session.io.stderr(`\r${view.say(`成功${ok}，共${found.rows.length}，余${remaining}`, `${ok} of ${found.rows.length} done, ${remaining} left`)}\u001b[K${remaining === 0 ? '\n' : ''}`);
    },
  });
  if (shows && stop.signal.aborted) session.io.stderr('\n');
  const silent = [...new Set([...found.unreachableRegions, ...(stop.signal.aborted ? [] : left.map(({ region }) => region))])].sort();
  const refused = done.filter((result) => !result.ok);
  const document = { act, ok, failed: refused.length, left: left.length, stopped: stop.signal.aborted, results: done, ...(silent.length > 0 && { unreachableRegions: silent }) };
  return {
    document, exit: silent.length > 0 ? EXIT.unreachable : refused.length > 0 || left.length > 0 ? EXIT.negative : EXIT.ok,
    human: (shown) => [
      act === 'retry' ? shown.say(`已处理${ok}条，未成${refused.length}条`, `${ok} handled, ${refused.length} not`) : shown.say(`已放弃${ok}条，未成${refused.length}条`, `${ok} discarded, ${refused.length} not`),
      ...(refused.length > 0 ? [wordRefused(refused, shown)] : []),
      ...(left.length > 0 ? [shown.colours.yellow(stop.signal.aborted ? shown.say(`已停止，余${left.length}条未动`, `stopped; ${left.length} left as they were`) : shown.say(`余${left.length}条未知结果或未动`, `${left.length} left: not begun, or not known`))] : []),
      ...(silent.length > 0 ? [shown.colours.yellow(shown.say(`无法到达的区域：${silent.join('、')}`, `regions out of reach: ${silent.join(', ')}`))] : []),
    ].join('\n'),
  };
}

const wordRefused = (refused: readonly FailureActResult[], view: View): string => view.table(
  [named('失败消息', 'failure'), named('错误', 'code'), named('原因', 'why'), named('说明', 'detail')],
  refused.map(({ region, sequence, code = '', detail }) => [`${region}/${sequence}`, code, isErrorCode(code) ? view.words(errorTraits(code)) : '', detail]));
