import { setTimeout as delay } from 'node:timers/promises';
import { TongbanError } from '@tongban/contracts';
import { StopSignals, TongbanStartError } from '@tongban/local';
import { applyFault } from './apply-fault';
import { type FaultCommand, USAGE, parseCommand } from './command-line';
import { FaultTarget } from './target/fault-target';
import { FaultError, FaultUsageError, NotRunning, type Told } from './words';

const EXIT = { ok: 0, failed: 1, usage: 2, notRunning: 3, interrupted: 130 } as const;

/** Applies the fault, leaves it for its time or until Ctrl-C, and takes it back. @returns the exit code. */
async function run({ request, lastsMs, dataDir, json }: FaultCommand): Promise<number> {
  const signals = new StopSignals(() => process.exit(EXIT.interrupted));
  const tell = (event: 'done' | 'undone', { zh, en, facts }: Told): void =>
    void process.stdout.write(json ? `${JSON.stringify({ event, fault: request.fault, at: new Date().toISOString(), zh, en, facts })}\n` : `${zh} · ${en}\n`);
  const applied = await applyFault(FaultTarget.open(dataDir), request);
  tell('done', applied.did);
  if (lastsMs !== undefined) {
    const over = new AbortController();
    await Promise.race([delay(lastsMs, undefined, { signal: over.signal }).catch(() => undefined), signals.asked]);
    over.abort();
  }
  tell('undone', await applied.undo());
  return signals.stopping ? EXIT.interrupted : EXIT.ok;
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(argv, process.cwd(), process.env);
    if (command) return await run(command);
    process.stdout.write(`${USAGE}\n`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof FaultError || error instanceof TongbanStartError) process.stderr.write(`${error.zh} · ${error.en}\n`);
    else if (error instanceof TongbanError) process.stderr.write(`${error.code}: ${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (error instanceof FaultUsageError) process.stderr.write(`\n${USAGE}\n`);
    return error instanceof FaultUsageError ? EXIT.usage : error instanceof NotRunning ? EXIT.notRunning : EXIT.failed;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
