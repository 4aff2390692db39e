import { type ConsumerProgress, consumerReport } from './consumer-watchdog';

const KEY = { stream: 'INBOX_YRD', consumer: 'cases_05' };
const at = (pending: number, delivered: number, floor: number) => ({ num_pending: pending, delivered: { consumer_seq: delivered }, ack_floor: { consumer_seq: floor } });
type Position = ReturnType<typeof at> | undefined;
/** What is said at the last of several looks, a second apart. */
function looks(...positions: Position[]) {
  let progress: ConsumerProgress | undefined;
  let report;
  positions.forEach((position, second) => ({ report, progress } = consumerReport(KEY, position, progress, second * 1_000, 2_000)));
  return report;
}

describe('a consumer', () => {
  it.each<[string, Position[]]>([
    ['has messages and delivers none', [at(3, 7, 7), at(4, 7, 7), at(5, 7, 7)]],
    ['has everything it may deliver in hand, and settles none', [at(3, 1_007, 7), at(3, 1_007, 7), at(3, 1_007, 7)]],
    ['does not exist any more', [at(0, 7, 7), undefined, undefined, undefined]],
  ])('has stopped when it %s', (_what, positions) => expect(looks(...positions)).toMatchObject({ ...KEY, stopped: true, idleForMs: 2_000 }));

  it('is cured when it has stopped and again after as long, and not when it does not exist or moves', () => {
    const still = at(3, 7, 7);
    expect(looks(still, still, still)).toMatchObject({ cures: 1 });
    expect(looks(still, still, still, still)).toMatchObject({ cures: 1 });
    expect(looks(still, still, still, still, still)).toMatchObject({ cures: 2 });
    expect(looks(still, still, still, at(2, 8, 7))).toMatchObject({ stopped: false, cures: 0 });
    expect(looks(undefined, undefined, undefined, undefined)).toMatchObject({ stopped: true, cures: 0 });
  });

  it.each<[string, Position[]]>([
    ['nothing waits', [at(0, 7, 7), at(0, 7, 7), at(0, 7, 7)]],
    ['it delivers', [at(9, 7, 7), at(8, 8, 7), at(7, 9, 7)]],
    ['it settles', [at(9, 7, 4), at(9, 7, 5), at(9, 7, 6)]],
    ['it has not stood still long enough', [at(9, 7, 7), at(9, 7, 7)]],
    ['it is there again', [undefined, undefined, undefined, at(0, 0, 0)]],
  ])('has not stopped when %s', (_what, positions) => expect(looks(...positions)).toMatchObject({ stopped: false }));
});
