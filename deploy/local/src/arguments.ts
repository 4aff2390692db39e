import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LOOPBACK_HOST, TRANSPORT_PROFILES, type Transport, type TransportProfile } from '@tongban/broker';
import { isInstant } from '@tongban/domain';
import { isPortBase } from './setup/ports';
import { DATA_DIRECTORY_DEFAULT } from './repository';
import { TongbanStartError } from './start-error';

export interface StartArguments {
  /** End after the summary; the exit code says whether every case ended as expected. */
  readonly once: boolean;
  /** Print the summary as one JSON line on standard output, everything else on standard error. */
  readonly json: boolean;
  /** The demonstration plays every flow on every entry in every placement once, its scenarios in turn, and not each scenario there. */
  readonly quick: boolean;
  /** Begin with empty data. */
  readonly fresh: boolean;
  readonly dataDir: string;
  readonly portBase?: number;
  /** How connections to the servers are protected. */
  readonly transport?: Transport;
  /** Business instant to start from, RFC 3339 with offset. */
  readonly now?: string;
  /** Business seconds per real second. */
  readonly speed?: number;
}

export const USAGE = [
  'npm start -- [--once] [--json] [--quick] [--fresh] [--data DIR] [--port-base N] [--transport PROFILE] [--listen HOST] [--certificates DIR] [--now TIME] [--speed N]',
  '  --once         摘要后退出 · exit after the summary',
  '  --json         以一行JSON输出摘要 · print the summary as one JSON line',
  '  --quick        每个流程、入口和分布只演示一件 · demonstrate one case for each flow, entry and placement',
  '  --fresh        清空数据后开始 · start from empty data',
  '  --data DIR     数据目录，默认 .data · data directory, .data by default',
  '  --port-base N  起始端口，默认 4300 · first port, 4300 by default',
  '  --transport P  连接保护：loopback（默认，只限本机）、tls、mtls · protection of connections: loopback (default, this machine only), tls, mtls',
  '  --listen HOST  服务器监听的地址，默认127.0.0.1；其他地址须用TLS · address the servers listen on; others than 127.0.0.1 need TLS',
  '  --certificates DIR  自备证书的目录；不给则自动生成私有签发机构 · directory of own certificates; without it a private authority is made',
  '  --now TIME     业务时钟起点，如 2026-03-02T09:00:00+08:00 · where the business clock starts',
  '  --speed N      业务时钟倍速 · business seconds per real second',
].join('\n');

const SPEED_MAX = 1_000_000;

/** @returns undefined when help was asked for. @throws TongbanStartError naming what is wrong with the arguments. */
export function parseArguments(argv: readonly string[], cwd: string = process.cwd()): StartArguments | undefined {
  const { help, once, json, quick, fresh, data, now, speed: speedText, 'port-base': portText, transport, listen, certificates } = parse(argv);
  if (help) return undefined;
  const portBase = portText === undefined ? undefined : Number(portText);
  if (portBase !== undefined && !isPortBase(portBase)) throw wrong('--port-base 须为 1024 至 65475 的整数', '--port-base must be a whole number from 1024 to 65475');
  if (now !== undefined && !isInstant(now)) throw wrong('--now 须为带时区的时间，如 2026-03-02T09:00:00+08:00', '--now must be a time with offset, such as 2026-03-02T09:00:00+08:00');
  const speed = speedText === undefined ? undefined : Number(speedText);
  if (speed !== undefined && !(speed > 0 && speed <= SPEED_MAX)) throw wrong('--speed 须为大于0的数', '--speed must be a number above 0');
  if (transport !== undefined && !(TRANSPORT_PROFILES as readonly string[]).includes(transport)) throw wrong('--transport 须为 loopback、tls 或 mtls', '--transport must be loopback, tls or mtls');
  return { ...transportGiven(transport as TransportProfile | undefined, listen, certificates === undefined ? undefined : resolve(cwd, certificates)), once: once ?? false, json: json ?? false, quick: quick ?? false, fresh: fresh ?? false, dataDir: data === undefined ? DATA_DIRECTORY_DEFAULT : resolve(cwd, data), portBase, now, speed };
}

function transportGiven(profile: TransportProfile | undefined, host: string | undefined, certificates: string | undefined): { readonly transport?: Transport } {
  if (profile === undefined && host === undefined && certificates === undefined) return {};
  return { transport: { profile: profile ?? 'loopback', host: host ?? LOOPBACK_HOST, ...(certificates !== undefined && { certificates }) } };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h' }, once: { type: 'boolean' }, json: { type: 'boolean' }, quick: { type: 'boolean' }, fresh: { type: 'boolean' },
        data: { type: 'string' }, 'port-base': { type: 'string' }, transport: { type: 'string' }, listen: { type: 'string' }, certificates: { type: 'string' }, now: { type: 'string' }, speed: { type: 'string' },
      },
    }).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(`参数有误：${why}`, `The arguments are wrong: ${why}`);
  }
}

/** A wrong argument: its exit code differs from that of a start that failed. */
export class UsageError extends TongbanStartError {}
const wrong = (zh: string, en: string): UsageError => new UsageError(zh, en, USAGE);
