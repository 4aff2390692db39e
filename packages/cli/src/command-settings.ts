import { Setup } from '@tongban/operator';
import { type Setting, credentialsSetting } from '@tongban/trust';
import type { Io } from './io';

/** What `--print-config` shows of the command line: which set-up it works with and why that one, and what the operator's file says beside its secrets. @throws TongbanError as `Setup.open`. */
export function commandSettings(io: Io, args: readonly string[]): readonly Setting[] {
  const at = args.findIndex((arg) => arg === '--data' || arg.startsWith('--data='));
  const option = at < 0 ? undefined : args[at] === '--data' ? args[at + 1] : args[at]!.slice('--data='.length);
  const setup = Setup.open(io, option);
  const origin = option !== undefined ? 'option' : io.env['TONGBAN_DATA'] !== undefined ? 'environment' : 'default';
  const file = `file ${setup.setupFile}`;
  return [
    { name: 'data', value: setup.directory, origin },
    { name: 'environment', value: setup.environment, origin: file },
    { name: 'regions', value: setup.regions, origin: file },
    { name: 'trustFile', value: setup.trustFile, origin: file },
    { name: 'stewards', value: setup.stewards, origin: file },
    ...credentialsSetting('operator', setup.operatorFile),
    { name: 'NO_COLOR', value: io.env['NO_COLOR'] ?? '', origin: io.env['NO_COLOR'] === undefined ? 'default' : 'environment' },
  ];
}
