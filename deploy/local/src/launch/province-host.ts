import type { Setup } from '../setup/prepare-setup';
import type { Guard } from './guard';
import type { ManagedProcess } from './managed-process';
import { startNodeService } from './node-service';

/** Starts the reference provinces in one process; commands go over its channel. Default: every participant of the set-up. */
export const startProvinceHost = (setup: Setup, participants: readonly string[] | undefined, guard?: Guard): Promise<ManagedProcess> =>
  startNodeService(setup, {
    name: 'provinces',
    entry: 'services/province/dist/main.js',
    channel: true,
    env: {
      TONGBAN_SETUP_FILE: setup.layout.setup,
      TONGBAN_DATA_DIR: setup.layout.root,
      ...(participants && { TONGBAN_PARTICIPANTS: participants.join(',') }),
    },
  }, guard);
