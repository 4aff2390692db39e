import { createPrivateKey, createPublicKey } from 'node:crypto';
import { threads } from '../signatures/sm2-threads';
import { AES_128_GCM, type X25519Pair, hpkeOpen, hpkeSeal } from './hpke';
import { SEALING_SCHEMES } from './scheme';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** What the standards print: RFC 9180 A.1.1, GB/T 32918.5 annex C, RFC 8998 A.1 (whose key and cipher are GB/T 32907's), GCM specification test case 16. */
export const SEALING_ANSWERS = {
  hpke: {
    info: hex('4f6465206f6e2061204772656369616e2055726e'), aad: hex('436f756e742d30'), plain: hex('4265617574792069732074727574682c20747275746820626561757479'),
    ephemeral: '52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736', recipient: '4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8',
    sealed: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a'),
  },
  aesGcm: {
    key: hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'), nonce: hex('cafebabefacedbaddecaf888'), bound: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    plain: hex('d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39'),
    sealed: hex('522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b'),
  },
  sm4Gcm: {
    key: hex('0123456789abcdeffedcba9876543210'), nonce: hex('00001234567800000000abcd'), bound: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    plain: hex('aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa'),
    sealed: hex('17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d83de3541e4c2b58177e065a9bf7b62ec'),
  },
  sm2: {
    secret: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8', point: '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
    plain: Buffer.from('encryption standard'),
    sealed: hex('0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd876621886ca989ca9c7d58087307ca93092d651efa'),
  },
} as const;

const x25519Pair = (secret: string): X25519Pair => {
  const privateKey = createPrivateKey({ key: hex(`302e020100300506032b656e04220420${secret}`), format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
};
const sm2Secret = (secret: string, point: string): string => hex(`308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420${secret}a14403420004${point}`).toString('base64');
const isSame = (found: Uint8Array | boolean, expected: Uint8Array): boolean => typeof found !== 'boolean' && Buffer.from(found).equals(expected);

/** What seals by X25519 and AES computes here. */
export const x25519Checks = ({ hpke, aesGcm }: typeof SEALING_ANSWERS = SEALING_ANSWERS): Readonly<Record<string, () => boolean | Promise<boolean>>> => ({
  HPKE: () => isSame(hpkeSeal(x25519Pair(hpke.recipient).publicKey, hpke.plain, hpke, AES_128_GCM, x25519Pair(hpke.ephemeral)), hpke.sealed) && isSame(hpkeOpen(x25519Pair(hpke.recipient), hpke.sealed, hpke, AES_128_GCM), hpke.plain),
  'AES-256-GCM': async () => isSame(await SEALING_SCHEMES.x25519.encrypt(aesGcm, aesGcm.plain), aesGcm.sealed) && isSame(await SEALING_SCHEMES.x25519.decrypt(aesGcm, aesGcm.sealed), aesGcm.plain),
});

/** What seals by SM2 and SM4 computes, in the threads that do it. SM2 encryption is random: the standard's own is opened, and one of ours. */
export const sm2Checks = ({ sm4Gcm, sm2 }: typeof SEALING_ANSWERS = SEALING_ANSWERS): Readonly<Record<string, () => boolean | Promise<boolean>>> => ({
  'SM4-GCM': async () => isSame(await SEALING_SCHEMES.sm2.encrypt(sm4Gcm, sm4Gcm.plain), sm4Gcm.sealed) && isSame(await SEALING_SCHEMES.sm2.decrypt(sm4Gcm, sm4Gcm.sealed), sm4Gcm.plain),
  'SM2 encryption': async () => {
    const decrypt = sm2Secret(sm2.secret, sm2.point);
    const own = await SEALING_SCHEMES.sm2.wrap(createPublicKey(createPrivateKey({ key: Buffer.from(decrypt, 'base64'), format: 'der', type: 'pkcs8' })), sm2.plain, new Uint8Array());
    return isSame(await threads().run({ decrypt, bytes: sm2.sealed }), sm2.plain) && isSame(await threads().run({ decrypt, bytes: own }), sm2.plain);
  },
});
