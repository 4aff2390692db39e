import { WORKLISTS, addressOf, faultsOf, filterFault, readQuestion, sameQuestion, usesMore } from './case-filters';

describe('the filters of a list of cases', () => {
  it('come back from the address they were put into', () => {
    const question = { filters: { opener: '310000', dueTo: '2026-03-20', overdue: 'true' }, order: 'due' as const };
    expect(readQuestion(addressOf(question))).toEqual(question);
  });
  it('leave out what is empty and what is no filter', () => {
    expect(readQuestion(new URLSearchParams('item=&opener=%20&x=1&order=size'))).toEqual({ filters: {}, order: 'opening' });
    expect(addressOf({ filters: { item: ' ' }, order: 'opening' }).toString()).toBe('');
  });
  it.each([['openedFrom', '2026-02-30', 'date'], ['openedFrom', '2026-02-28', undefined], ['number', '13800138000', 'personal'], ['handler', '11010519491231002X', 'personal'], ['number', '310115-1', undefined], ['item', '13800138000', undefined], ['dueTo', '', undefined]] as const)('%s %p has the fault %p', (name, value, fault) => expect(filterFault(name, value)).toBe(fault));
  it('are told all their faults together', () => expect(faultsOf({ dueFrom: 'x', number: '13800138000', item: 'I' })).toEqual({ dueFrom: 'date', number: 'personal' }));
  it('open the others when one of them is used', () => {
    expect(usesMore({ item: 'I', overdue: 'true' })).toBe(false);
    expect(usesMore({ agency: 'A' })).toBe(true);
  });
  it('of worklists are apart from each other', () => expect(WORKLISTS.filter((a) => WORKLISTS.filter((b) => sameQuestion(a.question, b.question)).length > 1)).toEqual([]));
});
