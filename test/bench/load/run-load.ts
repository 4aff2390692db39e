import { setTimeout as delay } from 'node:timers/promises';
import type { Job, Load, LoadResult } from './load';

/** Messages sent and not answered; beyond that a rate is too much for what is measured, and memory would pay for it. */
const UNANSWERED_MAX = 20_000;

/** Puts a load on a job, waits for the last answer, and says how long each took. Rejects when a job fails. */
export async function runLoad(job: Job, load: Load): Promise<LoadResult> {
  const answers = new Answers(job);
  if (load.kind === 'rate') await atRate(answers, load.perSecond, load.seconds * 1_000);
  else await Promise.all(Array.from({ length: load.inFlight }, () => oneAfterAnother(answers, load)));
  return answers.within(load.kind === 'count' ? answers.elapsedMs : load.seconds * 1_000);
}

/** Sends, and notes when the answer came. */
class Answers {
  readonly beganMs = performance.now();
  begun = 0;
  private readonly latenciesMs: number[] = [];
  private readonly answeredAtMs: number[] = [];
  constructor(private readonly job: Job) {}

  /** @param fromMs what the latency counts from, on the clock of `performance.now()`. */
  async once(fromMs: number): Promise<void> {
    this.begun++;
    await this.job();
    const nowMs = performance.now();
    this.latenciesMs.push(nowMs - fromMs);
    this.answeredAtMs.push(nowMs - this.beganMs);
  }
  get elapsedMs(): number {
    return performance.now() - this.beganMs;
  }
  within(lastsMs: number): LoadResult {
    const startMs = performance.timeOrigin + this.beganMs;
    return { latenciesMs: this.latenciesMs, answeredAtMs: this.answeredAtMs.map((at) => startMs + at), answeredInTime: this.answeredAtMs.filter((at) => at <= lastsMs).length, seconds: lastsMs / 1_000 };
  }
}

async function oneAfterAnother(answers: Answers, load: Exclude<Load, { kind: 'rate' }>): Promise<void> {
  const goesOn = (): boolean => (load.kind === 'count' ? answers.begun < load.messages : answers.elapsedMs < load.seconds * 1_000);
  while (goesOn()) await answers.once(performance.now());
}

async function atRate(answers: Answers, perSecond: number, lastsMs: number): Promise<void> {
  const everyMs = 1_000 / perSecond;
  const unanswered = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (let count = 0; count * everyMs < lastsMs && failures.length === 0; count++) {
    const dueMs = answers.beganMs + count * everyMs;
    if (dueMs > performance.now()) await delay(dueMs - performance.now());
    if (unanswered.size >= UNANSWERED_MAX) throw new Error(`${UNANSWERED_MAX} messages wait for their answer: ${perSecond} messages a second are too many here`);
    const one = answers.once(dueMs).catch((error: unknown) => void failures.push(error)).finally(() => unanswered.delete(one));
    unanswered.add(one);
  }
  await Promise.all(unanswered);
  if (failures.length > 0) throw failures[0];
}
