import { createRequire } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@tongban/local';

const DIST = join(REPOSITORY_ROOT, 'test/faults/switchboard/dist');
const load = createRequire(__filename);

/** The switchboard that `npm run fault` and the tests use, as compiled: its sources lie outside of the bench's. */
export const { applyFault } = load(join(DIST, 'apply-fault.js')) as typeof import('../../faults/switchboard/apply-fault');
export const { FaultTarget } = load(join(DIST, 'target/fault-target.js')) as typeof import('../../faults/switchboard/target/fault-target');
