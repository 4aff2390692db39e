import type { Workbench } from '../workbench';
import type { Contender, ContenderKey } from './contender';
import { Hub } from './hub';
import { NestjsJetstream } from './nestjs-jetstream';
import { RabbitMqServices } from './rabbitmq/rabbitmq';
import { RawNats } from './raw-nats';

const MAKERS: Readonly<Record<ContenderKey, (bench: Workbench) => Contender>> = {
  a: (bench) => new RawNats(bench),
  b: (bench) => new Hub(bench),
  c1: (bench) => new RabbitMqServices(bench),
  c2: (bench) => new NestjsJetstream(bench),
};

export const makeContender = (key: ContenderKey, bench: Workbench): Contender => MAKERS[key](bench);
