import type { LiveLogEvent, NowDocument } from '@console/documents';
import { type LiveHappening, type LiveState, beginLive, liveAfter } from './live-reducer';
import { queryString } from './query-string';
import { queryClient } from './use-document';

/** Pages hear of what happened at most this often, however much is going on. */
const TELL_EVERY_MS = 250;
/** A browser gives up on a stream that was answered with an error, and then somebody has to ask again. */
const AGAIN_AFTER_MS = [2_000, 5_000, 10_000, 30_000] as const;
export const NOW_KEY = ['/now', {}] as const;

/** The one live stream of the page. Outside React, so that only what shows something of it is drawn again. */
class LiveStore {
  #state: LiveState = beginLive(Date.now());
  #shown = this.#state;
  #listeners = new Set<() => void>();
  #source: EventSource | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  /** Where to go on from when the browser has given up, and its own `Last-Event-ID` with it. */
  #lastId = '';

  start(): void {
    if (this.#source !== undefined) return;
    const source = new EventSource(`/api/v1/live${queryString({ since: this.#lastId })}`);
    this.#source = source;
    source.addEventListener('open', () => this.#opened());
    source.addEventListener('error', () => { this.#happen({ type: 'failed', at: Date.now() }); if (source.readyState === EventSource.CLOSED) this.#startLater(); });
    source.addEventListener('log', ({ data, lastEventId }) => { this.#lastId = lastEventId; read<LiveLogEvent>(data, (event) => this.#happen({ type: 'log', at: Date.now(), event })); });
    source.addEventListener('now', ({ data }) => read<NowDocument>(data, (document) => { queryClient.setQueryData(NOW_KEY, document); this.#happen({ type: 'opened', at: Date.now() }); }));
  }

  stop(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#again);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): LiveState => this.#shown;

  #startLater(): void {
    this.stop();
    const wait = AGAIN_AFTER_MS[Math.min(this.#attempts, AGAIN_AFTER_MS.length - 1)]!;
    this.#attempts += 1;
    this.#again = setTimeout(() => this.start(), wait);
  }

  /** Whoever was cut off sees what is there now without having to ask. */
  #opened(): void {
    const wasCut = this.#state.phase === 'reconnecting';
    this.#attempts = 0;
    this.#happen({ type: 'opened', at: Date.now() });
    if (wasCut) void queryClient.invalidateQueries();
  }

  #happen(happening: LiveHappening): void {
    this.#state = liveAfter(this.#state, happening);
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      if (this.#shown === this.#state) return;
      this.#shown = this.#state;
      for (const listener of this.#listeners) listener();
    }, TELL_EVERY_MS);
  }
}

/** What cannot be read is left out: the next event has the truth again. */
function read<T>(data: unknown, take: (value: T) => void): void {
  try {
    take(JSON.parse(String(data)) as T);
  } catch {
    // A cut event says nothing.
  }
}

export const liveStore = new LiveStore();
