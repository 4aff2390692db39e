import { formatCount, formatMegabytes, formatMs, formatRate } from './figures';

describe('figures', () => {
  it.each([[0, '0'], [0.034, '0.03'], [9.5, '9.50'], [42.26, '42.3'], [1234.4, '1,234'], [undefined, '–'], [Number.NaN, '–']])('a rate of %p is %s', (rate, text) => expect(formatRate(rate)).toBe(text));
  it.each([[1_234_567, '1,234,567'], [0, '0'], [undefined, '–']])('a count of %p is %s', (count, text) => expect(formatCount(count)).toBe(text));
  it('bytes are megabytes', () => expect(formatMegabytes(1_572_864)).toBe('1.5'));
  it.each([[1.26, '1.3'], [1234, '1,234'], [undefined, '–']])('%p milliseconds are %s', (ms, text) => expect(formatMs(ms)).toBe(text));
});
