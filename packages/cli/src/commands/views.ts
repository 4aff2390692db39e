import type { Command } from 'commander';
import { REGION_CODES, type RegionCode, type RegionStatus, isRegionCode } from '@tongban/contracts';
import { CLI_ACTOR, cureHub } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { pause } from '../live/pause';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { named } from '../wording';

const LOOK_MS = 500;

/** `views rebuild`: drops the lists and the search of regions and waits until they are made anew from the logs, which lose nothing by it. */
export function registerViews(program: Command, session: Session): void {
  const views = program.command('views').description('列表与检索视图 / the views behind lists and search');
  handleWithHub(views.command('rebuild').description('清除并由日志重建，办件不受影响 / drop them and have them made anew from the logs; cases are not touched').argument('[regions...]', '默认全部 / all by default')
    .option('--no-wait', '不等重建完成 / do not wait until they are made').option('--by <who>', `person:<id>或operator:<login>，默认${CLI_ACTOR} / who acts`).option('--reason <text>', '理由，不含个人信息 / the reason, without personal data'), session, (context, given) => rebuild(context, session, given));
}

async function rebuild({ operator, options, view }: HubContext, session: Session, given: readonly string[]): Promise<CommandResult> {
  const regions = given.map((region): RegionCode => {
    if (!isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
    return region;
  });
  const asked = regions.length > 0 ? regions : operator.regions;
  const stop = new AbortController();
  void session.io.interrupted().then(() => stop.abort());
  const actor = { by: textOption(options, 'by') ?? CLI_ACTOR, client: 'cli' as const, reason: textOption(options, 'reason') ?? '' };
  await Promise.all(asked.map((region) => cureHub(operator, { region, cure: 'rebuild-views' }, actor)));
  let left = await behind(operator, asked);
  const shows = session.io.isErrTty === true && options['json'] !== true;
  while (options['wait'] !== false && !stop.signal.aborted && left.some(({ lag, ok }) => lag > 0 || !ok)) {
    if (shows) session.io.stderr(`\r${left.map(({ region, lag }) => `${region} ${lag}`).join('  ')}\u001b[K`);
    await pause(LOOK_MS, stop.signal);
    left = await behind(operator, asked);
  }
  if (shows) session.io.stderr('\r\u001b[K');
  const level = left.every(({ lag, ok }) => ok && lag === 0);
  return {
    document: { regions: left, level }, exit: level || options['wait'] === false ? EXIT.ok : EXIT.negative,
    human: () => [level ? view.colours.green(view.say('视图已重建', 'the views are made anew')) : view.colours.yellow(view.say('视图正在重建', 'the views are being made anew')), view.table([named('区域', 'region'), named('尚余条目', 'entries left')], left.map(({ region, lag }) => [region, lag]))].join('\n'),
  };
}

async function behind(operator: HubContext['operator'], asked: readonly RegionCode[]): Promise<readonly { readonly region: RegionCode; readonly ok: boolean; readonly lag: number }[]> {
  const { answers } = await operator.askAll(async (region) => (asked.includes(region) ? (await operator.askJson<RegionStatus>(region, 'hub.status')).view : undefined));
  return answers.flatMap(({ region, answer }) => (answer === undefined ? [] : [{ region, ok: answer.ok, lag: answer.lag }]));
}
