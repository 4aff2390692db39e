import { type KeyObject, createHash, createPublicKey } from 'node:crypto';
import { TongbanError } from '@tongban/contracts';
import type { TrustDirectory } from '../directory';
import { sm2Checks, x25519Checks } from '../sealing/known-answers';
import { ed25519 } from './ed25519';
import { userDigest, verifySm2 } from './sm2-arithmetic';
import { sm2Sm3 } from './sm2-sm3';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const spki = (der: string): KeyObject => createPublicKey({ key: hex(der), format: 'der', type: 'spki' });
const SM2_SPKI = '3059301306072a8648ce3d020106082a811ccf5501822d034200';
const ED25519_SPKI = '302a300506032b6570032100';

/** What the standards print: GB/T 32905 annex A, GB/T 32918.5 annex A, RFC 8032 section 7.1. */
export const KNOWN_ANSWERS = {
  sm3: { message: Buffer.from('abc'), digest: hex('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0') },
  sm2: {
    publicKey: `${SM2_SPKI}0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13`,
    z: hex('b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3'),
    message: Buffer.from('message digest'),
    signature: hex('3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'),
  },
  ed25519: {
    publicKey: `${ED25519_SPKI}3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c`,
    message: hex('72'),
    signature: hex('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'),
  },
} as const;

/**
 * Asks the runtime what the standards have an answer for; a process that signs or verifies does so before its first message, because a library that is wrong in the same way at both ends
 * verifies its own signatures happily. Where a key of the directory is SM2, the threads that do SM2 are asked too; where it seals, what it seals by. @throws TongbanError `signature.self-test-failed` naming the algorithms.
 */
export async function requireKnownAnswers(directory?: Pick<TrustDirectory, 'uses'>, answers: typeof KNOWN_ANSWERS = KNOWN_ANSWERS): Promise<void> {
  const { sm3, sm2, ed25519: eddsa } = answers;
  const checks: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
    SM3: () => createHash('sm3').update(sm3.message).digest().equals(sm3.digest),
    SM2: () => userDigest(spki(sm2.publicKey)).equals(sm2.z) && verifySm2(spki(sm2.publicKey), sm2.z, sm2.message, sm2.signature),
    Ed25519: () => ed25519.verify(spki(eddsa.publicKey), eddsa.message, eddsa.signature),
    ...(directory?.uses('x25519') && x25519Checks()),
    ...(directory?.uses('sm2') && sm2Checks()),
    ...(directory?.uses('sm2-sm3') && { 'SM2 (threads)': () => threadsAgree(answers) }),
  };
  const wrong: string[] = [];
  for (const [name, isRight] of Object.entries(checks)) if (!(await Promise.resolve().then(isRight).catch(() => false))) wrong.push(name);
  if (wrong.length > 0) throw new TongbanError('signature.self-test-failed', `${wrong.join(', ')}: this runtime does not compute what the standard prints (${process.version}, OpenSSL ${process.versions.openssl})`);
}

async function threadsAgree({ sm2: { message, signature, publicKey: known } }: typeof KNOWN_ANSWERS): Promise<boolean> {
  const { publicKey, privateKey } = sm2Sm3.generate();
  const own = await sm2Sm3.sign(privateKey, message);
  const [isOwn, isKnown, isOther] = await Promise.all([sm2Sm3.verify(publicKey, message, own), sm2Sm3.verify(spki(known), message, signature), sm2Sm3.verify(publicKey, message, signature)]);
  return isOwn && isKnown && !isOther;
}
