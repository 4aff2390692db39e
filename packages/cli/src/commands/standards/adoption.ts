import type { Command } from 'commander';
import { isRegionCode } from '@tongban/contracts';
import { type AdoptionStatus, type AdoptionTarget, type ArtefactVersionRef, isDate } from '@tongban/domain';
import { allRows, participantOf, reference, showStandards } from '@tongban/operator';
import { type Options, type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import { filterOptions, filtersOf, pageOf, pageOptions, tail } from '../../standards/page-options';
import { adoptionWords } from '../../standards/registry-words';
import { ownerOfVersions } from '../../standards/show';
import { handleStep, ownerGiven } from '../../standards/step-command';
import { versionGiven } from '../../standards/version-given';
import { named } from '../../wording';
import { keyOf } from './lists';

/** Who has adopted what: declarations, the matrix of a version, and phased targets. */
export function registerAdoption(parent: Command, session: Session): void {
  handleWithHub(parent.command('adoption').description('某版本的采用情况与逾期者 / who has adopted a version, and who is late').argument('<version>', 'KIND/ID@VERSION'), session, matrix);
  handleWithHub(filterOptions(pageOptions(parent.command('targets').description('分阶段目标与进度 / phased targets and progress')), ['region', 'owner', 'at']), session, targets);
  handleStep(parent.command('declare').description('参与方申明：就绪、已采用或暂缓 / a participant declares: ready, adopted or deferred').argument('<version>', 'KIND/ID@VERSION')
    .argument('<state>', 'ready | adopted | deferred').option('--date <date>', '自何日采用，或暂缓至何日 / adopted since, or deferred until'), session, async ({ operator, options }, [version = '', state = '']) => {
    const participant = participantOf(textOption(options, 'as') ?? missing('--as'));
    return { owner: await ownerOf(operator, options, version), command: { type: 'declare-adoption', participant, version: versionGiven(version), adoption: adoptionGiven(state, textOption(options, 'date')) } };
  });
  handleStep(parent.command('target').description('设定采用目标 / set a target of adoption').argument('<version>', 'KIND/ID@VERSION').requiredOption('--region <region>', '区域 / region')
    .requiredOption('--by <date>', '期限 / by').option('--percent <n>', '采用比例 / share of the region').option('--participants <codes>', '逗号分隔的参与方 / participants, separated by commas'), session,
  async ({ operator, options }, [version = '']) => ({ owner: await ownerOf(operator, options, version), command: { type: 'set-target', target: targetGiven(options, versionGiven(version)) } }));
}

const missing = (name: string): never => { throw new UsageError(`缺少${name}`, `${name} is missing`); };
const ownerOf = async (operator: HubContext['operator'], options: Options, version: string) => ownerGiven(options) ?? ownerOfVersions(operator, [versionGiven(version)]);

async function matrix({ operator }: HubContext, [version = '']: readonly string[]): Promise<CommandResult> {
  const ref = versionGiven(version);
  const rows = await allRows(operator, 'adoption', { ...ref, owner: await ownerOfVersions(operator, [ref]) });
  const [late, adopted] = [rows.filter((row) => row.late).length, rows.filter((row) => row.adopted).length];
  return {
    document: { version: ref, rows, adopted, late }, exit: late > 0 ? EXIT.negative : EXIT.ok,
    human: (view) => [
      view.table([named('参与方', 'participant'), named('名称', 'name'), named('区域', 'region'), named('申明', 'declared'), named('日期', 'date'), named('理由', 'reason'), named('逾期', 'late')],
        rows.map(({ participant, region, declared, late: isLate }) => [participant, view.words(reference().divisions.requireParticipant(participant)), region, adoptionWords(view, declared?.status), declared?.on ?? declared?.until, declared?.reason,
          isLate ? view.colours.red(view.say('是', 'yes')) : ''])),
      view.say(`已采用${adopted}，逾期${late}，共${rows.length}`, `${adopted} of ${rows.length} adopted, ${late} late`),
    ].join('\n'),
  };
}

async function targets({ operator, options }: HubContext): Promise<CommandResult> {
  const document = await showStandards(operator, 'targets', filtersOf(options), pageOf(options));
  return {
    document, exit: document.rows.some((row) => row.late) ? EXIT.negative : EXIT.ok,
    human: (view) => [
      view.table([named('版本', 'version'), named('区域', 'region'), named('目标', 'goal'), named('期限', 'by'), named('进度', 'progress'), named('逾期', 'late')],
        document.rows.map((row) => [keyOf(row), row.region, row.percent === undefined ? row.participants?.join(' ') : `${row.percent}%`, row.by, `${row.adopted}/${row.wanted}`, row.late ? view.colours.red(view.say('是', 'yes')) : ''])),
      ...tail(view, document),
    ].join('\n'),
  };
}

function adoptionGiven(state: string, date: string | undefined): AdoptionStatus {
  if (state === 'ready') return { status: 'ready' };
  if (state !== 'adopted' && state !== 'deferred') throw new UsageError('状态应为ready、adopted或deferred', 'the state is ready, adopted or deferred');
  if (date === undefined || !isDate(date)) throw new UsageError('--date应为YYYY-MM-DD格式的日期', '--date is a date of the form YYYY-MM-DD');
  return state === 'adopted' ? { status: 'adopted', on: date } : { status: 'deferred', until: date };
}

function targetGiven(options: Options, version: ArtefactVersionRef): AdoptionTarget {
  const [region = '', by = '', percent, participants] = [textOption(options, 'region'), textOption(options, 'by'), textOption(options, 'percent'), textOption(options, 'participants')];
  if (!isRegionCode(region)) throw new UsageError('--region应为nat、jjj、yrd、gba、ccec之一', '--region is one of nat, jjj, yrd, gba, ccec');
  if (!isDate(by)) throw new UsageError('--by应为YYYY-MM-DD格式的日期', '--by is a date of the form YYYY-MM-DD');
  if ((percent === undefined) === (participants === undefined)) throw new UsageError('--percent与--participants须给出其一', 'give --percent or --participants, one of them');
  if (participants !== undefined) return { version, region, by, goal: { participants: participants.split(',').map((code) => code.trim()) } };
  if (!/^\d{1,3}$/.test(percent!) || Number(percent) < 1 || Number(percent) > 100) throw new UsageError('--percent应为1至100的整数', '--percent is a whole number from 1 to 100');
  return { version, region, by, goal: { percent: Number(percent) } };
}
