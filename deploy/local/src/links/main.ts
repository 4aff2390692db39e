import { dirname } from 'node:path';
import { layoutOf } from '../setup/layout';
import { readSetupFile } from '../setup/setup-file';
import { newToken, writeControlFile } from './control-file';
import { serveControl } from './control-server';
import { Link } from './link';
import { Orders } from './orders';

/** The line of every region to the backbone, until SIGTERM or the end of the launcher. Its settings are in setup.json. */
async function main(): Promise<void> {
  const setupFile = process.env['TONGBAN_SETUP_FILE'];
  const setup = setupFile ? readSetupFile(setupFile) : undefined;
  if (!setupFile || !setup) throw new Error('TONGBAN_SETUP_FILE must name the setup.json of an environment');
  const portOf = (url: string): number => Number(new URL(url).port);
  const links = new Map(Object.entries(setup.regions).map(([region, { leafUrl }]) =>
    [region, new Link({ port: portOf(leafUrl), backbonePort: portOf(setup.backbone.leafUrl) })]));
  await Promise.all([...links.values()].map((link) => link.open()));
  const token = newToken();
  const { url } = await serveControl(new Orders(links), token);
  writeControlFile(layoutOf(dirname(setupFile)).links, url, token);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  process.stdin.resume().once('end', () => process.exit(0)).once('error', () => process.exit(0));
}

main().catch((error: unknown) => {
  process.stderr.write(`links: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
