import type { Command } from 'commander';
import { type MirrorDifference, type MirrorDocument, type MirrorReportDocument, REGION_CODES, encode, isRegionCode, v1 } from '@tongban/contracts';
import { CLI_ACTOR, audited } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import type { Worded } from '../view';
import { named } from '../wording';

/** The hub that keeps the copies. */
const KEEPER = 'nat';
/** Every stream is read on both sides. */
const COMPARED_WITHIN_MS = 600_000;
const STANDINGS: Readonly<Record<MirrorDocument['standing'], Worded>> = {
  level: { zh: '一致', en: 'level' }, behind: { zh: '跟随中', en: 'follows' }, stalled: { zh: '停滞', en: 'stalled' }, ahead: { zh: '区域落后于副本', en: 'the region is behind its copy' }, apart: { zh: '两段不同的历史', en: 'two histories' },
};
const DIFFERENCES: Readonly<Record<MirrorDifference['kind'], Worded>> = {
  'missing-in-region': { zh: '区域缺失', en: 'missing in the region' }, 'missing-in-copy': { zh: '副本缺失', en: 'missing in the copy' }, changed: { zh: '不同', en: 'changed' },
};

/** `mirrors`: the copies on the backbone, compared message by message when asked. Exit 1 when one is not well, 3 when a region cannot be seen. */
export function registerMirrors(program: Command, session: Session): void {
  const command = program.command('mirrors');
  handleWithHub(command.description('骨干上各区域流的副本 / copies of the regions\' streams on the backbone')
    .option('--region <region>', '只看该区域 / that region alone').option('--compare', '逐条比对 / compare message by message').option('--all', '列出全部 / every copy'), session, (context) => mirrors(context));
  handleWithHub(command.command('renew').description('放弃与区域不一致的副本，从区域重新复制 / give up a copy that is ahead of its region or apart from it, and copy anew')
    .requiredOption('--stream <stream>', '流 / the stream').requiredOption('--by <office>', '由何岗位负责 / the office that answers for it').requiredOption('--reason <text>', '理由 / the reason'), session, (context) => renew(context));
}

async function renew({ operator, options }: HubContext): Promise<CommandResult> {
  const [stream = '', by = '', reason = ''] = ['stream', 'by', 'reason'].map((name) => textOption(options, name));
  const given = await audited(operator, { regions: [KEEPER], actor: CLI_ACTOR, client: 'cli', action: 'mirrors.renew', target: stream, reason }, () =>
    operator.askJson<MirrorDocument>(KEEPER, 'mirrors.renew', encode(v1.MirrorRenewal, { stream, by, reason })));
  return {
    document: { ok: true, renewed: given },
    human: (view) => view.say(`${given.stream} 的副本（到 ${given.copiedSequence}）已放弃，正从区域重新复制`, `the copy of ${given.stream} (through ${given.copiedSequence}) was given up; it is copied anew from the region`),
  };
}

async function mirrors({ operator, options }: HubContext): Promise<CommandResult> {
  const region = textOption(options, 'region') ?? '';
  if (region !== '' && !isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  const request = encode(v1.MirrorReportQuery, { region, compare: options['compare'] === true });
  const { mirrors: all, silentRegions, notCompared } = await operator.askJson<MirrorReportDocument>(KEEPER, 'mirrors.report', request, COMPARED_WITHIN_MS);
  const silent = silentRegions.filter((one) => region === '' || one === region);
  const unwell = all.filter(({ standing, differences }) => !['level', 'behind'].includes(standing) || differences.length > 0);
  const ok = unwell.length === 0 && notCompared.length === 0 && all.length > 0;
  const shown = options['all'] === true ? all : unwell;
  return {
    document: { ok: ok && silent.length === 0, mirrors: all, silentRegions: silent, notCompared },
    exit: silent.length > 0 ? EXIT.unreachable : ok ? EXIT.ok : EXIT.negative,
    human: (view) => [
      ok ? view.colours.green(view.say(`${all.length} 个副本都跟随其流`, `${all.length} copies follow their streams`)) : view.colours.red(view.say('有异常', 'something is wrong')),
      ...(shown.length === 0 ? [] : [view.table(
        [named('流', 'stream'), named('状况', 'standing'), named('区域末序号', 'region'), named('副本末序号', 'copy'), named('已比对至', 'compared through'), named('比对于', 'compared at')],
        shown.map(({ stream, standing, lastSequence, copiedSequence, comparedThrough, comparedAt }) => [stream, view.words(STANDINGS[standing]), lastSequence, copiedSequence, comparedThrough, readInstant(comparedAt)]))]),
      ...unwell.flatMap(({ stream, differences }) => (differences.length === 0 ? [] : [view.heading(stream, stream), view.table([named('序号', 'sequence'), named('差异', 'difference')], differences.map(({ sequence, kind }) => [sequence, view.words(DIFFERENCES[kind])]))])),
      ...notCompared.map(({ stream, code }) => view.colours.yellow(view.say(`${stream} 未能比对（${code}）`, `${stream} could not be compared (${code})`))),
      ...(silent.length > 0 ? [view.colours.yellow(view.say(`看不到的区域：${silent.join('、')}`, `regions that cannot be seen: ${silent.join(', ')}`))] : []),
    ].join('\n'),
  };
}
