import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGION_CODES, TongbanError } from '@tongban/contracts';
import { BACKBONE, type Layout, writePrivateFile } from '@tongban/data-directory';
import { type ClientTls, LOOPBACK_HOST, type TlsFiles, type Transport, isLoopback } from '../transport';
import { issueCertificate, newAuthority } from './authority';

/** Who has a certificate in the TLS profiles; the name is also that of its files. */
export const certificateNames = {
  server: (server: string): string => `nats-${server}`,
  leaf: (region: string): string => `leaf-${region}`,
  hub: (region: string): string => `hub-${region}`,
  participant: (code: string): string => code,
  operator: 'operator', auditor: 'auditor', keeper: 'keeper',
} as const;

const AUTHORITY = 'ca';
/** What an own directory may have for all servers, or all who connect, instead of one pair each. */
const SHARED = { servers: 'server', clients: 'client' } as const;
const DAY_MS = 86_400_000;
/** Made anew so long before it ends: an environment that is started once a week never meets the end. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

const isServer = (name: string): boolean => name.startsWith(certificateNames.server(''));

/** Paths of what one server or client shows. @throws TongbanError `transport.certificate-missing` when an own directory has nothing for it. */
export function filesOf(layout: Pick<Layout, 'certificates'>, { certificates: own }: Transport, name: string): TlsFiles {
  const folder = own ?? layout.certificates;
  const pair = [name, isServer(name) ? SHARED.servers : SHARED.clients].find((one) => existsSync(join(folder, `${one}.pem`)) && existsSync(join(folder, `${one}.key`)));
  const ca = join(folder, `${AUTHORITY}.pem`);
  if (pair === undefined || !existsSync(ca)) throw new TongbanError('transport.certificate-missing', `${folder} has no ${pair === undefined ? `${name}.pem with ${name}.key` : `${AUTHORITY}.pem`}`);
  return { ca, cert: join(folder, `${pair}.pem`), key: join(folder, `${pair}.key`) };
}

/** What goes into the credentials of whoever connects; nothing on loopback. */
export function clientTls(layout: Pick<Layout, 'certificates'>, transport: Transport, name: string): ClientTls | undefined {
  if (transport.profile === 'loopback') return undefined;
  const read = (file: string): string => readFileSync(file, 'utf8');
  if (transport.profile === 'tls') return { ca: read(join(transport.certificates ?? layout.certificates, `${AUTHORITY}.pem`)) };
  const { ca, cert, key } = filesOf(layout, transport, name);
  return { ca: read(ca), cert: read(cert), key: read(key) };
}

/** Real instant of the end of a certificate in PEM, in milliseconds. */
export const endOf = (pem: string): number => Date.parse(new X509Certificate(pem).validTo);

/**
 * Makes what is missing of an environment's certificates and what ends within 30 days; nothing on loopback, nor where the operator has own ones. Those who hold a certificate of before keep
 * working: the authority stays as long as it holds. @returns the names that were made.
 */
export async function ensureCertificates(layout: Pick<Layout, 'certificates'>, transport: Transport, environment: string, participants: readonly string[], nowMs: number): Promise<readonly string[]> {
  if (transport.profile === 'loopback' || transport.certificates !== undefined) return [];
  const path = (name: string, kind: 'pem' | 'key'): string => join(layout.certificates, `${name}.${kind}`);
  const holds = (name: string): boolean => existsSync(path(name, 'pem')) && existsSync(path(name, 'key')) && endOf(readFileSync(path(name, 'pem'), 'utf8')) - RENEW_BEFORE_MS > nowMs;
  const servers = [BACKBONE, ...REGION_CODES].map(certificateNames.server);
  const clients = transport.profile !== 'mtls' ? REGION_CODES.map(certificateNames.leaf)
    : [...REGION_CODES.flatMap((region) => [certificateNames.leaf(region), certificateNames.hub(region)]), ...participants, certificateNames.operator, certificateNames.auditor, certificateNames.keeper];
  const renewAll = !holds(AUTHORITY);
  if (renewAll) {
    const made = await newAuthority(`Tongban ${environment}`, nowMs);
    writePrivateFile(path(AUTHORITY, 'key'), made.key);
    writePrivateFile(path(AUTHORITY, 'pem'), made.cert);
  }
  const authority = { cert: readFileSync(path(AUTHORITY, 'pem'), 'utf8'), key: readFileSync(path(AUTHORITY, 'key'), 'utf8') };
  const wanted = [...servers, ...clients].filter((name) => renewAll || !holds(name) || (isServer(name) && !isFor(readFileSync(path(name, 'pem'), 'utf8'), transport.host)));
  for (const name of wanted) {
    const { cert, key } = await issueCertificate(authority, { name, ...(isServer(name) && { hosts: hostsOf(name, transport) }) }, nowMs);
    writePrivateFile(path(name, 'key'), key);
    writePrivateFile(path(name, 'pem'), cert);
  }
  return renewAll ? [AUTHORITY, ...wanted] : wanted;
}

/** This machine reaches its servers by loopback too, whatever others call them. */
function hostsOf(name: string, { host }: Transport): readonly string[] {
  return [...new Set([name, 'localhost', LOOPBACK_HOST, ...(isAnyAddress(host) ? [] : [host])])];
}
const isAnyAddress = (host: string): boolean => host === '0.0.0.0' || host === '::';
function isFor(pem: string, host: string): boolean {
  const certificate = new X509Certificate(pem);
  return isLoopback(host) || isAnyAddress(host) || certificate.checkHost(host) !== undefined || certificate.checkIP(host) !== undefined;
}
