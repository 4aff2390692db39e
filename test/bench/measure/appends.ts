import type { NatsConnection } from 'nats';

/** Messages ever stored, by kind of stream (`OUTBOX_YRD` → `OUTBOX`): a stream's last sequence counts its appends. */
export type Appends = ReadonlyMap<string, number>;

export async function appendsOf(connections: readonly NatsConnection[]): Promise<Appends> {
  const counts = new Map<string, number>();
  for (const nc of connections) {
    const jsm = await nc.jetstreamManager();
    for await (const { config, state } of jsm.streams.list()) {
      const kind = config.name.split('_')[0]!;
      counts.set(kind, (counts.get(kind) ?? 0) + state.last_seq);
    }
  }
  return counts;
}
