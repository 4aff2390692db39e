import { TongbanError } from '@tongban/contracts';
import type { SwitchRecord } from '@tongban/domain';
import { heldFate } from '@tongban/domain';
import { Defer } from '@tongban/messaging';
import type { IncomingMessage } from '../register-message';
import { HeldRelease } from './held-release';
import type { HeldMessage } from './held-stream';

const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
const at = (second: number): string => new Date(Date.parse('2026-03-02T09:00:00+08:00') + second * 1_000).toISOString();
const switchOf = (itemCode: string, position: 'hold' | 'off', releasePerMinute?: number): SwitchRecord =>
  ({ owner: 'nat', switchId: `${position} ${itemCode}`, setNo: 1, setAt: at(0), since: at(0), reason: 'x', proposer: STEWARD, confirmer: STEWARD, scope: { itemCode }, position, ...(releasePerMinute && { releasePerMinute }) });

/** Held messages as a stream has them, decided on by a list of names. */
class Scene {
  readonly stream: (HeldMessage & { name: string })[] = [];
  readonly decided: string[] = [];
  readonly setAside: string[] = [];
  readonly switches = new Map<string, SwitchRecord>();
  failure: (name: string) => Error | undefined = () => undefined;
  second = 0;
  private last = 0;

  keep(name: string, itemCode: string, caseNo = name): void {
    this.stream.push({ name, caseNo, itemCode, opener: '310000', counterpart: '510000', sequence: ++this.last, receivedAt: at(0) });
  }
  process(): HeldRelease {
    return new HeldRelease({
      clock: { now: () => at(this.second) },
      releases: { switched: ({ itemCode }) => this.switches.get(itemCode), heldFate: (now, holder, when) => heldFate([...this.switches.values()], now, holder, when), switchesKnown: () => this.switches.size },
      held: {
        part: async (from) => ({ messages: this.stream.filter(({ sequence }) => sequence >= from), more: false }),
        read: async (sequence) => this.stream.some((one) => one.sequence === sequence) ? { inboxSequence: sequence } as IncomingMessage : undefined,
        remove: async (sequence) => void this.stream.splice(this.stream.findIndex((one) => one.sequence === sequence), 1),
      },
      register: async ({ inboxSequence }) => {
        const { name } = this.stream.find(({ sequence }) => sequence === inboxSequence)!;
        const failure = this.failure(name);
        if (failure) throw failure;
        this.decided.push(name);
      },
      setAside: async ({ sequence }) => void this.setAside.push(this.stream.find((one) => one.sequence === sequence)!.name),
      onFailure: () => undefined,
    });
  }
}

describe('letting held messages go', () => {
  it('one switch that keeps its messages holds up nobody else, and each has its own rate', async () => {
    const scene = new Scene();
    scene.switches.set('shut', switchOf('shut', 'hold')).set('slow', switchOf('slow', 'hold', 6)).set('fast', switchOf('fast', 'hold', 60));
    for (let at = 1; at <= 3; at++) for (const item of ['shut', 'slow', 'fast']) scene.keep(`${item} ${at}`, item);
    const process = scene.process();
    for (scene.second = 0; scene.second <= 20; scene.second++) await process.round();
    expect(scene.decided).toEqual(['fast 1', 'fast 2', 'fast 3', 'slow 1', 'slow 2']);
    expect(process.count).toBe(4);
  });

  it('what is off is refused at once, also where others wait', async () => {
    const scene = new Scene();
    scene.switches.set('shut', switchOf('shut', 'hold')).set('off', switchOf('off', 'off'));
    for (const name of ['a', 'b']) scene.keep(name, 'shut');
    for (const name of ['c', 'd']) scene.keep(name, 'off');
    expect([await scene.process().round(), scene.decided]).toEqual([2, ['c', 'd']]);
  });

  it('nothing of a case overtakes what is held of it', async () => {
    const scene = new Scene();
    scene.switches.set('off', switchOf('off', 'off'));
    scene.keep('first', 'off', 'case');
    scene.keep('second', 'off', 'case');
    scene.failure = (name) => (name === 'first' && scene.second === 0 ? new Defer(1, 'not now') : undefined);
    const process = scene.process();
    await process.round();
    expect(scene.decided).toEqual([]);
    scene.second = 1;
    await process.round();
    expect(scene.decided).toEqual(['first', 'second']);
  });

  it('what cannot be decided on is tried again, then set aside, and does not stop the others', async () => {
    const scene = new Scene();
    scene.switches.set('off', switchOf('off', 'off')).set('other', switchOf('other', 'off'));
    scene.keep('poison', 'off');
    scene.keep('broken', 'other');
    scene.keep('sound', 'third');
    scene.switches.set('third', switchOf('third', 'off'));
    scene.failure = (name) => (name === 'poison' ? new TongbanError('hub.internal', 'always') : name === 'broken' ? new TongbanError('signature.invalid', 'never') : undefined);
    const process = scene.process();
    for (let round = 0; round < 6; round++) await process.round();
    expect([scene.decided, scene.setAside, scene.stream]).toEqual([['sound'], ['broken', 'poison'], []]);
  });

  it('another process begins anew with what the stream has', async () => {
    const scene = new Scene();
    scene.switches.set('fast', switchOf('fast', 'hold', 60));
    for (const name of ['a', 'b', 'c']) scene.keep(name, 'fast');
    const first = scene.process();
    for (; scene.second <= 1; scene.second++) await first.round();
    const second = scene.process();
    for (; scene.second <= 5; scene.second++) await second.round();
    expect(scene.decided).toEqual(['a', 'b', 'c']);
    // What another process let go is gone for this one as soon as it asks.
    for (; scene.second <= 9; scene.second++) await first.round();
    expect([scene.decided, first.count]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('is a short look at thousands', async () => {
    const scene = new Scene();
    scene.switches.set('shut', switchOf('shut', 'hold'));
    for (let at = 0; at < 5_000; at++) scene.keep(`m ${at}`, 'shut');
    const process = scene.process();
    expect([await process.round(), process.count]).toEqual([0, 5_000]);
    scene.switches.set('shut', switchOf('shut', 'off'));
    expect([await process.round(), process.count]).toEqual([200, 4_800]);
  });
});
