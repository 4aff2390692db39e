import { dictionary, flows, known } from '../../../test/reference-flows';
import type { Flow, FlowDictionary, Guard } from '../model';
import { checkDictionary, checkFlow, checkFlowStatics, exploreFlow } from './check-flow';

type Draft<T> = T extends readonly (infer U)[] ? Draft<U>[] : T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;
type FlowDraft = Draft<Flow>;

const base = (id: string): FlowDraft => structuredClone(flows.find((x) => x.flowId === id)) as FlowDraft;
function one<T>(list: readonly T[], is: (item: T) => boolean): T {
  const found = list.find(is);
  if (found === undefined) throw new Error('the reference data have changed');
  return found;
}
const state = (f: FlowDraft, id: string) => one(f.states, (x) => x.id === id);
const transition = (f: FlowDraft, id: string) => one(f.transitions, (x) => x.id === id);
const message = (f: FlowDraft, id: string) => one(f.messages, (x) => x.messageId === id);
const field = (f: FlowDraft, m: string, id: string) => one(message(f, m).fields, (x) => x.id === id);
const rule = (f: FlowDraft, id: string) => one(f.hubRules, (x) => x.id === id);
const deadline = (f: FlowDraft, id: string) => one(f.deadlines, (x) => x.id === id);

describe('the six reference flows', () => {
  it.each(flows.map((x) => [x.flowId, x] as const))('%s has no fault', (_id, flow) => expect(checkFlow(flow, dictionary, known)).toEqual([]));

  // Counts as printed by the reference interpreter.
  it.each([['F-PEN-ENT', 70, 29], ['F-PEN-RES', 70, 28], ['F-UNE', 276, 35], ['F-ARC', 67, 28], ['F-CRD', 40, 24], ['F-ELIG', 30, 24]])(
    '%s has %i configurations and %i transitions that happen', (id, configurations, fired) => {
      expect(exploreFlow(base(id), dictionary)).toEqual({ configurations, fired, faults: [] });
    });

  it('share a dictionary without fault', () => expect(checkDictionary(dictionary, known.personalNames)).toEqual([]));
});

/** [what is planted, how, JSON path and English words of the fault]. All on F-UNE, which has two tracks and two entries. */
const PLANTED: readonly [string, (f: FlowDraft) => void, string, RegExp][] = [
  ['a repeated state', (f) => { f.states.push({ ...state(f, 'MATCHING') }); }, '$.states[20]', /MATCHING is not unique/],
  ['a repeated transition', (f) => { f.transitions.push({ ...transition(f, 'S02') }); }, '$.transitions[35]', /S02 is not unique/],
  ['a repeated message', (f) => { f.messages.push({ ...message(f, 'UNE-FUND') }); }, '$.messages[5]', /not unique/],
  ['a repeated actor', (f) => { f.actors.push({ ...one(f.actors, (x) => x.id === 'BANK') }); }, '$.actors[6]', /not unique/],
  ['a repeated deadline', (f) => { f.deadlines.push({ ...deadline(f, 'D-S03') }); }, '$.deadlines[9]', /not unique/],
  ['a repeated entry', (f) => { f.entries.push({ ...f.entries[0] } as FlowDraft['entries'][0]); }, '$.entries[2]', /not unique/],
  ['a redefined code list', (f) => { f.codeLists = [{ id: 'IdType', zh: '一', en: 'a', values: [{ code: 'A', zh: '一', en: 'a' }] }]; }, '$.codeLists[0]', /IdType is redefined/],
  ['a redefined record type', (f) => { f.recordTypes = [{ id: 'ContributionPeriod', zh: '一', en: 'a', fields: [] }]; }, '$.recordTypes[0]', /redefined/],
  ['a code without words', (f) => { f.codeLists = [{ id: 'Own', zh: '一', en: 'a', values: [{ code: 'A', zh: '', en: 'a' }] }]; }, '$.codeLists[0].values[0]', /code, zh and en/],
  ['a repeated code', (f) => { f.codeLists = [{ id: 'Own', zh: '一', en: 'a', values: [{ code: 'A', zh: '一', en: 'a' }, { code: 'A', zh: '一', en: 'a' }] }]; }, '$.codeLists[0].values[1]', /A is not unique/],
  ['a record that holds itself', (f) => { f.recordTypes = [{ id: 'Own', zh: '一', en: 'a', fields: [{ id: 'x', zh: '一', en: 'a', type: 'list<record:Own>' }] }]; }, '$.recordTypes[0]', /contains itself/],
  ['an unknown item', (f) => { f.itemCodes.push('HRSS-XXX-0001'); }, '$.itemCodes[1]', /unknown item/],
  ['an unknown standard', (f) => { f.sourceStandardIds.push('NONE'); }, '$.sourceStandardIds[2]', /unknown standard/],
  ['an external actor without agency', (f) => { one(f.actors, (x) => x.id === 'BANK').via = 'APPLICANT'; }, '$.actors[4].via', /via an agency/],
  ['an applicant via the counterpart', (f) => { one(f.actors, (x) => x.id === 'APPLICANT').via = 'SENDING_AGENCY'; }, '$.actors[0].via', /via the opener/],
  ['an agency via another', (f) => { one(f.actors, (x) => x.id === 'SENDING_AGENCY').via = 'RECEIVING_AGENCY'; }, '$.actors[2].via', /sends for itself/],
  ['no main track', (f) => { one(f.tracks, (x) => x.id === 'main').id = 'first'; }, '$.tracks', /no main track/],
  ['a state on no track', (f) => { state(f, 'FUNDS_DUE').track = 'money'; }, '$.states[13].track', /unknown track/],
  ['a terminal state without outcome', (f) => { delete state(f, 'COMPLETED').outcome; }, '$.states[11].outcome', /outcome/],
  ['a state nobody holds', (f) => { state(f, 'MATCHING').holder = 'NOBODY'; }, '$.states[7].holder', /holder/],
  ['a common message id', (f) => { message(f, 'UNE-RECEIPT').messageId = 'C-ACK'; }, '$.messages[4].messageId', /is a common message/],
  ['an unknown kind', (f) => { message(f, 'UNE-FUND').kind = 'gift' as 'result'; }, '$.messages[3].kind', /unknown kind/],
  ['an unknown sender', (f) => { message(f, 'UNE-FUND').from = ['NOBODY']; }, '$.messages[3].from', /unknown actor/],
  ['a message to nobody', (f) => { message(f, 'UNE-FUND').to = []; }, '$.messages[3].to', /both ends/],
  ['a repeated field', (f) => { message(f, 'UNE-FUND').fields.push({ ...field(f, 'UNE-FUND', 'amount_fen') }); }, '$.messages[3].fields', /not unique/],
  ['an unknown type', (f) => { field(f, 'UNE-FUND', 'transfer_no').type = 'number'; }, '$.messages[3].fields', /unknown type number/],
  ['an unknown code list', (f) => { field(f, 'UNE-APPLY', 'id_type').type = 'enum:Nothing'; }, '$.messages[0].fields', /unknown code list/],
  ['an unknown record type', (f) => { field(f, 'UNE-FUND', 'transfer_no').type = 'list<record:Nothing>'; }, '$.messages[3].fields', /unknown record type/],
  ['an unbounded string', (f) => { const x = field(f, 'UNE-FUND', 'transfer_no'); delete x.pattern; delete x.maxLength; }, '$.messages[3].fields', /pattern or a maxLength/],
  ['an unbounded integer', (f) => { delete field(f, 'UNE-FUND', 'amount_fen').max; }, '$.messages[3].fields', /min and max/],
  ['a broken pattern', (f) => { field(f, 'UNE-FUND', 'transfer_no').pattern = '^[a-'; }, '$.messages[3].fields', /ECMA-262/],
  ['typedBy of no field', (f) => { field(f, 'UNE-APPLY', 'id_number').typedBy = 'nothing'; }, '$.messages[0].fields', /typedBy/],
  ['required twice', (f) => { field(f, 'UNE-APPLY', 'employer_name').required = true; }, '$.messages[0].fields', /exclude each other/],
  ['no personal mark', (f) => { delete field(f, 'UNE-FUND', 'amount_fen').personalData; }, '$.messages[3].fields', /personalData is missing/],
  ['an open name', (f) => { field(f, 'UNE-APPLY', 'person_name').personalData = false; }, '$.messages[0].fields', /must be marked personal/],
  ['an open text', (f) => { field(f, 'UNE-FUND', 'transfer_no').type = 'text'; }, '$.messages[3].fields', /must be marked personal/],
  ['marks that differ', (f) => { field(f, 'UNE-APPLY', 'gender').personalData = false; }, '$.messages[1].fields', /marked differently/],
  ['requiredWhen of no field', (f) => { field(f, 'UNE-APPLY', 'employer_name').requiredWhen = { field: 'nothing', present: true }; }, '$.messages[0].fields', /unknown field nothing/],
  ['an open field required by a sealed one', (f) => { field(f, 'UNE-FUND', 'amount_fen').required = false; field(f, 'UNE-APPLY', 'previous_agency_name').requiredWhen = { field: 'gender', in: ['1'] }; }, '$.messages[0].fields', /depend on the personal field/],
  ['requiredWhen about the past', (f) => { field(f, 'UNE-APPLY', 'employer_name').requiredWhen = { visited: ['MATCHING'] }; }, '$.messages[0].fields', /visited/],
  ['an entry of no message', (f) => { f.entries[0]!.message = 'UNE-NONE'; }, '$.entries[0].message', /unknown message/],
  ['an entry into another track', (f) => { f.entries[0]!.to = 'FUNDS_DUE'; }, '$.entries[0].to', /main track/],
  ['one agency on both sides', (f) => { f.entries[0]!.counterpart = 'RECEIVING_AGENCY'; }, '$.entries[0]', /two agencies/],
  ['an entry by the counterpart', (f) => { f.entries[0]!.actor = 'SENDING_AGENCY'; }, '$.entries[0].actor', /come from the opener/],
  ['an entry that knows the past', (f) => { f.entries[0]!.when = { visited: ['MATCHING'] }; }, '$.entries[0].when', /no visited states/],
  ['an unknown step of the normal path', (f) => { f.entries[0]!.normalPath.push('S99'); }, '$.entries[0].normalPath', /unknown transition S99/],
  ['entries that overlap', (f) => { f.entries[1]!.when = { field: 'apply_channel', present: true }; }, '$.entries', /ambiguous/],
  ['a transition of no message', (f) => { transition(f, 'S06').message = 'UNE-NONE'; }, '$.transitions[8].message', /unknown message/],
  ['a guard on no field', (f) => { transition(f, 'S09').when = { field: 'nothing', in: [true] }; }, '$.transitions[9].when', /unknown field nothing/],
  ['a guard on a sealed field', (f) => { transition(f, 'E-RETURN-S').when = { field: 'reason_text', present: true }; }, '$.transitions[16].when', /reads the personal field/],
  ['a guard on an endless field', (f) => { transition(f, 'S06').when = { field: 'transfer_no', in: ['1'] }; }, '$.transitions[8].when', /no finite domain/],
  ['a guard on no value', (f) => { transition(f, 'S09').when = { field: 'matched', in: ['YES'] }; }, '$.transitions[9].when', /no value YES/],
  ['a guard on no state', (f) => { transition(f, 'S06').when = { visited: ['NOWHERE'] }; }, '$.transitions[8].when', /unknown state NOWHERE/],
  ['an unknown clock word', (f) => { transition(f, 'S06').clock = 'pause' as 'stop'; }, '$.transitions[8].clock', /unknown clock/],
  ['a sender who may not', (f) => { transition(f, 'S06').actors = ['RECEIVING_AGENCY']; }, '$.transitions[8].actors', /may not send/],
  ['a hub that moves a case', (f) => { transition(f, 'E-OVERDUE').from = ['SUBMITTED']; transition(f, 'E-OVERDUE').to = 'UNDER_REVIEW'; }, '$.transitions[33].to', /never moves/],
  ['a note that stops the clock', (f) => { transition(f, 'E-OVERDUE').clock = 'stop'; }, '$.transitions[33].clock', /leaves the clock alone/],
  ['a note in no state', (f) => { transition(f, 'E-OVERDUE').from = ['NOWHERE']; }, '$.transitions[33].from', /unknown state/],
  ['a move between tracks', (f) => { transition(f, 'S06').to = 'MATCHING'; }, '$.transitions[8]', /more than one track/],
  ['a move to nowhere', (f) => { transition(f, 'S06').to = 'NOWHERE'; }, '$.transitions[8]', /unknown state/],
  ['a way out of a terminal state', (f) => { transition(f, 'S08').from.push('WITHDRAWN'); }, '$.transitions[7].from', /leaves a terminal state/],
  ['a terminal state with a running clock', (f) => { transition(f, 'S08').clock = 'continue'; }, '$.transitions[7].clock', /stops the clock/],
  ['a side effect on the wrong track', (f) => { transition(f, 'S05').also = { funds: 'MATCHING' }; }, '$.transitions[3].also', /not on the other track/],
  ['a successor from an open state', (f) => { f.successors[0]!.from.push('MATCHING'); }, '$.successors[0].from', /not terminal/],
  ['a successor by the applicant', (f) => { f.successors[0]!.actors = ['APPLICANT']; }, '$.successors[0].actors', /no agency/],
  ['a fact of no field', (f) => { f.facts = [{ id: 'F', producedBy: { message: 'UNE-FUND', field: 'nothing' } }]; }, '$.facts[0].producedBy', /unknown field/],
  ['a fact that is no date', (f) => { f.facts = [{ id: 'F', producedBy: { message: 'UNE-FUND', field: 'amount_fen' } }]; }, '$.facts[0].producedBy', /is a int64/],
  ['a sealed fact', (f) => { f.facts = [{ id: 'F', producedBy: { message: 'UNE-APPLY', field: 'birth_date' } }]; }, '$.facts[0].producedBy', /is sealed/],
  ['a deadline of nobody', (f) => { deadline(f, 'D-S03').responsible = 'NOBODY'; }, '$.deadlines[0].responsible', /unknown responsible/],
  ['a deadline on no track', (f) => { deadline(f, 'D-S03').track = 'money'; }, '$.deadlines[0].track', /unknown track/],
  ['a deadline of no kind', (f) => { deadline(f, 'D-S03').deadlineKind = 'wish' as 'statutory'; }, '$.deadlines[0].deadlineKind', /unknown deadline kind/],
  ['a deadline without basis', (f) => { deadline(f, 'D-S03').basis = ''; }, '$.deadlines[0]', /confidence and basis/],
  ['a deadline of no standard', (f) => { deadline(f, 'D-S03').sourceStandardIds = ['NONE']; }, '$.deadlines[0].sourceStandardIds', /unknown standard/],
  ['a deadline met by no transition', (f) => { deadline(f, 'D-S03').metBy = ['S99']; }, '$.deadlines[0]', /unknown transition/],
  ['a deadline nothing meets', (f) => { deadline(f, 'D-S03').metBy = []; }, '$.deadlines[0].metBy', /nothing meets/],
  ['a deadline without value', (f) => { delete deadline(f, 'D-S03').value; }, '$.deadlines[0]', /value and unit/],
  ['a deadline in weeks', (f) => { deadline(f, 'D-S03').unit = 'week' as 'month'; }, '$.deadlines[0]', /value and unit/],
  ['a deadline of a century', (f) => { deadline(f, 'D-S06').value = 1_200; }, '$.deadlines[2].value', /between 0 and 120/],
  ['a start without producer', (f) => { deadline(f, 'D-S03').start = { fact: 'NOTHING' }; }, '$.deadlines[0].start', /no producer/],
  ['a due date of no field', (f) => { deadline(f, 'D-SUPP').dueFrom!.field = 'nothing'; }, '$.deadlines[5].dueFrom', /unknown field/],
  ['a total without producer', (f) => { f.totalDeadline!.start = { state: 'NOWHERE' }; }, '$.totalDeadline.start', /no producer/],
  ['an unknown rule', (f) => { rule(f, 'HR-AMOUNT').rule = 'magic' as 'notBefore'; }, '$.hubRules[0].rule', /unknown rule/],
  ['a rule of no severity', (f) => { rule(f, 'HR-AMOUNT').severity = 'fatal' as 'alert'; }, '$.hubRules[0].severity', /alert or reject/],
  ['a rule on a sealed amount', (f) => { field(f, 'UNE-FUND', 'amount_fen').personalData = true; }, '$.hubRules[0].equals[0]', /sealed/],
  ['an amount that is no number', (f) => { rule(f, 'HR-AMOUNT').equals = [{ message: 'UNE-FUND', field: 'transfer_no' }]; }, '$.hubRules[0].equals[0]', /not int32 or int64/],
  ['amounts on one side only', (f) => { rule(f, 'HR-AMOUNT').equals = []; }, '$.hubRules[0].equals', /both sides/],
  ['a rule on no field', (f) => { rule(f, 'HR-DUPLICATE').field = 'nothing'; }, '$.hubRules[1].field', /unknown field/],
  ['a rule for the applicant', (f) => { rule(f, 'HR-DIV-NEW').actor = 'APPLICANT'; }, '$.hubRules[2].actor', /must be an agency/],
  ['a date rule on an amount', (f) => { rule(f, 'HR-RECEIVED-ON').message = 'UNE-FUND'; rule(f, 'HR-RECEIVED-ON').field = 'amount_fen'; }, '$.hubRules[4].field', /not date/],
  ['a rule without reference', (f) => { rule(f, 'HR-RECEIVED-ON').rule = 'notBefore'; }, '$.hubRules[4].notBefore', /unknown field/],
  // Found by running it only.
  ['two transitions for one message', (f) => { f.transitions.push({ ...transition(f, 'S06'), id: 'S06.TWICE' }); }, '$.transitions', /ambiguous in .*FUNDS_DUE/],
  ['guards that overlap', (f) => { transition(f, 'E-SHORT').when = { field: 'matched', present: true }; }, '$.transitions', /ambiguous in .*FUNDS_SENT/],
  ['a transition that never happens', (f) => { transition(f, 'E-SHORT').when = { all: [{ field: 'matched', in: [true] }, { field: 'matched', in: [false] }] } as Draft<Guard>; }, '$.transitions[10]', /can never happen/],
  ['a state nothing enters', (f) => { f.states.push({ ...state(f, 'MATCHING'), id: 'ISLAND' }); }, '$.states[20]', /cannot be reached/],
  ['a case without end', (f) => { for (const id of ['S09', 'E-SHORT', 'E-DISPUTE.FUNDS3']) Object.assign(transition(f, id), { to: 'FUNDS_RETURNED', clock: 'continue' }); }, '$.transitions', /cannot end from .*FUNDS_SENT/],
  ['a way back from the first state', (f) => { f.transitions.push({ ...transition(f, 'E-SUPP.RESP'), id: 'BACK', from: ['SUBMITTED'], clock: 'continue' }); }, '$.transitions[35].to', /no previous state/],
];

describe('a planted fault', () => {
  it.each(PLANTED)('%s is found', (_what, plant, path, words) => {
    const flow = base('F-UNE');
    plant(flow);
    const faults = checkFlow(flow as Flow, dictionary, known);
    expect(faults).toContainEqual({ path: expect.stringContaining(path), zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(words) });
  });

  it('does not hide another', () => {
    const flow = base('F-UNE');
    flow.itemCodes.push('HRSS-XXX-0001');
    state(flow, 'MATCHING').holder = 'NOBODY';
    deadline(flow, 'D-S03').metBy = [];
    expect(checkFlow(flow as Flow, dictionary, known).map((x) => x.path)).toEqual(['$.itemCodes[1]', '$.states[7].holder', '$.deadlines[0].metBy']);
  });

  it('in the dictionary is found', () => {
    const faulty = structuredClone(dictionary) as Draft<FlowDictionary>;
    faulty.codeLists[0]!.values[0]!.zh = '';
    faulty.commonMessages[0]!.fields[0]!.type = 'number';
    faulty.commonMessages[1]!.kind = 'gift' as 'result';
    expect(checkDictionary(faulty as FlowDictionary).map((x) => x.path)).toEqual(['$.codeLists[0].values[0]', '$.commonMessages[0].fields[0].type', '$.commonMessages[1].kind']);
  });
});

describe('a flow too large to explore', () => {
  it('is refused instead of half checked', () => {
    // Twelve independent tracks, each open or ended: more than 2^12 configurations.
    const flow = base('F-UNE');
    const names = Array.from({ length: 12 }, (_, i) => i);
    const also: Record<string, string> = {};
    for (const i of names) {
      const [track, open, over] = [`t-${'abcdefghijkl'[i]}`, `T${i}_OPEN`, `T${i}_OVER`];
      flow.tracks.push({ id: track, zh: '一', en: 'a' });
      flow.states.push({ id: open, zh: '一', en: 'a', track, terminal: false, holder: 'SENDING_AGENCY' });
      flow.states.push({ id: over, zh: '一', en: 'a', track, terminal: true, outcome: 'completed' });
      const own = { ...message(flow, 'UNE-FUND'), messageId: `UNE-FUND-${i}` };
      flow.messages.push(own);
      flow.transitions.push({ id: `T${i}`, zh: '一', en: 'a', path: 'normal', from: [open], message: own.messageId, actors: ['SENDING_AGENCY'], to: over, clock: 'stop' });
      also[track] = open;
    }
    transition(flow, 'S02').also = also;
    expect(checkFlowStatics(flow as Flow, dictionary, known)).toEqual([]);
    expect(exploreFlow(flow as Flow, dictionary, 2_000).faults.map((x) => x.en)).toEqual([expect.stringMatching(/more than 2000 reachable configurations/)]);
  });
});
