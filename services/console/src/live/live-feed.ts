import { count } from '@tongban/telemetry';
import type { NowDocument } from '../documents';
import { type Positions, writePositions } from './positions';
import type { RecentLog } from './recent-log';

/** One client's stream. */
export interface LiveClient {
  /** False: it takes no more for now. */
  write(text: string): boolean;
  /** Calls back once when it takes more again. */
  onDrain(drained: () => void): void;
  close(): void;
}
/** Events of one client are put together over this long, and longer where it is slow. */
const EVERY_MS = 500;
const COMMENT_EVERY_MS = 15_000;
export const CLIENTS_MAX = 1_000;

interface Follower { readonly client: LiveClient; from: Positions; blocked: boolean; nowSent: string }

/**
 * Tells every client what the logs have since what it knows. A slow client is not buffered for: it is told in fewer, larger events, so that memory follows the number of clients and not their delay.
 */
export class LiveFeed {
  private readonly followers = new Set<Follower>();
  private timer: NodeJS.Timeout | undefined;
  private commentMs = Date.now();
  private latestNow = '';

  constructor(private readonly log: RecentLog) {}

  get clients(): number {
    return this.followers.size;
  }

  /** @param from where the client was; undefined: it has seen what the pages show, and begins with the present. @returns how to end it. */
  join(client: LiveClient, from: Positions | undefined): () => void {
    const follower: Follower = { client, from: from ?? this.log.positions, blocked: false, nowSent: '' };
    this.followers.add(follower);
    client.write(`retry: 1000\nid: ${writePositions(follower.from)}\nevent: hello\ndata: {}\n\n`);
    this.timer ??= setInterval(() => this.tick(), EVERY_MS);
    return () => this.leave(follower);
  }

  now(document: NowDocument): void {
    this.latestNow = `event: now\ndata: ${JSON.stringify(document)}\n\n`;
  }

  stop(): void {
    for (const follower of [...this.followers]) {
      follower.client.close();
      this.leave(follower);
    }
  }

  private leave(follower: Follower): void {
    this.followers.delete(follower);
    if (this.followers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tick(): void {
    // Most clients know the same: what they are told is made once.
    const made = new Map<string, string>();
    const to = this.log.positions;
    const id = writePositions(to);
    const comment = Date.now() - this.commentMs >= COMMENT_EVERY_MS;
    if (comment) this.commentMs = Date.now();
    for (const follower of this.followers) {
      if (follower.blocked) {
        if (writePositions(follower.from) !== id) count('tongban_console_live_coalesced_total', {});
        continue;
      }
      const known = writePositions(follower.from);
      let text = made.get(known);
      if (text === undefined) {
        const event = known === id ? undefined : this.log.since(follower.from);
        text = event === undefined ? '' : `id: ${id}\nevent: log\ndata: ${JSON.stringify(event)}\n\n`;
        made.set(known, text);
      }
      follower.from = to;
      if (follower.nowSent !== this.latestNow) {
        text += this.latestNow;
        follower.nowSent = this.latestNow;
      }
      if (comment) text += ': still here\n\n';
      if (text === '' || follower.client.write(text)) continue;
      follower.blocked = true;
      follower.client.onDrain(() => {
        follower.blocked = false;
      });
    }
  }
}
