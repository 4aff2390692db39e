import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { AuditError } from '../audit-error';

/** What the audit needs of a set-up: whom to ask, with which read rights, and everybody's public keys. */
export interface SetUp {
  readonly environment: string;
  readonly participants: readonly string[];
  readonly trustFile: string;
  readonly nkeySeed: string;
  /** PEM: whom to believe, and what to show; absent where the servers are on this machine. */
  readonly tls?: { readonly ca: string; readonly cert?: string; readonly key?: string };
  readonly servers: Readonly<Record<string, readonly string[]>>;
}

/** The repository: the folder above this one with the published .proto files. */
export const REPOSITORY = ((): string => {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'proto/tongban/v1'))) return folder;
    if (folder === dirname(folder)) throw new AuditError('unreachable', '找不到 proto/tongban/v1', 'There is no proto/tongban/v1 in the folders above the audit');
  }
})();
export const DATA_DIRECTORY_DEFAULT = join(REPOSITORY, '.data');

/** @throws AuditError when no environment runs from this data directory, or it has no auditor yet. */
export function readSetUp(dataDir: string): SetUp {
  if (!existsSync(join(dataDir, 'run.json'))) {
    throw new AuditError('unreachable', `${dataDir} 中没有正在运行的环境：先运行 npm start，或用 --data 指定数据目录`, `No environment runs in ${dataDir}: run npm start first, or name its data directory with --data`);
  }
  const setup = readJson<{ environment: string; participants: Record<string, string>; trustDirectory: string; auditor?: string }>(join(dataDir, 'setup.json'));
  if (setup.auditor === undefined) {
    throw new AuditError('unreachable', '此环境由旧版本启动，没有审计员凭据：停止后重新运行 npm start', 'This environment was started by an older version and has no auditor: stop it and run npm start again');
  }
  const at = (path: string): string => (isAbsolute(path) ? path : join(dataDir, path));
  const auditor = readJson<{ nkeySeed: string; tls?: SetUp['tls']; regions: Record<string, { servers: string[] }> }>(at(setup.auditor));
  return {
    environment: setup.environment, participants: Object.keys(setup.participants), trustFile: at(setup.trustDirectory), nkeySeed: auditor.nkeySeed, ...(auditor.tls && { tls: auditor.tls }),
    servers: Object.fromEntries(Object.entries(auditor.regions).map(([region, { servers }]) => [region, servers])),
  };
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (cause) {
    throw new AuditError('unreachable', `无法读取 ${file}：重新运行 npm start 会再次生成它`, `${file} cannot be read: npm start writes it again`, { cause });
  }
}
