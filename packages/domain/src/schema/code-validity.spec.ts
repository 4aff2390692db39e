import { DICTIONARY, EVERY_TYPE } from '../../fixtures/flow-of-every-type';
import type { CodeDates, Fields, Flow } from '../flow/model';
import { codesOn, countsFor, countsOn } from './code-validity';
import type { ValidationContext } from './context-rules';
import { assignNumbers, EMPTY_LOCK } from './field-numbers';
import { compileMessages } from './message-types';

const DATES: CodeDates = { effectiveFrom: '2026-01-10', retiredOn: '2026-03-20' };

describe('when a code counts', () => {
  it.each([
    ['the day before its first', '2026-01-09', false], ['its first day', '2026-01-10', true], ['its last day', '2026-03-20', true], ['the day after', '2026-03-21', false],
  ])('%s', (_what, day, counts) => expect(countsOn(DATES, day)).toBe(counts));
  it('always, where it has no dates', () => expect(countsOn({}, '0001-01-01')).toBe(true));
  it.each([
    [{ from: '2026-03-01', to: '2026-04-30' }, true], [{ from: '2026-01-01', to: '2026-01-10' }, true], [{ from: '2026-03-21', to: '2026-04-30' }, false], [{ from: '2025-01-01', to: '2026-01-09' }, false],
  ])('on one of the days %j: %s', (days, counts) => expect(countsFor(DATES, days)).toBe(counts));
});

const dictionary = structuredClone(DICTIONARY) as { codeLists: { values: { code: string; retiredOn?: string; effectiveFrom?: string }[] }[] } & typeof DICTIONARY;
dictionary.codeLists[0]!.values[1]!.retiredOn = '2026-03-20';
dictionary.codeLists[0]!.values.push({ code: 'CHIP', zh: '芯片', en: 'Chip', effectiveFrom: '2026-04-01' } as never);
const FLOW = { flowId: 'F-TEST-DATES', messages: [EVERY_TYPE], states: [] as Flow['states'], actors: [] as Flow['actors'] } as unknown as Flow;
const types = compileMessages(FLOW, dictionary, assignNumbers(EMPTY_LOCK, [FLOW], dictionary));
const CONTEXT: ValidationContext = { environment: 'production', syntheticOnly: false, divisions: { isKnown: () => true } };
const told = (fields: Fields, openedOn?: string) => types.validateOpen('TT-ALL', fields, { ...CONTEXT, ...(openedOn && { openedOn: { from: openedOn, to: openedOn } }) }).map(({ path, code }) => `${path} ${code}`);

describe('a code in a message', () => {
  it('retired on a day is refused in cases opened after it, and stays valid in those opened before', () => {
    expect([told({ paper: 'PASS' }, '2026-03-20'), told({ paper: 'PASS' }, '2026-03-21')]).toEqual([[], ['paper field.code-not-in-force']]);
  });
  it('that is to begin is refused in cases opened before', () => expect([told({ paper: 'CHIP' }, '2026-03-31'), told({ paper: 'CHIP' }, '2026-04-01')]).toEqual([['paper field.code-not-in-force'], []]));
  it('is judged in lists and in records as well, each by its path', () => {
    expect(told({ papers: ['CARD', 'PASS'] }, '2026-05-01')).toEqual(['papers.1 field.code-not-in-force']);
    const openedOn = { from: '2026-05-01', to: '2026-05-01' };
    expect(types.validatePersonal('TT-ALL', { lines: [{ no: 1, name: 'a', kind: 'PASS', why: 'x' }] }, {}, { ...CONTEXT, openedOn }).map(({ path, code }) => `${path} ${code}`)).toEqual(['lines.0.kind field.code-not-in-force']);
  });
  it('without dates is valid whenever, and one that is in no list is told as that', () => expect([told({ paper: 'CARD' }, '1999-01-01'), told({ paper: 'NONE' }, '2026-05-01')]).toEqual([[], ['paper field.not-in-list']]));
  it('is not judged where nobody says when the case was opened', () => expect(told({ paper: 'PASS' })).toEqual([]));
  it('is told by the day of the opening and never by the code', () => {
    const [fault] = types.validateOpen('TT-ALL', { paper: 'PASS' }, { ...CONTEXT, openedOn: { from: '2026-05-01', to: '2026-05-01' } });
    expect([fault!.zh.includes('2026-05-01'), fault!.en.includes('2026-05-01'), `${fault!.zh}${fault!.en}`.includes('PASS')]).toEqual([true, true, false]);
  });
  it('is offered on the days it counts', () => expect(codesOn(dictionary.codeLists[0]! as never, '2026-04-01').map(({ code }) => code)).toEqual(['CARD', 'CHIP']));
});
