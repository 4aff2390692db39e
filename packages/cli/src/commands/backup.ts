import type { Command } from 'commander';
import { resolve } from 'node:path';
import { REGION_CODES, TongbanError, isRegionCode } from '@tongban/contracts';
import { backUp, backUpRunning, readManifest, restore } from '@tongban/data-directory';
import { Setup } from '@tongban/operator';
import { type Options, type Session, handle, textOption } from '../command-action';
import { readInstant } from '../instant';
import { type CommandResult, UsageError } from '../outcome';
import { type NewerStream, newerInMirrors } from '../newer-in-mirrors';
import { rebuildFromMirrors } from '../rebuild-from-mirrors';
import type { View } from '../view';

const DATA = '数据目录，默认为仓库的.data / data directory, .data of the repository by default';
const bytesOf = (files: readonly { readonly bytes: number }[]): string => (files.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20).toFixed(1);

/** `backup`, `restore`: a stopped set-up, or one region of it that is stopped. */
export function registerBackup(program: Command, session: Session): void {
  handle(program.command('backup').description('备份环境或其中一个区域：已停止的，或逐区域短暂停止 / back up a set-up or one region of it: one that is stopped, or each region stopped for a moment')
    .requiredOption('--to <dir>', '空目录 / an empty directory').option('--region <region>', '只备份该区域（其消息服务器与枢纽须停止） / that region alone, whose server and hub are stopped')
    .option('--running', '环境在运行：逐区域暂停、复制、恢复服务 / the set-up runs: each region is stopped, copied and started again in turn')
    .option('--with-keys', '连同密钥 / with the keys').option('--data <dir>', DATA), session, (_given, options) => backup(session, options));
  handle(program.command('restore').description('从备份恢复已停止的环境，两次确认 / restore a stopped set-up from a backup, with two confirmations')
    .option('--from <dir>', '备份 / the backup').option('--from-mirrors', '从骨干副本补齐或重建一个区域：其消息服务器运行，枢纽停止 / fill or rebuild one region from its copies on the backbone: its server runs, its hub is stopped')
    .option('--region <region>', '与 --from-mirrors 同用 / with --from-mirrors').option('--replace', '确认一：现有数据移至一旁 / first confirmation: what is there goes aside')
    .option('--environment <name>', '确认二：写出备份所属环境 / second confirmation: name the environment of the backup').option('--data <dir>', DATA), session, (_given, options) => (options['fromMirrors'] === true ? rebuildFromMirrors(session, options) : restored(session, options)));
}

async function backup({ io }: Session, options: Options): Promise<CommandResult> {
  const region = textOption(options, 'region');
  if (region !== undefined && !isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  const { directory } = Setup.open(io, textOption(options, 'data'));
  const to = resolve(io.cwd, textOption(options, 'to') ?? '');
  const manifest = await (options['running'] === true ? backUpRunning : backUp)(directory, to, { ...(region && { region }), keys: options['withKeys'] === true }, new Date().toISOString());
  const { files, streams, ...about } = manifest;
  return {
    document: { ok: true, to, ...about, streams, files: files.length, bytes: files.reduce((sum, one) => sum + one.bytes, 0) },
    human: (view) => view.say(`已备份 ${streams.length} 个流、${files.length} 个文件（${bytesOf(files)} MB）到 ${to}${manifest.keys ? '，含密钥' : '，不含密钥'}`,
      `${streams.length} streams, ${files.length} files (${bytesOf(files)} MB) are backed up to ${to}, ${manifest.keys ? 'with' : 'without'} keys`),
  };
}

async function restored({ io }: Session, options: Options): Promise<CommandResult> {
  const given = textOption(options, 'from');
  if (given === undefined || textOption(options, 'region') !== undefined) throw new UsageError('须给出 --from DIR，或 --from-mirrors --region R', 'either --from DIR, or --from-mirrors --region R');
  const from = resolve(io.cwd, given);
  const { environment, madeAt, region, streams } = readManifest(from);
  if (options['replace'] !== true || textOption(options, 'environment') !== environment) {
    throw new UsageError(`该备份为${environment}环境${region ? `区域${region}` : ''}，作于${readInstant(madeAt)}，其后写入的内容将不在其中。须同时给出 --replace 与 --environment ${environment}`,
      `the backup is of environment ${environment}${region ? `, region ${region}` : ''}, made ${readInstant(madeAt)}; what was written since is not in it. Both --replace and --environment ${environment} are needed`);
  }
  const data = textOption(options, 'data');
  const { setAside } = await restore(directoryOf(io, data), from, new Date().toISOString());
  const newer = await newerInMirrors(setupOf(io, data), streams);
  return {
    document: { ok: true, from, environment, madeAt, ...(region && { region }), ...(setAside && { setAside }), ...(newer && { newerInMirrors: newer }) },
    human: (view) => [view.say(`已恢复到${readInstant(madeAt)}${setAside ? `，原有数据在 ${setAside}` : ''}。启动后运行 tongban reconcile，从其他区域取回此后的消息`,
      `restored to ${readInstant(madeAt)}${setAside ? `; what was there is in ${setAside}` : ''}. Start it, then run tongban reconcile: what came since is fetched from the other regions`), ...newerLines(view, newer, region)].join('\n'),
  };
}

function newerLines(view: View, newer: readonly NewerStream[] | undefined, region: string | undefined): string[] {
  if (newer === undefined) return [view.say('骨干未应答，不知其副本是否更新', 'the backbone does not answer: whether its copies are newer is not known')];
  if (newer.length === 0) return [];
  const listed = newer.map(({ stream, after, through }) => `${stream} ${after + 1}–${through}`).join(', ');
  const command = `tongban restore --from-mirrors --region ${region ?? 'R'}`;
  return [view.colours.yellow(view.say(`骨干副本中更新的：${listed}。启动消息服务器后、启动枢纽前运行 ${command}`, `newer in the copies on the backbone: ${listed}. Run ${command} when the server runs again and before its hub does`))];
}

const setupOf = (io: Session['io'], given: string | undefined): Setup | undefined => {
  try {
    return Setup.open(io, given);
  } catch {
    return undefined;
  }
};

/** A set-up may be all that was lost: then the directory is named, or the default is empty. */
function directoryOf(io: Session['io'], given: string | undefined): string {
  try {
    return Setup.open(io, given).directory;
  } catch (error) {
    const named = given ?? io.env['TONGBAN_DATA'];
    if (named === undefined || TongbanError.from(error).code !== 'hub.unreachable') throw error;
    return resolve(io.cwd, named);
  }
}
