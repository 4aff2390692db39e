import { FIRST_PAGE, cursorOf, nextPage, pageNumber, previousPage } from './cursor';

describe('pages by cursors', () => {
  it('go on and come back to the cursors they had', () => {
    const third = nextPage(nextPage(FIRST_PAGE, 'a'), 'b');
    expect([cursorOf(third), pageNumber(third)]).toEqual(['b', 3]);
    expect([cursorOf(previousPage(third)), pageNumber(previousPage(third))]).toEqual(['a', 2]);
    expect(cursorOf(previousPage(previousPage(third)))).toBeUndefined();
    expect(previousPage(FIRST_PAGE)).toEqual(FIRST_PAGE);
  });
});
