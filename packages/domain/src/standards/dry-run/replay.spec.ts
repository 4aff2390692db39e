import type { DryRunCounts, DryRunRow } from '@tongban/contracts';
import fc from 'fast-check';
import { type Editable, drafted, named, pastCase, surroundings, trialOf, walkNamed } from '../../../test/past-walks';
import { type Walk, walks } from '../../../test/reference-flows';
import { addDays, beijingDateOf } from '../../calendar/days';
import type { PastCase } from './past-case';
import { Replay } from './replay';
import { DryRunTally } from './tally';
import type { ItemTrial } from './trial';

const UNE = walkNamed('F-UNE.normal');
const [OPENER, COUNTERPART] = ['310000', '510000'];

function replayed(cases: Iterable<PastCase>, trial: ItemTrial, tally = new DryRunTally(), item = UNE.item): DryRunTally {
  const replay = new Replay(item, trial, surroundings);
  for (const past of cases) replay.run(past, tally);
  return tally;
}
type Change = (flow: Editable, shared: Editable) => void;
const underDraft = (change: Change, walk = UNE, more: Partial<ItemTrial> = {}): DryRunTally => replayed([pastCase(walk)], trialOf(drafted(walk.flow, change), more));
/** Rows in short: who, what, why, where. */
const told = ({ rows }: DryRunTally, finding?: DryRunRow['finding']): (string | number)[][] =>
  rows.filter((row) => finding === undefined || row.finding === finding).map(({ participant, finding: what, reason, message, path, count }) => [participant, what, reason, [message, path].filter(Boolean).join('.'), count]);
const sums = ({ counts: { messages, passed, rejected, returned, notEvaluated } }: DryRunTally): number[] => [messages, passed, rejected, returned, notEvaluated];
/** The walk as if everything from a message on had happened so many days later. */
const later = (walk: Walk, from: number, days: number): Walk =>
  ({ ...walk, messages: walk.messages.map((one, at) => (at < from ? one : { ...one, at: `${addDays(beijingDateOf(one.at), days)}${one.at.slice(10)}` })) });

describe('past cases under a draft', () => {
  it.each(walks.map((walk) => [walk.name, walk] as const))('%s passes whole under a draft that changes nothing', (_name, walk) => {
    const tally = underDraft(() => undefined, walk);
    const sent = walk.messages.filter(({ as }) => as !== 'hub').length;
    expect(sums(tally)).toEqual([sent, sent, 0, 0, 0]);
    expect(tally.rows.filter(({ finding, count, before }) => finding !== 'late' || count !== before)).toEqual([]);
  });

  it.each<[string, Change, number, (string | number)[][]]>([
    ['a field that is required and was not there', ({ messages }) => { named(messages, 'UNE-FORM').fields.push({ id: 'fund_batch', zh: '批次', en: 'Batch', type: 'string', required: true, personalData: false }); }, 4, [[COUNTERPART, 'rejected', 'field.required', 'UNE-FORM.fund_batch', 1]]],
    ['a field that is gone', ({ messages }) => { const letter = named(messages, 'UNE-LETTER'); letter.fields = letter.fields.filter(({ id }: Editable) => id !== 'receiving_agency_name'); }, 2, [[OPENER, 'rejected', 'field.unknown', 'UNE-LETTER.receiving_agency_name', 1]]],
    ['a code that is gone', (flow, shared) => { const list = named([...(flow.codeLists ?? []), ...shared.codeLists], 'UneReason'); list.values = list.values.filter(({ code }: Editable) => code !== 'NEW_EMPLOYMENT'); }, 0, [[OPENER, 'rejected', 'field.not-in-list', 'UNE-APPLY.receiving_reason', 1]]],
    ['a message that is gone', (_flow, shared) => { shared.commonMessages = shared.commonMessages.filter(({ messageId }: Editable) => messageId !== 'C-ACCEPT'); }, 1, [[OPENER, 'rejected', 'message.unknown-type', 'C-ACCEPT', 1]]],
    ['a step that is gone', (flow) => { flow.transitions = flow.transitions.filter(({ id }: Editable) => id !== 'S04'); }, 3, [[COUNTERPART, 'rejected', 'message.not-allowed', 'C-ACK', 1]]],
    ['a rule of the hub', ({ hubRules }) => { hubRules.push({ id: 'HR-NEW', rule: 'notBefore', severity: 'reject', message: 'UNE-FUND', field: 'paid_on', notBefore: { message: 'UNE-LETTER', field: 'issued_at' } }); }, 7, [[COUNTERPART, 'rejected', 'rule.before-reference', 'UNE-FUND.paid_on', 1]]],
    ['two faults of one message', ({ messages }) => { for (const id of ['form_no', 'letter_no']) named(named(messages, 'UNE-FORM').fields, id).maxLength = 3; }, 4, [[COUNTERPART, 'rejected', 'field.length', 'UNE-FORM.form_no', 1], [COUNTERPART, 'rejected', 'field.length', 'UNE-FORM.letter_no', 1]]],
  ])('are rejected by %s; what follows is not evaluated', (_what, change, at, rows) => {
    const tally = underDraft(change);
    expect(told(tally, 'rejected')).toEqual(rows);
    expect(sums(tally)).toEqual([9, at, 1, 0, 8 - at]);
    const after = UNE.messages.slice(at + 1).map(({ as }) => (as === 'opener' ? OPENER : COUNTERPART));
    expect(told(tally, 'not-evaluated')).toEqual([OPENER, COUNTERPART].flatMap((who) => {
      const count = after.filter((one) => one === who).length;
      return count === 0 ? [] : [[who, 'not-evaluated', 'follows-divergence', '', count]];
    }));
  });

  it('are returned where the flow of the draft sends a message back', () => {
    const tally = underDraft(({ transitions }) => { named(transitions, 'S05').to = 'RETURNED_BY_SENDING'; });
    expect(told(tally, 'returned')).toEqual([[COUNTERPART, 'returned', 'S05', 'UNE-FORM', 1]]);
    expect(tally.rows.find(({ finding }) => finding === 'returned')?.wording?.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(sums(tally)).toEqual([9, 4, 0, 1, 4]);
  });

  it('a return that was one then is none that the draft makes', () => expect(underDraft(() => undefined, walkNamed('F-UNE.return')).counts.returned).toBe(0));

  it('go on through other states, as long as their messages fit', () => {
    const tally = underDraft(({ states, transitions, deadlines }) => {
      const renamed = JSON.parse(JSON.stringify({ states, transitions, deadlines }).replaceAll('"MATCHING"', '"COMPARING"'));
      states.splice(0, states.length, ...renamed.states);
      transitions.splice(0, transitions.length, ...renamed.transitions);
      deadlines.splice(0, deadlines.length, ...renamed.deadlines);
    });
    expect(sums(tally)).toEqual([9, 9, 0, 0, 0]);
  });

  it('cannot be opened where the draft leaves no flow', () => {
    const tally = replayed([pastCase(UNE)], trialOf({ refused: 'item.no-flow' }));
    expect([told(tally, 'rejected'), sums(tally)]).toEqual([[[OPENER, 'rejected', 'item.no-flow', 'UNE-APPLY', 1]], [9, 0, 1, 0, 8]]);
  });

  it('that a recipient’s system sent back, and that came again, pass as they did', () => {
    const past = pastCase(UNE);
    const steps = [...past.steps];
    const letter = steps.filter(({ kind }) => kind === 'message').length - 7;
    const from = steps.findIndex((step) => step.kind === 'message' && step.message.type === UNE.messages[letter]!.message);
    const again = steps.slice(from).map((step) => (step.kind === 'delivered' ? { ...step, delivery: { ...step.delivery, deliveryNo: step.delivery.deliveryNo + 1 } } : step));
    const sentBack = { kind: 'sent-back', rejection: { deliveryNo: letter + 1, recordedAt: UNE.messages[letter]!.at } } as const;
    const tally = replayed([{ ...past, steps: [...steps.slice(0, from + 3), sentBack, ...again] }], trialOf(drafted('F-UNE')));
    expect(sums(tally)).toEqual([10, 10, 0, 0, 0]);
  });

  it('a history that does not follow from itself is not judged', () => {
    const past = pastCase(UNE);
    const [, ...rest] = [...past.steps];
    const tally = replayed([{ ...past, steps: rest }], trialOf(drafted('F-UNE')));
    expect(sums(tally)).toEqual([8, 0, 0, 0, 8]);
    expect(new Set(told(tally).map(([, finding, reason]) => `${finding} ${reason}`))).toEqual(new Set(['not-evaluated history']));
  });
});

describe('deadlines of a draft', () => {
  const duties = (tally: DryRunTally) => tally.rows.filter(({ finding }) => finding === 'late').map(({ participant, reason, count, before }) => [participant, reason, count, before]);
  const shorter = (id: string, value: number): Change => ({ deadlines }) => { named(deadlines, id).value = value; };

  it('are overrun by the working days that it really took', () => {
    expect(duties(underDraft(shorter('D-S05', 2)))).toEqual([]);
    const tally = underDraft(shorter('D-S05', 1));
    expect([duties(tally), tally.counts.late, tally.counts.passed]).toEqual([[[COUNTERPART, 'D-S05', 1, 0]], 1, 9]);
    expect(tally.rows[0]).toMatchObject({ deadlineKind: expect.any(String), wording: { zh: expect.stringMatching(/[\u4e00-\u9fff]/) } });
  });

  it('and tell how many were late then as well', () =>
    expect(duties(underDraft(() => undefined, later(UNE, 4, 30)))).toEqual([[OPENER, 'total', 1, 1], [COUNTERPART, 'D-S05', 1, 1]]));

  it('that start again are judged run by run', () => {
    // The form comes on Tuesday after the letter of Saturday, and the return two days after the first letter.
    const walk = later(walkNamed('F-UNE.return'), 7, 1);
    const [once] = duties(underDraft(shorter('D-S05', 0), walk));
    const starts = walk.messages.filter(({ expect: states }) => states?.['main'] === 'LETTER_SENT').length;
    expect([starts, once]).toEqual([2, [COUNTERPART, 'D-S05', 2, 0]]);
  });

  it('after a divergence are not judged', () => {
    const change: Change = (flow, shared) => {
      shorter('D-S08', 0)(flow, shared);
      flow.transitions = flow.transitions.filter(({ id }: Editable) => id !== 'S04');
    };
    expect([duties(underDraft(shorter('D-S08', 0))), duties(underDraft(change))]).toEqual([[[OPENER, 'D-S08', 1, 0]], []]);
  });

  it('that are still open are judged up to the day that is given', () => {
    const open = { ...UNE, messages: UNE.messages.slice(0, 3) };
    const on = (until: string) => duties(replayed([pastCase(open, { until })], trialOf(drafted('F-UNE', shorter('D-S05', 2)))));
    expect([on('2026-03-06'), on('2026-03-09')]).toEqual([[], [[COUNTERPART, 'D-S05', 1, 0]]]);
  });

  it('beyond the calendar are said to be not evaluated', () => {
    const tally = underDraft(() => undefined, later(later(UNE, 0, 3_650), 4, 200));
    expect(told(tally).map(([who, finding, reason]) => `${who} ${finding} ${reason}`)).toContain(`${COUNTERPART} not-evaluated calendar`);
  });

  it('of the item count from the application to the end of the main track, without the time the clock stood still', () => {
    const limited = (value: number, walk = UNE) => duties(underDraft(() => undefined, walk, { processingLimit: { value, unit: 'working-day', deadlineKind: 'local-rule' } })).filter(([, reason]) => reason === 'processing-limit');
    expect([limited(5), limited(3)]).toEqual([[], [[OPENER, 'processing-limit', 1, undefined]]]);
    const asked = walkNamed('F-UNE.supplement');
    const answer = asked.messages.findIndex(({ message }) => message === 'C-SUPP-RESP');
    expect(limited(20, later(asked, answer, 60))).toEqual([]);
    expect(limited(20, later(asked, answer + 1, 60))).toHaveLength(1);
  });

  it('a material that is newly required is told, because no message says who had it', () =>
    expect(told(underDraft(() => undefined, UNE, { newMaterials: true }))).toEqual([[OPENER, 'not-evaluated', 'materials', '', 1]]));
});

describe('rules on personal fields', () => {
  const personal = (change: Change) => told(underDraft(change)).filter(([, , reason]) => reason === 'personal-part');
  const letterPhone: Change = ({ messages }) => { named(named(messages, 'UNE-LETTER').fields, 'contact_phone').pattern = '^\\+86.*$'; };

  it('that the draft changes are left to the sender’s SDK, and counted per sender and message', () => {
    const tally = underDraft(letterPhone);
    expect([told(tally), sums(tally)]).toEqual([[[OPENER, 'not-evaluated', 'personal-part', 'UNE-LETTER', 1]], [9, 9, 0, 0, 0]]);
  });

  it('that are the same, or only worded otherwise, are left to nobody', () =>
    expect(personal(({ messages }) => { named(named(messages, 'UNE-LETTER').fields, 'contact_phone').zh = '电话'; })).toEqual([]));

  it.each<[string, Change]>([
    ['a list that they use', (flow, shared) => { named([...(flow.codeLists ?? []), ...shared.codeLists], 'UnemploymentStatus').values.pop(); }],
    ['the mark of a field that was open', ({ messages }) => { named(named(messages, 'UNE-APPLY').fields, 'previous_agency_name').personalData = true; }],
    ['the mark of a field that was personal', ({ messages }) => { named(named(messages, 'UNE-APPLY').fields, 'insured_status').personalData = false; }],
  ])('change with %s, which rejects nothing here', (_what, change) => {
    expect(personal(change)).toEqual([[OPENER, 'not-evaluated', 'personal-part', 'UNE-APPLY', 1]]);
    expect(underDraft(change).counts.rejected).toBe(0);
  });

  it('of messages after a divergence are counted too: the SDK knows of none', () => {
    const both: Change = (flow, shared) => {
      letterPhone(flow, shared);
      flow.transitions = flow.transitions.filter(({ id }: Editable) => id !== 'S02');
    };
    expect(personal(both)).toEqual([[OPENER, 'not-evaluated', 'personal-part', 'UNE-LETTER', 1]]);
  });
});

describe('a tally', () => {
  const changes: readonly Change[] = [
    () => undefined, ({ deadlines }) => deadlines.forEach((one: Editable) => { if (one.value !== undefined) one.value = 0; }), (flow) => { flow.transitions.splice(3, 2); },
    ({ messages }) => messages.forEach(({ fields }: Editable) => fields.forEach((one: Editable) => { if (one.type === 'string') one.maxLength = 4; })),
    (_flow, shared) => { shared.commonMessages.pop(); }, ({ states, transitions }) => { states.pop(); transitions.pop(); },
  ];
  const flows = [...new Set(walks.map(({ flow }) => flow))];
  const trials = new Map(flows.map((flow) => [flow, changes.map((change) => trialOf(drafted(flow, change)))]));

  it('accounts for every message once, and adds up the same in any parts', () => {
    fc.assert(fc.property(fc.array(fc.nat(walks.length - 1), { minLength: 1, maxLength: 8 }), fc.nat(changes.length - 1), fc.nat(8), (chosen, draft, cut) => {
      const parts = [chosen.slice(0, cut), chosen.slice(cut)].map((part) => {
        const tally = new DryRunTally();
        for (const at of part) replayed([pastCase(walks[at]!)], trials.get(walks[at]!.flow)![draft]!, tally, walks[at]!.item);
        return tally;
      });
      const [whole, merged] = [new DryRunTally(), new DryRunTally()];
      for (const at of chosen) replayed([pastCase(walks[at]!)], trials.get(walks[at]!.flow)![draft]!, whole, walks[at]!.item);
      parts.toReversed().forEach((part) => merged.add(part));
      expect([merged.counts, merged.rows]).toEqual([whole.counts, whole.rows]);
      const { messages, passed, rejected, returned, notEvaluated }: DryRunCounts = whole.counts;
      expect([messages, whole.counts.cases]).toEqual([passed + rejected + returned + notEvaluated, chosen.length]);
    }), { numRuns: 20 });
  });

  it('holds a bounded number of reasons, whatever it counts', () => {
    const tally = new DryRunTally(10);
    for (let at = 0; at < 1_000; at++) tally.find({ finding: 'rejected', participant: OPENER, item: 'I', reason: `reason-${at}` });
    expect([tally.rows.length, tally.rows.find(({ reason }) => reason === 'others')?.count, tally.rows.reduce((sum, { count }) => sum + count, 0)]).toEqual([11, 990, 1_000]);
  });

  it('takes 100,000 past messages one case at a time, and is as small after them as after a hundred', () => {
    const trial = trialOf(drafted('F-UNE', (flow) => { flow.transitions = flow.transitions.filter(({ id }: Editable) => id !== 'S02'); }));
    const { steps, ...rest } = pastCase(walkNamed('F-UNE.return'));
    const kept = [...steps];
    let held = 0;
    let most = 0;
    const cases = function* (count: number): Iterable<PastCase> {
      for (let at = 0; at < count; at++) {
        held += 1;
        most = Math.max(most, held);
        yield { ...rest, steps: kept.values() };
        held -= 1;
      }
    };
    const [few, many] = [replayed(cases(12), trial), replayed(cases(7_143), trial)];
    expect(many.counts).toMatchObject({ cases: 7_143, messages: 100_002, passed: 7_143, rejected: 7_143, notEvaluated: 85_716 });
    expect([most, many.rows.length]).toEqual([1, few.rows.length]);
  });
});
