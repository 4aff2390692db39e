import { type KeyObject, createCipheriv, createECDH, createHash, createPublicKey, randomBytes } from 'node:crypto';
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { KNOWN_ANSWERS, requireKnownAnswers } from '../signatures/known-answers';
import { pointOf } from '../signatures/sm2-arithmetic';
import { hpkeOpen, hpkeSeal } from './hpke';
import { SEALING_ANSWERS, sm2Checks, x25519Checks } from './known-answers';
import { SEALING_SCHEMES } from './scheme';
import { secretOf } from './sm-encryption';

describe('what the standards print', () => {
  it('is what this runtime computes, at a start too', async () => {
    for (const [name, isRight] of Object.entries({ ...x25519Checks(), ...sm2Checks() })) expect([name, await isRight()]).toEqual([name, true]);
    await expect(requireKnownAnswers({ uses: () => true }, KNOWN_ANSWERS)).resolves.toBeUndefined();
  });
  it.each<[string, Partial<typeof SEALING_ANSWERS>]>([
    ['HPKE', { hpke: { ...SEALING_ANSWERS.hpke, aad: Buffer.from('other') as typeof SEALING_ANSWERS.hpke.aad } }],
    ['AES-256-GCM', { aesGcm: { ...SEALING_ANSWERS.aesGcm, nonce: Buffer.alloc(12) as typeof SEALING_ANSWERS.aesGcm.nonce } }],
    ['SM4-GCM', { sm4Gcm: { ...SEALING_ANSWERS.sm4Gcm, nonce: Buffer.alloc(12) as typeof SEALING_ANSWERS.sm4Gcm.nonce } }],
    ['SM2 encryption', { sm2: { ...SEALING_ANSWERS.sm2, plain: Buffer.from('encryption standarD') } }],
  ])('is told from another result: %s', async (name, planted) => {
    const checks = { ...x25519Checks({ ...SEALING_ANSWERS, ...planted }), ...sm2Checks({ ...SEALING_ANSWERS, ...planted }) };
    expect(await Promise.resolve(checks[name]!()).catch(() => false)).toBe(false);
  });
});

/** The library shares no code with ours: WebCrypto throughout. */
describe('HPKE interoperates with another implementation', () => {
  const suite = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const about = { info: Buffer.from('info'), aad: Buffer.from('aad') };
  const exact = (bytes: Uint8Array): ArrayBuffer => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  it('both ways', async () => {
    const own = SEALING_SCHEMES.x25519.generate();
    const raw = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const secret = own.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32);
    for (let index = 0; index < 5; index++) {
      const plain = randomBytes(32);
      const theirs = await suite.seal({ recipientPublicKey: await suite.kem.importKey('raw', exact(raw), true), info: about.info }, plain, about.aad);
      expect(hpkeOpen(own, Buffer.concat([Buffer.from(theirs.enc), Buffer.from(theirs.ct)]), about).equals(plain)).toBe(true);
      const ours = hpkeSeal(own.publicKey, plain, about);
      const opened = await suite.open({ recipientKey: await suite.kem.importKey('raw', exact(secret), false), enc: exact(ours.subarray(0, 32)), info: about.info }, ours.subarray(32), about.aad);
      expect(Buffer.from(opened).equals(plain)).toBe(true);
    }
  });
});

/** OpenSSL's SM4, SM3 and SM2 curve, put together here by the standards: it shares no code with the library, which is JavaScript. */
describe('SM4-GCM and SM2 encryption interoperate with OpenSSL', () => {
  it('SM4-GCM, of any length, both ways', async () => {
    for (const length of [0, 1, 15, 16, 17, 1_000]) {
      const [key, nonce, bound, plain] = [randomBytes(16), randomBytes(12), randomBytes(length % 37), randomBytes(length)];
      const theirs = opensslSm4Gcm({ key, nonce, bound }, plain);
      expect(Buffer.from(await SEALING_SCHEMES.sm2.encrypt({ key, nonce, bound }, plain)).equals(theirs)).toBe(true);
      expect(Buffer.from(await SEALING_SCHEMES.sm2.decrypt({ key, nonce, bound }, theirs)).equals(plain)).toBe(true);
      theirs[theirs.length - 1]! ^= 1;
      await expect(SEALING_SCHEMES.sm2.decrypt({ key, nonce, bound }, theirs)).rejects.toThrow();
    }
  });
  it('SM2 encryption, both ways', async () => {
    for (let index = 0; index < 4; index++) {
      const own = SEALING_SCHEMES.sm2.generate();
      const plain = randomBytes(16);
      const ours = Buffer.from(await SEALING_SCHEMES.sm2.wrap(own.publicKey, plain, new Uint8Array()));
      expect(opensslDecrypt(own.privateKey, ours)?.equals(plain)).toBe(true);
      const answers = await Promise.all(opensslEncrypt(own.publicKey, plain).map((theirs) => SEALING_SCHEMES.sm2.unwrap(own, theirs, new Uint8Array()).then((bytes) => Buffer.from(bytes).equals(plain), () => false)));
      // A curve gives a point's x alone: of the two points with it one is right, and the other opens to nobody.
      expect(answers.sort()).toEqual([false, true]);
    }
  });
});

function opensslSm4Gcm({ key, nonce, bound }: { readonly key: Buffer; readonly nonce: Buffer; readonly bound: Buffer }, plain: Buffer): Buffer {
  const block = (bytes: Buffer): Buffer => createCipheriv('sm4-ecb', key, null).setAutoPadding(false).update(bytes);
  const counter = (value: number): Buffer => Buffer.concat([nonce, Buffer.from([0, 0, 0, value])]);
  const cipher = createCipheriv('sm4-ctr', key, counter(2));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  const number = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
  const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
  const lengths = Buffer.alloc(16);
  lengths.writeUInt32BE(bound.length * 8, 4);
  lengths.writeUInt32BE(ciphertext.length * 8, 12);
  const all = Buffer.concat([padded(bound), padded(ciphertext), lengths]);
  const hash = number(block(Buffer.alloc(16)));
  let sum = 0n;
  for (let at = 0; at < all.length; at += 16) sum = product(sum ^ number(all.subarray(at, at + 16)), hash);
  const tag = (sum ^ number(block(counter(1)))).toString(16).padStart(32, '0');
  return Buffer.concat([ciphertext, Buffer.from(tag, 'hex')]);
}
/** In GF(2^128) as NIST SP 800-38D has it. */
function product(x: bigint, y: bigint): bigint {
  let [sum, shifted] = [0n, y];
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((x >> bit) & 1n) sum ^= shifted;
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ (0xe1n << 120n) : shifted >> 1n;
  }
  return sum;
}

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const [A, B] = [P - 3n, 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n];
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base % P];
  for (let left = exponent; left > 0n; left >>= 1n, square = (square * square) % P) if (left & 1n) result = (result * square) % P;
  return result;
}
const bytes32 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
/** Both points that have this x. */
function pointsWith(x: Buffer): Buffer[] {
  const number = BigInt(`0x${x.toString('hex')}`);
  const y = power(number ** 3n + A * number + B, (P + 1n) / 4n);
  return [y, P - y].map((one) => Buffer.concat([x, bytes32(one)]));
}
const sm3 = (...parts: readonly Buffer[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sm3')).digest();
/** For up to 32 bytes. */
const masked = (point: Buffer, bytes: Buffer): Buffer => {
  const stream = sm3(point, Buffer.from([0, 0, 0, 1]));
  return Buffer.from(bytes.map((byte, at) => byte ^ stream[at]!));
};
const checkOf = (point: Buffer, plain: Buffer): Buffer => sm3(point.subarray(0, 32), plain, point.subarray(32));

function opensslEncrypt(recipient: KeyObject, plain: Buffer): Buffer[] {
  const ephemeral = createECDH('SM2');
  const c1 = ephemeral.generateKeys();
  return pointsWith(ephemeral.computeSecret(Buffer.concat([Buffer.of(4), pointOf(recipient)]))).map((point) => Buffer.concat([c1, checkOf(point, plain), masked(point, plain)]));
}
function opensslDecrypt(own: KeyObject, sealed: Buffer): Buffer | undefined {
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(secretOf(own), 'hex');
  const [c1, c3, c2] = [sealed.subarray(0, 65), sealed.subarray(65, 97), sealed.subarray(97)];
  expect(createPublicKey(own).export({ format: 'der', type: 'spki' }).subarray(-64).equals(ecdh.getPublicKey().subarray(1))).toBe(true);
  return pointsWith(ecdh.computeSecret(c1)).map((point) => ({ point, plain: masked(point, c2) })).find(({ point, plain }) => checkOf(point, plain).equals(c3))?.plain;
}
