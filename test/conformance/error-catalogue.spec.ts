import { ERROR_CATALOGUE, ERROR_CODES } from '@tongban/contracts';
import { productSources } from './source-files';

const sources = productSources().filter(({ path }) => path !== 'packages/contracts/src/errors/catalogue.ts');

describe('the error catalogue', () => {
  it.each(ERROR_CODES)('%s is worded in both languages, says what to do next, and is raised somewhere', (code) => {
    const { zh, en, nextZh, nextEn } = ERROR_CATALOGUE[code];
    expect([zh, nextZh].every((text) => /[\u4e00-\u9fff]/.test(text)) && [en, nextEn].every((text) => /[a-z]/.test(text))).toBe(true);
    // `item.*` codes are also composed from the catalogue's answer about an item.
    const composed = code.startsWith('item.') && sources.some(({ text }) => text.includes('`item.${'));
    expect(composed || sources.some(({ text }) => text.includes(`'${code}'`))).toBe(true);
  });
});
