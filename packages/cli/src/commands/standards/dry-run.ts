import type { Command } from 'commander';
import { resolve } from 'node:path';
import { isDate } from '@tongban/domain';
import { participantOf } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { readGiven } from '../../fields-file';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, UsageError } from '../../outcome';
import { connectProvince } from '../../sending';
import { type DryRunProgress, dryRunAtHubs } from '../../standards/dry-run-at-hubs';
import { personalParts, reportFrom } from '../../standards/dry-run-reports';
import { dryRunResult, reportResult } from '../../standards/dry-run-result';
import { draftShown } from '../../standards/show';
import { ownerGiven } from '../../standards/step-command';

/** Every so many percent of the way is told. */
const TOLD_EVERY = 10;

/**
 * `standards dry-run DRAFT --since DATE`: what the draft would have done to past cases. The hubs replay what they can read; the personal parts are for the participants, each with its own
 * SDK: `--as` judges those of one participant, and `--with` takes its report in.
 */
export function registerDryRun(parent: Command, session: Session): void {
  handleWithHub(parent.command('dry-run').description('以既往办件试运行草案：多少会被拒收、退回或逾期；有则退出码为1 / try a draft on past cases: how many would have been rejected, returned or late; exits with 1 if any')
    .argument('<draft>', '草案编号 / id of the draft').requiredOption('--since <date>', '办件编号日期，自该日起 / cases whose number is of that day or later').option('--owner <region>', '归口枢纽 / owner hub')
    .option('--with <files>', '并入参与方的评估报告，逗号分隔 / take in reports of participants, separated by commas')
    .option('--as <division>', '以参与方身份评估自身消息的个人信息部分，只得数量 / judge the personal parts of a participant’s own messages, counts only')
    .option('--store <dir>', '与--as同用：该参与方SDK的存储目录，默认为命令行自己的 / with --as: store of that participant’s SDK, the command line’s own by default'), session, async (context, [draftId = '']) => {
    const since = textOption(context.options, 'since') ?? '';
    if (!isDate(since)) throw new UsageError('--since应为日期YYYY-MM-DD', '--since is a date, YYYY-MM-DD');
    const division = textOption(context.options, 'as');
    return division === undefined ? atHubs(context, session, draftId, since) : asParticipant(context, session, draftId, since, division);
  });
}

async function atHubs({ operator, options, view }: HubContext, { io }: Session, draftId: string, since: string): Promise<CommandResult> {
  if (textOption(options, 'store') !== undefined) throw new UsageError('--store须与--as同用', '--store goes with --as');
  const { owner, digest } = await draftShown(operator, draftId, ownerGiven(options));
  const draft = { owner, draftId, digest };
  const files = (textOption(options, 'with') ?? '').split(',').map((file) => file.trim()).filter((file) => file !== '');
  const reports = files.map((file) => reportFrom(readGiven(io, file), file, draft, since));
  const tell = options['json'] === true ? () => undefined : everyStep(({ done, total }, percent) => io.stderr(`${view.say(`已过${percent}%（日志${done}/${total}条）`, `${percent}% (${done} of ${total} log entries)`)}\n`));
  const { items, tally, unreachable } = await dryRunAtHubs(operator, draft, since, tell);
  const personal = personalParts(tally.rows, reports);
  tally.add({ rows: reports.flatMap(({ rows }) => rows) });
  return dryRunResult({ draft, since, items, counts: tally.counts, rows: tally.rows.filter(({ reason }) => reason !== 'personal-part'), personal, unreachable });
}

async function asParticipant({ setup, options }: HubContext, { io }: Session, draftId: string, since: string, division: string): Promise<CommandResult> {
  if (textOption(options, 'with') !== undefined) throw new UsageError('--with与--as不能同用', '--with does not go with --as');
  const store = textOption(options, 'store');
  const owner = ownerGiven(options);
  const province = await connectProvince(setup, participantOf(division), store === undefined ? undefined : resolve(io.cwd, store));
  try {
    return reportResult(await province.standards.dryRun(draftId, { since, ...(owner && { owner }) }));
  } finally {
    await province.close();
  }
}

/** Tells of progress now and then: each time the whole percentage has passed a further step. */
function everyStep(tell: (progress: DryRunProgress, percent: number) => void): (progress: DryRunProgress) => void {
  let told = -1;
  return (progress) => {
    const step = progress.total === 0 ? 0 : Math.floor((progress.done * 100) / progress.total / TOLD_EVERY);
    if (step <= told) return;
    told = step;
    tell(progress, step * TOLD_EVERY);
  };
}
