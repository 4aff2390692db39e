import { type FailureState, type FailureStepOutcome, RETRY_IN_HAND_MS, causesOf, failureState, isInHand, waitingEdit } from './failure-state';

const steps = (...outcomes: FailureStepOutcome[]) => outcomes.map((outcome, index) => ({ outcome, atMs: index }));

describe('the state of a failed message', () => {
  it.each<[FailureStepOutcome[], FailureState]>([
    [[], 'open'], [['started'], 'open'], [['started', 'failed-again'], 'open'], [['started', 'failed-again', 'started', 'handled'], 'retried'], [['started', 'failed-again', 'discarded'], 'discarded'],
    // A run that outlived its time in hand reports after another one closed it.
    [['started', 'started', 'handled', 'failed-again'], 'retried'], [['discarded', 'handled'], 'discarded'],
  ])('after %j is %s', (outcomes, state) => expect(failureState(steps(...outcomes))).toBe(state));

  it('is in hand from the start of a retry to its outcome, and no longer than a crash is waited for', () => {
    expect([isInHand([], 0), isInHand(steps('started'), 1), isInHand(steps('started'), RETRY_IN_HAND_MS), isInHand(steps('started', 'failed-again'), 2)]).toEqual([false, true, false, false]);
  });
});

describe('causes', () => {
  it('are a code at a consumer, with how many there are and from when to when, the largest first', () => {
    const of = (code: string, consumer: string, failedAtMs: number) => ({ code, consumer, failedAtMs });
    expect(causesOf([of('a', 'x', 5), of('b', 'x', 1), of('a', 'y', 2), of('b', 'x', 9), of('b', 'x', 4)])).toEqual([
      { code: 'b', consumer: 'x', count: 3, firstMs: 1, lastMs: 9 }, { code: 'a', consumer: 'x', count: 1, firstMs: 5, lastMs: 5 }, { code: 'a', consumer: 'y', count: 1, firstMs: 2, lastMs: 2 },
    ]);
    expect(causesOf([])).toEqual([]);
  });
});

describe('a correction of a failed message', () => {
  it.each<[string, FailureStepOutcome[], FailureState, number | undefined]>([
    ['waits once it is proposed', ['started', 'failed-again', 'edit-proposed'], 'open', 2],
    ['waits no more when it is refused', ['edit-proposed', 'edit-refused'], 'open', undefined],
    ['may be proposed again', ['edit-proposed', 'edit-refused', 'edit-proposed'], 'open', 2],
    ['closes the original when it is approved', ['edit-proposed', 'edited'], 'edited', undefined],
    ['is nothing to one that was discarded', ['edit-proposed', 'discarded'], 'discarded', undefined],
  ])('%s', (_what, outcomes, state, waits) => expect([failureState(steps(...outcomes)), waitingEdit(steps(...outcomes))]).toEqual([state, waits]));
});
