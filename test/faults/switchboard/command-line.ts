import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { REGION_CODES, isRegionCode } from '@tongban/contracts';
import { BACKBONE, DATA_DIRECTORY_DEFAULT } from '@tongban/local';
import { FAULTS, faultOf } from './apply-fault';
import { durationWords, parseDuration } from './duration';
import type { Fault, FaultRequest, Operand } from './fault';
import { FaultUsageError } from './words';

export interface FaultCommand {
  readonly request: FaultRequest;
  /** How long the fault stays; undefined when it happens at once. */
  readonly lastsMs: number | undefined;
  readonly dataDir: string;
  readonly json: boolean;
}

const OPERAND_WORDS: Readonly<Record<Operand, string>> = { region: 'REGION', 'any-region': '[REGION]', process: 'PROCESS', delay: 'DELAY', shift: 'SHIFT' };
const lastsWords = ({ lastsMs, mayLast }: Fault): string => (lastsMs === undefined && !mayLast ? '' : ' [FOR]');
const usageOf = (fault: Fault): string => `${[fault.name, ...fault.operands.map((operand) => OPERAND_WORDS[operand])].join(' ')}${lastsWords(fault)}`;
const defaultWords = ({ lastsMs }: Fault): string => (lastsMs === undefined ? '' : `（默认 ${durationWords(lastsMs)} · ${durationWords(lastsMs)} by default）`);

export const USAGE = [
  'npm run fault -- FAULT [OPERANDS] [--json] [--data DIR] [--seed N] [--count N] [--stream NAME] [--restart]',
  ...FAULTS.map((fault) => `  ${usageOf(fault).padEnd(26)} ${fault.summary.zh} · ${fault.summary.en}${defaultWords(fault)}`),
  `  REGION                     ${REGION_CODES.join(', ')}`,
  `  PROCESS                    ${['REGION-nats', 'REGION-hub', BACKBONE, 'links', 'redis', 'provinces'].join(', ')}`,
  '  FOR, DELAY, SHIFT          200ms, 20s, 5m, 1h; SHIFT 可为负 · may be negative: -5m',
  '  --json                     每行一个 JSON · one JSON line when it is done, one when it is undone',
  '  --data DIR                 数据目录，默认 .data · data directory, .data by default',
  '  --seed N                   样本与位置的种子，默认 1 · what samples and places are chosen by, 1 by default',
  '  --count N                  样本条数，默认 10 · messages in a sample, 10 by default',
  'Ctrl-C 立即恢复 · Ctrl-C takes the fault back at once',
].join('\n');

/** @returns undefined when help was asked for. @throws FaultUsageError naming what is wrong and what there is. */
export function parseCommand(argv: readonly string[], cwd: string, env: Readonly<Record<string, string | undefined>>): FaultCommand | undefined {
  const { values: { help, json, data, seed, count, stream, restart }, positionals: [name, ...words] } = parse(argv);
  if (help) return undefined;
  if (name === undefined) throw new FaultUsageError('请指定一个故障', 'name a fault');
  const fault = faultOf(name);
  const request: { -readonly [K in keyof FaultRequest]: FaultRequest[K] } = {
    fault: name, restart: restart ?? false, ...(stream !== undefined && { stream }),
    ...(seed !== undefined && { seed: wholeNumber(seed, '--seed') }), ...(count !== undefined && { count: wholeNumber(count, '--count') }),
  };
  for (const operand of fault.operands) {
    if (operand === 'any-region' && words.length === 0) continue;
    const word = words.shift();
    if (word === undefined) throw new FaultUsageError(`缺少 ${OPERAND_WORDS[operand]}：${usageOf(fault)}`, `${OPERAND_WORDS[operand]} is missing: ${usageOf(fault)}`);
    take(request, operand, word);
  }
  const mayLast = fault.lastsMs !== undefined || fault.mayLast;
  const given = mayLast ? words.shift() : undefined;
  if (words.length > 0) throw new FaultUsageError(`多余的参数 ${words.join(' ')}：${usageOf(fault)}`, `there is too much: ${words.join(' ')}; ${usageOf(fault)}`);
  const lastsMs = given === undefined ? fault.lastsMs : parseDuration(given, 'FOR');
  if (fault.mayLast) request.hold = lastsMs !== undefined;
  const directory = data ?? env['TONGBAN_DATA'];
  return { request, lastsMs, json: json ?? false, dataDir: directory === undefined ? DATA_DIRECTORY_DEFAULT : resolve(cwd, directory) };
}

function take(request: { -readonly [K in keyof FaultRequest]: FaultRequest[K] }, operand: Operand, word: string): void {
  if (operand === 'process') request.process = processName(word);
  else if (operand === 'delay') request.byMs = parseDuration(word, 'DELAY');
  else if (operand === 'shift') request.byMs = parseDuration(word, 'SHIFT', { signed: true });
  else if (isRegionCode(word)) request.region = word;
  else throw new FaultUsageError(`没有区域 ${word}；有：${REGION_CODES.join(', ')}`, `there is no region ${word}; there are ${REGION_CODES.join(', ')}`);
}

/** `yrd-nats` and `nats-yrd` are the same process; `backbone` is its server. */
function processName(word: string): string {
  if (word === BACKBONE || ['links', 'redis', 'provinces'].includes(word)) return word === BACKBONE ? `nats-${BACKBONE}` : word;
  const parts = word.split('-');
  const [kind, place = ''] = parts[0] === 'nats' || parts[0] === 'hub' ? parts : [...parts].reverse();
  if (parts.length === 2 && ((kind === 'nats' && (isRegionCode(place) || place === BACKBONE)) || (kind === 'hub' && isRegionCode(place)))) return `${kind}-${place}`;
  const there = [...REGION_CODES.flatMap((region) => [`${region}-nats`, `${region}-hub`]), BACKBONE, 'links', 'redis', 'provinces'].join(', ');
  throw new FaultUsageError(`没有进程 ${word}；有：${there}`, `there is no process ${word}; there are ${there}`);
}

function wholeNumber(text: string, option: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new FaultUsageError(`${option} 须为整数`, `${option} must be a whole number`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      // A shift such as -5m is an operand and no option; the true minus sign tells them apart.
      args: argv.map((word) => word.replace(/^-(?=\d)/, '−')),
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' }, data: { type: 'string' }, seed: { type: 'string' }, count: { type: 'string' },
        stream: { type: 'string' }, restart: { type: 'boolean' },
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FaultUsageError(`参数有误：${why}`, `the arguments are wrong: ${why}`);
  }
}
