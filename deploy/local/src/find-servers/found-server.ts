export type ServerName = 'nats-server' | 'redis-server';
/** What is found or fetched in the same way: the servers, and the tool that checks alert rules (tests only). */
export type BinaryName = ServerName | 'promtool';

/** A binary that is new enough. */
export interface FoundServer {
  readonly path: string;
  readonly version: string;
  /** Added to the environment it is run with, e.g. where its libraries lie. */
  readonly env: Readonly<Record<string, string>>;
  readonly origin: 'setting' | 'path' | 'cache' | 'debian';
}

/** Below these nothing works: durable sources came with nats-server 2.14 (NATS.md §6); promtool is that of Debian's stable release. */
export const VERSIONS_MIN: Readonly<Record<BinaryName, string>> = { 'nats-server': '2.14.0', 'redis-server': '6.2.0', promtool: '2.42.0' };
