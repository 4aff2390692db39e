import { type ClientProviderOptions, type MicroserviceOptions, type RmqContext, type RmqOptions, Transport } from '@nestjs/microservices';

export interface RabbitSettings { readonly url: string; readonly own: string; readonly other: string; readonly opening: unknown }
export const OTHER = 'OTHER';

/** Room for everything in flight, so that the broker never waits for a window of ours. */
const PREFETCH = 256;
const rmq = (url: string, queue: string): NonNullable<RmqOptions['options']> => ({ urls: [url], queue, queueOptions: { durable: true }, persistent: true });

/** Sends persistent messages to the other service's durable queue; Nest's client waits for the broker's confirm. */
export const clientOf = ({ url, other }: RabbitSettings): ClientProviderOptions => ({ name: OTHER, transport: Transport.RMQ, options: rmq(url, other) });
/** Reads the own durable queue with manual acknowledgement. */
export const serverOf = ({ url, own }: RabbitSettings): MicroserviceOptions =>
  ({ transport: Transport.RMQ, options: { ...rmq(url, own), noAck: false, prefetchCount: PREFETCH } });

interface Channel { ack(message: unknown): void }
export const acknowledge = (context: RmqContext): void => (context.getChannelRef() as Channel).ack(context.getMessage());
