import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@tongban/local';

const DIST = join(REPOSITORY_ROOT, 'test/browser/dist');
const load = createRequire(__filename);

/** What the tests of the console use, as compiled: its sources lie outside of the bench's. */
export const { openBrowser } = load(join(DIST, 'browser.js')) as typeof import('../../browser/browser');
export const { ConsoleClient } = load(join(DIST, 'console-client.js')) as typeof import('../../browser/console-client');
export const { ForwardProxy } = load(join(DIST, 'forward-proxy.js')) as typeof import('../../browser/forward-proxy');
export type Client = InstanceType<typeof ConsoleClient>;
