import { mkdirSync } from 'node:fs';
import { StopSignals, TongbanStartError, sayTo } from '@tongban/local';
import { type BenchArguments, USAGE, parseArguments } from './arguments';
import { linesOfAttacks } from './attacks/report';
import { runAttacks } from './attacks/run-attacks';
import { linesOfAttachments } from './attachments/report';
import { runAttachments } from './attachments/run-attachments';
import { keeps, linesOfConsole } from './console/report';
import { runConsole } from './console/run-console';
import { linesOfFairness } from './fairness/report';
import { runFairness } from './fairness/run-fairness';
import { linesOfGrowth } from './growth/report';
import { runGrowth } from './growth/run-growth';
import { linesOfRecovery, recoveryWords } from './recovery/report';
import { runRecovery } from './recovery/run-recovery';
import { linesOfRegistry } from './registry/report';
import { runRegistry } from './registry/run-registry';
import { linesOfReplicas } from './replicas/report';
import { runReplicas } from './replicas/run-replicas';
import { linesOfRotation } from './rotation/report';
import { runRotation } from './rotation/run-rotation';
import { linesOfSealing } from './sealing/report';
import { runSealing } from './sealing/run-sealing';
import { linesOfSoak, minuteWords } from './soak/report';
import { runSoak } from './soak/run-soak';
import { linesOfTable } from './table/report';
import { runTable } from './table/run-table';
import { Workbench } from './workbench';
import { BenchError, BenchUsageError } from './words';

/** Signatures alone are measured too, and sides of some measurements are no SDK. */
const UNSEALED = { TONGBAN_UNSEALED: 'accepted' } as const;
/** What a participant may send by default is less than a fast machine carries, and would be what is measured. */
const NO_PACE = { TONGBAN_SUBMIT_RATE: '10000', TONGBAN_SUBMIT_BURST: '100000' } as const;
const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Measures, prints, and takes everything down again, whatever happens. @returns the exit code. */
async function run(args: BenchArguments): Promise<number> {
  // Of fairness the pace is the very thing.
  if (args.command !== 'fairness') for (const [name, value] of Object.entries(NO_PACE)) process.env[name] ??= value;
  for (const [name, value] of Object.entries(UNSEALED)) process.env[name] ??= value;
  const signals = new StopSignals(() => process.exit(EXIT.interrupted));
  const profiles = args.command === 'table' ? args.profile : undefined;
  if (profiles !== undefined) mkdirSync(profiles, { recursive: true });
  const bench = await Workbench.open(sayTo(process.stderr), profiles);
  try {
    const measuring = measure(args, bench);
    measuring.catch(() => undefined); // when the stop comes first, what it breaks is no news
    const outcome = await Promise.race([measuring, signals.asked.then(() => undefined)]);
    if (outcome === undefined) return EXIT.interrupted;
    process.stdout.write(`${args.json ? JSON.stringify(outcome.result) : outcome.lines.join('\n')}\n`);
    return outcome.ok ? EXIT.ok : EXIT.failed;
  } finally {
    await bench.stop();
  }
}

interface Outcome { readonly result: object; readonly lines: readonly string[]; /** Whether the audits found the traffic whole. */ readonly ok: boolean }

async function measure(args: BenchArguments, bench: Workbench): Promise<Outcome> {
  if (args.command === 'growth') {
    const result = await runGrowth(args, bench);
    return { result, lines: linesOfGrowth(result), ok: true };
  }
  if (args.command === 'console') {
    const result = await runConsole(args, bench);
    return { result, lines: linesOfConsole(result), ok: keeps(result) };
  }
  if (args.command === 'soak') {
    const result = await runSoak(args, bench, (minute) => process.stderr.write(`${minuteWords(minute)}\n`));
    return { result, lines: linesOfSoak(result), ok: result.audit.ok };
  }
  if (args.command === 'recovery') {
    const result = await runRecovery(args, bench, (recovery) => process.stderr.write(`${recoveryWords(recovery)}\n`));
    return { result, lines: linesOfRecovery(result), ok: result.audit.ok };
  }
  if (args.command === 'replicas') {
    const result = await runReplicas(args, bench);
    return { result, lines: linesOfReplicas(result), ok: true };
  }
  if (args.command === 'registry') {
    const result = await runRegistry(args, bench);
    return { result, lines: linesOfRegistry(result), ok: true };
  }
  if (args.command === 'attachments') {
    const result = await runAttachments(args, bench);
    return { result, lines: linesOfAttachments(result), ok: true };
  }
  if (args.command === 'attacks') {
    const result = await runAttacks(args, bench);
    return { result, lines: linesOfAttacks(result), ok: true };
  }
  if (args.command === 'fairness') {
    const result = await runFairness(args, bench);
    return { result, lines: linesOfFairness(result), ok: true };
  }
  if (args.command === 'rotation') {
    const result = await runRotation(args, bench);
    return { result, lines: linesOfRotation(result), ok: result.bystander.unanswered === 0 && result.bystander.drops === 0 };
  }
  if (args.command === 'sealing') {
    const result = await runSealing(args, bench);
    return { result, lines: linesOfSealing(result), ok: result.audit.ok };
  }
  const result = await runTable(args, bench);
  return { result, lines: linesOfTable(result), ok: Object.values(result.audits).every(({ ok }) => ok) };
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const args = parseArguments(argv);
    if (args) return await run(args);
    process.stdout.write(`${USAGE}\n`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof BenchError || error instanceof TongbanStartError) process.stderr.write(`${error.zh}\n${error.en}\n`);
    else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (error instanceof BenchUsageError) process.stderr.write(`\n${USAGE}\n`);
    return error instanceof BenchUsageError ? EXIT.usage : EXIT.failed;
  }
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
