import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type AuditOptions, WAIT_DEFAULT_MS } from './audit';
import { AuditError } from './audit-error';
import { DATA_DIRECTORY_DEFAULT } from './read/set-up';

export const USAGE = [
  'npm run -s audit -- [--data DIR] [--promises FILE]… [--settled | --wait 30s] [--json]',
  '  --data DIR       运行中环境的数据目录，默认 .data · data directory of the running environment, .data by default',
  '  --promises FILE  客户端所持回执，每行一份，可重复 · receipts that clients hold, one per line; may be repeated',
  '  --wait 30s       至多等待多久直到没有在途消息 · how long to wait until nothing is under way',
  '  --settled        视为没有在途消息：缺少即丢失 · take it that nothing is under way: what is missing is lost',
  '  --json           以一行JSON输出 · print one line of JSON',
  '退出码 · exit codes: 0 无缺陷 clean, 1 有缺陷 defects, 2 用法 usage, 3 无法读取 unreachable',
].join('\n');
const WAIT_MAX_MS = 3_600_000;

export interface AuditArguments extends AuditOptions { readonly json: boolean }

/** @returns undefined when help was asked for. @throws AuditError naming what is wrong with the arguments. */
export function parseArguments(argv: readonly string[], cwd: string = process.cwd()): AuditArguments | undefined {
  const { help, json = false, data, promises = [], settled = false, wait } = parse(argv);
  if (help) return undefined;
  return {
    json, settled, dataDir: data === undefined ? DATA_DIRECTORY_DEFAULT : resolve(cwd, data), promises: promises.map((file) => resolve(cwd, file)),
    waitMs: settled && wait === undefined ? 0 : durationMs(wait),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, data: { type: 'string' }, promises: { type: 'string', multiple: true }, settled: { type: 'boolean' }, wait: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuditError('usage', `参数有误：${why}`, `The arguments are wrong: ${why}`);
  }
}

function durationMs(text: string | undefined): number {
  if (text === undefined) return WAIT_DEFAULT_MS;
  const [, amount = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
  const ms = Number(amount) * ({ ms: 1, s: 1_000, m: 60_000 }[unit] ?? Number.NaN);
  if (ms <= WAIT_MAX_MS) return ms;
  throw new AuditError('usage', '--wait 须为时长，如 500ms、30s、5m，最长 60m', '--wait must be a duration such as 500ms, 30s or 5m, at most 60m');
}
