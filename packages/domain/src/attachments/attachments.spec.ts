import { type AttachmentRules, attachmentFaults, attachmentRuleOf, requireAttachable } from './attachment-rules';
import { chunkCount, chunkSize } from './file-chunks';

const RULES: AttachmentRules = {
  default: { mediaTypes: ['application/pdf', 'image/png'], fileBytesMax: 100, messageFilesMax: 2, messageBytesMax: 150, retentionDays: 30 },
  items: { LARGE: { fileBytesMax: 1_000, messageBytesMax: 1_000 } }, participantBytesMax: 10_000, leaveHours: 24,
};
const usual = attachmentRuleOf(RULES, 'ANY');
const pdf = (size: number) => ({ size, mediaType: 'application/pdf' });

describe('the rule of an item for attachments', () => {
  it('is the default where the item says nothing else', () => {
    expect(usual).toEqual(RULES.default);
    expect(attachmentRuleOf(RULES, 'LARGE')).toEqual({ ...RULES.default, fileBytesMax: 1_000, messageBytesMax: 1_000 });
  });
  it.each([[0, 'attachment.too-large'], [101, 'attachment.too-large'], [1.5, 'attachment.too-large'], [Number.NaN, 'attachment.too-large']] as const)('refuses %d bytes', (size, code) =>
    expect(() => requireAttachable(usual, pdf(size))).toThrow(expect.objectContaining({ code })));
  it('refuses a type that is not listed, and none', () => {
    for (const mediaType of ['text/html', '']) expect(() => requireAttachable(usual, { size: 1, mediaType })).toThrow(expect.objectContaining({ code: 'attachment.type-not-allowed' }));
  });
  it('takes what fits', () => expect(() => requireAttachable(usual, pdf(100))).not.toThrow());

  it.each<[string, Parameters<typeof attachmentFaults>[1], [string, string][]]>([
    ['two that fit', [pdf(50), pdf(100)], []],
    ['three', [pdf(1), pdf(1), pdf(1)], [['attachments', 'attachment.too-many']]],
    ['too many bytes together', [pdf(100), pdf(51)], [['attachments', 'attachment.too-many']]],
    ['one too large and one of another type', [pdf(101), { size: 1, mediaType: 'text/html' }], [['attachments.0', 'attachment.too-large'], ['attachments.1', 'attachment.type-not-allowed']]],
  ])('judges the files of one message: %s', (_what, files, faults) => expect(attachmentFaults(usual, files).map(({ path, code }) => [path, code])).toEqual(faults));
});

describe('a file in chunks', () => {
  it.each([[1, 1, [1]], [10, 1, [10]], [11, 2, [10, 1]], [20, 2, [10, 10]], [25, 3, [10, 10, 5]]] as const)('of %d bytes', (size, count, sizes) => {
    const file = { size, chunkBytes: 10 };
    expect(chunkCount(file)).toBe(count);
    expect(sizes.map((_size, number) => chunkSize(file, number))).toEqual([...sizes]);
    expect(chunkSize(file, count)).toBe(0);
  });
});
