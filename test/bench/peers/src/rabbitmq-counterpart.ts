import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxy, ClientsModule, Ctx, EventPattern, Payload, RmqContext } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Side } from '../../sides/side';
import { DELIVERED, OPENED, type Opening, OpeningSchema, ZodPipe, receiptOf } from './messages';
import { OTHER, type RabbitSettings, acknowledge, clientOf, serverOf } from './rabbitmq';

export async function open(settings: RabbitSettings): Promise<Side> {
  @Controller()
  class Cases {
    constructor(@Inject(OTHER) private readonly other: ClientProxy) {}

    @EventPattern(OPENED)
    async opened(@Payload(new ZodPipe(OpeningSchema)) opening: Opening, @Ctx() context: RmqContext): Promise<void> {
      await lastValueFrom(this.other.emit(DELIVERED, receiptOf(opening)), { defaultValue: undefined });
      acknowledge(context);
    }
  }
  @Module({ imports: [ClientsModule.register([clientOf(settings)])], controllers: [Cases] })
  class CounterpartModule {}

  const app = await NestFactory.createMicroservice(CounterpartModule, { ...serverOf(settings), logger: ['error', 'warn'] });
  await app.listen();
  return { close: () => app.close() };
}
