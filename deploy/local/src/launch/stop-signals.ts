const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm and the terminal both deliver one Ctrl-C: what comes this soon after the first is the same one. */
const SAME_SIGNAL_MS = 1_000;

/**
 * The wish to stop: Ctrl-C, a signal, or the end of the process that started this one. The first asks for an orderly end;
 * a second, later one insists.
 */
export class StopSignals {
  readonly asked: Promise<void>;
  private firstAt = 0;
  private resolve: () => void = () => undefined;

  constructor(private readonly insisted: () => void, private readonly now: () => number = Date.now) {
    this.asked = new Promise((resolve) => { this.resolve = resolve; });
    for (const signal of SIGNALS) process.on(signal, () => this.ask());
    process.once('disconnect', () => this.ask());
  }

  get stopping(): boolean {
    return this.firstAt !== 0;
  }

  private ask(): void {
    if (this.stopping && this.now() - this.firstAt > SAME_SIGNAL_MS) return this.insisted();
    if (this.stopping) return;
    this.firstAt = this.now();
    this.resolve();
  }
}
