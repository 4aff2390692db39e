import fc from 'fast-check';
import { UnsupportedPattern } from './pattern-parser';
import { textMatching } from './pattern-text';
import { Seed } from './seed';
import { catalogue } from '../../test/domain-home';

const ANY_LENGTH = { min: 0, max: 200 };
const patterns = (): string[] => {
  const found = new Set<string>();
  JSON.stringify([...catalogue.flows.values(), catalogue.dictionary], (key, value: unknown) => {
    if ((key === 'pattern' || key === 'itemPattern') && typeof value === 'string') found.add(value);
    return value;
  });
  return [...found];
};

describe('a text for a pattern', () => {
  it.each([
    ...patterns(), '^[A-Z]{2}\\d{4}(-[a-f]+)?$', '(?:ab|cd){2,3}', '[^a-z]{5}', '\\w+\\s\\.\\*', 'a.b', '[\\d.\\-]{3,}', '[a-c-]', 'x*?y', '[\\]\\\\]{2}', '第[0-9]{1,3}号',
  ])('%s is matched', (pattern) => {
    fc.assert(fc.property(fc.string(), (root) => {
      expect(textMatching(pattern, new Seed(root), 'f', ANY_LENGTH)).toMatch(new RegExp(`^(?:${pattern})$`, 'u'));
    }), { numRuns: 50 });
  });

  it.each([[{ min: 30, max: 32 }], [{ min: 1, max: 2 }], [{ min: 64, max: 64 }]])('keeps to the length %j', (bounds) => {
    const { length } = textMatching('[A-Za-z0-9._-]{1,64}', new Seed('case'), 'f', bounds);
    expect(length).toBeGreaterThanOrEqual(bounds.min);
    expect(length).toBeLessThanOrEqual(bounds.max);
  });

  it('is the same for the same case and field, and another for another case', () => {
    const text = (root: string): string => textMatching('[A-Z0-9]{4,20}', new Seed(root), 'f', ANY_LENGTH);
    expect(text('a')).toBe(text('a'));
    expect(new Set(Array.from({ length: 1000 }, (_, index) => text(`case ${index}`))).size).toBe(1000);
  });

  it.each(['(?=a)a', '(?<name>a)', '\\1', '\\p{L}', 'a{x}', '(a', 'a)', '[^\\x00]', '[z-a]'])('%s is refused, not guessed at', (pattern) => {
    expect(() => textMatching(pattern, new Seed('case'), 'f', ANY_LENGTH)).toThrow(UnsupportedPattern);
  });
});
