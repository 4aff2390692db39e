import { connectNats } from '@tongban/messaging';
import { headers as newHeaders } from 'nats';
import type { RawNatsSettings } from './raw-nats-settings';
import type { Side } from './side';

/** Answers each message of the own INBOX with the same bytes in the own OUTBOX, and acknowledges it once the answer is on disk. */
export async function open({ url, nkeySeed, inboxPrefix, inbox, consumer, to, headers }: RawNatsSettings): Promise<Side> {
  const nc = await connectNats({ servers: url, nkeySeed, inboxPrefix, name: 'bench-raw-counterpart' });
  const js = nc.jetstream();
  const messages = await (await js.consumers.get(inbox, consumer)).consume();
  void (async () => {
    for await (const message of messages) {
      const id = message.headers?.get('ce-id') ?? '';
      const hdrs = newHeaders();
      for (const [name, value] of Object.entries(headers)) hdrs.set(name, value);
      hdrs.set('ce-id', id);
      void js.publish(to, message.data, { msgID: `answer:${id}`, headers: hdrs }).then(() => message.ack());
    }
  })();
  return { close: async () => { await messages.close(); await nc.drain(); } };
}
