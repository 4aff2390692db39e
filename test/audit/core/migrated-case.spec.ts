import { CASE, SmallWorld, type World } from '../planted/small-world';
import { compare } from './compare';
import type { Entry, Exchange } from './facts';

type Open<T> = { -readonly [K in keyof T]: T[K] };
const LOG = 'CASES_YRD_2026';
const found = (world: World): string[] => compare(world).kept.map(({ class: cls, where }) => `${cls} ${where}`);

/** An opening under one version, a move to another, and an answer under that. */
function movedWorld(): World {
  const world = new SmallWorld();
  world.register('310000', 'm-1');
  world.migrate('version 2');
  world.register('510000', 'm-2');
  return world.facts;
}
const entry = (world: World, logIndex: number): Open<Entry> => world.entries.find((one) => one.logIndex === logIndex)!;
const notice = (world: World, party: string): Open<Exchange> => world.outbox.get('yrd')!.find(({ msgId }) => msgId === `dlv:${CASE}:2:${party}`)!;

describe('a case that moved to another version of its flow (T1-C3)', () => {
  it('is found in order when both sides were told and it was the version it followed', () => expect(found(movedWorld())).toEqual([]));

  it('may still register what was made under the version before', () => {
    const world = movedWorld();
    entry(world, 3).message = { ...entry(world, 3).message!, schema: 'version 1' };
    expect(found(world)).toEqual([]);
  });

  it.each<[string, (world: World) => void, string[]]>([
    ['it moves from a version it does not follow', (world) => { entry(world, 2).versions = { from: 'version 7', to: 'version 2' }; }, [`unexplained ${LOG}#2`]],
    ['it moves nowhere', (world) => { entry(world, 2).versions = { from: 'version 1', to: 'version 1' }; }, [`unexplained ${LOG}#2`, `unexplained ${LOG}#3`]],
    ['it registers a message of a version it never followed', (world) => { entry(world, 3).message = { ...entry(world, 3).message!, schema: 'version 3' }; }, [`unexplained ${LOG}#3`]],
    ['what tells of the move carries a receipt', (world) => { notice(world, '510000').batch = { caseNo: CASE, receipts: [entry(world, 1).verdict!] }; }, ['unexplained OUTBOX_YRD#2']],
  ])('is a finding when %s', (_what, spoil, expected) => {
    const world = movedWorld();
    spoil(world);
    expect(found(world)).toEqual(expected);
  });

  it('is a finding when a side was not told', () => {
    const world = movedWorld();
    const { print } = notice(world, '310000');
    for (const lists of [world.outbox, world.arrivals]) for (const list of lists.values()) {
      const at = (list as { print: string }[]).findIndex((row) => row.print === print && (row as Partial<Exchange>).to !== '510000');
      if (at >= 0) list.splice(at, 1);
    }
    expect(found(world)).toContain(`lost ${LOG}#2`);
  });
});
