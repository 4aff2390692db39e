import { randomUUID } from 'node:crypto';
import { connectNats } from '@tongban/messaging';
import { headers as newHeaders } from 'nats';
import type { RawNatsSettings } from './raw-nats-settings';
import type { Side } from './side';

/** How long an answer may take before the round trip counts as lost and the bench fails. */
const ANSWER_WITHIN_MS = 60_000;

/** Publishes to the own OUTBOX and waits for its PubAck and for the answer in the own INBOX. */
export async function open({ url, nkeySeed, inboxPrefix, inbox, consumer, to, payload, headers }: RawNatsSettings): Promise<Side> {
  const nc = await connectNats({ servers: url, nkeySeed, inboxPrefix, name: 'bench-raw-opener' });
  const js = nc.jetstream();
  const bytes = Buffer.from(payload, 'base64');
  const waiting = new Map<string, () => void>();
  const answers = await (await js.consumers.get(inbox, consumer)).consume();
  void (async () => {
    for await (const message of answers) {
      const id = message.headers?.get('ce-id') ?? '';
      waiting.get(id)?.();
      waiting.delete(id);
      message.ack();
    }
  })();
  const answered = (id: string): Promise<void> => new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
    waiting.set(id, () => { clearTimeout(late); resolve(); });
  });
  const job = async (): Promise<void> => {
    const id = randomUUID();
    const hdrs = newHeaders();
    for (const [name, value] of Object.entries(headers)) hdrs.set(name, value);
    hdrs.set('ce-id', id);
    await Promise.all([answered(id), js.publish(to, bytes, { msgID: id, headers: hdrs })]);
  };
  return { job, close: async () => { await answers.close(); await nc.drain(); } };
}
