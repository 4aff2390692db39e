import type { Socket } from 'node:net';

/** Bytes that wait for their time on one direction; then its sender is made to wait. */
const WAITING_BYTES_MAX = 8 * 1024 * 1024;

interface Waiting { readonly chunk: Buffer | undefined; readonly dueMs: number }

/** One direction of a connection through a link: bytes keep their order, each passes `delayMs` after it came, and none passes while held. */
export class Flow {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private held = false;
  private full = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly source: Socket, private readonly sink: Socket, private delayMs: number, private readonly passed: (bytes: number) => void) {
    source.on('data', (chunk) => this.take(chunk));
    source.once('end', () => this.take(undefined));
    sink.on('drain', () => {
      this.full = false;
      this.pass();
    });
  }

  /** `held` stops everything where it is; a new delay counts for what comes from now on. */
  set(held: boolean, delayMs: number): void {
    this.held = held;
    this.delayMs = delayMs;
    this.pass();
  }
  close(): void {
    clearTimeout(this.timer);
    this.waiting.length = 0;
  }

  /** `undefined` is the end of the source. */
  private take(chunk: Buffer | undefined): void {
    // A shorter delay must not let later bytes overtake: nothing is due before what came earlier.
    const dueMs = Math.max(performance.now() + this.delayMs, this.waiting.at(-1)?.dueMs ?? 0);
    this.waiting.push({ chunk, dueMs });
    this.waitingBytes += chunk?.length ?? 0;
    this.pass();
  }

  private pass(): void {
    clearTimeout(this.timer);
    const nowMs = performance.now();
    for (let first = this.waiting[0]; first && !this.held && !this.full && first.dueMs <= nowMs; first = this.waiting[0]) {
      this.waiting.shift();
      if (first.chunk === undefined) this.sink.end();
      else this.write(first.chunk);
    }
    const next = this.waiting[0];
    if (next && !this.held && !this.full) this.timer = setTimeout(() => this.pass(), Math.max(1, next.dueMs - nowMs));
    if (this.held || this.waitingBytes > WAITING_BYTES_MAX) this.source.pause();
    else this.source.resume();
  }
  private write(chunk: Buffer): void {
    this.waitingBytes -= chunk.length;
    this.passed(chunk.length);
    this.full = !this.sink.write(chunk);
  }
}
