import { createPrivateKey, createPublicKey } from 'node:crypto';
import { NATIONAL } from '@tongban/broker';
import { type EnvironmentCode, type RegionCode, owners } from '@tongban/contracts';
import {
  type HubCredentials, type KeeperCredentials, type OperatorCredentials, type ParticipantCredentials, type PublicKeyRecord, type PublicSealingKeyRecord, type SealingKeyRecord, type SignatureAlgorithmName, type SigningKeyRecord, type StewardCredentials, type TrustDirectoryFile,
  type WatchCredentials, generateSealingKey, generateSigningKey,
} from '@tongban/trust';
import type { Layout } from './layout';
import { newUserSeed } from './nkey';
import { readJsonIfThere } from './private-file';
import { syntheticAgencyCode } from './synthetic-agency';

export interface ParticipantPlace {
  readonly participant: string;
  readonly region: RegionCode;
  /** What a new key of it is for; a key that is there stays. Default: Ed25519. */
  readonly signsBy?: SignatureAlgorithmName;
}

/** What an auditor connects with: read rights in every region, and no key to sign with. */
export type AuditorCredentials = Omit<OperatorCredentials, 'kind'> & { readonly kind: 'auditor' };

/** Everybody's credentials and the public half of their keys. */
export interface Identities {
  readonly hubs: Readonly<Record<RegionCode, HubCredentials>>;
  /** Of each region's hub, to watch its server with. */
  readonly watches: Readonly<Record<RegionCode, WatchCredentials>>;
  readonly participants: readonly ParticipantCredentials[];
  readonly operator: OperatorCredentials;
  readonly auditor: AuditorCredentials;
  /** Of the copies on the backbone. */
  readonly keeper: KeeperCredentials;
  readonly stewards: readonly StewardCredentials[];
  readonly trust: TrustDirectoryFile;
  /** Seed of each region's leaf connection. */
  readonly leafSeeds: Readonly<Record<RegionCode, string>>;
}

export interface IdentitySettings {
  readonly environment: EnvironmentCode;
  readonly regions: readonly RegionCode[];
  readonly participants: readonly ParticipantPlace[];
  /** Ids of the persons whose keys are made here. */
  readonly stewards: readonly string[];
  readonly serverOf: (region: RegionCode) => string;
  readonly backbone: string;
  /** Sandbox only: participants send personal parts in plain, to see that a search for them finds any. Default false. */
  readonly unsealed?: boolean;
}

/** Keeps every key that an earlier run made, makes the missing ones, and takes addresses from the present settings. */
export function collectIdentities(layout: Layout, { environment, regions, participants, stewards, serverOf, backbone, unsealed = false }: IdentitySettings): Identities {
  const known = readJsonIfThere<TrustDirectoryFile>(layout.trust);
  const keys = new Map<string, PublicKeyRecord>(known?.keys.map((record) => [record.keyId, record]));
  const sealingKeys = new Map<string, PublicSealingKeyRecord>(known?.sealingKeys?.map((record) => [record.keyId, record]));
  const signingKeyFor = (owner: string, kept: SigningKeyRecord | undefined, { units, signsBy }: { readonly units?: readonly string[]; readonly signsBy?: SignatureAlgorithmName } = {}): SigningKeyRecord => {
    const made = kept ? { signing: kept, public: publicHalf(kept, owner) } : generateSigningKey(owner, 1, signsBy);
    if (!keys.has(made.signing.keyId)) keys.set(made.signing.keyId, { ...made.public, ...(units && { units }) });
    return made.signing;
  };
  /** After the signing keys it has by now: their numbers are of one row. */
  const sealingKeyFor = (owner: string, kept: ParticipantCredentials | undefined, signsBy: SignatureAlgorithmName | undefined): SealingKeyRecord => {
    const taken = [kept?.signingKey, ...(kept?.laterSigningKeys ?? [])].flatMap((key) => (key ? [Number(key.keyId.slice(key.keyId.lastIndexOf('#') + 1))] : []));
    const made = kept?.sealingKey ? { sealing: kept.sealingKey, public: publicHalf(kept.sealingKey, owner) } : generateSealingKey(owner, 1 + Math.max(1, ...taken), (kept?.signingKey.algorithm ?? signsBy) === 'sm2-sm3' ? 'sm2' : 'x25519');
    if (!sealingKeys.has(made.sealing.keyId)) sealingKeys.set(made.sealing.keyId, made.public);
    return made.sealing;
  };
  const hubs = byRegion(regions, (region): HubCredentials => {
    const kept = readJsonIfThere<HubCredentials>(layout.hub(region));
    return {
      version: 1, kind: 'hub', environment, region, servers: [serverOf(region)], nkeySeed: kept?.nkeySeed ?? newUserSeed(),
      signingKey: signingKeyFor(owners.hub(region), kept?.signingKey),
    };
  });
  const watches = byRegion(regions, (region): WatchCredentials => {
    const kept = readJsonIfThere<WatchCredentials>(layout.watch(region));
    return {
      version: 1, kind: 'watch', environment, region, servers: [serverOf(region)], nkeySeed: kept?.nkeySeed ?? newUserSeed(), systemNkeySeed: kept?.systemNkeySeed ?? newUserSeed(),
      ...(region === NATIONAL && { backbone: { servers: [backbone] } }),
    };
  });
  const provinces = participants.map(({ participant, region, signsBy }): ParticipantCredentials => {
    const kept = readJsonIfThere<ParticipantCredentials>(layout.participant(participant));
    return {
      version: 1, kind: 'participant', environment, region, participant, agencyCode: syntheticAgencyCode(participant), servers: [serverOf(region)],
      nkeySeed: kept?.nkeySeed ?? newUserSeed(), signingKey: signingKeyFor(owners.participant(participant), kept?.signingKey, { ...(signsBy && { signsBy }) }),
      ...(kept?.laterSigningKeys && { laterSigningKeys: kept.laterSigningKeys }),
      sealingKey: sealingKeyFor(owners.participant(participant), kept, signsBy), ...(kept?.laterSealingKeys && { laterSealingKeys: kept.laterSealingKeys }), ...(unsealed && environment === 'sandbox' && { unsealed }),
    };
  });
  const persons = stewards.map((person): StewardCredentials => {
    const kept = readJsonIfThere<StewardCredentials>(layout.steward(person));
    const units = kept?.units ?? [...regions];
    return { version: 1, kind: 'steward', environment, person, units, signingKey: signingKeyFor(owners.person(person), kept?.signingKey, { units }) };
  });
  const operator = readJsonIfThere<OperatorCredentials>(layout.operator);
  const auditor = readJsonIfThere<AuditorCredentials>(layout.auditor);
  const keeper = readJsonIfThere<KeeperCredentials>(layout.keeper);
  const leafSeeds = readJsonIfThere<Record<string, string>>(layout.leafSeeds);
  return {
    hubs,
    watches,
    participants: provinces,
    stewards: persons,
    operator: {
      version: 1, kind: 'operator', environment, nkeySeed: operator?.nkeySeed ?? newUserSeed(),
      regions: byRegion(regions, (region) => ({ servers: [serverOf(region)] })),
    },
    auditor: {
      version: 1, kind: 'auditor', environment, nkeySeed: auditor?.nkeySeed ?? newUserSeed(),
      regions: byRegion(regions, (region) => ({ servers: [serverOf(region)] })),
    },
    keeper: { version: 1, kind: 'keeper', environment, servers: [backbone], nkeySeed: keeper?.nkeySeed ?? newUserSeed() },
    trust: { version: 1, keys: [...keys.values()], sealingKeys: [...sealingKeys.values()] },
    leafSeeds: byRegion(regions, (region) => leafSeeds?.[region] ?? newUserSeed()),
  };
}

const byRegion = <T>(regions: readonly RegionCode[], of: (region: RegionCode) => T): Record<RegionCode, T> =>
  Object.fromEntries(regions.map((region) => [region, of(region)])) as Record<RegionCode, T>;

/** Needed only when a set-up was cut off after the private key was written and before the directory was. */
function publicHalf<Key extends SigningKeyRecord | SealingKeyRecord>({ keyId, algorithm, privateKey }: Key, owner: string): Omit<PublicKeyRecord, 'algorithm'> & { readonly algorithm: Key['algorithm'] } {
  const key = createPublicKey(createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }));
  return { keyId, owner, algorithm, validFrom: '', validTo: '', publicKey: key.export({ format: 'der', type: 'spki' }).toString('base64') };
}
