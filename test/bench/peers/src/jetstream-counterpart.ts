import 'reflect-metadata';
import { Controller, Inject } from '@nestjs/common';
import { ClientProxy, EventPattern, Payload } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Side } from '../../sides/side';
import { DELIVERED, OPENED, type Opening, OpeningSchema, ZodPipe, receiptOf } from './messages';
import { type JetstreamSettings, start } from './nestjs-jetstream';

export async function open(settings: JetstreamSettings): Promise<Side> {
  @Controller()
  class Cases {
    constructor(@Inject(settings.other) private readonly other: ClientProxy) {}

    @EventPattern(OPENED)
    async opened(@Payload(new ZodPipe(OpeningSchema)) opening: Opening): Promise<void> {
      await lastValueFrom(this.other.emit(DELIVERED, receiptOf(opening)), { defaultValue: undefined });
    }
  }
  const app = await start(settings, Cases);
  return { close: () => app.close() };
}
