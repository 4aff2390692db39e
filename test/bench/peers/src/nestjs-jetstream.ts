import { type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JetstreamClientModule, JetstreamServerModule, type JetstreamTransport, getJetStreamTransportToken } from '@horizon-republic/nestjs-jetstream';

export interface JetstreamSettings { readonly url: string; readonly own: string; readonly other: string; readonly opening: unknown }

/** Service of that name and client of the other, as the library's README sets them up. */
export async function start({ url, own, other }: JetstreamSettings, controller: Type): Promise<INestApplicationContext & { close(): Promise<void> }> {
  const servers = [url];
  const root: DynamicModule = {
    module: class Root {}, controllers: [controller], imports: [JetstreamServerModule.forRoot({ name: own, servers }), JetstreamClientModule.forFeature({ name: other, servers })],
  };
  const app = await NestFactory.create(root, { logger: ['error', 'warn'] });
  app.connectMicroservice(app.get<JetstreamTransport>(getJetStreamTransportToken(own)), { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.init();
  return app;
}
