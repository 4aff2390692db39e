import type { ErrorCode, TongbanError } from '@tongban/contracts';
import type { ClientTls } from '@tongban/trust';

/** A server that is not there is not waited for; one that is slow to answer is. */
const REFUSED_WITHIN_MS = 1_000;
const SLOW_WITHIN_MS = 15_000;
const BETWEEN_ATTEMPTS_MS = 200;
const ANSWER_WITHIN_MS = 6_000;

/** One connection that asks and listens; it sends nothing. */
export interface HubConnection {
  /** Bytes of the reply. @throws TongbanError: the fault of the one asked, or `unreachable` when nobody answers. @param withinMs for what takes its time. */
  ask(subject: string, request: Uint8Array, unreachable: ErrorCode, withinMs?: number): Promise<Uint8Array>;
  /** Hands over what is published on a subject from now on, in order. `hear` does not throw. */
  listen(subject: string, hear: (data: Uint8Array) => void): void;
  close(): Promise<void>;
}

/** @throws TongbanError `hub.unreachable`. The library is loaded here, so that commands without a hub start at once. */
export async function connectHub(settings: { readonly servers: readonly string[]; readonly nkeySeed: string; readonly tls?: ClientTls; readonly name: string }): Promise<HubConnection> {
  const { QueryClient, connectNats } = require('@tongban/messaging') as typeof import('@tongban/messaging');
  const startedMs = Date.now();
  const attempt = (): ReturnType<typeof connectNats> => inTurn(() => connectNats({ ...settings, firstConnectWithinMs: 0 })).catch(async (error: TongbanError) => {
    const slow = (error.cause as { code?: string } | undefined)?.code === 'TIMEOUT';
    if (Date.now() - startedMs > (slow ? SLOW_WITHIN_MS : REFUSED_WITHIN_MS)) throw error;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_ATTEMPTS_MS));
    return attempt();
  });
  const connection = await attempt();
  const client = new QueryClient(connection);
  return {
    ask: (subject, request, unreachable, withinMs = ANSWER_WITHIN_MS) => client.request(subject, request, { timeoutMs: withinMs, unreachable }),
    listen: (subject, hear) => void connection.subscribe(subject, { callback: (error, message) => (error === null ? hear(message.data) : undefined) }),
    close: () => connection.close(),
  };
}

let lastTurn: Promise<unknown> = Promise.resolve();
/**
 * One handshake at a time. Signing the server's challenge is slow in JavaScript: five at once on a busy machine can each miss
 * the server's patience, again and again.
 */
function inTurn<T>(handshake: () => Promise<T>): Promise<T> {
  const mine = lastTurn.then(handshake);
  lastTurn = mine.catch(() => undefined);
  return mine;
}
