import { looksPersonal } from './looks-personal';

describe('what looks personal', () => {
  it.each(['11010519491231002X', '110105 19491231 002x', '13800138000', '+86 138-0013-8000'])('%s does', (text) => expect(looksPersonal(text)).toBe(true));
  it.each(['110105194912310021', '310115-20260302-7KQ2M8', 'HRSS-SSI-0201', '20260302001', '0198c2f0-7b1e-7c3a-9d2e-5f6a7b8c9d0e', ''])('%s does not', (text) => expect(looksPersonal(text)).toBe(false));
});
