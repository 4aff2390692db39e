import { TongbanError } from '@tongban/contracts';
import type { Authenticator, ConnectionOptions, NatsConnection } from 'nats';
import { connectGathering } from './gathered-writes';
import { userKeyAuthenticator } from './user-key';

export interface NatsSettings {
  /** `host:port` or `nats://`/`tls://` addresses; the client moves between them. */
  readonly servers: string | readonly string[];
  /** Shown by the server's monitoring. */
  readonly name: string;
  /** Seed of a user nkey (`SU…`). As a function it is asked at every attempt, so that a key that was replaced takes over without a restart. */
  readonly nkeySeed?: string | (() => string);
  /** User and password, for a lab or a test server. */
  readonly user?: string;
  readonly pass?: string;
  readonly inboxPrefix?: string;
  /** How long to wait for the first connection; then `hub.unreachable`. Default 30 s. */
  readonly firstConnectWithinMs?: number;
  /** PEM: whom to believe, and what to show. With it the client never speaks in the clear, and the name of the server is checked. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

const FIRST_CONNECT_WITHIN_MS = 30_000;
const BETWEEN_ATTEMPTS_MS = 250;

/**
 * Connects and from then on reconnects for ever (the client's own default gives up after ten tries, NATS.md §1.4.9).
 * Throws `hub.unreachable` when the first connection is not made in time, `broker.refused` when the server knows us not, and `transport.not-trusted` when we or it may not be trusted.
 */
export async function connectNats(settings: NatsSettings): Promise<NatsConnection> {
  const deadline = Date.now() + (settings.firstConnectWithinMs ?? FIRST_CONNECT_WITHIN_MS);
  for (;;) {
    try {
      return await connectGathering(connectionOptions(settings));
    } catch (cause) {
      // A server that refuses our identity will refuse it again, and so will a handshake; only silence is worth waiting for.
      const code = faultOfConnecting(cause);
      if (code !== 'hub.unreachable' || Date.now() >= deadline) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new TongbanError(code, `cannot connect ${settings.name} to ${withoutPasswords(String(settings.servers))}: ${withoutPasswords(why)}`, [], { cause });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS_MS));
  }
}

const REFUSED = /^(?:AUTHORIZATION|AUTHENTICATION|BAD_AUTH|BAD_CREDS)/;
/** OpenSSL's words for a chain, a date or a name, Node's own, an alert of the other side, and a server without TLS where it is asked. */
const NOT_TRUSTED = /CERT|VERIFY|SELF_SIGNED|ISSUER|^ERR_TLS|^ERR_SSL|^SERVER_OPTION_NA$/;

/** Whether a connection that failed did so for who we are, for trust, or because nobody is there. */
export function faultOfConnecting(cause: unknown): 'broker.refused' | 'transport.not-trusted' | 'hub.unreachable' {
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string') return 'hub.unreachable';
  return REFUSED.test(code) ? 'broker.refused' : NOT_TRUSTED.test(code) ? 'transport.not-trusted' : 'hub.unreachable';
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

/** URLs may carry a user and a password; whoever reads a log needs neither. */
const withoutPasswords = (text: string): string => text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s,]*@/gi, '$1***@');
