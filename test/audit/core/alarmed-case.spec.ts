import { CASE, SmallWorld, type World } from '../planted/small-world';
import { compare } from './compare';
import type { Entry, Exchange } from './facts';

type Open<T> = { -readonly [K in keyof T]: T[K] };
const LOG = 'CASES_YRD_2026';
const found = (world: World): string[] => compare(world).kept.map(({ class: cls, where }) => `${cls} ${where}`);
const WARNING = '2|D|2026-03-09|1';

/** An opening, a warning for its opener, an escalation for both sides, and the word of both regions. */
function alarmedWorld(): World {
  const world = new SmallWorld();
  world.register('310000', 'm-1');
  world.alarm([{ key: WARNING, to: ['opener'] }]);
  world.alarm([{ key: '3|D|2026-03-09|1', to: ['opener', 'counterpart', 'hub'] }]);
  world.vouch('ccec', '510000', 0);
  world.vouch('yrd', '310000', 1);
  return world.facts;
}
const entry = (world: World, logIndex: number): Open<Entry> => world.entries.find((one) => one.logIndex === logIndex)!;
const notice = (world: World, logIndex: number, party: string): Open<Exchange> => [...world.outbox.values()].flat().find(({ msgId }) => msgId === `dlv:${CASE}:${logIndex}:${party}`)!;
const word = (world: World, region: string): Open<Exchange> => world.outbox.get(region)!.find(({ kind }) => kind === 'watermark')!;

describe('alarms of a case and the words of regions (T5-C2)', () => {
  it('are found in order when those were told that they are for', () => expect(found(alarmedWorld())).toEqual([]));

  it.each<[string, (world: World) => void, string]>([
    ['an alarm was raised twice', (world) => { entry(world, 3).alarms = [{ key: WARNING, to: ['opener', 'counterpart'] }]; }, `doubled ${LOG}#3`],
    ['a side that it is for was not told', (world) => { entry(world, 2).alarms = [{ key: WARNING, to: ['opener', 'counterpart'] }]; }, `lost ${LOG}#2`],
    ['a side was told that it is not for', (world) => { entry(world, 3).alarms = [{ key: '3|D|2026-03-09|1', to: ['opener'] }]; }, 'unexplained OUTBOX_YRD'],
    ['what tells of it carries a receipt', (world) => { notice(world, 3, '510000').batch = { caseNo: CASE, receipts: [entry(world, 1).verdict!] }; }, 'unexplained OUTBOX_YRD'],
    ['a region’s word is signed by another', (world) => { word(world, 'ccec').watermark = { ...word(world, 'ccec').watermark!, region: 'yrd' }; }, 'unexplained OUTBOX_CCEC'],
    ['its signature does not hold', (world) => { word(world, 'ccec').watermark = { ...word(world, 'ccec').watermark!, fault: 'no' }; }, 'unsigned OUTBOX_CCEC'],
    ['it vouches for what was forwarded after it', (world) => {
      const { seq } = world.outbox.get('yrd')!.find(({ msgId }) => msgId === 'fwd:310000:1')!;
      word(world, 'yrd').seq = seq - 1;
    }, 'unexplained INBOX_YRD'],
  ])('are a finding when %s', (_what, spoil, expected) => {
    const world = alarmedWorld();
    spoil(world);
    expect(found(world).some((line) => line.startsWith(expected))).toBe(true);
  });
});
