import { type ParticipantRecord, isEnabledFor } from './participant-record';
import { participantRecordFaults } from './record-faults';

const KEY = { keyId: 'participant:310000#1', use: 'signing', algorithm: 'ed25519', publicKey: 'A' } as const;
const desk = (zh: string, itemCodes?: readonly string[]) => ({ zh, en: zh, hours: '9-17', contact: '000', escalation: '001', ...(itemCodes && { itemCodes }) });
const RECORD: ParticipantRecord = { participant: '310000', zh: '上海', en: 'Shanghai', keys: [KEY], desks: [] };
const ITEM = { itemCode: 'I-1', modes: ['fully-online', 'joint-handling'] };
const pathsOf = (change: Partial<ParticipantRecord>) => participantRecordFaults({ ...RECORD, ...change }, (code) => code.startsWith('I-')).map(({ path }) => path);

describe('what a participant is enabled for', () => {
  it.each<[string, Parameters<typeof isEnabledFor>[0], boolean]>([
    ['everything without a record', undefined, true], ['everything where its record names nothing', RECORD, true], ['the items it names', { itemCodes: ['I-1'] }, true], ['no others', { itemCodes: ['I-2'] }, false],
    ['an item in one of its modes', { modes: ['joint-handling'] }, true], ['an item in none of its modes', { modes: ['receive-on-behalf'] }, false], ['nothing where it names an empty list', { itemCodes: [] }, false],
  ])('%s', (_what, record, enabled) => expect(isEnabledFor(record, ITEM)).toBe(enabled));
});

describe('a record is refused', () => {
  it.each<[string, Partial<ParticipantRecord>, readonly string[]]>([
    ['with nothing to sign with', { keys: [{ ...KEY, use: 'sealing' }] }, ['keys']],
    ['with the key of another', { keys: [{ ...KEY, keyId: 'participant:110000#1' }] }, ['keys[0].keyId']],
    ['with a number that is none', { keys: [{ ...KEY, keyId: 'participant:310000#01' }] }, ['keys[0].keyId']],
    ['with one id twice', { keys: [KEY, { ...KEY, publicKey: 'B' }] }, ['keys[1].keyId']],
    ['with one key twice', { keys: [KEY, { ...KEY, keyId: 'participant:310000#2' }] }, ['keys[1].publicKey']],
    ['with a key that ends before it begins', { keys: [{ ...KEY, validFrom: '2026-03-02T00:00:00+08:00', validTo: '2026-03-01T00:00:00+08:00' }] }, ['keys[0].validTo']],
    ['with an item that is none, or is given twice', { itemCodes: ['X-1', 'I-1', 'I-1'] }, ['itemCodes[2]', 'itemCodes[0]']],
    ['with two desks for all other items', { desks: [desk('a'), desk('b')] }, ['desks[1]']],
    ['with a desk for an item that is none', { desks: [desk('a', ['X-1'])] }, ['desks[0].itemCodes[0]']],
  ])('%s', (_what, change, paths) => expect(pathsOf(change)).toEqual(paths));
  it('and else is not', () => expect(pathsOf({ itemCodes: ['I-1'], modes: ['fully-online'], desks: [desk('a'), desk('b', ['I-1'])] })).toEqual([]));
});
