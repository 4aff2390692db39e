import 'reflect-metadata';
import { Setup } from '@tongban/operator';
import { createLogger } from '@tongban/service-kit';
import { Health, openProbes } from '@tongban/telemetry';
import { printedSettings, refuseSecretsIn } from '@tongban/trust';
import { startConsole } from './app';
import { configSettings, loadConfig } from './config';

const EXIT_CONFIG = 78;

/** Runs until it is asked to stop. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  refuseSecretsIn(args);
  let config: ReturnType<typeof loadConfig>;
  try {
    if (args.includes('--print-config')) return void process.stdout.write(printedSettings(configSettings(process.env)));
    config = loadConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(EXIT_CONFIG);
  }
  const setup = Setup.open({ env: process.env, cwd: process.cwd() }, config.TONGBAN_DATA);
  const log = createLogger('console', config.TONGBAN_LOG_LEVEL, { environment: setup.environment });
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
    if (process.env['TONGBAN_EXIT_WITH_PARENT'] === '1') process.stdin.resume().once('end', () => resolve()).once('error', () => resolve());
  });
  const health = new Health();
  const endpoint = await openProbes({ host: config.TONGBAN_PROBES_HOST, port: config.TONGBAN_PROBES_PORT }, health, { service: 'console', metrics: 'console' });
  const app = await startConsole(config, setup, log, health);
  log.info({ url: app.url }, 'ready');
  if (app.withoutAccounts) log.warn('there is no account to sign in with: tongban accounts add');
  await stopped;
  health.draining();
  log.info('draining');
  await app.close();
  await endpoint?.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
