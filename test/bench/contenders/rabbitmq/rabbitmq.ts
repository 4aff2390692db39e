import { join } from 'node:path';
import type { Load, LoadResult } from '../../load/load';
import type { Appends } from '../../measure/appends';
import { SideProcess } from '../../sides/side-process';
import type { Workbench } from '../../workbench';
import { jsonOpening, openingSize } from '../../workload';
import type { Contender } from '../contender';
import { peerModule, preparePeers } from '../peer-project';
import { Broker } from './broker';
import { type RabbitMq, findRabbitMq } from './fetch-rabbitmq';

/** Queues of the two services. */
const QUEUES = { opener: 'bench.opener', counterpart: 'bench.counterpart' } as const;

/**
 * (c1) NestJS with its own RabbitMQ transport: durable queues, persistent messages, publisher confirms, manual
 * acknowledgements, JSON checked by zod. One broker between both services: nobody's message crosses a region here.
 */
export class RabbitMqServices implements Contender {
  readonly key = 'c1';
  readonly title = { zh: 'NestJS 与 RabbitMQ（单个 broker，不跨区）', en: 'NestJS and RabbitMQ (one broker, no regions)' };
  private found!: RabbitMq;
  private broker: Broker | undefined;
  private opener: SideProcess | undefined;
  private counterpart: SideProcess | undefined;
  private messageBytes = 0;
  constructor(private readonly bench: Workbench) {}

  async start(): Promise<void> {
    this.found = await findRabbitMq(this.bench.say);
    await preparePeers(this.bench.say);
    const directory = this.bench.folder('rabbitmq');
    this.broker = await Broker.start(this.found, directory, this.bench.guard);
    this.messageBytes = await openingSize(this.bench);
    const { url } = this.broker;
    const opening = jsonOpening(this.messageBytes);
    this.counterpart = await this.side('rabbitmq-counterpart', { url, own: QUEUES.counterpart, other: QUEUES.opener }, directory);
    this.opener = await this.side('rabbitmq-opener', { url, own: QUEUES.opener, other: QUEUES.counterpart, opening }, directory);
  }

  run(load: Load): Promise<LoadResult> {
    return this.opener!.run(load);
  }
  processes(): ReadonlyMap<string, number> {
    return new Map([['rabbitmq', this.broker!.pid], ['opener', this.opener!.pid], ['counterpart', this.counterpart!.pid]]);
  }
  /** Nobody counts; by its make each message and its receipt are written once. */
  appends(): Promise<Appends> {
    return Promise.resolve(new Map());
  }
  facts(): Promise<Readonly<Record<string, unknown>>> {
    return Promise.resolve({ rabbitmq: this.found.version, queues: 'classic, durable', messages: 'persistent, confirmed', messageBytes: this.messageBytes });
  }
  async stop(): Promise<void> {
    await Promise.all([this.opener?.stop(), this.counterpart?.stop()]);
    await this.broker?.stop();
  }

  private side(name: string, settings: object, directory: string): Promise<SideProcess> {
    return SideProcess.start({ name, module: peerModule(name), settings, logFile: join(directory, `${name}.log`), guard: this.bench.guard, probe: { profiles: this.bench.profiles } });
  }
}
