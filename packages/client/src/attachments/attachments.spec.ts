import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TongbanError, decode, v1 } from '@tongban/contracts';
import { readReceipt, receiptLevelName } from '@tongban/trust';
import { OTHER, SdkLab, arrivalOf, eventually, openingMessage, temporaryDirectory } from '../../test/sdk-lab';
import type { DeliveredAttachment } from '../options';
import { RemoteFile } from './remote-file';
import { UnusableAttachment } from './unusable-attachment';

const CHUNK = 10;
const CONTENT = randomBytes(35);
const hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What a border that has `bytes` in its stream gives of them, two chunks at a time. */
class Border {
  readonly asked: number[] = [];
  breaksOffAt = Number.POSITIVE_INFINITY;
  constructor(private readonly bytes: Uint8Array) {}
  readonly part = ({ fromNumber }: v1.AttachmentPartQuery.$Properties): Promise<v1.AttachmentPart> => {
    const from = fromNumber ?? 0;
    this.asked.push(from);
    if (from >= this.breaksOffAt) return Promise.reject(new TongbanError('attachment.pending', 'away'));
    const chunks = [from, from + 1].map((number) => ({ number, data: this.bytes.subarray(number * CHUNK, (number + 1) * CHUNK) })).filter(({ data }) => data.length > 0);
    return Promise.resolve(v1.AttachmentPart.create({ chunks }));
  };
}
const remote = (border: Border, content: Uint8Array = CONTENT): RemoteFile => new RemoteFile({
  participant: '310000', fileId: 'f', digest: `sha256:${hex(content)}`, digestHex: hex(content), size: content.length, mediaType: 'application/pdf', keepUntil: '2026-08-31', chunkBytes: CHUNK, path: 'attachments.0',
  check: () => Promise.resolve(),
}, border, new AbortController().signal);

describe('a file of a delivery', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let path: string;
  beforeEach(() => {
    directory = temporaryDirectory();
    path = join(directory.path, 'file');
  });
  afterEach(() => directory.remove());

  it('is saved when its digest is right, and goes on where it broke off', async () => {
    const border = new Border(CONTENT);
    border.breaksOffAt = 2;
    await expect(remote(border).save(path)).rejects.toMatchObject({ code: 'attachment.pending' });
    expect([existsSync(path), readFileSync(`${path}.part`).length]).toEqual([false, 2 * CHUNK]);
    // A crash may have left part of a chunk.
    writeFileSync(`${path}.part`, CONTENT.subarray(0, 2 * CHUNK + 3));
    border.breaksOffAt = Number.POSITIVE_INFINITY;
    await remote(border).save(path);
    expect(readFileSync(path).equals(CONTENT)).toBe(true);
    expect([existsSync(`${path}.part`), border.asked]).toEqual([false, [0, 2, 2]]);
  });

  it.each<[string, Uint8Array, string]>([
    ['other bytes', Buffer.concat([CONTENT.subarray(0, 34), Buffer.from([CONTENT[34]! ^ 1])]), 'attachment.corrupt'],
    ['too many bytes', Buffer.concat([CONTENT, Buffer.from('more')]), 'attachment.corrupt'],
    ['too few bytes', CONTENT.subarray(0, 30), 'attachment.missing'],
  ])('is refused by name when %s come, however it is read', async (_what, bytes, code) => {
    const expected = { code, faults: [expect.objectContaining({ path: 'attachments.0', code, en: expect.stringContaining(hex(CONTENT)) })] };
    await expect(remote(new Border(bytes)).save(path)).rejects.toMatchObject(expected);
    const read = async (): Promise<void> => {
      for await (const _chunk of remote(new Border(bytes)).stream()) continue;
    };
    await expect(read()).rejects.toMatchObject(expected);
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, code === 'attachment.missing']);
  });
});

describe('a handler that reads a file', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(() => directory.remove());

  /** What the sender is told when the handler reads what `save` makes of its file. */
  async function answered(save: () => Promise<void>, attachmentPatienceMs: number): Promise<{ receipts: v1.Receipt[]; calls: number }> {
    const receipts: v1.Receipt[] = [];
    let calls = 0;
    const file = { digest: 'sha256:ab', size: 1, mediaType: 'application/pdf', keepUntil: '2026-08-31', save, stream: () => { throw new Error('not read so'); } } satisfies DeliveredAttachment;
    const lab = await SdkLab.open({
      directory: directory.path, participant: OTHER, taker: { attachmentPatienceMs }, attachments: () => [file],
      submitReceipts: (_caseNo, batch) => Promise.resolve(void receipts.push(...decode(v1.ReceiptBatch, batch).receipts.map(readReceipt))),
    });
    try {
      await lab.taker.use(async ({ attachments }, step) => {
        calls++;
        step.put('written', calls);
        for (const one of attachments) await one.save('anywhere');
      });
      const made = await openingMessage();
      await lab.inbox.take(await arrivalOf(made, 1, OTHER));
      await eventually('both receipts', () => receipts.length === 2, 10_000);
      expect(await lab.store.heads.get(made.caseNo)).toBe(1);
      const refused = receiptLevelName(receipts[1]!.level) === 'REJECTED';
      expect(await lab.store.app.get('written')).toBe(refused ? undefined : calls);
      return { receipts, calls };
    } finally {
      await lab.close();
    }
  }
  const told = ({ receipts }: { receipts: v1.Receipt[] }) => receipts.map(({ level, code, faults }) => [receiptLevelName(level), code, faults.map(({ path }) => path)]);

  it('waits for one that has not come yet, and takes the message then', async () => {
    let asked = 0;
    const outcome = await answered(() => (++asked === 1 ? Promise.reject(new TongbanError('attachment.pending', 'away')) : Promise.resolve()), 60_000);
    expect([told(outcome), outcome.calls]).toEqual([[['DELIVERED', '', []], ['TAKEN', '', []]], 2]);
  });
  it('rejects the message by name when it does not come within its patience', async () => {
    const outcome = await answered(() => Promise.reject(new TongbanError('attachment.pending', 'away')), 0);
    expect(told(outcome)).toEqual([['DELIVERED', '', []], ['REJECTED', 'attachment.missing', ['attachments.0']]]);
  });
  it('rejects the message by name when it is not what it should be', async () => {
    const fault = { path: 'attachments.0', code: 'attachment.corrupt', zh: '甲', en: 'a' } as const;
    const outcome = await answered(() => Promise.reject(new UnusableAttachment('attachment.corrupt', 'other bytes', [fault])), 60_000);
    expect(told(outcome)).toEqual([['DELIVERED', '', []], ['REJECTED', 'attachment.corrupt', ['attachments.0']]]);
  });
  it('is only called again when the same code comes from something else it did', async () => {
    let asked = 0;
    const outcome = await answered(() => (++asked === 1 ? Promise.reject(new TongbanError('attachment.corrupt', 'an upload of its own')) : Promise.resolve()), 60_000);
    expect([told(outcome)[1], outcome.calls]).toEqual([['TAKEN', '', []], 2]);
  });
});
