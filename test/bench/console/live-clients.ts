import type { Client } from './browser-tools';

interface LogEvent { readonly entries: number; readonly total: number; readonly more: boolean }

/** Somebody who follows the live stream, may lose it, and comes back with the place where it was. */
class LiveClient {
  /** Entries that its events counted. */
  counted = 0;
  /** How far all logs are, as the newest event said. */
  total = 0;
  events = 0;
  private lastId: string | undefined;
  private leave: (() => Promise<void>) | undefined;

  constructor(private readonly client: Client) {}

  async join(): Promise<void> {
    this.leave = await this.client.follow(({ type, id, data }) => {
      this.lastId = id;
      if (type !== 'log') return;
      const { entries, total } = data as LogEvent;
      this.counted += entries;
      this.total = total;
      this.events += 1;
    }, this.lastId);
  }
  async drop(): Promise<void> {
    await this.leave?.();
    this.leave = undefined;
  }
}

/** Many of them, all of one session. */
export class LiveClients {
  private constructor(readonly all: readonly LiveClient[]) {}

  static async join(client: Client, count: number): Promise<LiveClients> {
    const clients = new LiveClients(Array.from({ length: count }, () => new LiveClient(client)));
    await clients.again();
    return clients;
  }
  async again(): Promise<void> {
    for (const client of this.all) await client.join();
  }
  async drop(): Promise<void> {
    await Promise.all(this.all.map((client) => client.drop()));
  }
  /** Of everything that was written, how many were told of exactly that. */
  equalTo(entries: number): number {
    return this.all.filter(({ counted }) => counted === entries).length;
  }
  get events(): number {
    return this.all.reduce((sum, { events }) => sum + events, 0);
  }
}
