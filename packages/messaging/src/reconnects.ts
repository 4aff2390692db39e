import { Events, type NatsConnection } from 'nats';

interface Listener {
  readonly reconnected: () => void;
  readonly disconnected?: (() => void) | undefined;
}
const listeners = new WeakMap<NatsConnection, Set<Listener>>();

/**
 * Calls `reconnected` after each reconnection, and `disconnected` as soon as a connection is lost, until the returned function is
 * called. One status reader per connection, however many listen.
 */
export function onReconnect(nc: NatsConnection, reconnected: () => void, disconnected?: () => void): () => void {
  let of = listeners.get(nc);
  if (of === undefined) {
    of = new Set();
    listeners.set(nc, of);
    void tell(nc, of);
  }
  const listener = { reconnected, disconnected };
  of.add(listener);
  return () => of.delete(listener);
}

async function tell(nc: NatsConnection, of: Set<Listener>): Promise<void> {
  for await (const { type } of nc.status()) {
    if (type === Events.Reconnect) for (const { reconnected } of [...of]) reconnected();
    if (type === Events.Disconnect) for (const { disconnected } of [...of]) disconnected?.();
  }
}
