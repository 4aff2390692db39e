import { type Upcast, formatOf, upcasting } from './upcast';

/** An invented history: the second format gave names two parts, the third counts in days. */
interface Note { readonly format?: number; readonly name?: string; readonly given?: string; readonly family?: string; readonly weeks?: number; readonly days?: number }
const twoNames: Upcast<Note> = ({ name = '', ...rest }) => ({ ...rest, format: 2, family: name.slice(0, 1), given: name.slice(1) });
const inDays: Upcast<Note> = ({ weeks = 0, ...rest }) => ({ ...rest, format: 3, days: weeks * 7 });
const read = upcasting('a note', [twoNames, inDays]);

describe('what older releases stored', () => {
  it('is of the first format when it says nothing', () => expect([{}, { format: 0 }, { format: 1 }, { format: 2 }].map(formatOf)).toEqual([1, 1, 1, 2]));

  it.each([
    ['the first', { name: '王芳', weeks: 2 }, { format: 3, family: '王', given: '芳', days: 14 }],
    ['the second', { format: 2, family: '王', given: '芳', weeks: 2 }, { format: 3, family: '王', given: '芳', days: 14 }],
    ['the present', { format: 3, family: '王', given: '芳', days: 14 }, { format: 3, family: '王', given: '芳', days: 14 }],
  ])('of %s format is read as of the present one', (_format, stored, present) => expect(read(stored)).toEqual(present));

  it('is itself not changed', () => {
    const stored = Object.freeze({ name: '王芳', weeks: 2 });
    read(stored);
    expect(stored).toEqual({ name: '王芳', weeks: 2 });
  });

  it('of a later release is refused rather than misread', () => expect(() => read({ format: 4 })).toThrow(expect.objectContaining({ code: 'log.newer-format' })));
});
