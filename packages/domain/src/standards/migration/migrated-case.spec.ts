import fc from 'fast-check';
import { compiledFlows, calendars, caseMessage, compiled, contextOf, dictionary, partiesOf, walks } from '../../../test/reference-flows';
import { context, playRandomCase, randomCases } from '../../../test/random-cases';
import { renamedFields, renamedFlow, renamedState, renaming } from '../../../test/renamed-flow';
import type { CaseState } from '../../flow/case-state';
import { type CompiledFlow, compileFlow } from '../../flow/compile';
import { deadlinesOf } from '../../flow/deadlines';
import { decide } from '../../flow/engine';
import type { Deadline, Flow } from '../../flow/model';
import { hasBegun, isFinished } from '../../flow/movement';
import { rejectByRecipient } from '../../flow/recipient-rejection';
import { hasSamePersonalPart } from './carried-message';
import { mappingFaults } from './mapping-faults';
import { type Migration, migrateCase } from './migrated-case';
import type { StateMapping } from './order';

const AT = '2026-03-20T10:00:00+08:00';
const renamed = new Map([...compiledFlows.values()].map((flow) => [flow.id, renamedFlow(flow)]));
const moved = (migration: Migration): CaseState => {
  if (!migration.moves) throw new Error(migration.reason);
  return migration.state;
};
/** Everything of a case that names states, under the other names. */
const underOtherNames = (state: CaseState): unknown => {
  const all = (states: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(states).map(([track, one]) => [track, renamedState(one)]));
  const track = ({ state: one, previous }: { state?: string; previous?: string }) => ({ ...(one !== undefined && { state: renamedState(one) }), ...(previous !== undefined && { previous: renamedState(previous) }) });
  return {
    ...state, active: all(state.active), previous: all(state.previous), visited: state.visited.map(renamedState),
    moves: state.moves.map((move) => ({ ...move, firstVisited: move.firstVisited.map(renamedState), tracks: Object.fromEntries(Object.entries(move.tracks).map(([id, before]) => [id, track(before)])) })),
  };
};

describe('a case that moves to a version with other names for its states', () => {
  it('is the same case, wherever it was, whatever came before', () => {
    fc.assert(fc.property(randomCases, (random) => {
      const { state } = playRandomCase(random);
      if (isFinished(random.flow, state)) return;
      const migration = migrateCase({ from: random.flow, to: renamed.get(random.flow.id)! }, state, renaming(random.flow), AT);
      expect(moved(migration)).toEqual(underOtherNames(state));
      // The part of the mapping that goes into the log gives the very same case.
      const { states } = migration as Extract<Migration, { moves: true }>;
      expect(migrateCase({ from: random.flow, to: renamed.get(random.flow.id)! }, state, states, AT)).toEqual(migration);
    }), { numRuns: 150 });
  });

  it('goes on as the one that stayed, message by message, also when a recipient rejects one', () => {
    fc.assert(fc.property(randomCases, fc.nat(29), fc.nat(3), (random, at, back) => {
      let twin: CaseState | undefined;
      const to = renamed.get(random.flow.id)!;
      let messages = 0;
      playRandomCase({ ...random, rolls: random.rolls.map((roll) => [...roll.slice(0, 5), false, []] as unknown as (typeof random.rolls)[number]) }, (flow, state, message) => {
        messages += 1;
        if (messages === at % random.rolls.length && !isFinished(flow, state)) twin = moved(migrateCase({ from: flow, to }, state, renaming(flow), AT));
        else if (twin === undefined) return;
        const [stays, moves] = [decide(flow, state, message, context), decide(to, twin!, { ...message, open: renamedFields(flow, message.type, message.open) }, context)];
        expect(moves.accepted).toBe(stays.accepted);
        if (!stays.accepted || !moves.accepted) return;
        expect(moves.state).toEqual(underOtherNames(stays.state));
        twin = moves.state;
        const rejection = { deliveryNo: Math.max(1, moves.state.deliveryCount - back), recordedAt: AT };
        expect(rejectByRecipient(moves.state, rejection).effect).toBe(rejectByRecipient(stays.state, rejection).effect);
      });
    }), { numRuns: 80 });
  });

  it.each([...compiledFlows.values()].map((flow) => [flow.id, flow] as const))('%s: the mapping has no fault', (_id, flow) => {
    expect(mappingFaults({ from: flow, to: renamed.get(flow.id)! }, renaming(flow))).toEqual([]);
  });
});

const FLOW = compiled('F-ARC');
const walk = walks.find(({ name }) => name === 'F-ARC.normal.json')!;
/** The walk up to some message. */
function played(messages: number, flow: CompiledFlow = FLOW): CaseState {
  let state: CaseState | undefined;
  for (const [at, step] of walk.messages.slice(0, messages).entries()) {
    const decision = decide(flow, state, caseMessage(step, at), contextOf(partiesOf(walk.opener.division, walk.counterpart.division)));
    if (!decision.accepted) throw new Error(`${decision.code} ${decision.detail}`);
    state = decision.state;
  }
  return state!;
}
const nextVersion = (change: (flow: { -readonly [K in keyof Flow]: Flow[K] }) => void): CompiledFlow => {
  const copy = structuredClone(FLOW.flow);
  change(copy);
  return compileFlow(copy, dictionary);
};
const same = (flow: CompiledFlow = FLOW): StateMapping[] => flow.flow.states.map(({ id }) => ({ from: id, to: id }));
const view = (flow: CompiledFlow, state: CaseState, id: string, today = '2026-03-20') => deadlinesOf(flow, state, today, calendars).find((one) => one.id === id);

describe('the deadlines of a case that moves', () => {
  const before = played(1);
  const [running] = Object.keys(before.deadlines);
  const limited = (change: (deadline: { -readonly [K in keyof Deadline]: Deadline[K] }) => void) => nextVersion((flow) => {
    flow.deadlines = flow.deadlines.map((one) => {
      const copy = { ...one };
      if (one.id === running) change(copy);
      return copy;
    });
  });
  const after = (to: CompiledFlow): CaseState => moved(migrateCase({ from: FLOW, to }, before, same(), AT));

  it('run on with the limit they began with: nobody is late by a rule that did not hold', () => {
    const to = limited((deadline) => { deadline.value = 1; });
    expect(view(to, after(to), running!)?.dueOn).toBe(view(FLOW, before, running!)?.dueOn);
    expect(after(to).deadlines[running!]!.limit).toEqual({ value: FLOW.deadlines.get(running!)!.value, unit: FLOW.deadlines.get(running!)!.unit });
    // Moved back, the limit is the version's own again.
    expect(moved(migrateCase({ from: to, to: FLOW }, after(to), same(), AT)).deadlines).toEqual(before.deadlines);
  });

  it('are over when the version after does not have them', () => {
    const to = nextVersion((flow) => { flow.deadlines = flow.deadlines.filter(({ id }) => id !== running); });
    expect(after(to).deadlines[running!]).toBeUndefined();
  });

  it('begin on the day of the migration when only the version after has them, and end when what led there is taken back', () => {
    const state = before.active['main']!;
    const to = nextVersion((flow) => { flow.deadlines = [...flow.deadlines, { ...FLOW.deadlines.get(running!)!, id: 'D-NEW', start: { state } }]; });
    const migrated = after(to);
    expect(migrated.deadlines['D-NEW']).toEqual({ status: 'running', start: { on: '2026-03-20' }, pauses: [] });
    const back = rejectByRecipient(migrated, { deliveryNo: 1, recordedAt: AT });
    expect([back.effect, hasBegun(back.state), back.state.deadlines['D-NEW']!.status]).toEqual(['returned', false, 'ended']);
  });

  it('begin anew when the duty is the other side\'s now', () => {
    const { responsible } = FLOW.deadlines.get(running!)!;
    const other = FLOW.flow.entries[0]![FLOW.flow.entries[0]!.opener === responsible ? 'counterpart' : 'opener'];
    const to = limited((deadline) => { deadline.responsible = other; });
    expect(before.deadlines[running!]?.start?.on).toBe('2026-03-02');
    expect(after(to).deadlines[running!]).toEqual({ status: 'running', start: { on: '2026-03-20' }, pauses: [] });
  });
});

describe('a case that does not move', () => {
  const state = played(2);
  const here = state.active['main']!;
  it.each<[string, StateMapping[], CompiledFlow, string]>([
    ['is in a state that stays', same().map((one) => (one.from === here ? { from: here } : one)), FLOW, 'state-stays'],
    ['is in a state that the mapping does not name', same().filter((one) => one.from !== here), FLOW, 'state-not-mapped'],
    ['began by an entry that the version after does not have', same(), nextVersion((flow) => { flow.entries = flow.entries.map((one) => ({ ...one, id: `${one.id}.2` })); }), 'entry-differs'],
    ['could not be brought to an end', same(), nextVersion((flow) => { flow.transitions = flow.transitions.filter(({ from }) => !from.includes(here)); }), 'no-way-on'],
    ['would be over', same().map((one) => (one.from === here ? { from: here, to: FLOW.flow.states.find(({ terminal, track }) => terminal && track === 'main')!.id } : one)), FLOW, 'no-way-on'],
  ])('%s', (_what, mapping, to, reason) => expect(migrateCase({ from: FLOW, to }, state, mapping, AT)).toEqual({ moves: false, reason }));
});

describe('what is wrong with a mapping is told at its place, all at once (T1-C3)', () => {
  const main = FLOW.flow.states.filter(({ track }) => track === 'main');
  const [first, second] = main.filter(({ terminal }) => !terminal);
  const end = main.find(({ terminal }) => terminal)!;
  const faults = (states: StateMapping[], to = FLOW) => mappingFaults({ from: FLOW, to }, states).map(({ path, en }) => `${path} ${en}`);

  it('unknown, repeated and missing states, ends that are none, and entries', () => {
    const states = same().filter(({ from }) => from !== first!.id).map((one) => (one.from === second!.id ? { from: one.from, to: end.id } : one));
    const found = faults([...states, { from: 'NOWHERE', to: first!.id }, { from: end.id, to: end.id }], nextVersion((flow) => { flow.entries = flow.entries.map((one) => ({ ...one, id: `${one.id}.2` })); }));
    expect(found).toEqual(expect.arrayContaining([
      expect.stringMatching(/^action\.targets\.1 .*no entry/), expect.stringMatching(/\.to .*neither ends nor reopens/), expect.stringMatching(/\.from .*no state NOWHERE/),
      expect.stringMatching(/\.from .*named twice/), expect.stringMatching(new RegExp(`^action\\.states .*the state ${first!.id} is missing`)),
    ]));
  });

  it('a state that the version after lacks, and one where it would be the other side\'s turn', () => {
    const other = main.find(({ holder, terminal }) => !terminal && holder !== undefined && holder !== first!.holder && FLOW.actors.get(holder)?.kind === 'agency' && FLOW.actors.get(first!.holder!)?.kind === 'agency');
    expect(faults(same().map((one) => (one.from === first!.id ? { from: one.from, to: 'NO_SUCH' } : one)))).toEqual([expect.stringContaining('the version after has no state NO_SUCH')]);
    expect(other).toBeDefined();
    expect(faults(same().map((one) => (one.from === first!.id ? { from: one.from, to: other!.id } : one)))).toEqual([expect.stringContaining('the turn of the other side')]);
  });

  it('a way that leads to no end', () => {
    const to = nextVersion((flow) => { flow.transitions = flow.transitions.filter(({ from }) => !from.includes(second!.id)); });
    expect(faults(same(), to).join()).toContain('cannot end from');
  });
});

describe('a message that was on its way when its case moved', () => {
  const [message] = FLOW.flow.messages.filter(({ fields }) => fields.some(({ personalData }) => personalData));
  const changed = (change: (fields: { personalData?: boolean; maxLength?: number; zh: string }[]) => void) => nextVersion((flow) => change(flow.messages.find(({ messageId }) => messageId === message!.messageId)!.fields as never));
  it('says the same while what is sealed is described the same', () => {
    const pair = (to: CompiledFlow) => hasSamePersonalPart({ from: FLOW, to }, message!.messageId);
    expect(pair(changed((fields) => fields.forEach((field) => { field.zh += '（新）'; })))).toBe(true);
    expect(pair(changed((fields) => { fields.find(({ personalData }) => personalData)!.maxLength = 3; }))).toBe(false);
    expect(hasSamePersonalPart({ from: FLOW, to: FLOW }, 'NO-SUCH')).toBe(false);
  });
});
