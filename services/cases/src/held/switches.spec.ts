import type { SwitchPosition, SwitchRecord, SwitchScope } from '@tongban/domain';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards } from '../../test/home-hub';
import { switchStatus } from './switch-status';

const WALK = walk('F-ARC.normal');
const [OPENING, ...REST] = WALK.messages;
const OPENER = `${WALK.opener.division.slice(0, 2)}0000`;
const COUNTERPART = `${WALK.counterpart.division.slice(0, 2)}0000`;
const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
const day = (number: number, time = '12:00:00'): string => `2026-03-${String(number).padStart(2, '0')}T${time}+08:00`;

let count = 0;
const setting = (position: SwitchPosition, since: string, more: Partial<SwitchRecord> = {}): SwitchRecord =>
  ({ owner: 'nat', switchId: `s-${++count}`, setNo: count, setAt: since, since, reason: 'because', proposer: STEWARD, confirmer: STEWARD, scope: { itemCode: WALK.item }, position, ...more });
function hubWith(...switches: SwitchRecord[]): { hub: HomeHub; standards: Standards } {
  const standards = new Standards();
  standards.switches = switches;
  return { hub: new HomeHub(WALK, standards), standards };
}

describe('off: new cases are refused, running ones finish (T6-C1)', () => {
  it('with a code that no repetition changes, naming the switch, whose it is and until when', async () => {
    const { hub } = hubWith(setting('off', day(2, '08:00:00'), { until: day(9) }));
    const bytes = await hub.make(OPENING!, { receivedAt: day(3) });
    const verdict = await hub.submit(bytes, { receivedAt: day(3) });
    expect(verdict).toMatchObject({ code: 'item.switched-off', detail: expect.stringMatching(/hub of nat.*off since 2026-03-02.*until 2026-03-09/) });
    // Also once it is on: the same bytes have their answer.
    expect((await hub.submit(bytes, { receivedAt: day(3), decidedAt: day(10) })).code).toBe('item.switched-off');
    expect((await hub.read()).entries).toHaveLength(1);
  });

  it('a case that runs goes on to its end, and a new one begins again after it', async () => {
    const { hub, standards } = hubWith();
    expect((await hub.send(OPENING!)).code).toBe('REGISTERED');
    standards.switches = [setting('off', '2026-01-01T00:00:00+08:00')];
    expect(new Set(await hub.play(REST))).toEqual(new Set(['REGISTERED']));
    expect((await new HomeHub(WALK, standards).send(OPENING!)).code).toBe('item.switched-off');
    standards.switches = [...standards.switches, setting('on', '2026-01-02T00:00:00+08:00')];
    expect((await new HomeHub(WALK, standards).send(OPENING!)).code).toBe('REGISTERED');
  });

  it.each<[string, SwitchScope, string]>([
    ['the ordered pair', { pair: { opener: OPENER, counterpart: COUNTERPART } }, 'item.switched-off'], ['the pair the other way round', { pair: { opener: COUNTERPART, counterpart: OPENER } }, 'REGISTERED'],
    ['the counterpart', { participant: COUNTERPART }, 'item.switched-off'], ['the region of the opener', { region: 'yrd' }, 'item.switched-off'], ['another region', { region: 'gba' }, 'REGISTERED'],
    ['one of the modes of its item', { mode: 'joint-handling' }, 'REGISTERED'],
  ])('of %s', async (_what, scope, code) => {
    const { hub } = hubWith(setting('off', '2026-01-01T00:00:00+08:00', { scope, owner: 'yrd' }));
    expect((await hub.send(OPENING!)).code).toBe(code);
  });

  it('counts at the moment of receipt: what came before it is judged as if it were on', async () => {
    const { hub } = hubWith(setting('off', day(3)));
    expect((await hub.submit(await hub.make(OPENING!, { receivedAt: day(2) }), { receivedAt: day(2), decidedAt: day(4) })).code).toBe('REGISTERED');
  });
});

describe('hold: a first message is kept and judged later (T6-C1)', () => {
  const held = async (hub: HomeHub, receivedAt = day(3)) => {
    const bytes = await hub.make(OPENING!, { receivedAt });
    return { bytes, verdict: await hub.submit(bytes, { receivedAt }) };
  };

  it('no log begins, the same bytes are kept once and answered again, and a new message of the case waits behind it', async () => {
    const { hub } = hubWith(setting('hold', day(2)));
    const { bytes, verdict } = await held(hub);
    expect([verdict.code, hub.log.entries.length, hub.held.kept.length]).toEqual(['held', 0, 1]);
    expect((await hub.submit(bytes, { receivedAt: day(3), decidedAt: day(4) })).code).toBe('held');
    expect([hub.held.kept.length, hub.held.answered]).toEqual([1, [hub.caseNo]]);
    expect((await hub.send(REST.find(({ as }) => as === 'opener') ?? OPENING!, { receivedAt: day(4) })).code).toBe('held');
    expect([hub.log.entries.length, hub.held.kept.length, hub.refused.length]).toEqual([0, 2, 0]);
  });

  it('is registered when it is on again, as of when it was received, at the rate and oldest first', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2)));
    await held(hub);
    const round = hub.releaser();
    expect(await hub.release(day(4), round)).toBe(0);
    standards.switches = [...standards.switches, setting('on', day(5), { releasePerMinute: 6 })];
    expect([await hub.release(day(5, '12:00:00'), round), await hub.release(day(5, '12:00:09'), round), await hub.release(day(5, '12:00:10'), round)]).toEqual([0, 0, 1]);
    const record = await hub.read();
    expect([record.opening?.openedAt, record.chainWhole, hub.held.kept.length]).toEqual([day(3), true, 0]);
    expect(new Set(await hub.play(REST))).toEqual(new Set(['REGISTERED']));
  });

  it('and what came behind it follows in order, though it came when the switch was on again', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2)));
    await held(hub);
    standards.switches = [...standards.switches, setting('on', day(5))];
    const second = REST.find(({ as }) => as === 'opener') ?? OPENING!;
    expect((await hub.send(second, { receivedAt: day(6) })).code).toBe('held');
    const round = hub.releaser();
    await hub.release(day(6, '13:00:00'), round);
    expect(await hub.release(day(6, '13:10:00'), round)).toBe(2);
    expect([(await hub.read()).opening?.openedAt, hub.log.entries.length]).toEqual([day(3), 2]);
  });

  it('a crash between the registration and the end of its keeping registers nothing twice', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2)));
    await held(hub);
    standards.switches = [...standards.switches, setting('on', day(5))];
    const [kept] = hub.held.kept;
    const first = hub.releaser();
    await hub.release(day(5), first);
    await hub.release(day(5, '12:01:00'), first);
    hub.held.kept.push(kept!);
    const second = hub.releaser();
    await hub.release(day(5, '12:02:00'), second);
    expect([await hub.release(day(5, '12:03:00'), second), hub.log.entries.length, hub.held.kept.length]).toEqual([1, 1, 0]);
  });

  it('is refused, and its sender told, when the switch is turned off meanwhile', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2)));
    const { bytes } = await held(hub);
    standards.switches = [...standards.switches, setting('off', day(5))];
    expect([await hub.release(day(5)), hub.held.kept.length]).toEqual([1, 0]);
    expect((await hub.submit(bytes, { receivedAt: day(3), decidedAt: day(6) })).code).toBe('item.switched-off');
  });

  it('is refused when it is released after the moment that its sender set', async () => {
    const { hub } = hubWith(setting('hold', day(2), { until: day(5) }));
    const bytes = await hub.make(OPENING!, { receivedAt: day(3), change: { expiresAt: day(4) } });
    expect((await hub.submit(bytes, { receivedAt: day(3) })).code).toBe('held');
    const round = hub.releaser();
    await hub.release(day(6), round);
    expect([await hub.release(day(6, '12:01:00'), round), (await hub.submit(bytes, { receivedAt: day(3), decidedAt: day(7) })).code]).toEqual([1, 'message.expired']);
  });

  it('stays held while it would be refused for a reason that passes', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2), { until: day(5) }));
    await held(hub);
    standards.late = { owner: 'nat', reason: 'behind', held: 1, announced: 2 };
    const round = hub.releaser();
    await hub.release(day(6), round);
    expect([await hub.release(day(6, '13:00:00'), round), hub.held.kept.length, hub.refused.length]).toEqual([0, 1, 0]);
    standards.late = undefined;
    expect(await hub.release(day(6, '14:00:00'), round)).toBe(1);
  });

  it('holds nothing that would be refused anyway, nor a running case, and asks nothing of the stream where no switch ever held', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2)));
    expect((await hub.send(OPENING!, { receivedAt: day(3), change: { schemaDigest: 'f'.repeat(64) } })).code).toBe('schema.version-unknown');
    const { hub: running } = hubWith();
    await running.send(OPENING!);
    expect([running.held.asked, hub.held.kept.length]).toEqual([0, 0]);
    standards.switches = [setting('hold', '2026-01-01T00:00:00+08:00')];
    expect(new Set(await running.play(REST))).toEqual(new Set(['REGISTERED']));
  });

  it('beyond what a region may hold is refused for now, and comes again', async () => {
    const { hub, standards } = hubWith(setting('hold', day(2), { until: day(5) }));
    hub.held.max = 0;
    const bytes = await hub.make(OPENING!, { receivedAt: day(3) });
    expect((await hub.submit(bytes, { receivedAt: day(3) })).code).toBe('item.hold-full');
    standards.switches = [];
    expect((await hub.submit(bytes, { receivedAt: day(3) })).code).toBe('REGISTERED');
  });
});

describe('the status of switches', () => {
  const { hub } = hubWith();
  const place = { caseNo: hub.caseNo, opener: OPENER, counterpart: COUNTERPART, itemCode: WALK.item };
  const shown = (at: string, ...switches: SwitchRecord[]) => {
    const { hub: asked } = hubWith(...switches);
    return switchStatus(switches, [place, { ...place, caseNo: 'another' }], asked.releases, at).map(({ switchId, position, held, draining }) => [switchId, position, held, draining]);
  };
  it('counts what is held by the switch that decides, and shows the others that are not on', () => {
    const [hold, other, on] = [setting('hold', day(2)), setting('off', day(2), { scope: { region: 'gba' } }), setting('on', day(2), { scope: { region: 'jjj' } })];
    expect(shown(day(3), hold!, other!, on!)).toEqual([[hold!.switchId, 'hold', 2, undefined], [other!.switchId, 'off', 0, undefined]]);
  });
  it('shows what is on again as long as it has something to release', () => {
    const hold = setting('hold', day(2), { until: day(3) });
    expect(shown(day(4), hold)).toEqual([[hold.switchId, 'hold', 2, true]]);
    expect(switchStatus([hold], [], hub.releases, day(4))).toEqual([]);
  });
});

