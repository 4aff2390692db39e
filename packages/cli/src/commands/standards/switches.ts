import type { Command } from 'commander';
import { type RegionCode, type SwitchRow, type SwitchSettingDocument, type SwitchStatusDocument, isRegionCode } from '@tongban/contracts';
import { HANDLING_MODES, POSITION_WORDS, RELEASE_PER_MINUTE_MAX, SWITCH_POSITIONS, type SwitchPosition, type SwitchScope, type SwitchSetting, isPlacedInstant, scopeInWords } from '@tongban/domain';
import { participantOf, reference, showStandards } from '@tongban/operator';
import { type Options, type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import { type CommandResult, UsageError } from '../../outcome';
import { filterOptions, filtersOf, pageOf, pageOptions, tail } from '../../standards/page-options';
import { handleStep, ownerGiven } from '../../standards/step-command';
import type { View } from '../../view';
import { named } from '../../wording';

/** `standards switch` asks for a setting, which another person confirms; `standards switches` lists them all. */
export function registerSwitches(parent: Command, session: Session): void {
  handleStep(parent.command('switch').description('提请设定开关：开通、暂存或关闭新办件 / ask for a switch: new cases on, on hold or off')
    .requiredOption('--position <position>', SWITCH_POSITIONS.join(' | ')).option('--item <code>', '事项编码 / item').option('--mode <mode>', HANDLING_MODES.join(' | '))
    .option('--participant <division>', '任一方 / either side').option('--opener <division>', '发起方，与--counterpart一并给出 / opener, with --counterpart').option('--counterpart <division>', '相对方 / the other side')
    .option('--region <region>', '任一方所在区域 / region of either side').option('--personal-data', '内地一方向港澳一方传送个人信息，须与--opener、--counterpart一并给出，默认关闭 / personal data from the mainland side to the SAR of the pair, off by default')
    .option('--from <instant>', '生效时间，默认自确认起 / holds from, the confirmation by default')
    .option('--until <instant>', '截止时间 / until').option('--rate <n/min>', '每分钟放行的暂存件数 / held openings released a minute'), session,
  ({ options }) => {
    const setting = settingGiven(options);
    return { owner: ownerGiven(options) ?? ownerOfScope(setting.scope), command: { type: 'propose-action', action: { action: 'switch', ...setting } } };
  });
  handleWithHub(filterOptions(pageOptions(parent.command('switches').description('列出开关 / list switches').option('--all', '包括已结束和被取代的 / also those that are over or replaced')),
    ['item', 'region', 'participant', 'owner', 'status', 'at']), session, listed);
}

async function listed({ operator, options }: HubContext): Promise<CommandResult> {
  const page = await showStandards(operator, 'switches', filtersOf(options), pageOf(options));
  const isShown = ({ standing }: SwitchRow): boolean => options['all'] === true || textOption(options, 'status') !== undefined || standing === 'in-force' || standing === 'to-come';
  const document = { ...page, rows: page.rows.filter(isShown) };
  return {
    document,
    human: (view) => [
      view.table([named('开关', 'switch'), named('归口', 'owner'), named('范围', 'scope'), named('位置', 'position'), named('情况', 'standing'), named('自', 'since'), named('至', 'until'), named('放行/分', 'rate/min'), named('理由', 'reason')],
        document.rows.map((row) => [row.switchId, row.owner, view.words(scopeWords(row)), view.words(POSITION_WORDS[row.position]), view.words(STANDINGS[row.standing]), readInstant(row.since), readInstant(row.until), row.releasePerMinute, row.reason])),
      ...tail(view, document),
    ].join('\n'),
  };
}

const STANDINGS: Readonly<Record<SwitchRow['standing'], { readonly zh: string; readonly en: string }>> = {
  'in-force': { zh: '有效', en: 'in force' }, 'to-come': { zh: '将生效', en: 'to come' }, over: { zh: '已结束', en: 'over' }, replaced: { zh: '已被取代', en: 'replaced' },
};

const scopeWords = ({ scope }: Pick<SwitchSettingDocument, 'scope'>) => scopeInWords(scope as SwitchScope);

/** A setting that waits for confirmation, in one cell. */
export const settingWords = (view: View, { scope, position, from, until, releasePerMinute }: SwitchSettingDocument): string => [
  view.words(scopeWords({ scope })), view.words(POSITION_WORDS[position]), ...(from ? [view.say(`自${readInstant(from)}`, `from ${readInstant(from)}`)] : []),
  ...(until ? [view.say(`至${readInstant(until)}`, `until ${readInstant(until)}`)] : []), ...(releasePerMinute ? [`${releasePerMinute}/min`] : []),
].join(' ');

/** For `status`: what is not on, and what each hub holds because of it. */
export function switchStatusLines(view: View, regions: readonly { readonly region: string; readonly switches?: readonly SwitchStatusDocument[] }[]): string[] {
  const rows = regions.flatMap(({ region, switches = [] }) => switches.map((one) => [
    region, one.owner, view.words(scopeWords(one)), one.draining === true ? view.say('开通，放行中', 'on, releasing') : view.colours.yellow(view.words(POSITION_WORDS[one.position])), readInstant(one.since), readInstant(one.until), one.held,
  ]));
  if (rows.length === 0) return [];
  return [view.heading('开关', 'Switches'), view.table([named('枢纽', 'hub'), named('归口', 'owner'), named('范围', 'scope'), named('位置', 'position'), named('自', 'since'), named('至', 'until'), named('暂存', 'held')], rows)];
}

/** What the options ask for. @throws UsageError. */
export function settingGiven(options: Options): SwitchSetting {
  const [from, until, rate] = [instantGiven(options, 'from'), instantGiven(options, 'until'), rateGiven(textOption(options, 'rate'))];
  return { scope: scopeGiven(options), position: positionGiven(textOption(options, 'position') ?? ''), ...(from && { from }), ...(until && { until }), ...(rate !== undefined && { releasePerMinute: rate }) };
}

function scopeGiven(options: Options): SwitchScope {
  const [itemCode, mode, region] = [textOption(options, 'item'), textOption(options, 'mode'), textOption(options, 'region')];
  const [participant, opener, counterpart] = (['participant', 'opener', 'counterpart'] as const).map((name) => {
    const given = textOption(options, name);
    return given === undefined ? undefined : participantOf(given);
  });
  if ((opener === undefined) !== (counterpart === undefined)) throw new UsageError('--opener与--counterpart须一并给出', '--opener and --counterpart are given together');
  if (region !== undefined && !isRegionCode(region)) throw new UsageError('--region应为nat、jjj、yrd、gba、ccec之一', '--region is one of nat, jjj, yrd, gba, ccec');
  return {
    ...(options['personalData'] === true && { subject: 'personal-data' as const }),
    ...(itemCode !== undefined && { itemCode }), ...(mode !== undefined && { mode }), ...(participant !== undefined && { participant }),
    ...(opener !== undefined && counterpart !== undefined && { pair: { opener, counterpart } }), ...(region !== undefined && { region }),
  };
}

/** The hub that governs what a scope names: the opener's before the counterpart's, and for personal data the mainland side's; items and modes alone are national. `--owner` says otherwise. */
export function ownerOfScope({ region, participant, pair, subject }: SwitchScope): RegionCode {
  const exporting = subject === undefined || pair === undefined ? undefined : [pair.opener, pair.counterpart].find((code) => reference().divisions.participantOf(code)?.participantClass === 'mainland');
  const named = participant ?? exporting ?? pair?.opener;
  return region ?? (named === undefined ? 'nat' : reference().divisions.regionOf(named));
}

function positionGiven(given: string): SwitchPosition {
  const found = SWITCH_POSITIONS.find((one) => one === given);
  if (found !== undefined) return found;
  throw new UsageError(`--position应为${SWITCH_POSITIONS.join('、')}之一`, `--position is one of ${SWITCH_POSITIONS.join(', ')}`);
}

function instantGiven(options: Options, name: 'from' | 'until'): string | undefined {
  const given = textOption(options, name);
  if (given === undefined || isPlacedInstant(given)) return given;
  throw new UsageError(`--${name}应为带时区的RFC 3339时刻`, `--${name} is an RFC 3339 instant with offset`);
}

function rateGiven(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const [, number = ''] = /^(\d{1,5})(?:\/min)?$/.exec(given) ?? [];
  if (Number(number) >= 1 && Number(number) <= RELEASE_PER_MINUTE_MAX) return Number(number);
  throw new UsageError(`--rate形如60/min，1至${RELEASE_PER_MINUTE_MAX}`, `--rate has the form 60/min, from 1 to ${RELEASE_PER_MINUTE_MAX}`);
}
