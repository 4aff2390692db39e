import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto';
import { type Sm4Content, decryptSm2, decryptSm4, encryptSm2, encryptSm4, recipientOf, secretOf } from '../sealing/sm-encryption';
import { signSm2, userDigest, verifySm2 } from './sm2-arithmetic';

/** Keys are DER in base64: PKCS #8 and SubjectPublicKeyInfo. */
export type Sm2Task =
  | { readonly sign: string; readonly of: string; readonly bytes: Uint8Array }
  | { readonly verify: string; readonly bytes: Uint8Array; readonly signature: Uint8Array }
  | { readonly encrypt: string; readonly bytes: Uint8Array }
  | { readonly decrypt: string; readonly bytes: Uint8Array }
  | Sm4Content & { readonly sm4: 'encrypt' | 'decrypt'; readonly bytes: Uint8Array };

const REMEMBERED_MAX = 500;
const publicKeys = new Map<string, { readonly key: KeyObject; readonly z: Buffer }>();
const privateKeys = new Map<string, KeyObject>();
const recipients = new Map<string, ReturnType<typeof recipientOf>>();

/** What a thread does: one signature or the check of one, one encryption or decryption. False: it does not verify, or does not open. */
export default function work(task: Sm2Task): Uint8Array | boolean {
  if ('sign' in task) return signSm2(remembered(privateKeys, task.sign, readPrivate), publicKeyOf(task.of).z, task.bytes);
  if ('encrypt' in task) return encryptSm2(remembered(recipients, task.encrypt, (text) => recipientOf(publicKeyOf(text).key)), task.bytes);
  if ('decrypt' in task) return decryptSm2(secretOf(remembered(privateKeys, task.decrypt, readPrivate)), task.bytes);
  if ('sm4' in task) return task.sm4 === 'encrypt' ? encryptSm4(task, task.bytes) : decryptSm4(task, task.bytes);
  const { key, z } = publicKeyOf(task.verify);
  return verifySm2(key, z, task.bytes, task.signature);
}

const publicKeyOf = (text: string) => remembered(publicKeys, text, () => {
  const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
  return { key, z: userDigest(key) };
});
const readPrivate = (text: string): KeyObject => createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });

function remembered<T>(known: Map<string, T>, text: string, read: (text: string) => T): T {
  let value = known.get(text);
  if (value === undefined) {
    value = read(text);
    known.set(text, value);
    if (known.size > REMEMBERED_MAX) known.delete(known.keys().next().value!);
  }
  return value;
}
