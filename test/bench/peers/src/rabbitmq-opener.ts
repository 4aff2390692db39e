import 'reflect-metadata';
import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxy, ClientsModule, Ctx, EventPattern, Payload, RmqContext } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Side } from '../../sides/side';
import { DELIVERED, OPENED, type Opening, type Receipt, ReceiptSchema, ZodPipe } from './messages';
import { Pending } from './pending';
import { OTHER, type RabbitSettings, acknowledge, clientOf, serverOf } from './rabbitmq';

export async function open(settings: RabbitSettings): Promise<Side> {
  @Controller()
  class Receipts {
    readonly pending = new Pending(settings.opening as Opening);
    constructor(@Inject(OTHER) private readonly other: ClientProxy) {}

    open(): Promise<void> {
      return this.pending.roundTrip((opening) => lastValueFrom(this.other.emit(OPENED, opening), { defaultValue: undefined }));
    }
    @EventPattern(DELIVERED)
    delivered(@Payload(new ZodPipe(ReceiptSchema)) receipt: Receipt, @Ctx() context: RmqContext): void {
      this.pending.answered(receipt.messageId);
      acknowledge(context);
    }
  }
  @Module({ imports: [ClientsModule.register([clientOf(settings)])], controllers: [Receipts] })
  class OpenerModule {}

  const app = await NestFactory.createMicroservice(OpenerModule, { ...serverOf(settings), logger: ['error', 'warn'] });
  await app.listen();
  const receipts = app.get(Receipts);
  return { job: () => receipts.open(), close: () => app.close() };
}
