import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionary, flows } from '../../../test/reference-flows';
import type { ArtefactKind } from '../artefact';
import type { Change } from './change';
import { diffOf } from './diff';
import { CHANGE_RULES, type ChangeKind } from './rules';
import { breaksOf, verdictOf } from './verdict';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;
const recordsOf = (name: string): Loose[] => JSON.parse(readFileSync(join(__dirname, '../../../../catalogue/data', name), 'utf8')).records;
const FLOW = flows.find(({ flowId }) => flowId === 'F-PEN-ENT')!;
const CONTENTS: Readonly<Record<ArtefactKind, unknown>> = {
  flow: FLOW, 'code-list': dictionary.codeLists[0], 'common-messages': dictionary.commonMessages.find(({ messageId }) => messageId === 'C-ACK'),
  item: recordsOf('service-items.json').find(({ itemCode }) => itemCode === 'HRSS-EMP-0104'), standard: recordsOf('standards.json').find(({ id }) => id === 'GB-T-31597-2015'), calendar: recordsOf('holidays.json')[0],
  'code-mapping': { mappingId: 'Gender.310000', listId: 'Gender', participant: '310000', zh: '对照', en: 'Table', validFrom: '2026-01-01', confidence: 'high', basis: 'b', rows: [{ local: 'M', localZh: '男', standard: '1', direction: 'exact' }, { local: 'F', localZh: '女', standard: '2', direction: 'exact' }] },
  profile: { profileId: 'HRSS-SSI-0201.yrd', region: 'yrd', itemCode: 'HRSS-SSI-0201', zh: '要求', en: 'Profile', validFrom: '2026-01-01', basisStandardIds: [], confidence: 'high', basis: 'b', limit: { value: 30, unit: 'working-day' }, modes: ['fully-online'] },
  participant: {
    participant: '310000', zh: '上海', en: 'Shanghai', itemCodes: ['HRSS-SSI-0201'], keys: [{ keyId: 'participant:310000#1', use: 'signing', algorithm: 'ed25519', publicKey: 'MCow' }],
    desks: [{ zh: '养老岗', en: 'Pensions', hours: '9-17', contact: '000', escalation: '001' }],
  },
};

function changed(kind: ArtefactKind, edit: (content: Loose) => void): readonly Change[] {
  const after = structuredClone(CONTENTS[kind]);
  edit(after);
  return diffOf(CONTENTS[kind], after, kind);
}
const by = (list: Loose[], id: string): Loose => list.find((one) => [one.id, one.messageId, one.code].includes(id));
const apply = (flow: Loose): Loose => by(flow.messages, 'PEN-APPLY').fields;
const without = (list: Loose[], id: string): void => { list.splice(list.indexOf(by(list, id)), 1); };
const FIELD = { id: 'purpose', zh: '用途', en: 'Purpose', type: 'string', required: false, personalData: false, maxLength: 100 };

/** What is done to a content, and the changes that are told, in their order. */
const CASES: readonly (readonly [kind: ArtefactKind, what: string, edit: (content: Loose) => void, told: readonly (readonly [ChangeKind, string])[]])[] = [
  ['flow', 'an optional field more', (flow) => apply(flow).push(FIELD), [['field-added', 'messages[PEN-APPLY].fields[purpose]']]],
  ['flow', 'a required field more', (flow) => apply(flow).push({ ...FIELD, required: true }), [['field-added-required', 'messages[PEN-APPLY].fields[purpose]']]],
  ['flow', 'a field more that is sometimes required', (flow) => apply(flow).push({ ...FIELD, requiredWhen: { field: 'id_type', present: true } }), [['field-added-required', 'messages[PEN-APPLY].fields[purpose]']]],
  ['flow', 'a field less', (flow) => without(apply(flow), 'id_type'), [['field-removed', 'messages[PEN-APPLY].fields[id_type]']]],
  ['flow', 'a field renamed', (flow) => { by(apply(flow), 'id_type').id = 'paper_type'; }, [['field-removed', 'messages[PEN-APPLY].fields[id_type]'], ['field-added-required', 'messages[PEN-APPLY].fields[paper_type]']]],
  ['flow', 'another type', (flow) => { by(apply(flow), 'id_type').type = 'string'; }, [['field-retyped', 'messages[PEN-APPLY].fields[id_type].type']]],
  ['flow', 'another label', (flow) => { by(apply(flow), 'id_type').zh = '证件'; }, [['relabelled', 'messages[PEN-APPLY].fields[id_type].zh']]],
  ['flow', 'no longer required', (flow) => { by(apply(flow), 'id_type').required = false; }, [['no-longer-required', 'messages[PEN-APPLY].fields[id_type].required']]],
  ['flow', 'a shorter text', (flow) => { by(apply(flow), 'person_name').maxLength = 199; }, [['bound-tightened', 'messages[PEN-APPLY].fields[person_name].maxLength']]],
  ['flow', 'a longer text', (flow) => { by(apply(flow), 'person_name').maxLength = 201; }, [['bound-loosened', 'messages[PEN-APPLY].fields[person_name].maxLength']]],
  ['flow', 'no bound at all', (flow) => { delete by(apply(flow), 'person_name').maxLength; }, [['bound-loosened', 'messages[PEN-APPLY].fields[person_name].maxLength']]],
  ['flow', 'a longer least length', (flow) => { by(apply(flow), 'person_name').minLength = 2; }, [['bound-tightened', 'messages[PEN-APPLY].fields[person_name].minLength']]],
  ['flow', 'a range', (flow) => { by(apply(flow), 'person_name').min = 0; }, [['bound-tightened', 'messages[PEN-APPLY].fields[person_name].min']]],
  ['flow', 'a pattern', (flow) => { by(apply(flow), 'person_name').pattern = '^.$'; }, [['pattern-changed', 'messages[PEN-APPLY].fields[person_name].pattern']]],
  ['flow', 'no longer personal', (flow) => { by(apply(flow), 'person_name').personalData = false; }, [['personal-mark-changed', 'messages[PEN-APPLY].fields[person_name].personalData']]],
  ['flow', 'a message less', (flow) => without(flow.messages, 'PEN-APPLY'), [['message-removed', 'messages[PEN-APPLY]']]],
  ['flow', 'another addressee', (flow) => by(flow.messages, 'PEN-APPLY').to.push('SENDING_AGENCY'), [['addressee-changed', 'messages[PEN-APPLY].to']]],
  ['flow', 'something unknown in a field', (flow) => { by(apply(flow), 'id_type').colour = 'red'; }, [['other-structure', 'messages[PEN-APPLY].fields[id_type].colour']]],
  ['flow', 'something unknown in the flow', (flow) => { flow.speed = 9; }, [['other-structure', 'speed']]],
  ['flow', 'another order', (flow) => flow.messages.reverse(), [['rewritten', 'messages']]],
  ['flow', 'a list that is none', (flow) => { flow.states = 'many'; }, [['other-structure', 'states']]],
  ['flow', 'an entry less', (flow) => without(flow.entries, 'S01'), [['entry-removed', 'entries[S01]']]],
  ['flow', 'another condition of an entry', (flow) => { by(flow.entries, 'S01').when = { field: 'id_type', present: true }; }, [['guard-changed', 'entries[S01].when']]],
  ['flow', 'a state less', (flow) => without(flow.states, 'LETTER_SENT'), [['state-removed', 'states[LETTER_SENT]']]],
  ['flow', 'another holder', (flow) => { by(flow.states, 'LETTER_SENT').holder = 'RECEIVING_AGENCY'; }, [['state-changed', 'states[LETTER_SENT].holder']]],
  ['flow', 'an actor of another kind', (flow) => { by(flow.actors, 'APPLICANT').kind = 'external'; }, [['actor-changed', 'actors[APPLICANT].kind']]],
  ['flow', 'a track more', (flow) => flow.tracks.push({ id: 'side', zh: '支线', en: 'Side' }), [['track-added', 'tracks[side]']]],
  ['flow', 'a step less', (flow) => without(flow.transitions, 'S02'), [['transition-removed', 'transitions[S02]']]],
  ['flow', 'a step to elsewhere', (flow) => { by(flow.transitions, 'S02').to = 'LETTER_SENT'; }, [['transition-changed', 'transitions[S02].to']]],
  ['flow', 'a step from more states', (flow) => by(flow.transitions, 'S02').from.push('LETTER_SENT'), [['way-added', 'transitions[S02].from']]],
  ['flow', 'a plain step more', (flow) => flow.transitions.push({ ...by(flow.transitions, 'S02'), id: 'X01', from: ['LETTER_SENT'] }), [['transition-added', 'transitions[X01]']]],
  ['flow', 'a step that takes the messages of another one', (flow) => flow.transitions.push({ ...by(flow.transitions, 'S02'), id: 'X01', when: { field: 'x', present: true } }),
    [['transition-added', 'transitions[X01]'], ['transition-diverts', 'transitions[X01]']]],
  ['flow', 'a shorter deadline', (flow) => { by(flow.deadlines, 'D-S03').value = 14; }, [['limit-shortened', 'deadlines[D-S03].value']]],
  ['flow', 'a longer deadline', (flow) => { by(flow.deadlines, 'D-S03').value = 16; }, [['limit-lengthened', 'deadlines[D-S03].value']]],
  ['flow', 'a deadline in other days', (flow) => { by(flow.deadlines, 'D-S03').unit = 'calendar-day'; }, [['limit-recounted', 'deadlines[D-S03].value']]],
  ['flow', 'no total deadline', (flow) => { flow.totalDeadline = null; }, [['limit-removed', 'totalDeadline']]],
  ['flow', 'a rule that rejects', (flow) => { by(flow.hubRules, 'HR-AMOUNT').severity = 'reject'; }, [['hub-rule-stricter', 'hubRules[HR-AMOUNT].severity']]],
  ['flow', 'a mode less', (flow) => flow.modes.pop(), [['mode-removed', 'modes']]],
  ['flow', 'no successor of a kind', (flow) => flow.successors.pop(), [['successor-removed', 'successors[correction]']]],
  ['code-list', 'a code more', (list) => list.values.push({ code: 'NEW', zh: '新', en: 'New' }), [['code-added', 'values[NEW]']]],
  ['code-list', 'a code less', (list) => without(list.values, 'RESIDENT_ID'), [['code-removed', 'values[RESIDENT_ID]']]],
  ['code-list', 'a code relabelled', (list) => { by(list.values, 'RESIDENT_ID').en = 'ID card'; }, [['relabelled', 'values[RESIDENT_ID].en']]],
  ['code-list', 'a code retired', (list) => { by(list.values, 'RESIDENT_ID').retired = true; }, [['code-retired', 'values[RESIDENT_ID].retired']]],
  ['code-list', 'a code retired from a day on', (list) => { by(list.values, 'RESIDENT_ID').retiredOn = '2026-06-30'; }, [['code-retired-dated', 'values[RESIDENT_ID].retiredOn']]],
  ['code-list', 'a code that begins later', (list) => { by(list.values, 'RESIDENT_ID').effectiveFrom = '2026-06-30'; }, [['code-dates-tightened', 'values[RESIDENT_ID].effectiveFrom']]],
  ['code-mapping', 'a row mapped otherwise', (table) => { table.rows[0].direction = 'narrower'; }, [['mapping-changed', 'rows[M-1].direction']]],
  ['code-mapping', 'a row less', (table) => table.rows.pop(), [['mapping-removed', 'rows[F-2]']]],
  ['profile', 'a shorter limit and a mode more', (profile) => { profile.limit.value = 20; profile.modes.push('joint-handling'); }, [['profile-changed', 'limit.value'], ['profile-changed', 'modes']]],
  ['profile', 'a limit given up', (profile) => { delete profile.limit; }, [['profile-changed', 'limit']]],
  ['code-list', 'another number rule', (list) => { delete by(list.values, 'RESIDENT_ID').numberType; }, [['code-rule-changed', 'values[RESIDENT_ID].numberType']]],
  ['common-messages', 'a field less', (message) => message.fields.pop(), [['field-removed', 'fields[detail]']]],
  ['common-messages', 'more who send it', (message) => message.fromKinds.push('external'), [['sender-added', 'fromKinds']]],
  ['item', 'a material that must be brought', (item) => item.materials.push({ code: 'M-X', zh: '证明', en: 'Proof', required: true, shareable: false }), [['material-added-required', 'materials[M-X]']]],
  ['item', 'a material no longer required', (item) => { by(item.materials, 'M-ID').required = false; }, [['material-no-longer-required', 'materials[M-ID].required']]],
  ['item', 'a limit where it was done at once', (item) => { item.processingLimit = { ...item.processingLimit, value: 5, unit: 'working-day', workingDays: 5 }; }, [['limit-lengthened', 'processingLimit.value']]],
  ['item', 'a floor that changes', (item) => { item.floors[0].value = 1; }, [['floor-changed', 'floors[service.feeCny].value']]],
  ['item', 'no longer across provinces', (item) => { item.crossProvince.supported = false; }, [['no-longer-offered', 'crossProvince.supported']]],
  ['item', 'a flow where there was none', (item) => { item.flowId = 'F-PEN-ENT'; }, [['flow-linked', 'flowId']]],
  ['item', 'something unknown', (item) => { item.colour = 'red'; }, [['other', 'colour']]],
  ['standard', 'another status', (standard) => { standard.status = 'active'; }, [['status-changed', 'status']]],
  ['standard', 'another tier', (standard) => { standard.tier = 'industry'; }, [['standing-changed', 'tier']]],
  ['standard', 'more divisions bound', (standard) => standard.divisionCodes.push('310000'), [['reach-widened', 'divisionCodes']]],
  ['participant', 'a key more, and the one of before until a day', (record) => { record.keys[0].validTo = '2026-06-30T00:00:00+08:00'; record.keys.push({ ...record.keys[0], keyId: 'participant:310000#2' }); }, [['key-added', 'keys[participant:310000#2]'], ['key-changed', 'keys[participant:310000#1].validTo']]],
  ['participant', 'a key revoked', (record) => record.keys.pop(), [['key-removed', 'keys[participant:310000#1]']]],
  ['participant', 'an item more', (record) => record.itemCodes.push('HRSS-SSI-0401'), [['right-added', 'itemCodes']]],
  ['participant', 'other hours', (record) => { record.desks[0].hours = '8-16'; }, [['desk-changed', 'desks[养老岗].hours']]],
  ['calendar', 'a day off less', (year) => year.nonWorkingDates.shift(), [['calendar-changed', 'nonWorkingDates']]],
];

describe('the diff between two versions', () => {
  it.each(CASES)('of a %s tells %s', (kind, _what, edit, told) => {
    const changes = changed(kind, edit);
    expect(changes.map(({ change, path }) => [change, path])).toEqual(told);
    for (const { change, breaking, direction } of changes) expect({ breaking, direction }).toEqual({ breaking: CHANGE_RULES[change].breaking, direction: CHANGE_RULES[change].direction });
    expect(verdictOf(changes).verdict).toBe(told.some(([change]) => CHANGE_RULES[change].breaking) ? 'breaking' : 'compatible');
  });

  it('says in plain words what changed where, from what to what', () => {
    const [change] = changed('flow', (flow) => { by(apply(flow), 'person_name').maxLength = 100; });
    expect(change).toEqual({
      path: 'messages[PEN-APPLY].fields[person_name].maxLength', change: 'bound-tightened', before: 200, after: 100, breaking: true, direction: 'sender',
      zh: '消息PEN-APPLY（转移接续申请），字段person_name（姓名），最大长度：限制收紧，200 → 100',
      en: 'message PEN-APPLY (Transfer application), field person_name (Name), longest length: tighter, 200 → 100',
    });
  });

  it.each([['higher', '>=', 2, 'floor-raised'], ['lower', '>=', 0, 'floor-lowered'], ['lower', '<=', 0, 'floor-raised'], ['higher', '<=', 2, 'floor-lowered']])('a %s floor %s is judged by its direction', (_what, comparator, value, change) => {
    const floor = (of: number) => ({ floors: [{ metricId: 'm', comparator, value: of }] });
    expect(diffOf(floor(1), floor(value), 'item').map((one) => one.change)).toEqual([change]);
  });
  it('a floor that begins on a date of its own leaves time, another one does not', () => {
    const [dated, undated] = ['2027-01-01', null].map((valueFrom) => diffOf({ floors: [] }, { floors: [{ metricId: 'm', comparator: '>=', value: 1, valueFrom }] }, 'item'));
    expect([verdictOf(dated!).verdict, verdictOf(undated!).verdict]).toEqual(['compatible', 'breaking']);
  });
});

describe('the verdict', () => {
  it('gives the reasons, and nothing else, with a sentence why', () => {
    const { verdict, reasons } = verdictOf(changed('flow', (flow) => {
      apply(flow).push(FIELD);
      without(apply(flow), 'id_type');
    }));
    expect([verdict, reasons.map(({ change, why }) => [change, why])]).toEqual(['breaking', [['field-removed', CHANGE_RULES['field-removed'].why]]]);
  });
  it('of no change is identical', () => expect(verdictOf([])).toEqual({ verdict: 'identical', reasons: [] }));
  it('of two versions is asked by their contents', () => {
    const version = (content: unknown) => ({ kind: 'code-list' as const, id: 'X', version: '1.0', digest: '', content });
    expect(breaksOf(version({ values: [{ code: 'A' }] }), version({ values: [] })).map(({ path }) => path)).toEqual(['values[A]']);
  });
});

describe('the table of rules', () => {
  it.each(Object.entries(CHANGE_RULES))('%s is worded in both languages, and says why', (_name, { zh, en, why, breaking, direction }) => {
    expect([zh, why.zh].every((text) => /[\u4e00-\u9fff]/.test(text)) && [en, why.en].every((text) => /[a-z]/.test(text))).toBe(true);
    // What breaks makes somebody act.
    expect(breaking && direction === 'none').toBe(false);
  });
});
