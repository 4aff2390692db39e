import { createPublicKey } from 'node:crypto';
import { isSm2Signature } from './sm2-sm3';

/** GB/T 32918.5, annex A: key, message and signature as the standard prints them. */
const KEY = createPublicKey({
  key: Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d03420004'
    + '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13', 'hex'), format: 'der', type: 'spki',
});
const MESSAGE = Buffer.from('message digest');
const SIGNATURE = Buffer.from('3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa', 'hex');

describe('an SM2 signature', () => {
  it('is verified as the standard prints it', () => expect(isSm2Signature(KEY, MESSAGE, SIGNATURE)).toBe(true));
  it.each<[string, Uint8Array, Uint8Array]>([
    ['other bytes', Buffer.from('message digesu'), SIGNATURE], ['another signature', MESSAGE, Buffer.from(SIGNATURE).fill(1, 10, 11)], ['nothing', MESSAGE, new Uint8Array()],
  ])('is none with %s', (_what, message, signature) => expect(isSm2Signature(KEY, message, signature)).toBe(false));
});
