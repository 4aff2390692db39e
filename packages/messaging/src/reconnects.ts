import { Events, type NatsConnection } from 'nats';

const listeners = new WeakMap<NatsConnection, Set<() => void>>();

/** Calls `fire` after each reconnection, until the returned function is called. One status reader per connection, however many listen. */
export function onReconnect(nc: NatsConnection, fire: () => void): () => void {
  let of = listeners.get(nc);
  if (of === undefined) {
    of = new Set();
    listeners.set(nc, of);
    void tell(nc, of);
  }
  of.add(fire);
  return () => of.delete(fire);
}

async function tell(nc: NatsConnection, of: Set<() => void>): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type === Events.Reconnect) for (const fire of [...of]) fire();
  }
}
