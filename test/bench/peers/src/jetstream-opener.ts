import 'reflect-metadata';
import { Controller, Inject } from '@nestjs/common';
import { ClientProxy, EventPattern, Payload } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Side } from '../../sides/side';
import { DELIVERED, OPENED, type Opening, type Receipt, ReceiptSchema, ZodPipe } from './messages';
import { type JetstreamSettings, start } from './nestjs-jetstream';
import { Pending } from './pending';

export async function open(settings: JetstreamSettings): Promise<Side> {
  @Controller()
  class Receipts {
    readonly pending = new Pending(settings.opening as Opening);
    constructor(@Inject(settings.other) private readonly other: ClientProxy) {}

    open(): Promise<void> {
      return this.pending.roundTrip((opening) => lastValueFrom(this.other.emit(OPENED, opening), { defaultValue: undefined }));
    }
    @EventPattern(DELIVERED)
    delivered(@Payload(new ZodPipe(ReceiptSchema)) receipt: Receipt): void {
      this.pending.answered(receipt.messageId);
    }
  }
  const app = await start(settings, Receipts);
  const receipts = app.get(Receipts);
  return { job: () => receipts.open(), close: () => app.close() };
}
