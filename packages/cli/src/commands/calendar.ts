import type { Command } from 'commander';
import type { Session } from '../command-action';
import { handleWithHub } from '../hub-command';
import { UsageError } from '../outcome';
import { imported } from './standards/import';

/** `calendar import FILE`: one year's notice, of the State Council or of a participant that has a calendar of its own; the registry takes it as it takes any artefact. */
export function registerCalendar(program: Command, session: Session): void {
  const calendar = program.command('calendar').description('放假安排：计算时限所用的日历 / holiday notices: the calendars that limits are counted by');
  handleWithHub(calendar.command('import').description('导入一年或几年的放假安排，形成草案或直接发布；参与方自有日历写明participant / draft or publish notices; a participant\'s own names it as participant')
    .argument('<file.json>', '{"year": 2027, ...} | [...] | {"calendars": [...]}')
    .option('--publish', '由沙箱的两名标准管理员审批并发布 / approved by both stewards of the sandbox and published')
    .option('--title-zh <text>', '草案名称 / title of the draft').option('--title-en <text>', '英文名称 / its title in English')
    .option('--reason <text>', '理由 / reason').option('--as <steward>', '起草人：名字或凭证文件 / drafter: a name or a credentials file'), session,
  (context, [file]) => imported(context, session, file ?? '', calendarsIn));
}

/** The bundle of a file that has one notice, a list of them, or a bundle of nothing else. Text that is no JSON is left to be refused with the place of its fault. */
export function calendarsIn(text: string): string {
  const given = parsed(text);
  if (given === undefined) return text;
  if (Array.isArray(given)) return JSON.stringify({ calendars: given });
  if (typeof given === 'object' && given !== null && !('calendars' in given)) return JSON.stringify({ calendars: [given] });
  const others = Object.keys(given ?? {}).filter((key) => key !== 'calendars');
  if (others.length > 0) throw new UsageError(`文件中只能有calendars，另有${others.join('、')}；用standards import导入`, `the file has more than calendars: ${others.join(', ')}; use standards import`);
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
