import { consumers, streams } from '@tongban/contracts';
import { eventually } from '@tongban/local';
import { DurableConsumer } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { OPENER } from '../workload';
import { BenchError } from '../words';

const SETTLED_WITHIN_MS = 900_000;

/**
 * Acknowledges the seeded entries in the dispatcher's place, as if what follows from them had been sent long ago: else the hub would send
 * two deliveries for each of them as soon as it starts, and that would be measured instead.
 */
export async function settleDispatcher(nc: NatsConnection, year: string): Promise<void> {
  const stream = streams.cases(OPENER.region, year);
  const consumer = new DurableConsumer(nc, { stream, consumer: consumers.dispatcher, batch: 512, parallelMax: 512, handle: () => Promise.resolve(), park: (_message, failure) => Promise.reject(failure) });
  await consumer.start();
  try {
    const jsm = await nc.jetstreamManager();
    const settled = async (): Promise<true | undefined> => {
      const { num_pending: pending, num_ack_pending: unsettled } = await jsm.consumers.info(stream, consumers.dispatcher);
      return pending + unsettled === 0 ? true : undefined;
    };
    if (!(await eventually(settled, { withinMs: SETTLED_WITHIN_MS, everyMs: 200 }))) throw new BenchError('预置的日志未能在一刻钟内确认完毕', 'The seeded entries could not be settled within a quarter of an hour');
  } finally {
    await consumer.close();
  }
}
