import { alarmsFromProto, decode, headers, v1 } from '@tongban/contracts';
import { addDays, beijingDateOf } from '@tongban/domain';
import { checkChain } from '@tongban/trust';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage } from '../../test/home-hub';
import { dispatchEntry } from '../dispatch-entry';
import { caseDocument } from '../queries/case-document';

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
    expect(await shown()).toMatchObject({ status: 'undetermined', overdue: false, undetermined: { reason: 'link', region: 'yrd' } });
    until = '2026-03-10T00:00:00+08:00';
    await alarms.round();
    await alarms.round();
    expect(alarmed(hub)).toEqual(['2026-03-10 escalation D-S03']);
    expect(await shown()).toMatchObject({ status: 'running', overdue: true });
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
});
