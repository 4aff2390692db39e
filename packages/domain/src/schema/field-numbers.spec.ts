import { DICTIONARY, EVERY_TYPE, FLOW, REQUIRED, flowOf } from '../../fixtures/flow-of-every-type';
import { EMPTY_LOCK, type FieldNumberLock, assignNumbers, lockChanges, verifyLock } from './field-numbers';

type Loose = { version: 1; digest: string; owners: Record<string, Record<string, Record<string, number>>>; reserved: Record<string, Record<string, number[]>> };
const LOCK = assignNumbers(EMPTY_LOCK, [FLOW], DICTIONARY);
const OWNER = FLOW.flowId;
const changed = (change: (lock: Loose) => void): FieldNumberLock => {
  const copy = structuredClone(LOCK) as unknown as Loose;
  change(copy);
  return copy;
};
const owner = (lock: Loose, name: string): Record<string, Record<string, number>> => lock.owners[name] ?? {};

describe('the lock of field numbers', () => {
  it('numbers open fields from 2, personal ones and records from 1', () => {
    expect(LOCK.owners[OWNER]?.['TtMust']).toEqual({ must: 2, list: 3, yes: 4 });
    expect(LOCK.owners[OWNER]?.['TtAllPersonal']).toMatchObject({ person: 1, number: 2 });
    expect(LOCK.owners['common']?.['Line']).toEqual({ no: 1, name: 2, kind: 3, why: 4 });
    expect(verifyLock(LOCK, [FLOW], DICTIONARY)).toEqual([]);
  });

  it('assigns nothing anew when nothing is new', () => expect(assignNumbers(LOCK, [FLOW], DICTIONARY)).toEqual(LOCK));

  const PLANTED: readonly [string, string, (lock: Loose) => void][] = [
    ['a number is missing', '$.owners.F-TEST-ONE.TtMust.must', (lock) => { delete owner(lock, OWNER)['TtMust']?.['must']; }],
    ['a message is missing', '$.owners.F-TEST-ONE.TtMust', (lock) => { delete owner(lock, OWNER)['TtMust']; }],
    ['a field is extra', '$.owners.F-TEST-ONE.TtMust.ghost', (lock) => { Object.assign(owner(lock, OWNER)['TtMust'] ?? {}, { ghost: 5 }); }],
    ['a message is extra', '$.owners.F-TEST-ONE.Ghost', (lock) => { owner(lock, OWNER)['Ghost'] = {}; }],
    ['an owner is extra', '$.owners.F-GHOST.X', (lock) => { lock.owners['F-GHOST'] = { X: { a: 1 } }; }],
    ['a number changed', '$.owners.F-TEST-ONE.TtMust', (lock) => { Object.assign(owner(lock, OWNER)['TtMust'] ?? {}, { list: 9 }); }],
    ['a number is used twice', '$.owners.F-TEST-ONE.TtMust.list', (lock) => { Object.assign(owner(lock, OWNER)['TtMust'] ?? {}, { list: 2 }); }],
    ['a number is that of the sealed part', '$.owners.F-TEST-ONE.TtMust.must', (lock) => { Object.assign(owner(lock, OWNER)['TtMust'] ?? {}, { must: 1 }); }],
    ['a retired number is used', '$.owners.F-TEST-ONE.TtMust.must', (lock) => { lock.reserved[OWNER] = { TtMust: [2] }; }],
    ['two numbers are swapped', '$.digest', (lock) => { Object.assign(owner(lock, OWNER)['TtMust'] ?? {}, { must: 3, list: 2 }); }],
  ];
  it.each(PLANTED)('finds that %s', (_, path, change) => {
    const faults = verifyLock(changed(change), [FLOW], DICTIONARY);
    expect(faults.map((fault) => fault.path)).toEqual(expect.arrayContaining([path, '$.digest']));
  });

  it('gives a new field the next number and never a retired one', () => {
    const without = flowOf(EVERY_TYPE, { ...REQUIRED, fields: REQUIRED.fields.filter(({ id }) => id !== 'yes') });
    const retired = assignNumbers(LOCK, [without], DICTIONARY);
    expect(retired.reserved[OWNER]?.['TtMust']).toEqual([4]);
    const fresh = { id: 'fresh', zh: '新', en: 'Fresh', type: 'bool', required: false, personalData: false };
    const extended = flowOf(EVERY_TYPE, { ...REQUIRED, fields: [fresh, ...without.messages[1]!.fields] });
    const after = assignNumbers(retired, [extended], DICTIONARY);
    expect(after.owners[OWNER]?.['TtMust']).toEqual({ must: 2, list: 3, fresh: 5 });
    expect(verifyLock(after, [extended], DICTIONARY)).toEqual([]);
    expect([...lockChanges(LOCK, retired), ...lockChanges(retired, after)]).toEqual([]);
  });

  it('gives a field that becomes personal a number of the personal part and retires the old one', () => {
    const sealedNow = flowOf(EVERY_TYPE, { ...REQUIRED, fields: REQUIRED.fields.map((field) => (field.id === 'must' ? { ...field, personalData: true } : field)) });
    expect(verifyLock(LOCK, [sealedNow], DICTIONARY)).not.toEqual([]);
    const after = assignNumbers(LOCK, [sealedNow], DICTIONARY);
    expect(after.owners[OWNER]?.['TtMustPersonal']).toEqual({ must: 1 });
    expect(after.reserved[OWNER]?.['TtMust']).toEqual([2]);
  });

  it('retires the numbers of a flow that is gone', () => {
    const after = assignNumbers(LOCK, [], DICTIONARY);
    expect(Object.keys(after.owners)).toEqual(['common']);
    expect(after.reserved[OWNER]?.['TtMust']).toEqual([2, 3, 4]);
    expect(assignNumbers(after, [FLOW], DICTIONARY).owners[OWNER]?.['TtMust']).toEqual({ must: 5, list: 6, yes: 7 });
  });

  it.each<[string, (lock: Loose) => void]>([
    ['a changed number', (lock) => { Object.assign(owner(lock, OWNER)['TtMust'] ?? {}, { must: 7 }); }],
    ['a freed number', (lock) => { delete owner(lock, OWNER)['TtMust']?.['must']; }],
  ])('refuses %s between two versions', (_, change) => expect(lockChanges(LOCK, changed(change))).toHaveLength(1));

  it('refuses to forget a retired number', () => {
    const retired = assignNumbers(LOCK, [flowOf(EVERY_TYPE)], DICTIONARY);
    expect(lockChanges(retired, { ...retired, reserved: {} })).toEqual(expect.arrayContaining([expect.objectContaining({ path: '$.reserved.F-TEST-ONE.TtMust' })]));
  });
});
