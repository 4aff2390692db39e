import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../repository';
import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import type { Guard } from './guard';
import { Interventions } from './interventions';
import { ManagedProcess } from './managed-process';

export interface NodeService {
  readonly name: string;
  /** Compiled entry, relative to the repository. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly channel?: boolean;
}

/** npm's variables describe the launcher's own script and mean nothing to a service. */
const withoutNpm = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));

/** Starts one of our own services, with what somebody outside asked it to load. It logs to the data directory, and ends when its standard input closes. */
export async function startNodeService({ layout }: Setup, { name, entry, env, channel }: NodeService, guard?: Guard): Promise<ManagedProcess> {
  const file = join(REPOSITORY_ROOT, entry);
  if (!existsSync(file)) throw new TongbanStartError(`缺少 ${entry}：重新构建`, `${entry} is missing: build again`);
  const preloads = new Interventions(layout.interventions).preloads(name);
  const required = preloads.flatMap(({ module }) => ['--require', module]);
  const settings = Object.assign({}, ...preloads.map((preload) => preload.env)) as Record<string, string>;
  return ManagedProcess.start({
    name, command: process.execPath, args: ['--enable-source-maps', ...required, file], cwd: layout.root, logFile: layout.log(name),
    env: { ...withoutNpm(process.env), ...env, ...settings, TONGBAN_EXIT_WITH_PARENT: '1' }, ...(channel && { channel }),
  }, guard);
}
