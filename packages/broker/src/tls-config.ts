import type { TlsFiles, TransportProfile } from './transport';

/** Releases before 1.2 are broken; 1.3 is what two of our own agree on. */
const TLS_VERSION_MIN = '1.2';
/** A loaded server needs more than the two seconds it allows by itself. */
const HANDSHAKE_WITHIN_SECONDS = 5;

/** What a server listens with; nothing on loopback. `verify`: who connects must show a certificate of the same authority. */
export const listenerTls = (profile: TransportProfile, files: TlsFiles | undefined): Record<string, unknown> => (profile === 'loopback' || files === undefined ? {} : {
  tls: {
    cert_file: files.cert, key_file: files.key, ca_file: files.ca, min_version: TLS_VERSION_MIN, timeout: HANDSHAKE_WITHIN_SECONDS, verify: profile === 'mtls',
  },
});

/** What a leaf node connects with: it checks chain and name, and shows its own certificate where that is asked. */
export const leafTls = (profile: TransportProfile, files: TlsFiles | undefined): Record<string, unknown> => (profile === 'loopback' || files === undefined ? {} : {
  tls: { ca_file: files.ca, ...(profile === 'mtls' && { cert_file: files.cert, key_file: files.key }), min_version: TLS_VERSION_MIN, timeout: HANDSHAKE_WITHIN_SECONDS },
});
