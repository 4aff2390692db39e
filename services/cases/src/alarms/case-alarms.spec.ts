import { alarmsFromProto, decode, headers, v1 } from '@tongban/contracts';
import { type Alarm, WorkCalendar, addDays, beijingDateOf } from '@tongban/domain';
import { checkChain } from '@tongban/trust';
import { eventually } from '../../../../test/harness/eventually';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage, base } from '../../test/home-hub';
import { dispatchEntry } from '../dispatch-entry';
import { calendarsOf, caseDocument } from '../queries/case-document';
import { nextActionsDocument } from '../queries/next-actions-document';
import { openAlarms } from '../views/open-alarms';
import { onDay, passedUntil } from '../views/past-due';
import { caseRow } from '../views/case-projection';
import { alarmDayOf } from './alarm-day';
import type { AlarmPorts } from './case-alarms';

/** Opener 上海 (yrd), counterpart 成都 (ccec); its messages are sent day by day from 2026-03-02. */
const WALK = walk('F-UNE.normal');
const MESSAGES = WALK.messages as readonly TimedMessage[];
const at = (day: string): string => `${day}T10:00:00+08:00`;
const VOUCHED = (): string => '2099-01-01T00:00:00+08:00';

async function running(messages: number): Promise<HomeHub> {
  const hub = new HomeHub(WALK, new Standards());
  expect(new Set(await hub.play(MESSAGES.slice(0, messages)))).toEqual(new Set(['REGISTERED']));
  return hub;
}
const alarmed = (hub: HomeHub) => hub.log.entries.flatMap(({ data }) => {
  const { alarmed: body, registeredAt } = decode(v1.CaseEntry, data);
  return body ? alarmsFromProto(body).map(({ stage, deadlineId }) => `${beijingDateOf(registeredAt)} ${stage} ${deadlineId}`) : [];
});
const document = async (hub: HomeHub, day: string, vouchedUntil?: () => string | undefined) =>
  caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: at(day), today: day, ...(vouchedUntil && { vouchedUntil }) });

describe('the clocks of a case (T5-C2)', () => {
  it('raise each alarm by one entry of its log, on its day, however many processes look and how often', async () => {
    const hub = await running(1);
    let day = '2026-03-02';
    const [one, two] = [hub.alarms(() => at(day), VOUCHED), hub.alarms(() => at(day), VOUCHED)];
    for (; day <= '2026-03-20'; day = addDays(day, 1)) {
      await Promise.all([one.round(), two.round()]);
      await hub.alarms(() => at(day), VOUCHED).round();
    }
    expect(alarmed(hub).filter((line) => line.endsWith('D-S03'))).toEqual(['2026-03-04 reminder D-S03', '2026-03-06 warning D-S03', '2026-03-10 escalation D-S03']);
    expect(alarmed(hub).filter((line) => line.endsWith('total'))).toEqual(['2026-03-11 reminder total', '2026-03-13 warning total', '2026-03-17 escalation total']);
    expect(checkChain(hub.log.entries.map(({ data }) => data))).toEqual([]);
  });

  it('say once what is due when the hub was away over a deadline', async () => {
    const hub = await running(1);
    await hub.alarms(() => at('2026-05-01'), VOUCHED).round();
    await hub.alarms(() => at('2026-05-02'), VOUCHED).round();
    expect(alarmed(hub)).toEqual(['2026-05-01 escalation D-S03', '2026-05-01 escalation total']);
    expect((await hub.read()).alarms).toHaveLength(2);
  });

  it('wait with an escalation until the region of its side has vouched, and show the deadline undetermined meanwhile', async () => {
    const hub = await running(1);
    let until: string | undefined;
    const alarms = hub.alarms(() => at('2026-03-10'), () => until);
    await alarms.round();
    expect(alarmed(hub)).toEqual([]);
    const shown = async () => (await document(hub, '2026-03-10', () => until)).deadlines.find(({ id }) => id === 'D-S03');
    expect(await shown()).toMatchObject({ status: 'undetermined', overdue: false, undetermined: { reason: 'link', region: 'yrd', home: 'yrd' } });
    expect((await shown())?.undetermined).not.toHaveProperty('since');
    until = '2026-03-05T00:00:00+08:00';
    expect((await shown())?.undetermined).toMatchObject({ since: until });
    until = '2026-03-10T00:00:00+08:00';
    await alarms.round();
    await alarms.round();
    expect(alarmed(hub)).toEqual(['2026-03-10 escalation D-S03']);
    expect(await shown()).toMatchObject({ status: 'running', overdue: true });
  });

  it('say to a side, in what it may send and in what is awaited, no more than the deadline does', async () => {
    const hub = await running(1);
    const next = async (until: string | undefined) => {
      const document = nextActionsDocument(await hub.read(), '310000', { releases: hub.releases, region: 'yrd', now: at('2026-03-10'), today: '2026-03-10', vouchedUntil: () => until });
      return { due: document.actions.flatMap(({ due }) => (due?.on === '2026-03-09' ? [due] : [])), awaited: document.awaited!.flatMap(({ messages }) => messages.filter(({ dueOn }) => dueOn === '2026-03-09')), deadline: document.deadlines?.find(({ id }) => id === 'D-S03') };
    };
    const [silent, vouched] = [await next('2026-03-09T00:00:00+08:00'), await next('2026-03-10T00:00:00+08:00')];
    expect(silent.due.length * silent.awaited.length).toBeGreaterThan(0);
    for (const one of [...silent.due, ...silent.awaited]) expect(one).toMatchObject({ overdue: false, undetermined: true });
    expect(silent.deadline).toMatchObject({ status: 'undetermined', overdue: false });
    for (const one of [...vouched.due, ...vouched.awaited, vouched.deadline]) expect(one).toMatchObject({ overdue: true });
  });

  it('are not late in a worklist while the region is silent', async () => {
    const hub = await running(1);
    const row = caseRow(await hub.read(), 'yrd', (opening) => calendarsOf(opening, hub.releases))!;
    const shown = (today: string, until: string | undefined) => onDay(row, today, passedUntil(today, () => until)).pastDue;
    expect(row.nextDue).toMatchObject({ on: '2026-03-09', side: 'opener' });
    expect([shown('2026-03-10', '2026-03-09T00:00:00+08:00'), shown('2026-03-10', undefined), shown('2026-03-10', '2026-03-10T00:00:00+08:00'), shown('2026-03-09', undefined)]).toEqual(['undetermined', 'undetermined', 'overdue', undefined]);
  });

  it('take an escalation back when what was received in time comes later', async () => {
    const hub = await running(2);
    const alarms = hub.alarms(() => at('2026-03-12'), VOUCHED);
    await alarms.round();
    expect(alarmed(hub)).toEqual(['2026-03-12 escalation D-S03', '2026-03-12 reminder total']);
    await hub.submit(await hub.make(MESSAGES[2]!), { receivedAt: at('2026-03-09'), decidedAt: at('2026-03-12') });
    await alarms.lookAfter(await hub.read());
    await alarms.lookAfter(await hub.read());
    expect(alarmed(hub).slice(2)).toEqual(['2026-03-12 annulled D-S03']);
    const { entries, deadlines } = await document(hub, '2026-03-12');
    expect(deadlines.find(({ id }) => id === 'D-S03')).toMatchObject({ status: 'met', metLate: false });
    expect(entries.flatMap(({ alarms: shown = [] }) => shown.map(({ stage, annulledBy }) => [stage, annulledBy]))).toEqual([['escalation', 4], ['reminder', undefined], ['annulled', undefined]]);
  });

  it('are read from the log as they were raised', async () => {
    const hub = await running(1);
    await hub.alarms(() => at('2026-03-10'), VOUCHED).round();
    const before = await hub.read();
    expect((await hub.read()).alarms).toEqual(before.alarms);
    const { entries } = await document(hub, '2026-03-10');
    const [alarm] = entries.at(-1)!.alarms!;
    expect(entries.at(-1)).toMatchObject({ kind: 'alarmed', receipts: [] });
    expect(alarm).toMatchObject({ stage: 'escalation', legal: true, deadlineKind: 'ministerial-rule', dueOn: '2026-03-09', to: ['opener', 'counterpart', 'hub'] });
    expect([alarm!.wording.zh, alarm!.wording.en]).toEqual([expect.stringContaining('督办'), expect.stringContaining('legal limit')]);
  });

  it('tell each side what is for it, in a header that an SDK may pass over', async () => {
    const hub = await running(1);
    await hub.alarms(() => at('2026-03-06'), VOUCHED).round();
    await hub.alarms(() => at('2026-03-10'), VOUCHED).round();
    const record = await hub.read();
    const sent = hub.log.entries.slice(1).map(({ data }) => dispatchEntry(data, { environment: 'sandbox', region: 'yrd', releases: hub.releases }, record).map(({ subject, data: bytes, headers: header }) => [
      subject.split('.')[5], decode(v1.ReceiptBatch, bytes).receipts.length, alarmsFromProto(decode(v1.AlarmsRaised, Buffer.from(header[headers.alarms]!, 'base64'))).map(({ stage }) => stage), header[headers.logIndex],
    ]));
    expect(sent).toEqual([[['310000', 0, ['warning'], '2']], [['310000', 0, ['escalation'], '3'], ['510000', 0, ['escalation'], '3']]]);
  });

  it('are looked at again on the same day when the log goes on', async () => {
    const asks = walk('F-UNE.supplement');
    const messages = asks.messages as readonly TimedMessage[];
    const hub = new HomeHub(asks, new Standards());
    await hub.play(messages.slice(0, 2));
    const alarms = hub.alarms(() => at('2026-03-04'), VOUCHED);
    await alarms.round();
    await alarms.round();
    const request = messages[2]!;
    await hub.submit(await hub.make({ ...request, open: { ...request.open, due_at: '2026-03-05' } }), { receivedAt: at('2026-03-04') });
    await alarms.round();
    expect(alarmed(hub)).toEqual(['2026-03-04 reminder D-S03', '2026-03-04 warning D-SUPP']);
  });

  it('say how far they have looked, once a round has reached every case that waits', async () => {
    const hub = await running(1);
    const alarms = hub.alarms(() => at('2026-03-10'), VOUCHED);
    const { ports } = alarms as unknown as { ports: { store: { load: unknown } } };
    (alarms as unknown as { ports: object }).ports = { ...ports, store: { ...ports.store, load: () => Promise.reject(new Error('not now')) }, onError: () => undefined };
    await alarms.round();
    expect(alarms.lookedAt).toBeUndefined();
    (alarms as unknown as { ports: object }).ports = ports;
    await alarms.round();
    expect(alarms.lookedAt).toBe(at('2026-03-10'));
  });

  it('are found in the logs themselves while no view answers', async () => {
    const hub = await running(1);
    const alarms = hub.alarms(() => at('2026-03-10'), VOUCHED);
    const failing = { ...(alarms as unknown as { ports: object }).ports, waiting: () => { throw new Error('no view'); } };
    (alarms as unknown as { ports: object }).ports = failing;
    for (let round = 0; round < 4; round++) await expect(alarms.round()).rejects.toThrow('no view');
    expect(alarmed(hub)).toEqual([]);
    await alarms.round();
    expect(alarmed(hub)).toEqual(['2026-03-10 escalation D-S03']);
  });

  it('set the timer of a case to the day of its next alarm when its log goes on, and raise at once what is due already', async () => {
    const hub = await running(1);
    const followed: (string | undefined)[] = [];
    const raised: Alarm[] = [];
    const timers: AlarmPorts['timers'] = { follow: async (_record, _entry, on) => void followed.push(on), again: async () => undefined, doubt: () => undefined };
    await hub.alarms(() => at('2026-03-02'), VOUCHED, raised, { timers }).lookAfter(await hub.read());
    expect([followed, raised]).toEqual([['2026-03-04'], []]);
    const late = hub.alarms(() => at('2026-03-04'), VOUCHED, raised, { timers });
    await late.lookAfter(await hub.read());
    await late.lookAfter(await hub.read());
    expect([followed.slice(1), raised.map(({ stage }) => stage)]).toEqual([['2026-03-04', '2026-03-06'], ['reminder']]);
  });

  it('wait until another day as soon as another calendar is in force, or the log goes on', async () => {
    const hub = await running(1);
    const record = await hub.read();
    const holidays = new WorkCalendar({ years: [{ year: 2026, nonWorkingDates: ['2026-03-03', '2026-03-04'], makeupWorkingDays: [] }] });
    const days = [hub.releases, hub.releases, { calendarOf: () => holidays }, hub.releases].map((releases) => alarmDayOf(record, releases, base.alarmRules));
    expect(days).toEqual(['2026-03-04', '2026-03-04', '2026-03-06', '2026-03-04']);
    const entry = await hub.alarms(() => at('2026-03-04'), VOUCHED).look(hub.caseNo).then(() => hub.log.entries.at(-1)!);
    record.apply(entry.data, entry.sequence, hub.releases);
    expect(alarmDayOf(record, hub.releases, base.alarmRules)).toBe('2026-03-06');
  });

  it('are raised when the timer rings, once, and one that rang before its day is set again', async () => {
    const hub = await running(1);
    const [raised, again]: [Alarm[], string[]] = [[], []];
    const timers: AlarmPorts['timers'] = { follow: async () => undefined, again: async (_caseNo, on) => void again.push(on), doubt: () => undefined };
    await hub.alarms(() => at('2026-03-03'), VOUCHED, raised, { timers }).rung(hub.caseNo);
    expect([raised, again]).toEqual([[], ['2026-03-04']]);
    const alarms = hub.alarms(() => at('2026-03-04'), VOUCHED, raised, { timers });
    await Promise.all([alarms.rung(hub.caseNo), alarms.rung(hub.caseNo)]);
    await alarms.rung(hub.caseNo);
    expect(alarmed(hub)).toEqual(['2026-03-04 reminder D-S03']);
  });

  it('are swept for at the start and seldom, at once on news, and a find makes the timers doubtful', async () => {
    const hub = await running(1);
    let [known, sweeps, doubts] = ['one', 0, 0];
    let day = '2026-03-02';
    const waiting: AlarmPorts['waiting'] = async function* (until) {
      sweeps += 1;
      if (until >= '2026-03-04') yield [{ caseNo: hub.caseNo, logIndex: 1 }];
    };
    const timers: AlarmPorts['timers'] = { follow: async () => undefined, again: async () => undefined, doubt: () => void doubts++ };
    const ports = { waiting, timers, known: () => known };
    const seldom = hub.alarms(() => at(day), VOUCHED, [], { ...ports, sweepEveryMs: 3_600_000 });
    seldom.start();
    await eventually('the sweep of the start', () => sweeps === 1 || undefined);
    day = '2026-03-04';
    known = 'two';
    await eventually('the round on news', () => alarmed(hub).length === 1 || undefined);
    await seldom.stop();
    expect([sweeps, doubts]).toEqual([2, 0]);
    day = '2026-03-06';
    const often = hub.alarms(() => at(day), VOUCHED, [], { ...ports, sweepEveryMs: 1 });
    often.start();
    await eventually('the sweep', () => alarmed(hub).length === 2 || undefined);
    await eventually('the doubt', () => doubts === 1 || undefined);
    await often.stop();
  });

  it('stand open before the desks of those they are for, until they are annulled or the case is over', async () => {
    const hub = await running(2);
    expect(openAlarms(await hub.read(), 'yrd', (opening) => calendarsOf(opening, hub.releases))).toEqual([]);
    const alarms = hub.alarms(() => at('2026-03-12'), VOUCHED);
    await alarms.round();
    const open = openAlarms(await hub.read(), 'yrd', (opening) => calendarsOf(opening, hub.releases));
    expect(open.map(({ stage, receivers, raisedAt, legal, opener, counterpart }) => [stage, receivers, beijingDateOf(raisedAt), legal, opener, counterpart])).toEqual([
      ['escalation', ['310000', '510000', 'hub'], '2026-03-12', true, '310000', '510000'], ['reminder', ['310000'], '2026-03-12', expect.anything(), '310000', '510000'],
    ]);
    expect(open[0]!.wording).toEqual({ zh: expect.stringContaining('法定时限'), en: expect.stringContaining('legal limit') });
    await hub.submit(await hub.make(MESSAGES[2]!), { receivedAt: at('2026-03-09'), decidedAt: at('2026-03-12') });
    await alarms.lookAfter(await hub.read());
    expect(openAlarms(await hub.read(), 'yrd', (opening) => calendarsOf(opening, hub.releases)).map(({ stage }) => stage)).toEqual(['reminder']);
    for (const message of MESSAGES.slice(3)) await hub.submit(await hub.make(message), { receivedAt: at('2026-03-13') });
    expect([(await document(hub, '2026-03-13')).closed, openAlarms(await hub.read(), 'yrd', (opening) => calendarsOf(opening, hub.releases))]).toEqual([true, []]);
  });
});
