import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ENVIRONMENT_CODES, REGION_CODES, TongbanError } from '@tongban/contracts';
import { TrustDirectory } from './directory';
import type { SealingKeyRecord } from './keys';
import type { OwnKeys } from './participant-signer';
import { PERSON_ID } from './registry-actor';
import { SEALING_ALGORITHMS } from './sealing/scheme';
import { SIGNATURE_ALGORITHMS } from './signatures/scheme';

const SigningKey = z.object({ keyId: z.string(), algorithm: z.enum(SIGNATURE_ALGORITHMS), privateKey: z.string().min(1) });
const SealingKey = z.object({ keyId: z.string(), algorithm: z.enum(SEALING_ALGORITHMS), privateKey: z.string().min(1) });
const Base = {
  version: z.literal(1),
  environment: z.enum(ENVIRONMENT_CODES as unknown as [string, ...string[]]),
  region: z.enum(REGION_CODES as unknown as [string, ...string[]]),
  /** NATS URLs of the region, tried in order. */
  servers: z.array(z.string().regex(/^(nats|tls):\/\//)).min(1),
  /** NKey seed of the NATS user. */
  nkeySeed: z.string().regex(/^SU/),
};
/** What a connection believes and shows, as PEM: nothing on loopback, the authority's certificate with TLS, an own certificate and its key besides with mutual TLS. */
const Tls = z.object({ ca: z.string().min(1), cert: z.string().min(1).optional(), key: z.string().min(1).optional() });
export type ClientTls = z.infer<typeof Tls>;
/** A participant or the region of a hub. */
const Unit = z.union([z.string().regex(/^\d{6}$/), z.enum(REGION_CODES as unknown as [string, ...string[]])]);
/** What a provincial system gets when it is registered: one file. */
export const ParticipantCredentialsSchema = z.object({
  ...Base, kind: z.literal('participant'), tls: Tls.optional(), participant: z.string().regex(/^\d{6}$/), agencyCode: z.string(), signingKey: SigningKey,
  /** Keys made since, oldest first: each takes over when its record says so. */
  laterSigningKeys: z.array(SigningKey).max(50).optional(),
  /** Opens what is sealed for it. Absent: it was registered before there were any, and cannot send or read personal data. */
  sealingKey: SealingKey.optional(),
  /** Made since, oldest first. None is ever left out: what was sealed for it opens with no other. */
  laterSealingKeys: z.array(SealingKey).max(50).optional(),
  /** Personal parts travel in plain: only where a sandbox was set up so, to see that a leak is found. */
  unsealed: z.boolean().optional(),
});
/** A participant's own keys, oldest first. */
export const ownKeysOf = ({ signingKey, laterSigningKeys = [] }: z.infer<typeof ParticipantCredentialsSchema>): OwnKeys => [signingKey, ...laterSigningKeys];
/** All it opens with, oldest first. */
export const ownSealingKeysOf = ({ sealingKey, laterSealingKeys = [] }: z.infer<typeof ParticipantCredentialsSchema>): readonly SealingKeyRecord[] => [...(sealingKey ? [sealingKey] : []), ...laterSealingKeys];
/** What the services of one region run with. */
export const HubCredentialsSchema = z.object({ ...Base, kind: z.literal('hub'), tls: Tls.optional(), signingKey: SigningKey });
/** What an operator connects with; it signs nothing. `regions` are all regions of the environment. */
export const OperatorCredentialsSchema = z.object({
  version: z.literal(1), kind: z.literal('operator'), tls: Tls.optional(), environment: Base.environment, nkeySeed: Base.nkeySeed,
  regions: z.record(z.string(), z.object({ servers: Base.servers })),
});
/** What the keeper of the copies connects to the backbone with; it signs nothing. */
export const KeeperCredentialsSchema = z.object({ version: z.literal(1), kind: z.literal('keeper'), tls: Tls.optional(), environment: Base.environment, servers: Base.servers, nkeySeed: Base.nkeySeed });
/** What a region's hub watches its server with, beside its own credentials; it signs nothing. `backbone`: at the national hub, which watches that server too. */
export const WatchCredentialsSchema = z.object({
  ...Base, kind: z.literal('watch'), tls: Tls.optional(), /** Of the system account. */ systemNkeySeed: Base.nkeySeed, backbone: z.object({ servers: Base.servers }).optional(),
});
/** What a steward signs commands to a registry with; it connects to nothing by itself. */
export const StewardCredentialsSchema = z.object({
  version: z.literal(1), kind: z.literal('steward'), environment: Base.environment, person: z.string().regex(PERSON_ID), signingKey: SigningKey,
  /** Participants and hubs the steward may speak for, as the trust directory knows. */
  units: z.array(Unit).min(1),
});
export const TrustDirectorySchema = z.object({
  version: z.literal(1),
  keys: z.array(z.object({
    keyId: z.string(), owner: z.string(), algorithm: z.enum(SIGNATURE_ALGORITHMS), publicKey: z.string(), validFrom: z.string(), validTo: z.string(),
    units: z.array(Unit).optional(),
  })),
  sealingKeys: z.array(z.object({ keyId: z.string(), owner: z.string(), algorithm: z.enum(SEALING_ALGORITHMS), publicKey: z.string(), validFrom: z.string(), validTo: z.string() })).optional(),
});
export type ParticipantCredentials = z.infer<typeof ParticipantCredentialsSchema>;
export type HubCredentials = z.infer<typeof HubCredentialsSchema>;
export type StewardCredentials = z.infer<typeof StewardCredentialsSchema>;
export type WatchCredentials = z.infer<typeof WatchCredentialsSchema>;
export type KeeperCredentials = z.infer<typeof KeeperCredentialsSchema>;
export type OperatorCredentials = z.infer<typeof OperatorCredentialsSchema>;

const FAULTS_NAMED_MAX = 20;

/**
 * Reads and checks one credentials file; the message names the file and every fault by its place, never a value: a parser's own words quote what they stumble over, and that
 * is a key. @throws TongbanError `credentials.invalid`.
 */
export function readCredentials<T>(schema: z.ZodType<T>, file: string): T {
  const parsed = schema.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const named = issues.slice(0, FAULTS_NAMED_MAX).map(({ path, code }) => `${path.join('.') || 'file'}: ${code}`);
  throw new TongbanError('credentials.invalid', `${file}: ${named.join('; ')}${issues.length > named.length ? `; and ${issues.length - named.length} more` : ''}`);
}

function jsonOf(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TongbanError('credentials.invalid', `${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new TongbanError('credentials.invalid', `${file} is no JSON`);
  }
}
/** @throws TongbanError `credentials.invalid`, also for a public key that is none. */
export function readTrustDirectory(file: string): TrustDirectory {
  const directory = readCredentials(TrustDirectorySchema, file);
  try {
    return new TrustDirectory(directory);
  } catch {
    throw new TongbanError('credentials.invalid', `${file} names a public key that cannot be used`);
  }
}
