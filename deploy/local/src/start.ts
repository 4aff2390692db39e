import { TongbanError } from '@tongban/contracts';
import { type StartArguments, USAGE, UsageError, parseArguments } from './arguments';
import { bringUp, prepare } from './bring-up';
import { runDemonstration } from './demo/run-demonstration';
import type { Demonstrate } from './demonstration';
import { openDataDirectory } from './launch/data-directory';
import { consoleUrl, ensureFirstAccount } from './launch/console';
import { settledWithin } from './launch/eventually';
import type { LocalEnvironment } from './launch/local-environment';
import { StopSignals } from './launch/stop-signals';
import { type Say, sayTo, step } from './say';
import { layoutOf } from './setup/layout';
import { TongbanStartError } from './start-error';

const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;
const STOP_WITHIN_MS = 25_000;

/** Brings the environment up, shows what it can do, and stays until it is asked to stop. @returns the exit code. */
export async function start(args: StartArguments, demonstrate?: Demonstrate): Promise<number> {
  const say = sayTo(args.json ? process.stderr : process.stdout);
  let environment: LocalEnvironment | undefined;
  const signals = new StopSignals(() => {
    environment?.kill();
    process.exit(EXIT.interrupted);
  });
  const abort = new AbortController();
  void signals.asked.then(() => abort.abort());
  const lock = openDataDirectory(layoutOf(args.dataDir), args.fresh);
  try {
    const preparing = prepare({ dataDir: args.dataDir, portBase: args.portBase, transport: args.transport, say, restart: true });
    const prepared = await Promise.race([preparing, signals.asked.then(() => undefined)]);
    if (!prepared) return EXIT.interrupted;
    environment = prepared.environment;
    const work = async (): Promise<number> => {
      await bringUp(prepared.environment, say, args);
      if (!args.once) await step(say, '启动控制台', 'The console is up', () => prepared.environment.startConsole());
      const code = demonstrate ? await show(prepared, demonstrate, args, say, abort.signal) : EXIT.ok;
      await tellWhereToLook(prepared.environment, say, args);
      return code;
    };
    const working = work();
    working.catch(() => undefined); // when the stop comes first, what it breaks is no news
    const code = await Promise.race([working, signals.asked.then(() => EXIT.interrupted)]);
    if (args.once || signals.stopping) return code;
    say('按 Ctrl-C 停止', 'Press Ctrl-C to stop');
    await signals.asked;
    return EXIT.ok;
  } finally {
    if (environment) await stop(environment, say);
    lock.release();
  }
}

async function show(
  { environment, catalogue }: Awaited<ReturnType<typeof prepare>>, demonstrate: Demonstrate, args: StartArguments, say: Say, signal: AbortSignal,
): Promise<number> {
  const startedAtMs = Date.now() - performance.now() - Number(process.env['TONGBAN_BOOT_ELAPSED_MS'] ?? 0);
  const { ok, summary, lines } = await demonstrate({ environment, catalogue, arguments: args, say, startedAtMs, signal });
  process.stdout.write(args.json ? `${JSON.stringify(summary)}\n` : lines.map((line) => `${line}\n`).join(''));
  return ok ? EXIT.ok : EXIT.failed;
}

async function tellWhereToLook({ setup }: LocalEnvironment, say: Say, { once }: StartArguments): Promise<void> {
  const { layout, file } = setup;
  say(`数据 ${layout.root}，日志 ${layout.logs}`, `data ${layout.root}, logs ${layout.logs}`);
  say(`骨干监控 ${file.backbone.monitorUrl}`, `monitoring of the backbone ${file.backbone.monitorUrl}`);
  say('查看：npm run -s tongban -- status', 'look: npm run -s tongban -- status');
  if (once) return;
  say(`控制台 ${consoleUrl(setup)}`, `console ${consoleUrl(setup)}`);
  const first = await ensureFirstAccount(setup);
  if (first) say(`首个账户 ${first.login}，密码 ${first.password}（只显示这一次；重置：tongban accounts reset ${first.login}）`, `first account ${first.login}, password ${first.password} (shown this once; another: tongban accounts reset ${first.login})`);
}

async function stop(environment: LocalEnvironment, say: Say): Promise<void> {
  const began = performance.now();
  const stopping = environment.stop();
  if (!(await settledWithin(stopping, STOP_WITHIN_MS))) environment.kill();
  say('已全部停止', 'Everything has stopped', (performance.now() - began) / 1000);
}

/** Runs the command line and ends the process. */
export async function main(argv: readonly string[], demonstrate?: Demonstrate): Promise<void> {
  try {
    const args = parseArguments(argv);
    if (!args) process.stdout.write(`${USAGE}\n`);
    process.exit(args ? await start(args, demonstrate) : EXIT.ok);
  } catch (error) {
    const words = error instanceof TongbanStartError
      ? [error.details, error.zh, error.en].filter(Boolean).join('\n')
      : error instanceof TongbanError ? `${error.code} ${error.message}\n${error.traits.zh}：${error.traits.nextZh}\n${error.traits.en}: ${error.traits.nextEn}`
      : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    process.stderr.write(`${words}\n`);
    process.exit(error instanceof UsageError ? EXIT.usage : EXIT.failed);
  }
}

if (require.main === module) void main(process.argv.slice(2), runDemonstration);
