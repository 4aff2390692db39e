import { delimiter } from 'node:path';
import { chooseBackend } from './harness/backend';

/**
 * Chooses the servers once, before any worker starts, and names them the way the finder itself takes names: every test then
 * runs the same ones, containers or binaries, on a machine that had none of them before.
 */
export default async function setUp(): Promise<void> {
  const { name, why, servers } = await chooseBackend();
  process.stderr.write(`test backend: ${name} (${why})\n`);
  process.env['TONGBAN_NATS_SERVER_BIN'] = servers['nats-server'].path;
  process.env['TONGBAN_REDIS_SERVER_BIN'] = servers['redis-server'].path;
  const libraries = [...Object.values(servers).flatMap(({ env }) => env['LD_LIBRARY_PATH'] ?? []), process.env['LD_LIBRARY_PATH']].filter(Boolean);
  if (libraries.length > 0) process.env['LD_LIBRARY_PATH'] = libraries.join(delimiter);
}
