import { TongbanError, fieldFault } from '@tongban/contracts';
import { patienceOf, sentResult } from './sending';
import { View } from './view';

const SENT = { caseNo: 'C', messageId: 'M' };
const pending = new TongbanError('receipt.pending', 'no REGISTERED of M within 30000 ms');
const rejected = new TongbanError('envelope.invalid', '1 attributes are wrong', [fieldFault('due_at', 'field.date')]);

describe('how long to wait', () => {
  it('is for the hub to have registered it, unless something else or nothing is asked for', () => {
    expect(patienceOf({})).toEqual({ level: 'REGISTERED', timeoutMs: 30_000 });
    expect(patienceOf({ wait: 'taken', timeout: '5' })).toEqual({ level: 'TAKEN', timeoutMs: 5_000 });
    expect(patienceOf({ wait: false }).level).toBeUndefined();
  });
  it.each([[{ wait: 'REJECTED' }], [{ wait: 'soon' }], [{ timeout: '0' }], [{ timeout: '3601' }], [{ timeout: 'x' }]])('refuses %j', (options) =>
    expect(() => patienceOf(options)).toThrow(expect.objectContaining({ name: 'UsageError' })));
});

describe('what became of a message', () => {
  it.each([
    ['registered', { ok: true, level: 'REGISTERED', at: '' } as const, 0],
    ['in the outbox because nothing was waited for', { ok: true } as const, 0],
    ['rejected', { ok: false, pending: false, error: rejected } as const, 1],
    ['on its way', { ok: false, pending: true, reached: 'RECEIVED', error: pending } as const, 1],
    ['with nobody who answers', { ok: false, pending: true, error: pending } as const, 3],
  ])('%s has its exit code', (_what, outcome, exit) => expect(sentResult({ ...SENT, ...outcome }).exit ?? 0).toBe(exit));

  it.each(['zh', 'en'] as const)('is told with its reason and what to do next in both languages, %s first', (language) => {
    const text = sentResult({ ...SENT, ok: false, pending: false, error: rejected }).human(new View(language, false));
    const { zh, en, nextZh, nextEn } = rejected.traits;
    for (const part of ['envelope.invalid', 'due_at', 'field.date', zh, en, nextZh, nextEn]) expect(text).toContain(part);
    expect(text.indexOf(zh) < text.indexOf(en)).toBe(language === 'zh');
  });
});
