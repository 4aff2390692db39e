import { type Command, Option } from 'commander';
import { TongbanError, encode, v1 } from '@tongban/contracts';
import { type ClockSettingData, REAL_TIME, addDays, beijingInstant, businessInstant, isInstant, withAnchor } from '@tongban/domain';
import { CLI_ACTOR, audited, reference } from '@tongban/operator';
import { clockSetting, speedOf } from '../clock-setting';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';

/** The business clock of the environment. Setting it is for a sandbox; retries and acknowledgements stay on real time. */
export function registerClock(program: Command, session: Session): void {
  const clock = program.command('clock').description('业务时钟 / business clock');
  handleWithHub(clock.command('show').description('显示 / show'), session, (context) => shown(context));
  handleWithHub(clock.command('advance').description('拨快：15wd、3d、8h，或 to 时刻 / advance by 15wd, 3d or 8h, or to TIME')
    .argument('<amount>', '<N>wd | <N>d | <N>h | to').argument('[time]', 'RFC 3339')
    .addOption(new Option('--speed <n>', '此后每真实秒的业务秒数 / business seconds per real second from then on')),
  session, (context, [amount, time]) => advanced(context, amount ?? '', time));
}

const newest = (settings: readonly ClockSettingData[]): ClockSettingData =>
  settings.reduce((best, setting) => (setting.revision > best.revision ? setting : best), REAL_TIME);

async function shown({ operator }: HubContext): Promise<CommandResult> {
  const { answers, unreachable } = await operator.askAll(async (region) => clockSetting(await operator.ask(region, 'clock.show')));
  const nowMs = Date.now();
  const regions = answers.map(({ region, answer }) => ({ region, businessNow: businessInstant(answer, nowMs), speed: speedOf(answer), revision: answer.revision }));
  const agree = new Set(regions.map(({ revision }) => revision)).size <= 1;
  const setting = newest(answers.map(({ answer }) => answer));
  return {
    document: { businessNow: businessInstant(setting, nowMs), realNow: beijingInstant(nowMs), speed: speedOf(setting), revision: setting.revision, agree, regions, unreachableRegions: unreachable },
    exit: unreachable.length > 0 ? EXIT.unreachable : agree ? EXIT.ok : EXIT.negative,
    human: (view) => view.facts([
      [{ zh: '业务时间', en: 'business time' }, readInstant(businessInstant(setting, nowMs))], [{ zh: '真实时间', en: 'real time' }, readInstant(beijingInstant(nowMs))],
      [{ zh: '速度', en: 'speed' }, speedOf(setting)], [{ zh: '第几次设置', en: 'revision' }, setting.revision],
      [{ zh: '不一致的枢纽', en: 'hubs that disagree' }, regions.filter(({ revision }) => revision !== setting.revision).map(({ region }) => region).join(' ')],
      [{ zh: '无法到达', en: 'out of reach' }, unreachable.join(' ')],
    ]),
  };
}

/** Sets every hub or none: a hub that does not answer would live in another time. */
async function advanced({ operator, options }: HubContext, amount: string, time: string | undefined): Promise<CommandResult> {
  const move = moveOf(amount, time);
  const speedGiven = textOption(options, 'speed');
  if (speedGiven !== undefined && !(Number(speedGiven) > 0)) throw new UsageError(`速度应为正数：${speedGiven}`, `the speed is a positive number: ${speedGiven}`);
  const { answers, unreachable } = await operator.askAll(async (region) => clockSetting(await operator.ask(region, 'clock.show')));
  if (unreachable.length > 0) throw new TongbanError('region.unreachable', `the clock was not touched, because ${unreachable.join(', ')} did not answer`);
  const before = newest(answers.map(({ answer }) => answer));
  const nowMs = Date.now();
  const from = businessInstant(before, nowMs);
  const setting = follow(before, nowMs, move(from), speedGiven === undefined ? speedOf(before) : Number(speedGiven));
  const command = encode(v1.ClockCommand, { setting: { revision: setting.revision, anchors: setting.anchors.map((anchor) => ({ ...anchor })) } });
  const to = setting.anchors.at(-1)?.businessAt ?? from;
  const set = await audited(operator, { regions: operator.regions, actor: CLI_ACTOR, client: 'cli', action: 'clock.advance', target: to }, async () => {
    const taken = await operator.askAll((region) => operator.ask(region, 'clock.set', command));
    if (taken.unreachable.length > 0) throw new TongbanError('region.unreachable', `${taken.unreachable.join(', ')} did not take the new time; the next change reaches it`);
    return taken;
  });
  return {
    document: { from, to, speed: speedOf(setting), revision: setting.revision, regions: set.answers.map(({ region }) => region) },
    human: (view) => view.say(`业务时间：${readInstant(from)} → ${readInstant(to)}`, `business time: ${readInstant(from)} → ${readInstant(to)}`),
  };
}

function follow(before: ClockSettingData, nowMs: number, to: string, speed: number): ClockSettingData {
  try {
    return withAnchor(before, nowMs, to, speed);
  } catch (error) {
    if (error instanceof RangeError) throw new TongbanError('query.invalid', error.message, [], { cause: error });
    throw error;
  }
}

/** From a business instant to the one asked for. Working days keep the time of day; they are the State Council's. */
function moveOf(amount: string, time: string | undefined): (from: string) => string {
  if (amount === 'to' && time !== undefined && isInstant(time)) return () => time;
  const [, count, unit] = /^(\d{1,5})(wd|d|h)$/.exec(amount) ?? [];
  if (count === undefined || time !== undefined)
    throw new UsageError('写成15wd、3d、8h，或 to 后跟RFC 3339时刻', 'write 15wd, 3d or 8h, or to followed by an RFC 3339 instant');
  if (unit === 'h') return (from) => beijingInstant(Date.parse(from) + Number(count) * 3_600_000);
  const onDate = (from: string, date: string): string => `${date}${from.slice(10)}`;
  if (unit === 'd') return (from) => onDate(from, addDays(from.slice(0, 10), Number(count)));
  return (from) => {
    const due = reference().mainlandCalendar.addWorkingDays(from.slice(0, 10), Number(count));
    if (!due.covered) throw new TongbanError('calendar.not-covered', `${count} working days end not before ${due.lowerBound}`);
    return onDate(from, due.date);
  };
}
