import { readFileSync } from 'node:fs';
import type { EnvironmentCode, RegionCode } from '@tongban/contracts';
import type { Transport } from '@tongban/broker';
import { TongbanStartError } from '../start-error';

/** `setup.json`: what tools and provinces need to find their way. Paths are relative to its directory; no secret is in it. */
export interface SetupFile {
  readonly version: 1;
  readonly environment: EnvironmentCode;
  readonly portBase: number;
  /** How connections to the servers are protected; absent: they never leave this machine. */
  readonly transport?: Transport;
  readonly backbone: { readonly url: string; readonly leafUrl: string; readonly monitorUrl: string };
  /** `leafUrl` is the region's end of its link to the backbone. */
  readonly regions: Readonly<Record<RegionCode, { readonly url: string; readonly monitorUrl: string; readonly leafUrl: string; readonly redisUrl: string }>>;
  readonly trustDirectory: string;
  readonly hubs: Readonly<Record<RegionCode, string>>;
  /** By participant code. */
  readonly participants: Readonly<Record<string, string>>;
  readonly operator: string;
  readonly auditor: string;
  /** Who keeps the copies on the backbone. */
  readonly keeper: string;
  /** By person; none outside the sandbox, whose stewards are people with keys of their own making. */
  readonly stewards: Readonly<Record<string, string>>;
}

/** @returns undefined when there is none yet. @throws TongbanStartError when it is of another version or broken. */
export function readSetupFile(file: string): SetupFile | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const setup = parse(text);
  if (setup?.version === 1) return setup as SetupFile;
  throw new TongbanStartError(`${file} 无法读取或来自其他版本：用 --fresh 重新开始，或用 --data 指定其他目录`,
    `${file} cannot be read or is of another version: start anew with --fresh, or name another directory with --data`);
}

function parse(text: string): { version?: unknown } | undefined {
  try {
    return JSON.parse(text) as { version?: unknown };
  } catch {
    return undefined;
  }
}
