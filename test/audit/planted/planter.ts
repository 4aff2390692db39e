import { headers as wire } from '@tongban/contracts';
import { type LogEntry, readStream } from '@tongban/messaging';
import { type NatsConnection, headers as newHeaders } from 'nats';

/** Does to the streams of a region what whoever holds its hub's rights could do. */
export class Planter {
  constructor(private readonly nc: NatsConnection) {}

  async read(stream: string): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for (let next = 1; ;) {
      const part = await readStream(this.nc, stream, next);
      if (part.length === 0) return all;
      all.push(...part);
      next = part.at(-1)!.seq + 1;
    }
  }
  /** The first message of a stream that fits. */
  async find(stream: string, fits: (message: LogEntry) => boolean): Promise<LogEntry> {
    const found = (await this.read(stream)).find(fits);
    if (!found) throw new Error(`nothing to spoil in ${stream}`);
    return found;
  }

  async remove(stream: string, seq: number): Promise<boolean> {
    return (await this.nc.jetstreamManager()).streams.deleteMessage(stream, seq);
  }
  /** @returns its sequence. */
  async publish(subject: string, data: Uint8Array, own: Readonly<Record<string, string>>): Promise<number> {
    const headers = newHeaders();
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
    return (await this.nc.jetstream().publish(subject, data, { headers })).seq;
  }
  /** The same message once more, under an id the server has not seen. */
  again({ subject, data, headers }: LogEntry, msgId: string): Promise<number> {
    return this.publish(subject, data, { ...headers, [wire.msgId]: msgId });
  }

  /** A stream that refuses deletion can still be dropped and written anew. @returns what it holds now. */
  async rewrite(stream: string, change: (entries: readonly LogEntry[]) => readonly LogEntry[]): Promise<LogEntry[]> {
    const jsm = await this.nc.jetstreamManager();
    const { config } = await jsm.streams.info(stream);
    const entries = change(await this.read(stream));
    await jsm.streams.delete(stream);
    await jsm.streams.add(config);
    for (const { subject, data } of entries) await this.publish(subject, data, {});
    return this.read(stream);
  }
}
