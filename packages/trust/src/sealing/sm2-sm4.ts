import { type KeyObject, createHmac } from 'node:crypto';
import { generateSm2 } from '../signatures/sm2-arithmetic';
import { der, threads } from '../signatures/sm2-threads';

interface Content { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly bound: Uint8Array }
const bytesOf = (answer: Uint8Array | boolean): Uint8Array => {
  if (typeof answer === 'boolean') throw new Error('it does not open');
  return answer;
};

/**
 * SM4-GCM (GB/T 32907, RFC 8998) under a fresh key, which is encrypted by SM2 (GB/T 32918.4) as C1, C3, C2 with the leading 04 of C1. In threads: the runtime has neither, and one SM2 encryption
 * takes milliseconds. What a wrapped key is bound to stands in what the content is bound to: SM2 encryption has no place for it.
 */
export const sm2Sm4 = {
  generate: generateSm2,
  contentKeyBytes: 16,
  encrypt: async ({ key, nonce, bound }: Content, bytes: Uint8Array): Promise<Uint8Array> => bytesOf(await threads().run({ sm4: 'encrypt', key, nonce, bound, bytes })),
  decrypt: async ({ key, nonce, bound }: Content, bytes: Uint8Array): Promise<Uint8Array> => bytesOf(await threads().run({ sm4: 'decrypt', key, nonce, bound, bytes })),
  wrap: async (recipient: KeyObject, bytes: Uint8Array): Promise<Uint8Array> => bytesOf(await threads().run({ encrypt: der(recipient, 'spki'), bytes })),
  unwrap: async (own: { readonly privateKey: KeyObject }, bytes: Uint8Array): Promise<Uint8Array> => bytesOf(await threads().run({ decrypt: der(own.privateKey, 'pkcs8'), bytes })),
  mac: (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => parts.reduce((mac, part) => mac.update(part), createHmac('sm3', key)).digest(),
};
