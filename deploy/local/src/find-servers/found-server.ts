export type ServerName = 'nats-server' | 'redis-server';

/** A server binary that is new enough. */
export interface FoundServer {
  readonly path: string;
  readonly version: string;
  /** Added to the environment it is run with, e.g. where its libraries lie. */
  readonly env: Readonly<Record<string, string>>;
  readonly origin: 'setting' | 'path' | 'cache' | 'debian';
}

/** Below these nothing works: durable sources came with nats-server 2.14 (NATS.md §6). */
export const VERSIONS_MIN: Readonly<Record<ServerName, string>> = { 'nats-server': '2.14.0', 'redis-server': '6.2.0' };
