import { calendars, caseMessage, compiled, compiledFlows, contextOf, partiesOf, walks } from '../../test/reference-flows';
import { beijingDateOf } from '../calendar/days';
import type { CaseState } from './case-state';
import { type Accepted, decide } from './engine';
import { nextActions, openingActions } from './next-actions';
import { nextActionDocuments, openingActionDocuments } from './next-actions-document';

describe('next actions as documents', () => {
  it.each(walks.map((walk) => [walk.name, walk] as const))('%s: they are plain JSON and say what the actions say', (_name, walk) => {
    const flow = compiled(walk.flow);
    const context = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
    let state: CaseState | undefined;
    for (const [index, step] of walk.messages.entries()) {
      const message = caseMessage(step, index);
      const today = beijingDateOf(message.receivedAt);
      state = (decide(flow, state, message, context) as Accepted).state;
      for (const side of ['opener', 'counterpart'] as const) {
        const actions = nextActions(flow, state, side, { calendars }, today);
        const documents = nextActionDocuments(flow, actions, today);
        expect(JSON.parse(JSON.stringify(documents))).toEqual(documents);
        expect(documents.map((x) => [x.message.type, x.onBehalfOf, x.holder, x.dueOn, x.outcomes.map((y) => [y.transitionId, y.to, y.when])])).toEqual(
          actions.map((x) => [x.message.id, x.onBehalfOf, x.holder, x.dueOn, x.outcomes.map((y) => [y.transitionId, y.to?.id ?? '', y.when])]));
        for (const [at, { fields }] of documents.entries()) {
          const named = actions[at]?.constraints.map(({ field }) => field) ?? [];
          expect(fields.filter(({ constraints }) => constraints !== undefined).map(({ id }) => id)).toEqual(fields.map(({ id }) => id).filter((id) => named.includes(id)));
        }
      }
    }
  });

  it('an opening is one action per entry, with the divisions its rules ask for', () => {
    const divisions = { opener: '310115', counterpart: '510100' };
    for (const flow of compiledFlows.values()) {
      const documents = openingActionDocuments(openingActions(flow), divisions, '2026-03-02');
      expect(documents.map(({ outcomes }) => outcomes.map(({ transitionId }) => transitionId))).toEqual(flow.flow.entries.map(({ id }) => [id]));
      for (const { fields } of documents) for (const { constraints } of fields) for (const constraint of constraints ?? []) {
        if (constraint.rule === 'divisionOfActor') expect(Object.values(divisions)).toContain(constraint.division);
        if (constraint.rule === 'notAfterReceipt') expect(constraint.notAfter).toBe('2026-03-02');
      }
    }
  });
});
