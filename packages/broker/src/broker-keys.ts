import { type Layout, readJsonIfThere, writePrivateJson } from '@tongban/data-directory';
import { TongbanError } from '@tongban/contracts';

/** Public halves of the keys that a participant may sign on with, newest last. Two at once are an overlap: systems change over one by one. */
export type BrokerKeys = Readonly<Record<string, readonly string[]>>;

interface BrokerKeysFile { readonly version: 1; readonly participants: BrokerKeys }

/** More than this at once is no overlap any more but a heap of doors. */
export const BROKER_KEYS_MAX = 4;
const PUBLIC_KEY = /^U[A-Z2-7]{55}$/;

/** Only those whose keys were ever changed; the others have the one of their credentials. */
export const readBrokerKeys = (layout: Pick<Layout, 'brokerKeys'>): BrokerKeys => readJsonIfThere<BrokerKeysFile>(layout.brokerKeys)?.participants ?? {};
export const writeBrokerKeys = (layout: Pick<Layout, 'brokerKeys'>, participants: BrokerKeys): void => writePrivateJson(layout.brokerKeys, { version: 1, participants } satisfies BrokerKeysFile);

/** @param present what it signs on with now. @throws TongbanError `broker.key-invalid` when it is no public user key, or there are too many. */
export function withKey(present: readonly string[], key: string): readonly string[] {
  if (!PUBLIC_KEY.test(key)) throw new TongbanError('broker.key-invalid', 'a public NATS user key begins with U and has 56 characters');
  if (present.includes(key)) return present;
  if (present.length >= BROKER_KEYS_MAX) throw new TongbanError('broker.key-invalid', `${present.length} keys are in use: revoke one first`);
  return [...present, key];
}

/** @throws TongbanError `broker.key-invalid` when it is not in use, or is the only one: a participant without a key cannot come back by itself. */
export function withoutKeys(present: readonly string[], revoked: readonly string[]): readonly string[] {
  const unknown = revoked.filter((key) => !present.includes(key));
  if (unknown.length > 0) throw new TongbanError('broker.key-invalid', `${unknown.join(', ')} is not in use`);
  const left = present.filter((key) => !revoked.includes(key));
  if (left.length === 0) throw new TongbanError('broker.key-invalid', 'no key would be left: add the next one first');
  return left;
}
