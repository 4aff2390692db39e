import { TongbanError } from '@tongban/contracts';
import type { Authenticator, ConnectionOptions, NatsConnection } from 'nats';
import { connectGathering } from './gathered-writes';
import { userKeyAuthenticator } from './user-key';

export interface NatsSettings {
  /** `host:port` or `nats://`/`tls://` addresses; the client moves between them. */
  readonly servers: string | readonly string[];
  /** Shown by the server's monitoring. */
  readonly name: string;
  /** Seed of a user nkey (`SU…`). */
  readonly nkeySeed?: string;
  /** User and password, for a lab or a test server. */
  readonly user?: string;
  readonly pass?: string;
  readonly inboxPrefix?: string;
  /** How long to wait for the first connection; then `hub.unreachable`. Default 30 s. */
  readonly firstConnectWithinMs?: number;
  readonly tls?: ConnectionOptions['tls'];
}

const FIRST_CONNECT_WITHIN_MS = 30_000;
const BETWEEN_ATTEMPTS_MS = 250;

/**
 * Connects and from then on reconnects for ever (the client's own default gives up after ten tries, NATS.md §1.4.9).
 * Throws `hub.unreachable` when the first connection is refused or not made in time.
 */
export async function connectNats(settings: NatsSettings): Promise<NatsConnection> {
  const deadline = Date.now() + (settings.firstConnectWithinMs ?? FIRST_CONNECT_WITHIN_MS);
  for (;;) {
    try {
      return await connectGathering(connectionOptions(settings));
    } catch (cause) {
      // A server that refuses our identity will refuse it again; only silence is worth waiting for.
      const refused = /AUTHORIZATION|AUTHENTICATION|BAD_AUTH|BAD_CREDS/.test((cause as { code?: string }).code ?? '');
      if (refused || Date.now() >= deadline) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new TongbanError('hub.unreachable', `cannot connect ${settings.name} to ${String(settings.servers)}: ${why}`, [], { cause });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS_MS));
  }
}

function connectionOptions(settings: NatsSettings): ConnectionOptions {
  const authenticator: Authenticator | undefined = settings.nkeySeed === undefined ? undefined : userKeyAuthenticator(settings.nkeySeed);
  return {
    servers: typeof settings.servers === 'string' ? settings.servers : [...settings.servers],
    name: settings.name,
    timeout: 2_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    pingInterval: 3_000,
    maxPingOut: 2,
    noEcho: false,
    // Key rotation drops a connection for a moment; giving up on it would need a restart (NATS.md §2.4).
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
    ...(authenticator && { authenticator }),
    ...(settings.user !== undefined && { user: settings.user, pass: settings.pass }),
    ...(settings.inboxPrefix !== undefined && { inboxPrefix: settings.inboxPrefix }),
    ...(settings.tls && { tls: settings.tls }),
  };
}

/** Durable sources and their flow-control consumers exist from this version on (NATS.md §0.10). */
export const SERVER_VERSION_MIN = '2.14.0';

/** Throws `server.too-old` with a sentence for the operator. */
export function assertServer(nc: NatsConnection, minimum: string = SERVER_VERSION_MIN): void {
  const version = nc.info?.version ?? '0.0.0';
  if (compareVersions(version, minimum) < 0) {
    throw new TongbanError('server.too-old', `nats-server ${version} at ${nc.getServer()} is below the minimum ${minimum}; upgrade it and start again`);
  }
}

/** Negative when `a` is older than `b`; a pre-release counts as its release. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string): number[] => version.split('-')[0]!.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const left = parts(a);
  const right = parts(b);
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Where answers to this connection may arrive: an account may subscribe under its own prefix only. The client keeps its options, untyped. */
export const inboxPrefixOf = (nc: NatsConnection): string | undefined => (nc as unknown as { options: { inboxPrefix?: string } }).options.inboxPrefix;
