import { LOG_TAIL_MAX, LOG_TAIL_WAIT_MS_MAX, type LogTailDocument, type LogTailEntry, type LogTailQuery, type RegionCode } from '@tongban/contracts';

export interface FollowPorts {
  readonly region: RegionCode;
  readonly tail: (query: LogTailQuery) => Promise<LogTailDocument>;
  /** A log is followed from here on. */
  readonly onBegin: (log: string, sequence: number) => void;
  readonly onEntries: (log: string, entries: readonly LogTailEntry[]) => void;
  /** The region answers, or does not. */
  readonly onReach: (reached: boolean) => void;
  /** A failure that says nothing about the region. */
  readonly onError: (error: unknown) => void;
}

const AGAIN_MS = 1_000;

/** Follows the case logs of one region by asking for what comes next, which waits at the hub. What came while the region was out of reach is read when it is there again. */
export class LogFollower {
  private readonly known = new Map<string, { sequence: number; created: string }>();
  private running: Promise<void> | undefined;
  private stopping = false;
  private wake: () => void = () => undefined;

  constructor(private readonly ports: FollowPorts) {}

  start(): void {
    this.running ??= this.run();
  }
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.turn();
      } catch (error) {
        this.ports.onReach(false);
        this.ports.onError(error);
        await this.pause();
      }
    }
  }

  private async turn(): Promise<void> {
    const { tail, onReach } = this.ports;
    const first = this.known.size === 0;
    const after = Object.fromEntries([...this.known].map(([year, { sequence }]) => [year, sequence]));
    const { entries, logs } = await tail({ after, limit: first ? 1 : LOG_TAIL_MAX, waitMs: first ? 0 : LOG_TAIL_WAIT_MS_MAX });
    if (this.stopping) return;
    onReach(true);
    if (first) for (const [year, { lastSequence, created }] of Object.entries(logs)) this.begin(year, lastSequence, created);
    else this.take(entries, logs);
    if (Object.keys(logs).length === 0) await this.pause();
  }

  private take(entries: readonly LogTailEntry[], logs: LogTailDocument['logs']): void {
    for (const [year, { lastSequence, created }] of Object.entries(logs)) {
      const known = this.known.get(year);
      // A log that was rebuilt is another one: from its beginning it is told anew by its end.
      if (known !== undefined && (known.created !== created || lastSequence < known.sequence)) {
        this.begin(year, lastSequence, created);
        continue;
      }
      if (known === undefined) this.begin(year, 0, created);
      const own = entries.filter((entry) => entry.year === year && entry.sequence > this.known.get(year)!.sequence);
      if (own.length === 0) continue;
      this.known.set(year, { sequence: own.at(-1)!.sequence, created });
      this.ports.onEntries(`${this.ports.region}.${year}`, own);
    }
  }

  private begin(year: string, sequence: number, created: string): void {
    this.known.set(year, { sequence, created });
    this.ports.onBegin(`${this.ports.region}.${year}`, sequence);
  }
  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, AGAIN_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
