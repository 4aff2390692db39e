import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DivisionDirectory, type DivisionRecord } from '../identifiers/divisions';
import { type MemberRegion, registerFaults, registerOf } from './register';

const records = <T>(name: string): T[] => (JSON.parse(readFileSync(join(__dirname, `../../../catalogue/data/${name}.json`), 'utf8')) as { records: T[] }).records;
const divisions = records<DivisionRecord>('divisions');
const regions = records<MemberRegion>('regions');
const changed = (code: string, change: Partial<DivisionRecord>) => new DivisionDirectory(divisions.map((one) => (one.code === code ? { ...one, ...change } : one)));
const directory = new DivisionDirectory(divisions);

describe('the register of regions and participants', () => {
  it('T1-C1: every participant is one division, every member of the four regions is there, each with its class', () => {
    expect(registerFaults(directory, regions)).toEqual([]);
    const rows = registerOf(directory, regions);
    expect(rows).toHaveLength(34);
    expect(new Set(rows.map(({ participant }) => participant.code)).size).toBe(34);
    for (const { id, memberCodes } of regions) expect(rows.filter(({ region }) => region === id).map(({ participant }) => participant.code).sort()).toEqual([...memberCodes].sort());
    expect(rows.filter(({ participant }) => participant.participantClass === 'sar').map(({ participant }) => participant.code)).toEqual(['810000', '820000']);
  });

  it('names the part of a province that the rules of its region bind', () => {
    const of = (code: string) => registerOf(directory, regions).find(({ participant }) => participant.code === code)!.subScope;
    expect([of('440000').length, of('440000').includes('440500'), of('810000'), of('310000')]).toEqual([9, false, [], []]);
  });

  it.each<[string, DivisionDirectory, readonly MemberRegion[], object[]]>([
    ['a member that is no participant', changed('120000', { hubParticipant: false }), regions, [{ fault: 'member-missing', region: 'jjj', participant: '120000' }]],
    ['a member that says to be of no region', changed('130000', { regionId: null }), regions, [{ fault: 'member-missing', region: 'jjj', participant: '130000' }]],
    ['a participant its region does not list', directory, regions.map((one) => (one.id === 'yrd' ? { ...one, memberCodes: one.memberCodes.filter((code) => code !== '340000') } : one)), [{ fault: 'member-unlisted', region: 'yrd', participant: '340000' }]],
    ['a member that does not exist', directory, regions.map((one) => (one.id === 'jjj' ? { ...one, memberCodes: [...one.memberCodes, '990000'] } : one)), [{ fault: 'member-missing', region: 'jjj', participant: '990000' }]],
    ['a SAR of the mainland class', changed('810000', { participantClass: 'mainland' }), regions, [{ fault: 'class-wrong', participant: '810000' }]],
    ['a SAR that mainland limits bind', changed('820000', { mainlandHrssRulesApply: true }), regions, [{ fault: 'class-wrong', participant: '820000' }]],
    ['a province of the class of a SAR', changed('310000', { participantClass: 'sar' }), regions, [{ fault: 'class-wrong', participant: '310000' }]],
  ])('T1-C1: %s is named', (_what, of, within, expected) => expect(registerFaults(of, within)).toEqual(expected));
});
