import { SAVED_MAX, questionOf, readSaved, withSaved, withoutSaved } from './saved-filters';

const question = { filters: { item: 'I' }, order: 'due' as const };

describe('saved filters', () => {
  it('come back', () => {
    const saved = withSaved([], ' mine ', question);
    expect(readSaved(JSON.stringify(saved))).toEqual([{ name: 'mine', address: 'item=I&order=due' }]);
    expect(questionOf(saved[0]!)).toEqual(question);
  });
  it.each([[null], ['{'], ['{}'], ['[1,{"name":7},{"name":""}]']])('%p has none', (kept) => expect(readSaved(kept)).toEqual([]));
  it('of the same name are replaced, and the oldest go', () => {
    const many = Array.from({ length: SAVED_MAX + 3 }, (_, n) => n).reduce<ReturnType<typeof readSaved>>((saved, n) => withSaved(saved, `n${n}`, question), []);
    expect(many).toHaveLength(SAVED_MAX);
    expect(withSaved(many, 'n22', question)).toHaveLength(SAVED_MAX);
    expect(withoutSaved(many, 'n22').map(({ name }) => name)).not.toContain('n22');
  });
});
