import { type CaseState, EMPTY_LOCK, type Flow, type ValidationContext, assignNumbers, compileFlow, compileMessages, decide, diffOf, verdictOf } from '@tongban/domain';
import * as fc from 'fast-check';
import { edit, edited } from '../../../domain/test/edits';
import { caseMessage, contextOf, dictionary, flows, partiesOf, walks } from '../../../domain/test/reference-flows';
import { faultsOf } from '../../test/faults';
import { loadCatalogue } from '../catalogue';
import { readBundle } from './read-bundle';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;
const catalogue = loadCatalogue();
const verdict = (before: unknown, after: unknown) => verdictOf(diffOf(before, after, 'flow')).verdict;
const clone = (value: unknown): Loose => structuredClone(value);

describe('what the verdict calls compatible', () => {
  const context: ValidationContext = { environment: 'sandbox', syntheticOnly: true, divisions: { isKnown: () => true }, todayDate: '2026-12-31', unknownFields: 'refuse' };
  /** Verdict of the schema and of the flow on every message of every reference walk of the flow. */
  function played(of: Flow): string[] {
    const [compiled, types] = [compileFlow(of, dictionary), compileMessages(of, dictionary, assignNumbers(EMPTY_LOCK, [of], dictionary))];
    return walks.filter((walk) => walk.flow === of.flowId).flatMap((walk) => {
      const parties = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
      let state: CaseState | undefined;
      return walk.messages.map((step, index) => {
        const faults = [...types.validateOpen(step.message, step.open, context), ...types.validatePersonal(step.message, step.personal, step.open, context)];
        const decision = decide(compiled, state, caseMessage(step, index), parties);
        if (decision.accepted) state = decision.state;
        return JSON.stringify([walk.name, index, faults.map(({ path, code }) => [path, code]), decision.accepted, state?.active]);
      });
    });
  }
  /** What the import check refuses never becomes a version. */
  const isImportable = (of: Flow): boolean => faultsOf(() => readBundle({ flows: [of] }, catalogue)).length === 0;
  const asBefore = new Map(flows.map((one) => [one.flowId, played(one)]));
  const judged = { compatible: 0, breaking: 0 };

  it('takes every message of the reference walks as before, and leads it to the same states', () => {
    expect([...asBefore.values()].every((list) => list.length > 0)).toBe(true);
    fc.assert(fc.property(fc.constantFrom(...flows), fc.array(edit, { minLength: 1, maxLength: 2 }), (before, changes) => {
      const after = edited(before, changes);
      const { flowId } = before;
      if (after.flowId !== flowId || !isImportable(after)) return;
      if (verdict(before, after) === 'breaking') {
        judged.breaking += 1;
        return;
      }
      judged.compatible += 1;
      expect(played(after)).toEqual(asBefore.get(flowId));
    }), { numRuns: 200 });
  });
  it('was asked about both kinds, and would have seen a step less or a longer least length', () => {
    expect(Object.values(judged).every((count) => count > 0)).toBe(true);
    const [first] = flows;
    const shorter = clone(first);
    shorter.transitions = shorter.transitions.filter(({ id }: { id: string }) => !first!.entries[0]!.normalPath.slice(0, 1).includes(id));
    const stricter = clone(first);
    for (const { fields } of stricter.messages) for (const field of fields) if (field.type === 'string') field.minLength = field.maxLength ?? 200;
    for (const after of [shorter, stricter]) expect(played(after)).not.toEqual(asBefore.get(first!.flowId));
  });
});
