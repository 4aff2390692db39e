import { TongbanError } from '@tongban/contracts';
import type { ClientTls } from '@tongban/trust';

/**
 * How connections to the servers are protected. `loopback`: not at all, and nothing but this machine can reach them. `tls`: the server shows a certificate, and clients check
 * chain and name. `mtls`: clients and leaf nodes show one too. Whoever connects is known by its nkey in every profile.
 */
export const TRANSPORT_PROFILES = ['loopback', 'tls', 'mtls'] as const;
export type TransportProfile = (typeof TRANSPORT_PROFILES)[number];

export interface Transport {
  readonly profile: TransportProfile;
  /** Address that clients and leaf nodes connect to. Monitoring stays on this machine whatever this says. */
  readonly host: string;
  /** Directory of the operator's own certificates. Absent: those of a private authority made here. */
  readonly certificates?: string;
}
export const LOOPBACK_HOST = '127.0.0.1';
export const LOOPBACK: Transport = { profile: 'loopback', host: LOOPBACK_HOST };

/** What a server or client shows and whom it believes: paths of PEM files. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}
export type { ClientTls };

/** Whether only this machine can reach an address. A name other than `localhost` may mean anything tomorrow. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);

/** @throws TongbanError `transport.insecure` when somebody elsewhere could read or change what passes. */
export function requireSecure({ profile, host }: Transport): void {
  if (profile !== 'loopback' || isLoopback(host)) return;
  throw new TongbanError('transport.insecure', `a server would listen on ${host} without TLS`);
}

/** URL for clients: `tls://` tells a client that it must not speak in the clear. */
export const clientUrl = ({ profile }: Transport, host: string, port: number): string => `${profile === 'loopback' ? 'nats' : 'tls'}://${host}:${port}`;
export const leafUrl = ({ profile }: Transport, host: string, port: number): string => `${profile === 'loopback' ? 'nats-leaf' : 'tls'}://${host}:${port}`;
