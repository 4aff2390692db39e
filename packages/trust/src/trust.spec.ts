import { encode, v1 } from '@tongban/contracts';
import * as fc from 'fast-check';
import { checkChain, entryHash } from './chain';
import { TrustDirectory } from './directory';
import { Signer, generateSigningKey } from './keys';
import { issueReceipt, readReceipt, receiptFromHeader, receiptToHeader, verifyReceipt } from './receipts';
import { checkMessage, openMessage, signMessage } from './signed-message';

const AT = '2026-03-02T09:00:00+08:00';
const mine = generateSigningKey('participant:310000');
const other = generateSigningKey('participant:110000');
const hub = generateSigningKey('hub:yrd');
const directory = new TrustDirectory({ version: 1, keys: [mine.public, other.public, hub.public] });
const envelope = { messageId: 'm-1', sender: { participant: '310000' }, data: Buffer.from('data') };

describe('a signed message', () => {
  it('is accepted as its sender signed it', async () => {
    const bytes = await signMessage(new Signer(mine.signing), envelope);
    expect(await checkMessage(directory, openMessage(bytes), AT)).toBeUndefined();
  });
  it('is the same bytes when signed again', async () => {
    const signer = new Signer(mine.signing);
    expect(Buffer.from(await signMessage(signer, envelope))).toEqual(Buffer.from(await signMessage(signer, envelope)));
  });
  it('signed by somebody else is an unknown key', async () => {
    const bytes = await signMessage(new Signer(other.signing), envelope);
    expect(await checkMessage(directory, openMessage(bytes), AT)).toBe('signature.unknown-key');
  });
  it('without a signature is refused', async () => {
    const bytes = encode(v1.SignedMessage, { envelope: encode(v1.Envelope, { ...envelope, payloadDigest: openMessage(await signMessage(new Signer(mine.signing), envelope)).envelope.payloadDigest }) });
    expect(await checkMessage(directory, openMessage(bytes), AT)).toBe('signature.missing');
  });
  it('with another payload than its digest says is refused', async () => {
    const opened = openMessage(await signMessage(new Signer(mine.signing), envelope));
    const forged = encode(v1.Envelope, { ...opened.envelope, data: Buffer.from('other') });
    const bytes = encode(v1.SignedMessage, { envelope: forged, signature: opened.signature });
    expect(await checkMessage(directory, openMessage(bytes), AT)).toBe('digest.mismatch');
  });
  it('never survives one flipped bit', async () => {
    const bytes = await signMessage(new Signer(mine.signing), envelope);
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const verdict = await (async () => checkMessage(directory, openMessage(flipped), AT))().catch((error: { code: string }) => error.code);
      expect(verdict).toBeDefined();
    }), { numRuns: 500 });
  });
  it('is judged by the validity of its key', async () => {
    const dated = new TrustDirectory({ version: 1, keys: [{ ...mine.public, validTo: '2026-03-01T00:00:00+08:00' }] });
    expect(await checkMessage(dated, openMessage(await signMessage(new Signer(mine.signing), envelope)), AT)).toBe('signature.unknown-key');
  });
  it.each(['', 'soon'])('is refused at "%s", which is inside no bounds of a key', async (at) => {
    const dated = new TrustDirectory({ version: 1, keys: [{ ...mine.public, validTo: '2099-01-01T00:00:00+08:00' }] });
    expect(await checkMessage(dated, openMessage(await signMessage(new Signer(mine.signing), envelope)), at)).toBe('signature.unknown-key');
  });
});

describe('a receipt', () => {
  const issue = (signer: Signer) => issueReceipt(signer, { level: 'REGISTERED', messageId: 'm-1', issuer: 'hub:yrd', at: AT, logIndex: 1 });
  it('verifies, and repeats byte for byte', async () => {
    const signer = new Signer(hub.signing);
    const [first, second] = [await issue(signer), await issue(signer)];
    expect(encode(v1.SignedReceipt, first)).toEqual(encode(v1.SignedReceipt, second));
    expect((await verifyReceipt(directory, receiptFromHeader(receiptToHeader(first)))).fault).toBeUndefined();
    expect(readReceipt(first).messageId).toBe('m-1');
  });
  it('of another issuer than its signer is refused', async () => {
    expect((await verifyReceipt(directory, await issue(new Signer(mine.signing)))).fault).toBe('signature.unknown-key');
  });
});

describe('the chain of a case', () => {
  const log = (): Uint8Array[] => {
    const entries: Uint8Array[] = [];
    let previousHash: Uint8Array = new Uint8Array();
    for (let logIndex = 1; logIndex <= 5; logIndex++) {
      const bytes = encode(v1.CaseEntry, { logIndex, previousHash, caseNo: 'c', registeredAt: AT, receipts: {} });
      entries.push(bytes);
      previousHash = entryHash(bytes);
    }
    return entries;
  };
  it('is whole as written', () => expect(checkChain(log())).toEqual([]));
  it.each([0, 1, 2, 3])('shows that entry %i is missing', (gone) => expect(checkChain(log().filter((_, index) => index !== gone))).not.toEqual([]));
  it('shows a swap', () => {
    const [a, b, c, ...rest] = log();
    expect(checkChain([a!, c!, b!, ...rest])).not.toEqual([]);
  });
  it('shows an edit', () => {
    const entries = log();
    entries[2] = encode(v1.CaseEntry, { logIndex: 3, previousHash: entryHash(entries[1]!), caseNo: 'c', registeredAt: '2026-03-03T00:00:00+08:00', receipts: {} });
    expect(checkChain(entries)).toEqual([{ logIndex: 4, fault: 'hash' }]);
  });
});
