import 'reflect-metadata';
import { fstatSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { TongbanError } from '@tongban/contracts';
import { Health, openProbes, startTracing } from '@tongban/telemetry';
import { printedSettings, refuseSecretsIn } from '@tongban/trust';
import { hostSettings, loadHostConfig } from './host/config';
import { collectHost, hostChecks } from './host/watched-host';
import { ControlChannel } from './host/control';
import { HostModule } from './host/host.module';
import { createProvinceLog } from './host/log';
import { ProvinceHost } from './host/province-host';

/** Within this time a drain has to end, before the launcher loses patience; what is left is on disk anyway. */
const DRAIN_MS = 7_000;

/** A pipe that closes says that the launcher is gone; a terminal or /dev/null says nothing. */
function standardInputIsPipe(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  refuseSecretsIn(args);
  if (args.includes('--print-config')) {
    process.stdout.write(printedSettings(hostSettings(process.env)));
    return;
  }
  const config = loadHostConfig(process.env);
  const log = createProvinceLog(config.logLevel);
  const stopTracing = startTracing('province');
  const health = new Health();
  const endpoint = await openProbes(config.probes, health, { service: 'province', metrics: 'province' });
  const app = await NestFactory.createApplicationContext(HostModule.with(config, log), { logger: false, abortOnError: false });
  const host = app.get(ProvinceHost);
  health.add(...hostChecks(host));
  collectHost(host);

  let stopping = false;
  const stop = (why: string): void => {
    if (stopping) return;
    stopping = true;
    health.draining();
    log.info({ why }, 'draining');
    const limit = setTimeout(() => process.exit(1), DRAIN_MS);
    void app.close().then(() => Promise.all([endpoint?.close(), stopTracing()])).then(() => {
      clearTimeout(limit);
      process.exit(0);
    });
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('disconnect', () => stop('channel closed'));
  if (standardInputIsPipe()) process.stdin.on('end', () => stop('standard input closed')).resume();

  const control = new ControlChannel((command) => host.open(command), (answer) => process.send?.(answer));
  process.on('message', (message) => void control.receive(message));
  health.started();
  process.send?.({ ready: config.participants.map(({ code }) => code) });
}

main().catch((cause: unknown) => {
  const { code, message } = TongbanError.from(cause);
  process.stderr.write(`${code}: ${message}\n`);
  process.exit(1);
});
