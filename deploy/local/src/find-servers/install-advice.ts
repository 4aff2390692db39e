import { TongbanStartError } from '../start-error';
import { type BinaryName, VERSIONS_MIN } from './found-server';
import { type OsRelease, readOsRelease } from './os-release';

const NATS_INSTALLER = 'curl -sf https://binaries.nats.dev/nats-io/nats-server/v2@v2.15.1 | sh && mkdir -p ~/.local/bin && mv nats-server ~/.local/bin/';

const BREW: Readonly<Record<BinaryName, string>> = { 'nats-server': 'nats-server', 'redis-server': 'redis', promtool: 'prometheus' };

/** The one command that gives this machine the server. */
export function installCommand(server: BinaryName, platform: NodeJS.Platform, release: Pick<OsRelease, 'id' | 'debianLike'>): string {
  if (platform === 'darwin') return `brew install ${BREW[server]}`;
  if (server === 'promtool') return release.debianLike ? 'sudo apt-get install -y prometheus' : 'export TONGBAN_PROMTOOL_BIN=/path/to/promtool # https://prometheus.io/download';
  if (server === 'nats-server') return NATS_INSTALLER;
  if (release.debianLike) return 'sudo apt-get install -y redis-server';
  if (['fedora', 'rhel', 'centos', 'rocky', 'almalinux'].includes(release.id)) return 'sudo dnf install -y redis';
  if (release.id === 'arch') return 'sudo pacman -S --noconfirm redis';
  if (release.id === 'alpine') return 'sudo apk add redis';
  return 'docker run -d -p 6379:6379 redis:7-alpine && export TONGBAN_REDIS_URL=redis://127.0.0.1:6379';
}

/** Nothing that was found or fetched will do. `tooOld` are the binaries that were looked at and refused. */
export function notFound(server: BinaryName, tooOld: readonly { path: string; version: string }[], cause?: unknown): TongbanStartError {
  const minimum = VERSIONS_MIN[server].replace(/\.0$/, '');
  const command = installCommand(server, process.platform, readOsRelease());
  const seen = tooOld.map(({ path, version }) => `${path} ${version}`).join(', ');
  const details = cause instanceof TongbanStartError ? [cause.details, cause.zh, cause.en].filter(Boolean).join('\n') : '';
  return new TongbanStartError(
    `需要 ${server} ${minimum} 或更高版本${seen ? `（现有 ${seen} 版本过低）` : ''}。请运行：${command}`,
    `${server} ${minimum} or newer is needed${seen ? ` (${seen} is too old)` : ''}. Run: ${command}`,
    details, { cause });
}
