import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ENVIRONMENT_CODES, REGION_CODES } from '@tongban/contracts';
import { TrustDirectory } from './directory';
import type { OwnKeys } from './participant-signer';
import { PERSON_ID } from './registry-actor';
import { SIGNATURE_ALGORITHMS } from './signatures/scheme';

const SigningKey = z.object({ keyId: z.string(), algorithm: z.enum(SIGNATURE_ALGORITHMS), privateKey: z.string().min(1) });
const Base = {
  version: z.literal(1),
  environment: z.enum(ENVIRONMENT_CODES as unknown as [string, ...string[]]),
  region: z.enum(REGION_CODES as unknown as [string, ...string[]]),
  /** NATS URLs of the region, tried in order. */
  servers: z.array(z.string().regex(/^(nats|tls):\/\//)).min(1),
  /** NKey seed of the NATS user. */
  nkeySeed: z.string().regex(/^SU/),
};
/** A participant or the region of a hub. */
const Unit = z.union([z.string().regex(/^\d{6}$/), z.enum(REGION_CODES as unknown as [string, ...string[]])]);
/** What a provincial system gets when it is registered: one file. */
export const ParticipantCredentialsSchema = z.object({
  ...Base, kind: z.literal('participant'), participant: z.string().regex(/^\d{6}$/), agencyCode: z.string(), signingKey: SigningKey,
  /** Keys made since, oldest first: each takes over when its record says so. */
  laterSigningKeys: z.array(SigningKey).max(50).optional(),
});
/** A participant's own keys, oldest first. */
export const ownKeysOf = ({ signingKey, laterSigningKeys = [] }: z.infer<typeof ParticipantCredentialsSchema>): OwnKeys => [signingKey, ...laterSigningKeys];
/** What the services of one region run with. */
export const HubCredentialsSchema = z.object({ ...Base, kind: z.literal('hub'), signingKey: SigningKey });
/** What an operator connects with; it signs nothing. `regions` are all regions of the environment. */
export const OperatorCredentialsSchema = z.object({
  version: z.literal(1), kind: z.literal('operator'), environment: Base.environment, nkeySeed: Base.nkeySeed,
  regions: z.record(z.string(), z.object({ servers: Base.servers })),
});
/** What the keeper of the copies connects to the backbone with; it signs nothing. */
export const KeeperCredentialsSchema = z.object({ version: z.literal(1), kind: z.literal('keeper'), environment: Base.environment, servers: Base.servers, nkeySeed: Base.nkeySeed });
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
});
export type ParticipantCredentials = z.infer<typeof ParticipantCredentialsSchema>;
export type HubCredentials = z.infer<typeof HubCredentialsSchema>;
export type StewardCredentials = z.infer<typeof StewardCredentialsSchema>;
export type KeeperCredentials = z.infer<typeof KeeperCredentialsSchema>;
export type OperatorCredentials = z.infer<typeof OperatorCredentialsSchema>;

/** Reads and checks one credentials file; the message names the path and every fault, never a value. */
export function readCredentials<T>(schema: z.ZodType<T>, file: string): T {
  const parsed = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ')}`);
  return parsed.data;
}
export const readTrustDirectory = (file: string): TrustDirectory => new TrustDirectory(readCredentials(TrustDirectorySchema, file));
