import { faultsOf } from '../../test/faults';
import { skillCertificates, SKILL_CERTIFICATES_TEXT } from '../../test/skill-certificates';
import { loadCatalogue } from '../catalogue';
import { BUNDLE_LIMITS } from './limits';
import { bundleFromText } from './read-bundle';

const catalogue = loadCatalogue();
const faults = (text: string) => faultsOf(() => bundleFromText(text, catalogue)).map(({ path, en }) => [path, en.replace(/^[^:]*: /, '')]);
const nested = (depth: number): string => `{"flows":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('the text of a bundle', () => {
  it('is read with or without a byte order mark', () => {
    expect(bundleFromText(SKILL_CERTIFICATES_TEXT, catalogue).flows[0]?.flowId).toBe('F-VCT');
    expect(bundleFromText(`\uFEFF${SKILL_CERTIFICATES_TEXT}`, catalogue).flows).toHaveLength(1);
  });

  it.each([
    ['nothing', '', 'line 1, column 1: a value is expected here'],
    ['a half', '{\n  "flows": [', 'line 2, column 13: a closing bracket is expected here'],
    ['a trailing comma', '{"flows": [],}', 'line 1, column 14: a key in double quotes is expected here'],
    ['a comment', '{\n  // mine\n}', 'line 2, column 3: JSON has no comments'],
    ['single quotes', "{'flows': []}", 'line 1, column 2: this is no JSON value'],
    ['a number that is none', '{"flows": 01}', 'line 1, column 12: a comma is expected here'],
    ['NaN', '{"flows": NaN}', 'line 1, column 11: this is no JSON value'],
    ['a string without an end', '{"flows": "x\n}', 'line 1, column 11: the string does not end'],
    ['a bad escape', '{"flows": "\\q"}', 'line 1, column 11: there is no such escape'],
    ['two values', '{"flows": []} {}', 'line 1, column 15: there is more after the JSON value'],
  ])('with %s is refused with the place in words', (_what, text, words) => expect(faults(text)).toEqual([['$', words]]));

  it('names each key that is given twice', () => {
    const text = SKILL_CERTIFICATES_TEXT.replace('"flowId": "F-VCT",', '"flowId": "F-VCT", "flowId": "F-VCT",').replace('"itemCodes"', '"__proto__": {}, "__proto__": {}, "itemCodes"');
    expect(faults(text)).toEqual([
      ['$.items[0].flowId', expect.stringMatching(/^the key is given twice \(line \d+, column \d+\)$/)], ['$.flows[0].__proto__', expect.stringMatching(/given twice/)],
    ]);
  });

  it('is refused when it is too long, too deep or holds too much, before anything is built of it', () => {
    expect(faults(`{"flows": "${'x'.repeat(BUNDLE_LIMITS.bytes)}"}`)).toEqual([['$', expect.stringMatching(/^the file has \d+ bytes and may have \d+: import it in parts$/)]]);
    expect(faults(nested(100_000))).toEqual([['$', expect.stringMatching(/nested more than 64 deep/)]]);
    expect(faults(`{"flows": [${'0,'.repeat(BUNDLE_LIMITS.values)}0]}`)).toEqual([['$', expect.stringMatching(/more than 500000 values/)]]);
    expect(faults(nested(BUNDLE_LIMITS.depth - 1))).toEqual([['$.flows[0]', expect.stringMatching(/expected object/)]]);
  });

  it('gives the same bundle as its value', () => expect(bundleFromText(JSON.stringify(skillCertificates()), catalogue)).toEqual(bundleFromText(SKILL_CERTIFICATES_TEXT, catalogue)));
});
