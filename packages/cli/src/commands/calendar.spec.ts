import { calendarsIn } from './calendar';

const notice = { year: 2031, participant: '810000' };

describe('a file of holiday notices', () => {
  it.each([['one notice', notice], ['a list', [notice]], ['a bundle', { calendars: [notice] }]])('is the same as %s', (_what, given) =>
    expect(JSON.parse(calendarsIn(JSON.stringify(given)))).toEqual({ calendars: [notice] }));
  it('has nothing else in it', () => expect(() => calendarsIn(JSON.stringify({ calendars: [notice], items: [] }))).toThrow('items'));
  it('that is no JSON is left to be refused by its place', () => expect(calendarsIn('{"year": ')).toBe('{"year": '));
});
