import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from '../../test/faults';
import { named, skillCertificates } from '../../test/skill-certificates';
import { loadCatalogue } from '../catalogue';
import { readBundle } from './read-bundle';

const catalogue = loadCatalogue();
/* eslint-disable @typescript-eslint/no-explicit-any */
const copy = (value: unknown): any => structuredClone(value);
const item = (code: string): any => copy(catalogue.items.get(code));
const flow = (id: string): any => copy(catalogue.flows.get(id));
const standard = (id: string): any => copy(catalogue.standards.get(id));
const reference = () => ({
  standards: [...catalogue.standards.values()], items: [...catalogue.items.values()], flows: [...catalogue.flows.values()],
  codeLists: catalogue.dictionary.codeLists, commonMessages: catalogue.dictionary.commonMessages, calendars: catalogue.holidays,
});
const faults = (bundle: unknown): (readonly [string, string])[] => faultsOf(() => readBundle(bundle, catalogue)).map(({ path, en }) => [path, en.replace(/^[^:]*: /, '')] as const);
const paths = (bundle: unknown): string[] => faults(bundle).map(([path]) => path);

describe('the reference catalogue as one bundle', () => {
  it('over itself has no fault and changes nothing', () => {
    const { artefacts, explored } = readBundle(copy(reference()), catalogue);
    expect(artefacts).toHaveLength(138 + 56 + 6 + 29 + 12 + 3);
    expect(artefacts.filter(({ change }) => change !== 'none')).toEqual([]);
    expect([...explored.values()].reduce((sum, count) => sum + count, 0)).toBe(70 + 70 + 276 + 67 + 40 + 30);
  });

  it('shows what is changed, by content and not by the order of keys', () => {
    const [first, second] = [item('HRSS-SSI-0201'), item('HRSS-SSI-0202')];
    const turned = Object.fromEntries(Object.entries(first).reverse());
    expect(readBundle({ items: [turned, { ...second, en: `${second.en} (changed)` }] }, catalogue).artefacts.map(({ id, change }) => [id, change])).toEqual([['HRSS-SSI-0201', 'none'], ['HRSS-SSI-0202', 'changed']]);
  });

  it('leaves what it read as it is, and gives a frozen bundle', () => {
    const given = skillCertificates();
    const bundle = readBundle(given, catalogue);
    expect(given).toEqual(skillCertificates());
    expect(Object.isFrozen(bundle.flows[0]?.states[0])).toBe(true);
  });
});

describe('the frame of a bundle', () => {
  it.each<[string, unknown, [string, RegExp][]]>([
    ['no object', [], [['$', /is a JSON object/]]],
    ['nothing at all', null, [['$', /is a JSON object/]]],
    ['no records', { flows: [], items: [] }, [['$', /has no records/]]],
    ['an unknown key', { item: [], flows: [] }, [['$.item', /a bundle has standards, items, codeLists/], ['$', /has no records/]]],
    ['a list that is none', { flows: {} }, [['$.flows', /must be a list/]]],
    ['records that are none', { flows: [7], items: [null] }, [['$.items[0]', /expected object/], ['$.flows[0]', /expected object/]]],
  ])('with %s is refused', (_what, bundle, expected) => expect(faults(bundle)).toEqual(expected.map(([path, words]) => [path, expect.stringMatching(words)])));

  it('is refused for each id that is given twice or is none', () => {
    const bundle = skillCertificates();
    bundle.items.push(bundle.items[0]);
    bundle.standards.push({ ...bundle.standards[0], id: '标准 1' });
    expect(faults(bundle)).toEqual([['$.standards[1].id', expect.stringMatching(/letters, digits/)], ['$.items[1]', expect.stringMatching(/HRSS-SKL-0901 is given twice/)]]);
  });

  it('words every fault of a shape in Chinese and English', () => {
    const bundle = skillCertificates();
    bundle.items[0].colour = 'red';
    bundle.items[0].leadUnit = 7;
    bundle.flows[0].colour = 'red';
    bundle.flows[0].modes = ['by-pigeon'];
    bundle.flows[0].transitions[3].when = { field: 'finding', within: ['GENUINE'] };
    bundle.standards[0].publishDate = '2026-02-30';
    const found = faultsOf(() => readBundle(bundle, catalogue));
    expect(found.map(({ path }) => path).sort()).toEqual(['$.flows[0].colour', '$.flows[0].modes[0]', '$.flows[0].transitions[3].when.in', '$.flows[0].transitions[3].when.within', '$.items[0].leadUnit', '$.standards[0].publishDate']);
    for (const { zh, en } of found) expect([zh, en]).toEqual([expect.stringMatching(/^目录数据有误：.*\p{Script=Han}/u), expect.stringMatching(/^The catalogue data is faulty: [\x20-\x7e“”"]+$/)]);
  });
});

describe('the references of a bundle', () => {
  it.each<[string, () => unknown, [string, RegExp][]]>([
    ['an item of an unknown standard', () => ({ items: [{ ...item('HRSS-EMP-0101'), standardIds: ['LAW-EPL', 'NONE'] }] }), [['$.items[0].standardIds[1]', /no standard NONE/]]],
    ['an item of an unknown flow', () => ({ items: [{ ...item('HRSS-SSI-0201'), flowId: 'F-NONE' }] }), [['$.items[0].flowId', /no flow F-NONE/], ['$.items[0].flowId', /F-PEN-ENT still handles/]]],
    ['an item with a flow that is not handled across provinces', () => {
      const bundle = skillCertificates();
      bundle.items[0].crossProvince.supported = false;
      return bundle;
    }, [['$.items[0].flowId', /not handled across provinces/]]],
    ['an item that its flow does not name', () => ({ items: [{ ...item('HRSS-EMP-0101'), flowId: 'F-ARC' }] }), [['$.items[0].flowId', /F-ARC does not handle the item/]]],
    ['an item that moves and stays in its old flow', () => ({ items: [{ ...item('HRSS-SSI-0201'), flowId: 'F-PEN-RES' }], flows: [{ ...flow('F-PEN-RES'), itemCodes: [...flow('F-PEN-RES').itemCodes, 'HRSS-SSI-0201'] }] }),
      [['$.items[0].flowId', /F-PEN-ENT still handles the item: import it as well/]]],
    ['a flow that takes an item of another', () => ({ flows: [{ ...flow('F-ARC'), itemCodes: [...flow('F-ARC').itemCodes, 'HRSS-SSI-0201'] }] }), [[`$.flows[0].itemCodes[${flow('F-ARC').itemCodes.length}]`, /says that F-PEN-ENT handles it/]]],
    ['a flow that takes an item without one', () => ({ flows: [{ ...flow('F-ARC'), itemCodes: [...flow('F-ARC').itemCodes, 'HRSS-EMP-0101'] }] }), [[`$.flows[0].itemCodes[${flow('F-ARC').itemCodes.length}]`, /says that no flow handles it/]]],
    ['a flow that drops an item', () => {
      const [kept, ...dropped] = flow('F-ELIG').itemCodes;
      return { flows: [{ ...flow('F-ELIG'), itemCodes: [kept] }], items: [{ ...item(dropped[0]), flowId: null }] };
    }, [['$.flows[0].itemCodes', /HRSS-SSI-0305 says that this flow handles it/]]],
    ['a standard that names what is not there', () => ({ standards: [{ ...standard('LAW-EPL'), references: ['NO-1'], relatedItemCodes: ['HRSS-EMP-9999'], regionIds: ['mars'], divisionCodes: ['990000'], subDivisionCode: '440300' }] }),
      [['$.standards[0].references[0]', /no standard NO-1/], ['$.standards[0].relatedItemCodes[0]', /no item/], ['$.standards[0].regionIds[0]', /no region mars/], ['$.standards[0].divisionCodes[0]', /no division 990000/], ['$.standards[0].subDivisionCode', /none of the provinces/]]],
    ['a successor that does not say so', () => ({ standards: [{ ...standard('LAW-EPL'), status: 'superseded', replacedBy: 'GB-T-33527-2017' }] }), [['$.standards[0].replacedBy', /does not say that it replaces/]]],
    ['a predecessor that is not imported as well', () => ({ standards: [{ ...skillCertificates().standards[0], relatedItemCodes: [], replaces: ['LAW-EPL'] }] }), [['$.standards[0].replaces[0]', /LAW-EPL does not say .* import it as well/]]],
    ['a superseded standard without successor', () => ({ standards: [{ ...standard('LAW-EPL'), status: 'superseded' }] }), [['$.standards[0].status', /says what replaced it/]]],
    ['a standard that replaces itself', () => ({ standards: [{ ...standard('LAW-EPL'), status: 'superseded', replacedBy: 'LAW-EPL', replaces: ['LAW-EPL'] }] }), [['$.standards[0].replacedBy', /cannot replace itself/]]],
    ['standards that replace each other', () => ({ standards: [
      { ...standard('LAW-EPL'), status: 'superseded', replacedBy: 'GB-T-33527-2017', replaces: ['GB-T-33527-2017'] }, { ...standard('GB-T-33527-2017'), status: 'superseded', replacedBy: 'LAW-EPL', replaces: ['LAW-EPL'] },
    ] }), [['$.standards[0].replacedBy', /in a circle/], ['$.standards[1].replacedBy', /in a circle/]]],
  ])('%s', (_what, bundle, expected) => expect(faults(bundle())).toEqual(expected.map(([path, words]) => [path, expect.stringMatching(words)])));

  it('are whole when an item moves with both flows, and when a standard and its successor come together', () => {
    const [from, to] = [flow('F-ELIG'), flow('F-ARC')];
    from.itemCodes = from.itemCodes.filter((code: string) => code !== 'HRSS-SSI-0305');
    to.itemCodes.push('HRSS-SSI-0305');
    expect(paths({ items: [{ ...item('HRSS-SSI-0305'), flowId: 'F-ARC' }], flows: [from, to] })).toEqual([]);
    const successor = { ...skillCertificates().standards[0], relatedItemCodes: [], replaces: ['LAW-EPL'] };
    expect(paths({ standards: [successor, { ...standard('LAW-EPL'), status: 'superseded', replacedBy: 'SYN-VCT-2026' }] })).toEqual([]);
  });

  it('to a record that has a fault of its own are no second fault', () => {
    const bundle = skillCertificates();
    bundle.standards[0] = { id: 'SYN-VCT-2026' };
    expect(faults(bundle).filter(([path]) => !path.startsWith('$.standards[0].'))).toEqual([]);
  });
});

describe('what flows share', () => {
  const list = (id: string): any => copy(catalogue.dictionary.codeLists.find((one) => one.id === id));
  const own = { id: 'Colour', zh: '颜色', en: 'Colour', values: [{ code: 'RED', zh: '红', en: 'Red' }], confidence: 'low', basis: 'synthetic' };

  it('a new code list can be used by a flow of the same bundle', () => {
    const bundle = skillCertificates();
    bundle.codeLists = [own];
    named(bundle.flows[0].messages, 'VCT-APPLY').fields[6].type = 'enum:Colour';
    expect(paths(bundle)).toEqual([]);
  });

  it('a code list that a flow has of its own collides', () => {
    const bundle = skillCertificates();
    bundle.codeLists = [{ ...own, id: 'SkillLevel' }];
    expect(faults(bundle)).toEqual([['$.flows[0].codeLists[0]', 'code list SkillLevel is redefined']]);
  });

  it('a code that a flow of the catalogue decides by cannot go', () => {
    const results = list('EligibilityResult');
    results.values = results.values.filter(({ code }: { code: string }) => code !== 'DECEASED');
    expect(faults({ codeLists: [results] })).toContainEqual(['$', expect.stringMatching(/the flow F-ELIG \(\$\.transitions\[\d+\]\.when\) no longer holds: result has no value DECEASED/)]);
  });

  it('a common message is checked like any other', () => {
    const ack = copy(catalogue.dictionary.commonMessages.find(({ messageId }) => messageId === 'C-ACK'));
    ack.fields.push({ id: 'handler', zh: '经办人', en: 'Handler', type: 'string', required: false, personalData: false, pattern: '^(x+x+)+$' });
    expect(paths({ commonMessages: [ack] })).toEqual(expect.arrayContaining(['$.commonMessages[0].fields[3].personalData', '$.commonMessages[0].fields[3].pattern']));
  });

  it('names that clash in protobuf are found', () => {
    const bundle = skillCertificates();
    bundle.flows[0].recordTypes[0].id = 'VctResult';
    named(bundle.flows[0].messages, 'VCT-APPLY').fields[7].type = 'list<record:VctResult>';
    expect(faults(bundle)).toEqual([['$.flows[0].messages', expect.stringMatching(/both the protobuf message VctResult/)]]);
  });
});

describe('a calendar', () => {
  const next = (): any => ({
    year: 2027, zh: '2027年放假安排', en: 'Holidays of 2027', noticeTitleZh: '通知', noticeNumber: '合成', noticeUrl: 'https://example.invalid/2027',
    holidays: [{ zh: '元旦', en: "New Year's Day", from: '2027-01-01', to: '2027-01-03', days: 3, makeupWorkingDays: ['2027-01-09'] }],
    nonWorkingDates: ['2027-01-01', '2027-01-02', '2027-01-03'], makeupWorkingDays: ['2027-01-09'], workingDaysInYear: 261, confidence: 'low', basis: 'synthetic',
  });

  it('of a new year is imported', () => {
    const { artefacts } = readBundle({ calendars: [next()] }, catalogue);
    expect(artefacts).toMatchObject([{ kind: 'calendar', id: '2027', change: 'new' }]);
  });

  it("is a participant's own where it has one, as the example of the form shows", () => {
    const example: unknown = JSON.parse(readFileSync(join(__dirname, '../../fixtures/own-calendar-example.json'), 'utf8'));
    expect(readBundle({ calendars: [example, next()] }, catalogue).artefacts.map(({ id }) => id)).toEqual(['2031.810000', '2027']);
  });
  it.each([['310000', /State Council/], ['810100', /no participant/]])('of %s is refused', (participant, why) => {
    expect(faults({ calendars: [{ ...next(), participant }] })).toContainEqual(['$.calendars[0].participant', expect.stringMatching(why)]);
  });

  it.each<[string, (year: any) => void, string, RegExp]>([
    ['no such day', (y) => { y.nonWorkingDates[0] = '2027-02-29'; }, '$.calendars[0].nonWorkingDates[0]', /real date/],
    ['a day of another decade', (y) => { y.nonWorkingDates[0] = '2037-01-01'; }, '$.calendars[0].nonWorkingDates[0]', /not near that year/],
    ['a day both off and worked', (y) => { y.makeupWorkingDays = ['2027-01-02']; y.holidays[0].makeupWorkingDays = ['2027-01-02']; }, '$.calendars[0].makeupWorkingDays[0]', /both worked and off/],
    ['a weekday worked instead', (y) => { y.makeupWorkingDays = ['2027-01-11']; y.holidays[0].makeupWorkingDays = ['2027-01-11']; }, '$.calendars[0].makeupWorkingDays[0]', /no Saturday or Sunday/],
    ['a holiday of the wrong length', (y) => { y.holidays[0].days = 4; }, '$.calendars[0].holidays[0].days', /has 3 days/],
    ['a holiday that ends before it begins', (y) => { y.holidays[0].to = '2026-12-30'; }, '$.calendars[0].holidays[0]', /1 to 31 days/],
    ['a day off of no holiday', (y) => { y.nonWorkingDates.push('2027-05-01'); }, '$.calendars[0].nonWorkingDates', /2027-05-01 belongs to none/],
    ['a holiday that is not off', (y) => { y.nonWorkingDates.pop(); }, '$.calendars[0].nonWorkingDates', /2027-01-03 of a holiday is not listed/],
    ['a wrong number of working days', (y) => { y.workingDaysInYear = 250; }, '$.calendars[0].workingDaysInYear', /has 261 working days/],
    ['a day off that the year before works', (y) => { y.holidays.push({ zh: '节', en: 'Day', from: '2026-10-10', to: '2026-10-10', days: 1, makeupWorkingDays: [] }); y.nonWorkingDates.push('2026-10-10'); }, '$.calendars[0].nonWorkingDates[3]', /the calendar of 2026 works on 2026-10-10/],
  ])('with %s is refused', (_what, plant, path, words) => {
    const year = next();
    plant(year);
    expect(faults({ calendars: [year] })).toContainEqual([path, expect.stringMatching(words)]);
  });
});
