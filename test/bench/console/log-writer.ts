import { DurablePublisher, SequenceConflict, inParallel } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import type { preparedCases } from '../growth/seed-cases';

type Prepared = Awaited<ReturnType<typeof preparedCases>>[number];
const TICK_MS = 20;
const AT_ONCE = 256;

/** Writes prepared entries into the case log at a rate, until they are used up or it is stopped. */
export class LogWriter {
  written = 0;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly nc: NatsConnection, private readonly cases: readonly Prepared[], private readonly perSecond: number) {}

  start(): void {
    this.running = this.run();
  }
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    const publisher = new DurablePublisher(this.nc);
    const perCase = this.cases[0]!.entries.length;
    const began = performance.now();
    for (let at = 0; !this.stopped && at < this.cases.length;) {
      const due = Math.min(this.cases.length, Math.floor(((performance.now() - began) / 1_000) * (this.perSecond / perCase)));
      const part = this.cases.slice(at, due);
      at = Math.max(at, due);
      await inParallel(part, AT_ONCE, async ({ subject, caseNo, entries }) => {
        let last = 0;
        try {
          for (const [index, data] of entries.entries()) {
            last = (await publisher.publish(subject, data, { msgId: `seed:${caseNo}:${index}`, expectedLastSubjectSequence: last })).sequence;
            this.written += 1;
          }
        } catch (error) {
          // Of a hundred thousand numbers of one day and division two may be equal: the first has it.
          if (!(error instanceof SequenceConflict)) throw error;
        }
      });
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  }
}
