import { join } from 'node:path';
import { TongbanError } from '@tongban/contracts';
import { layoutOf, readJsonIfThere, writePrivateJson } from '@tongban/data-directory';
import { publicKeyOfSeed } from '@tongban/messaging';
import { nkeys } from 'nats';
import type { Broker, Reloaded } from './broker';
import { readBrokerKeys, withKey, withoutKeys, writeBrokerKeys } from './broker-keys';
import type { BrokerSetup } from './broker-setup';

interface Holder { readonly nkeySeed: string }
export interface KeyChange {
  readonly participant: string;
  /** Public halves that the broker takes from now on, newest last. */
  readonly keys: readonly string[];
  readonly reloaded: readonly Reloaded[];
}

/** A NATS user key. The seed stays with its owner; servers know the public half. */
export function newUserSeed(): string {
  const pair = nkeys.createUser();
  try {
    return new TextDecoder().decode(pair.getSeed());
  } finally {
    pair.clear();
  }
}

/** Public halves that a participant may sign on with now. @throws TongbanError `division.not-addressable`. */
export function brokerKeysOf(dataDir: string, participant: string): readonly string[] {
  return readBrokerKeys(layoutOf(dataDir))[participant] ?? [publicKeyOfSeed(holderOf(dataDir, participant).credentials.nkeySeed)];
}

/**
 * A further key for a participant, beside those it has: both are taken until the older is revoked. The servers know it before its owner is told, so that nobody signs on too early.
 * @param publicKey of a key that its owner made. Default: one is made here and put into the participant's credentials. @throws TongbanError `broker.key-invalid`, or as `Broker.reload`; then nothing is changed.
 */
export async function addBrokerKey(dataDir: string, broker: Broker, participant: string, publicKey?: string): Promise<KeyChange> {
  const { file, credentials } = holderOf(dataDir, participant);
  const seed = publicKey === undefined ? newUserSeed() : undefined;
  const keys = withKey(brokerKeysOf(dataDir, participant), publicKey ?? publicKeyOfSeed(seed!));
  const reloaded = await putInForce(dataDir, broker, participant, keys);
  if (seed !== undefined) writePrivateJson(file, { ...credentials, nkeySeed: seed });
  return { participant, keys, reloaded };
}

/** Ends keys at once: whoever is connected with one is dropped. @param revoked default: all but the newest. @throws TongbanError as `addBrokerKey`. */
export async function revokeBrokerKeys(dataDir: string, broker: Broker, participant: string, revoked?: readonly string[]): Promise<KeyChange> {
  const present = brokerKeysOf(dataDir, participant);
  const ended = revoked ?? present.slice(0, -1);
  if (ended.length === 0) throw new TongbanError('broker.key-invalid', `${participant} has one key only: add the next one first`);
  const keys = withoutKeys(present, ended);
  return { participant, keys, reloaded: await putInForce(dataDir, broker, participant, keys) };
}

async function putInForce(dataDir: string, broker: Broker, participant: string, keys: readonly string[]): Promise<readonly Reloaded[]> {
  const layout = layoutOf(dataDir);
  const before = readBrokerKeys(layout);
  writeBrokerKeys(layout, { ...before, [participant]: keys });
  try {
    return await broker.reload();
  } catch (error) {
    writeBrokerKeys(layout, before);
    throw error;
  }
}

function holderOf(dataDir: string, participant: string): { readonly file: string; readonly credentials: Holder } {
  const setup = readJsonIfThere<BrokerSetup>(layoutOf(dataDir).setup);
  const path = setup?.participants[participant];
  const file = path === undefined ? undefined : join(dataDir, path);
  const credentials = file === undefined ? undefined : readJsonIfThere<Holder>(file);
  if (file === undefined || credentials === undefined) throw new TongbanError('division.not-addressable', `the set-up in ${dataDir} has no participant ${participant}`);
  return { file, credentials };
}
