import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CONTENDER_KEYS, type ContenderKey } from './contenders/contender';
import { BenchUsageError } from './words';

export const USAGE = [
  'npm run bench -- [--rounds 5] [--only a,b,c1,c2] [--seconds 20] [--rate 50] [--in-flight 64] [--json] [--profile DIR]',
  '  a  裸 nats 往返 · raw nats round trip                      b  通办首条跨区消息 · first cross-region message of a case',
  '  c1 NestJS 与 RabbitMQ · NestJS and RabbitMQ                c2 @horizon-republic/nestjs-jetstream',
  'npm run bench -- growth [--sizes 1000,10000,100000] [--messages 5000] [--in-flight 64] [--json]',
  'npm run bench -- soak [--minutes 20] [--share 0.7] [--in-flight 64] [--json]',
  'npm run bench -- recovery [--rounds 3] [--rate 10] [--json]    故障恢复时间 · recovery from faults',
  'npm run bench -- replicas [--rounds 3] [--seconds 20] [--json]    一台与三台的落盘 · synced writes of one server and of three',
  'npm run bench -- registry [--versions 1000,10000,100000] [--deltas 10000] [--subscribers 34] [--rounds 20] [--json]    标准登记 · the registry of standards',
  'npm run bench -- attachments [--mib 500] [--json]    大附件跨区 · a large file across regions',
  'npm run bench -- fairness [--rate 5] [--flood 200] [--seconds 20] [--json]    一方泛洪时的其他方 · the others while one floods',
  'npm run bench -- attacks [--rate 5] [--flood 100] [--seconds 20] [--json]    一方攻击时的其他方 · the others while one attacks',
  'npm run bench -- rotation [--rounds 10] [--seconds 10] [--json]    连接密钥的轮换与吊销 · keys to the broker, replaced and revoked',
  'npm run bench -- sealing [--rounds 3] [--seconds 20] [--in-flight 64] [--json]    密封的代价 · what sealing costs',
  'npm run bench -- console [--cases 100000] [--clients 199] [--rate 1000] [--seconds 60] [--json]    控制台：许多人同时查看 · the console, looked at by many',
  '  --cases N        已有办件数 · cases that there are already',
  '  --clients N      同时跟随的客户端 · clients that follow at the same time',
  '  --rounds N       每种方案的轮数，交替进行 · rounds of each contender, alternating',
  '  --only LIST      只测所列方案 · these contenders only',
  '  --seconds N      每轮每种负载的秒数 · seconds of each load in a round',
  '  --rate N         匀速负载每秒条数 · messages a second of the steady load',
  '  --in-flight N    满速时同时在途条数 · messages in flight at full rate',
  '  --sizes LIST     区域内已有办件数 · cases that a region has already',
  '  --messages N     每个规模经公开路径发送的条数 · messages through the public path at each size',
  '  --versions LIST  登记已有的版本数 · versions that a registry has already',
  '  --deltas N       订阅方离线期间的更新条数 · deltas that a subscriber missed',
  '  --subscribers N  同时连接的订阅方 · connected subscribers',
  '  --flood N        不守速率者每秒条数 · messages a second of the one that keeps no pace',
  '  --mib N          附件大小 · size of the file',
  '  --share X        满速的比例 · share of the full rate',
  '  --profile DIR    满速时两个枢纽与客户端的 CPU 剖析 · CPU profiles of hubs and clients at full rate',
  '  --json           以一行JSON输出 · print one line of JSON',
  '数据放在 TMPDIR 所在磁盘 · the data lie on the disk of TMPDIR',
].join('\n');

export interface TableArguments {
  readonly command: 'table';
  readonly rounds: number;
  readonly only: readonly ContenderKey[];
  readonly seconds: number;
  readonly rate: number;
  readonly inFlight: number;
  readonly profile?: string;
  readonly json: boolean;
}
export interface GrowthArguments { readonly command: 'growth'; readonly sizes: readonly number[]; readonly messages: number; readonly inFlight: number; readonly json: boolean }
export interface ConsoleArguments { readonly command: 'console'; readonly cases: number; readonly clients: number; readonly rate: number; readonly seconds: number; readonly json: boolean }
export interface SoakArguments { readonly command: 'soak'; readonly minutes: number; readonly share: number; readonly inFlight: number; readonly json: boolean }
export interface RecoveryArguments { readonly command: 'recovery'; readonly rounds: number; readonly rate: number; readonly json: boolean }
export interface ReplicasArguments { readonly command: 'replicas'; readonly rounds: number; readonly seconds: number; readonly json: boolean }
export interface RegistryArguments { readonly command: 'registry'; readonly versions: readonly number[]; readonly deltas: number; readonly subscribers: number; readonly rounds: number; readonly json: boolean }
export interface AttachmentsArguments { readonly command: 'attachments'; readonly mib: number; readonly json: boolean }
export interface FairnessArguments { readonly command: 'fairness'; readonly rate: number; readonly flood: number; readonly seconds: number; readonly json: boolean }
export interface AttacksArguments { readonly command: 'attacks'; readonly rate: number; readonly flood: number; readonly seconds: number; readonly json: boolean }
export interface RotationArguments { readonly command: 'rotation'; readonly rounds: number; readonly seconds: number; readonly json: boolean }
export interface SealingArguments { readonly command: 'sealing'; readonly rounds: number; readonly seconds: number; readonly inFlight: number; readonly json: boolean }
export type BenchArguments = ConsoleArguments | AttacksArguments | SealingArguments | RotationArguments | AttachmentsArguments | FairnessArguments | TableArguments | GrowthArguments | SoakArguments | RecoveryArguments | ReplicasArguments | RegistryArguments;

/** @returns undefined when help was asked for. @throws BenchUsageError naming what is wrong. */
export function parseArguments(argv: readonly string[]): BenchArguments | undefined {
  const { values, positionals: [command = 'table', ...more] } = parse(argv);
  if (values.help) return undefined;
  if (more.length > 0) throw new BenchUsageError(`多余的参数 ${more.join(' ')}`, `there is too much: ${more.join(' ')}`);
  const whole = (option: 'rounds' | 'seconds' | 'rate' | 'in-flight' | 'messages' | 'minutes' | 'deltas' | 'subscribers' | 'mib' | 'flood', otherwise: number, most: number): number => number(`--${option}`, values[option] ?? String(otherwise), 1, most);
  const json = values.json ?? false;
  const inFlight = whole('in-flight', 64, 10_000);
  if (command === 'table') {
    return {
      command, json, inFlight, rounds: whole('rounds', 5, 100), seconds: whole('seconds', 20, 3_600), rate: whole('rate', 50, 100_000),
      only: values.only === undefined ? CONTENDER_KEYS : values.only.split(',').map(contender), ...(values.profile !== undefined && { profile: resolve(values.profile) }),
    };
  }
  if (command === 'growth') {
    const sizes = (values.sizes ?? '1000,10000,100000').split(',').map((size) => number('--sizes', size, 0, 1_000_000));
    return { command, json, inFlight, sizes, messages: whole('messages', 5_000, 1_000_000) };
  }
  if (command === 'console') return { command, json, cases: number('--cases', values.cases ?? '100000', 1, 1_000_000), clients: number('--clients', values.clients ?? '199', 1, 900), rate: whole('rate', 1_000, 5_000), seconds: whole('seconds', 60, 600) };
  if (command === 'soak') return { command, json, inFlight, minutes: whole('minutes', 20, 10_000), share: number('--share', values.share ?? '0.7', 0.01, 1, false) };
  if (command === 'recovery') return { command, json, rounds: whole('rounds', 3, 100), rate: whole('rate', 10, 1_000) };
  if (command === 'replicas') return { command, json, rounds: whole('rounds', 3, 100), seconds: whole('seconds', 20, 3_600) };
  if (command === 'registry') {
    const versions = (values.versions ?? '1000,10000,100000').split(',').map((size) => number('--versions', size, 1, 500_000));
    return { command, json, versions, deltas: whole('deltas', 10_000, 1_000_000), subscribers: whole('subscribers', 34, 34), rounds: whole('rounds', 20, 1_000) };
  }
  if (command === 'attachments') return { command, json, mib: whole('mib', 500, 1_024) };
  if (command === 'fairness') return { command, json, rate: whole('rate', 5, 1_000), flood: whole('flood', 200, 10_000), seconds: whole('seconds', 20, 600) };
  if (command === 'attacks') return { command, json, rate: whole('rate', 5, 1_000), flood: whole('flood', 100, 10_000), seconds: whole('seconds', 20, 600) };
  if (command === 'rotation') return { command, json, rounds: whole('rounds', 10, 1_000), seconds: whole('seconds', 10, 600) };
  if (command === 'sealing') return { command, json, inFlight, rounds: whole('rounds', 3, 100), seconds: whole('seconds', 20, 600) };
  throw new BenchUsageError(`没有 ${command}；有 console、growth、soak、recovery、replicas、registry、attachments、fairness、attacks、rotation 与 sealing`, `there is no ${command}; there are console, growth, soak, recovery, replicas, registry, attachments, fairness, attacks, rotation and sealing`);
}

function contender(text: string): ContenderKey {
  const found = CONTENDER_KEYS.find((key) => key === text.trim());
  if (found) return found;
  throw new BenchUsageError(`没有方案 ${text}；有 ${CONTENDER_KEYS.join('、')}`, `there is no contender ${text}; there are ${CONTENDER_KEYS.join(', ')}`);
}

function number(option: string, text: string, least: number, most: number, isWhole = true): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  throw new BenchUsageError(`${option} 须为 ${least} 至 ${most} 的${isWhole ? '整数' : '数'}`, `${option} must be a ${isWhole ? 'whole ' : ''}number from ${least} to ${most}`);
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv], allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, rounds: text, only: text, seconds: text, rate: text, 'in-flight': text, profile: text, sizes: text, messages: text,
        minutes: text, share: text, versions: text, deltas: text, subscribers: text, mib: text, flood: text, cases: text, clients: text,
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BenchUsageError(`参数有误：${why}`, `the arguments are wrong: ${why}`);
  }
}
