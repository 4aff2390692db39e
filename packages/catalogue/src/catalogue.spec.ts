import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assignNumbers, exploreFlow } from '@tongban/domain';
import { loadCatalogue } from './catalogue';
import { catalogueFlows } from './catalogue-flows';
import { writeLock } from './lock-main';

const PACKAGE = join(__dirname, '..');
const catalogue = loadCatalogue();
const flows = catalogueFlows(catalogue);

describe('the catalogue', () => {
  it('holds all of the reference data', () => {
    expect([catalogue.items.size, catalogue.standards.size, catalogue.flows.size, catalogue.regions.length, catalogue.divisionRecords.length]).toEqual([56, 138, 6, 4, 35]);
    expect([catalogue.divisions.participants().length, catalogue.identifiers.length, catalogue.tasks.length, catalogue.evaluation.length]).toEqual([34, 47, 12, 67]);
    expect(catalogue.version).toBe('2026-11');
    expect(catalogue.mainlandCalendar.years).toEqual([2024, 2025, 2026]);
  });

  it('is frozen and the same at every load', () => {
    expect(loadCatalogue().digest).toBe(catalogue.digest);
    expect(Object.isFrozen(catalogue.flows.get('F-UNE')?.messages[0]?.fields)).toBe(true);
  });

  it.each([
    ['HRSS-SSI-0201', 'F-PEN-ENT'], ['HRSS-TAL-0102', 'F-ARC'], ['HRSS-EMP-0101', 'no-flow'], ['HRSS-SKL-0103', 'not-cross-province'], ['HRSS-XXX-0000', 'unknown'], ['', 'unknown'],
  ])('answers for item %s: %s', (itemCode, expected) => {
    const answer = catalogue.itemFlow(itemCode);
    expect(typeof answer === 'string' ? answer : answer.flowId).toBe(expected);
    const ready = flows.ofItem(itemCode);
    expect(typeof ready === 'string' ? ready : ready.messages.flowId).toBe(expected);
  });

  it('lists the items without a flow', () => {
    expect(catalogue.itemsWithoutFlow).toHaveLength(40);
    expect(catalogue.itemsWithoutFlow.every((itemCode) => catalogue.itemFlow(itemCode) === 'no-flow')).toBe(true);
  });

  it('counts no SAR date on the mainland calendar', () => {
    const calendarOf = (code: string) => catalogue.calendarOf(catalogue.divisions.requireParticipant(code));
    expect(calendarOf('310000').covers('2026-03-02')).toBe(true);
    expect([calendarOf('810000').covers('2026-03-02'), calendarOf('820000').covers('2026-03-02')]).toEqual([false, false]);
  });
});

describe('the flows of the catalogue', () => {
  it.each([...catalogue.flows.keys()])('%s is sound in every reachable configuration', (flowId) => {
    const { faults, configurations } = exploreFlow(catalogue.flows.get(flowId)!, catalogue.dictionary);
    expect(faults).toEqual([]);
    expect(configurations).toBeGreaterThan(20);
  });

  it('are found by id and by the digest of their version, compiled once', () => {
    const [first] = flows.all();
    expect(flows.byDigest(first!.messages.digest)).toBe(first);
    expect(flows.get(first!.flow.flowId)).toBe(first);
    expect([flows.get('F-NONE'), flows.byDigest('0')]).toEqual([undefined, undefined]);
    expect(new Set(flows.all().map(({ messages }) => messages.digest)).size).toBe(6);
  });

  it('have exactly the numbers of the lock', () =>
    expect(assignNumbers(catalogue.lock, [...catalogue.flows.values()], catalogue.dictionary)).toEqual(catalogue.lock));
});

describe('a catalogue with planted faults', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tongban-catalogue-'));
    for (const folder of ['data', 'locks', 'rules']) cpSync(join(PACKAGE, folder), join(root, folder), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const edit = (file: string, change: (value: any) => void): void => {
    const path = join(root, file);
    const value = JSON.parse(readFileSync(path, 'utf8'));
    change(value);
    writeFileSync(path, JSON.stringify(value));
  };
  const paths = (): string[] => {
    try {
      loadCatalogue(root);
      return [];
    } catch (error) {
      expect(error).toMatchObject({ code: 'catalogue.invalid' });
      return (error as { faults: { path: string }[] }).faults.map(({ path }) => path);
    }
  };

  it('is refused with every fault of every file at once', () => {
    edit('data/service-items.json', (file) => { file.records[2].floors[0].comparator = '~'; delete file.records[0].zh; });
    edit('data/holidays.json', (file) => { file.records[1].nonWorkingDates[0] = '2025-13-01'; });
    edit('data/case-flows.json', (file) => { file.records[0].states[0].colour = 'red'; file.records[0].messages[0].fields[0].type = 'list<list<string>>'; });
    expect(paths().sort()).toEqual([
      'data/case-flows.json#$.records[0].messages[0].fields[0].type', 'data/case-flows.json#$.records[0].states[0]', 'data/holidays.json#$.records[1].nonWorkingDates[0]',
      'data/service-items.json#$.records[0].zh', 'data/service-items.json#$.records[2].floors[0].comparator',
    ]);
  });

  it.each<[string, string, (value: any) => void, string]>([
    ['an unknown standard of an item', 'data/service-items.json', (file) => { file.records[0].standardIds = ['NO-1']; }, 'data/service-items.json#$.records[0].standardIds'],
    ['an unknown flow of an item', 'data/service-items.json', (file) => { file.records[0].flowId = 'F-NONE'; }, 'data/service-items.json#$.records[0].flowId'],
    ['an item given twice', 'data/service-items.json', (file) => { file.records[1].itemCode = file.records[0].itemCode; }, 'data/service-items.json#$.records[1]'],
    ['an unknown successor of a standard', 'data/standards.json', (file) => { file.records[3].replacedBy = 'NO-1'; }, 'data/standards.json#$.records[3].replacedBy'],
    ['a member that does not name its region', 'data/divisions.json', (file) => { file.records[0].regionId = null; }, 'data/regions.json#$.records[0].memberCodes[0]'],
    ['an unknown state in a flow', 'data/case-flows.json', (file) => { file.records[0].transitions[0].to = 'NOWHERE'; }, 'data/case-flows.json#$.records[0].transitions[0]'],
    ['an open name', 'data/case-flows.json', (file) => { file.records[0].messages[0].fields.find((field: { id: string }) => field.id === 'person_name').personalData = false; }, 'data/case-flows.json#$.records[0].messages[0].fields[0].personalData'],
    ['a field without a number', 'locks/field-numbers.json', (file) => { delete file.owners.common.CAck.received_at; }, 'locks/field-numbers.json#$.owners.common.CAck.received_at'],
    ['a changed number', 'locks/field-numbers.json', (file) => { file.owners.common.CAck.received_at = 9; }, 'locks/field-numbers.json#$.owners.common.CAck'],
    ['a new field that nobody numbered', 'data/case-flows.json', (file) => {
      file.records[0].messages[0].fields.push({ id: 'new_flag', zh: '新', en: 'New', type: 'bool', required: false, personalData: false });
    }, 'locks/field-numbers.json#$.owners.F-PEN-ENT.PenApply.new_flag'],
  ])('is refused for %s', (_, file, change, path) => {
    edit(file, change);
    expect(paths()).toContain(path);
  });

  it('is refused when a file is absent or no JSON', () => {
    rmSync(join(root, 'data/regions.json'));
    writeFileSync(join(root, 'data/holidays.json'), '{');
    expect(paths().sort()).toEqual(['data/holidays.json#$', 'data/regions.json#$']);
  });

  it('is whole again when the lock is extended, with every old number in place', () => {
    edit('data/case-flows.json', (file) => file.records[0].messages[0].fields.unshift({ id: 'new_flag', zh: '新', en: 'New', type: 'bool', required: false, personalData: false }));
    expect(writeLock(root)).toBe(84);
    expect(paths()).toEqual([]);
    const after = loadCatalogue(root).lock.owners['F-PEN-ENT']?.['PenApply'] ?? {};
    const before = catalogue.lock.owners['F-PEN-ENT']?.['PenApply'] ?? {};
    expect(after).toEqual({ ...before, new_flag: Math.max(...Object.values(before)) + 1 });
  });
});
