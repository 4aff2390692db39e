import { firstPlace, placeOf } from './places';

describe('the places of the console', () => {
  it.each([['/cases', '/cases'], ['/cases/310115-1', '/cases'], ['/casesque', undefined], ['/', undefined]])('%s belongs to %p', (pathname, path) => expect(placeOf(pathname)?.path).toBe(path));
  it('begins with the first one that may be seen', () => {
    expect(firstPlace(() => true)).toBe('/now');
    expect(firstPlace((permission) => permission === 'audit.read')).toBe('/audit');
    expect(firstPlace(() => false)).toBeUndefined();
  });
});
