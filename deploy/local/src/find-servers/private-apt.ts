import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TongbanStartError } from '../start-error';
import type { Archive } from './apt-sources';
import { type RunResult, run } from './run';

export interface SuiteSource {
  readonly archive: Archive;
  readonly suite: string;
  readonly components: readonly string[];
}

const UPDATE_WITHIN_MS = 180_000;

/**
 * apt with lists, state, cache and configuration of its own under `directory`: it neither reads nor changes what the system
 * has installed, needs no rights, and still checks the archive's signatures.
 */
export class PrivateApt {
  private readonly env: Readonly<Record<string, string | undefined>>;
  private constructor(private readonly directory: string) {
    this.env = { ...process.env, APT_CONFIG: join(directory, 'apt.conf') };
  }

  /** Fetches the lists of one suite. @throws TongbanStartError when the archive cannot be reached or trusted. */
  static async update(directory: string, source: SuiteSource): Promise<PrivateApt> {
    for (const folder of ['lists/partial', 'cache/archives/partial', 'parts', 'log', 'debs']) mkdirSync(join(directory, folder), { recursive: true });
    const { archive, suite, components } = source;
    const options = archive.signedBy ? `[signed-by=${archive.signedBy}] ` : '';
    writeFileSync(join(directory, 'sources.list'), `deb ${options}${archive.uri} ${suite} ${components.join(' ')}\n`);
    writeFileSync(join(directory, 'status'), '');
    writeFileSync(join(directory, 'apt.conf'), aptConfiguration(directory, await transportSettings()));
    const apt = new PrivateApt(directory);
    const updated = await apt.get(['update', '-qq']);
    if (updated.code !== 0) throw unavailable(source, updated.output);
    return apt;
  }

  /** Downloads the newest version of a package. @returns its file, or undefined when the suite does not have it. */
  async download(packageName: string): Promise<string | undefined> {
    const debs = join(this.directory, 'debs');
    const uris = await this.get(['download', '--print-uris', '-qq', packageName]);
    const file = /^'[^']+' (\S+) \d+/m.exec(uris.stdout)?.[1];
    if (uris.code !== 0 || !file) return undefined;
    const fetched = await this.get(['download', '-qq', packageName], debs);
    return fetched.code === 0 ? join(debs, file) : undefined;
  }

  private get(args: readonly string[], cwd: string = this.directory): Promise<RunResult> {
    return run('apt-get', args, { cwd, env: this.env, withinMs: UPDATE_WITHIN_MS });
  }
}

/** Only how to reach archives (proxies, certificates) is taken over; the system's hooks would touch the system. */
async function transportSettings(): Promise<string> {
  const { code, stdout } = await run('apt-config', ['dump', 'Acquire']);
  return code === 0 ? stdout.split('\n').filter((line) => /^Acquire::/.test(line)).join('\n') : '';
}

/** apt.conf(5). APT_CONFIG is read before the parts, so it may say that there are none. */
export function aptConfiguration(directory: string, transport: string): string {
  const at = (path: string): string => `"${join(directory, path).replace(/["\\]/g, '')}"`;
  return [
    transport,
    'Dir::Etc::Main "/dev/null";',
    `Dir::Etc::Parts ${at('parts')};`,
    `Dir::Etc::SourceList ${at('sources.list')};`,
    `Dir::Etc::SourceParts ${at('parts')};`,
    'Dir::Etc::Preferences "/dev/null";',
    `Dir::Etc::PreferencesParts ${at('parts')};`,
    `Dir::State ${at('.')};`,
    `Dir::State::Lists ${at('lists')};`,
    `Dir::State::Status ${at('status')};`,
    `Dir::Cache ${at('cache')};`,
    `Dir::Log ${at('log')};`,
    'APT::Sandbox::User "";',
    'Debug::NoLocking "true";',
    'Acquire::Languages "none";',
    'Acquire::Retries "2";',
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";',
    'APT::Get::List-Cleanup "false";',
    'APT::Update::Error-Mode "any";',
    '',
  ].join('\n');
}

const unavailable = ({ archive, suite }: SuiteSource, output: string): TongbanStartError => new TongbanStartError(
  `无法从 ${archive.uri} 读取 ${suite}`, `${suite} could not be read from ${archive.uri}`, output.trim().split('\n').slice(-10).join('\n'));
