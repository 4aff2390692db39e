import { givenCode } from './given-code';

describe('what was given for a code', () => {
  it.each(['HRSS-SSI-0201', '310115', 'C-SUPP-REQ', 'F-UNE.normal', 'person:steward-1'])('%s is repeated', (text) => expect(givenCode(text)).toBe(text));
  it.each(['张三', '110101199001011234', '11010119900101123X', '13800138000', 'two words', 'x'.repeat(65), ''])('%s is not', (text) => expect(givenCode(text)).toBe('(no code, and not repeated)'));
});
