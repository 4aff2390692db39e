import { EventEmitter, once } from 'node:events';
import { type SideName, TongbanError } from '@tongban/contracts';
import { DIVISIONS, DomainHome, SIDES, flows } from '../../test/domain-home';
import { caseNumber, openingOf } from '../../test/two-provinces';
import { fillMessage } from '../fields/fill-message';
import { type Scenario, localCaseNoFor } from '../policy/scenario';
import { CaseActor } from './case-actor';
import { CaseMemory, noteDelivery } from './case-memory';
import type { HubPort, KeepsakeStore, Kept, OutgoingMessage } from './ports';

/** What is on a province's disk: it survives the actor. */
class Disk implements KeepsakeStore {
  readonly values = new Map<string, Kept>();
  get = async (key: string): Promise<Kept | undefined> => this.values.get(key);
  put = async (key: string, value: Kept): Promise<void> => void this.values.set(key, value);
  delete = async (key: string): Promise<void> => void this.values.delete(key);
  keys = async (prefix: string): Promise<readonly string[]> => [...this.values.keys()].filter((key) => key.startsWith(prefix));
}

/** Things that go wrong on the way, in the order they happen; each name once per fault. */
interface Trouble {
  next?: number;
  refuse?: number;
  crashBeforeSend?: number;
  /** Numbers of deliveries that the recipient's SDK rejects before its clerk sees them. */
  readonly rejected?: readonly number[];
}

/** Both provinces of one case with their disks; an actor can be killed and started again. */
class Theatre {
  readonly home: DomainHome;
  readonly sent: OutgoingMessage[] = [];
  readonly refusedIds: string[] = [];
  readonly restarts: SideName[] = [];
  private readonly disks: Record<SideName, Disk> = { opener: new Disk(), counterpart: new Disk() };
  private readonly actors = new Map<SideName, CaseActor>();
  private readonly events = new EventEmitter();
  private readonly verdicts = new Map<string, TongbanError | 'registered'>();

  constructor(flow: (typeof flows)[number], private readonly scenario: Scenario, seed: number, private readonly trouble: Trouble = {}, private readonly patienceMs = 60_000) {
    this.home = new DomainHome(flow, caseNumber(seed));
  }

  async play(entryId: string): Promise<void> {
    const { action, outcome } = openingOf(this.home.flow, entryId);
    const fields = fillMessage(action, outcome, { caseNo: this.home.caseNo, now: this.home.now, ownDivision: DIVISIONS.opener });
    for (const side of SIDES) this.start(side);
    this.submit('opener', { messageId: 'opening', type: action.message.type, ...(action.onBehalfOf && { onBehalfOf: action.onBehalfOf }), fields });
    while (!SIDES.every((side) => this.how(side) === 'closed') && !SIDES.some((side) => this.how(side) === 'given-up')) await once(this.events, 'change');
    for (const actor of this.actors.values()) await actor.close();
  }

  /** How a side's clerk left the case; undefined while it is at it. */
  how(side: SideName): string | undefined {
    return (this.disks[side].values.get(`work/${this.home.caseNo}`) as { finished?: string } | undefined)?.finished;
  }

  start(side: SideName): void {
    const disk = this.disks[side];
    const put = disk.put;
    disk.put = async (key, value) => {
      await put(key, value);
      setImmediate(() => this.events.emit('change'));
    };
    const log = { info: () => undefined, warn: () => undefined };
    const settings = { participant: side, casesInParallelMax: 2, homeOf: () => 'home', patienceMs: this.patienceMs, firstRetryMs: 2 };
    const actor = new CaseActor(this.portOf(side), new CaseMemory(disk), log, settings);
    this.actors.set(side, actor);
    void actor.resume();
  }

  private portOf(side: SideName): HubPort {
    return {
      next: async (_caseNo, atLeast) => {
        expect(this.home.registered.length).toBeGreaterThanOrEqual(atLeast);
        if (this.happens('next')) throw new TongbanError('region.unreachable', 'cut off');
        return this.home.document(side);
      },
      send: async (_caseNo, message) => {
        if (this.happens('crashBeforeSend')) {
          const old = this.actors.get(side);
          this.restarts.push(side);
          setImmediate(() => void old?.close().then(() => this.start(side)));
          throw new TongbanError('hub.unreachable', 'the process is gone before the message was made');
        }
        this.sent.push(message);
        setImmediate(() => this.submit(side, message));
      },
      registered: async (messageId) => {
        while (!this.verdicts.has(messageId)) {
          if (!this.sent.some((message) => message.messageId === messageId)) throw new TongbanError('find.nothing', 'never made');
          await once(this.events, 'verdict');
        }
        const verdict = this.verdicts.get(messageId);
        if (verdict instanceof TongbanError) throw verdict;
      },
      now: () => this.home.now,
    };
  }

  private happens(what: Exclude<keyof Trouble, 'rejected'>): boolean {
    const left = this.trouble[what] ?? 0;
    if (left > 0) this.trouble[what] = left - 1;
    return left > 0;
  }

  private submit(side: SideName, message: OutgoingMessage): void {
    const refused = message.messageId !== 'opening' && this.happens('refuse');
    const decision = refused ? undefined : this.home.register({ ...message, side });
    if (!decision?.accepted) {
      this.refusedIds.push(message.messageId);
      this.verdicts.set(message.messageId, new TongbanError(decision?.code ?? 'message.not-allowed', 'refused'));
    } else {
      this.verdicts.set(message.messageId, 'registered');
      for (const to of SIDES) setImmediate(() => void this.deliver(to));
    }
    this.events.emit('verdict');
  }

  /** The inbox of an SDK: what was delivered is on disk before anybody acts on it, and it comes twice to be sure. */
  private async deliver(side: SideName): Promise<void> {
    const disk = this.disks[side];
    for (const message of [...this.home.registered, ...this.home.registered]) {
      const { deliveryNo, messageId, kind, side: from } = message;
      if (from !== side && this.trouble.rejected?.includes(deliveryNo)) {
        this.home.reject(message);
        setImmediate(() => this.actors.get(from)?.rejected(this.home.caseNo));
        continue;
      }
      const writes = new Map<string, Kept>();
      const seen = await noteDelivery({ get: disk.get, put: (key, value) => writes.set(key, value) }, {
        caseNo: this.home.caseNo, deliveryNo, logIndex: deliveryNo, messageId, kind, own: from === side, localCaseNo: localCaseNoFor(this.scenario, 1), ownDivision: DIVISIONS[side],
      });
      if (seen !== undefined) this.actors.get(side)?.delivered(this.home.caseNo, seen);
      for (const [key, value] of writes) disk.values.set(key, value);
    }
  }
}

const entries = flows.flatMap((flow) => flow.flow.entries.map((entry) => ({ flow, id: flow.flow.flowId, entry: entry.id })));
const [first] = entries;
if (!first) throw new Error('no flows');

describe('two clerks', () => {
  it.each(entries)('$id entry $entry: bring a case with a return to its end, each message once', async ({ flow, entry }) => {
    const theatre = new Theatre(flow, 'return', 1);
    await theatre.play(entry);
    expect([theatre.home.closed, theatre.home.outcome]).toEqual([true, 'completed']);
    expect(new Set(theatre.sent.map(({ messageId }) => messageId)).size).toBe(theatre.sent.length);
    expect(theatre.sent.length + 1).toBe(theatre.home.registered.length);
  });

  it('give up a case in which every message is refused, and say so', async () => {
    const theatre = new Theatre(first.flow, 'normal', 6, { refuse: 1000 });
    await theatre.play(first.entry);
    expect([theatre.how('opener'), theatre.refusedIds.length]).toEqual(['given-up', 5]);
  });

  it.each(entries)('$id entry $entry: withdraw although both act at once', async ({ flow, entry }) => {
    const theatre = new Theatre(flow, 'withdrawal', 2);
    await theatre.play(entry);
    expect([theatre.home.outcome, theatre.refusedIds]).toEqual(['withdrawn', []]);
  });

  it('go on when the hub can be reached again', async () => {
    const theatre = new Theatre(first.flow, 'normal', 3, { next: 4 });
    await theatre.play(first.entry);
    expect([theatre.home.outcome, theatre.refusedIds]).toEqual(['completed', []]);
  });

  it('look again after a refusal and send a new message', async () => {
    const theatre = new Theatre(first.flow, 'normal', 4, { refuse: 2 });
    await theatre.play(first.entry);
    expect(theatre.home.outcome).toBe('completed');
    expect(new Set(theatre.refusedIds).size).toBe(2);
    expect(theatre.home.registered.map(({ messageId }) => messageId)).not.toEqual(expect.arrayContaining(theatre.refusedIds));
  });

  it.each(entries)('$id entry $entry: send again what the recipient rejects, the first message and the last one too', async ({ flow, entry }) => {
    const smooth = new Theatre(flow, 'return', 7);
    await smooth.play(entry);
    const last = smooth.home.registered.length;
    // The opening and two more, each once, and then the message that closes the case.
    const theatre = new Theatre(flow, 'return', 7, { rejected: [1, 4, 6, last + 3] });
    await theatre.play(entry);
    // What was sent on the strength of a message that went back is refused, and then looked at again.
    expect([theatre.home.closed, theatre.home.outcome]).toEqual([true, 'completed']);
    const returned = theatre.home.rejections.filter(({ effect }) => effect === 'returned').map(({ messageId }) => messageId);
    expect(returned.length).toBeGreaterThanOrEqual(2);
    expect(returned).toContain('opening');
    const standing = (home: DomainHome, without: readonly string[]): string[] =>
      home.registered.filter(({ messageId }) => !without.includes(messageId)).map(({ type, taken }) => `${type} ${taken}`).sort(); // tracks move side by side
    expect(standing(theatre.home, returned)).toEqual(standing(smooth.home, []));
    expect(new Set(theatre.sent.map(({ messageId }) => messageId)).size).toBe(theatre.sent.length);
  });

  it('give up a case whose recipient rejects every message', async () => {
    const theatre = new Theatre(first.flow, 'normal', 8, { rejected: Array.from({ length: 99 }, (_, n) => n + 1) });
    await theatre.play(first.entry);
    expect([theatre.how('opener'), theatre.home.registered.length]).toEqual(['given-up', 5]);
  });

  it('go on after a restart between the note and the message, and send it once', async () => {
    const theatre = new Theatre(first.flow, 'supplement', 5, { crashBeforeSend: 3 });
    await theatre.play(first.entry);
    expect(theatre.restarts.length).toBe(3);
    expect([theatre.home.outcome, theatre.refusedIds]).toEqual(['completed', []]);
    expect(theatre.sent.length + 1).toBe(theatre.home.registered.length);
  });
});
