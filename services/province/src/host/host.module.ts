import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { HostConfig } from './config';
import { HOST_CONFIG, HOST_LOG, ProvinceHost } from './province-host';

/** Wiring only. */
@Module({})
export class HostModule {
  static with(config: HostConfig, log: Logger): DynamicModule {
    return {
      module: HostModule,
      providers: [{ provide: HOST_CONFIG, useValue: config }, { provide: HOST_LOG, useValue: log }, ProvinceHost],
      exports: [ProvinceHost],
    };
  }
}
