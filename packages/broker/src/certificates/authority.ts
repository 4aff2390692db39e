import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension, BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, type JsonGeneralName, KeyUsageFlags, KeyUsagesExtension, PemConverter,
  SubjectAlternativeNameExtension, SubjectKeyIdentifierExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';

/** Both halves in PEM; the key is PKCS #8. */
export interface CertifiedKey { readonly cert: string; readonly key: string }

const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
const CERTIFICATE_DAYS = 398;
/** A machine whose clock is a little behind takes a certificate that was made just now. */
const BEFORE_NOW_MS = 3_600_000;
const SERIAL_BYTES = 16;

type KeyPair = webcrypto.CryptoKeyPair;
const newKeys = (): Promise<KeyPair> => webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
const serial = (): string => `01${randomBytes(SERIAL_BYTES).toString('hex')}`;
const span = (nowMs: number, days: number): { notBefore: Date; notAfter: Date } => ({ notBefore: new Date(nowMs - BEFORE_NOW_MS), notAfter: new Date(nowMs + days * DAY_MS) });

/** The private authority of one environment: it vouches for its servers and for nothing in the world outside. @param nowMs real time. */
export async function newAuthority(name: string, nowMs: number): Promise<CertifiedKey> {
  const keys = await newKeys();
  const cert = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(), name: `CN=${name}`, ...span(nowMs, AUTHORITY_DAYS), keys, signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true), await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: `${cert.toString('pem')}\n`, key: await pemOf(keys) };
}

export interface CertificateRequest {
  readonly name: string;
  /** Names and addresses it is reached by: a server's. Without: a client's, which is reached by nobody. */
  readonly hosts?: readonly string[];
  /** Days it holds; default 398. Less than 0 makes one that is over, which only a test wants. */
  readonly days?: number;
}

export async function issueCertificate(authority: CertifiedKey, { name, hosts, days = CERTIFICATE_DAYS }: CertificateRequest, nowMs: number): Promise<CertifiedKey> {
  const issuer = new X509Certificate(authority.cert);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', PemConverter.decode(authority.key)[0]!, KEY_ALGORITHM, false, ['sign']);
  const keys = await newKeys();
  const { notBefore, notAfter } = span(nowMs, days);
  const cert = await X509CertificateGenerator.create({
    serialNumber: serial(), subject: `CN=${name}`, issuer: issuer.subject, notBefore: new Date(Math.min(notBefore.getTime(), notAfter.getTime() - DAY_MS)), notAfter, publicKey: keys.publicKey, signingKey, signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true), new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([hosts ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth]),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey), await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(hosts ? [new SubjectAlternativeNameExtension(hosts.map(generalName))] : []),
    ],
  });
  return { cert: `${cert.toString('pem')}\n`, key: await pemOf(keys) };
}

const generalName = (host: string): JsonGeneralName => ({ type: /^[\d.]+$|:/.test(host) ? 'ip' : 'dns', value: host });
const pemOf = async ({ privateKey }: KeyPair): Promise<string> => `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')}\n`;
