import { alarmsFromProto, decode, headers, v1 } from '@tongban/contracts';
import { type ArtefactRef, type Flow, addDays, artefactVersion, beijingDateOf } from '@tongban/domain';
import { checkChain } from '@tongban/trust';
import { lapsingFlow } from '../../../../packages/domain/fixtures/lapsing-flow';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage, base } from '../../test/home-hub';
import { dispatchEntry } from '../dispatch-entry';
import { caseDocument } from '../queries/case-document';

const WALK = walk('F-UNE.supplement');
const FLOW: ArtefactRef = { kind: 'flow', id: WALK.flow };
/** A Friday. The escalation is raised on the Monday, and five working days after that it is Monday again. */
const [DUE, ESCALATED, LAPSES] = ['2026-03-20', '2026-03-23', '2026-03-30'];
const at = (day: string): string => `${day}T10:00:00+08:00`;
const ANSWER = WALK.messages[3]!;

/** A case whose applicant was asked for a supplement until DUE; its flow lets it end as withdrawn when none comes. */
async function asked(): Promise<HomeHub> {
  const standards = new Standards();
  const flow = lapsingFlow(base.flows.get(WALK.flow)! as Flow, 'D-SUPP', { to: 'WITHDRAWN', afterWorkingDays: 5 });
  standards.catalogue = standards.catalogue.withPublication({ number: 1, artefacts: [artefactVersion(FLOW, '2.0', flow)], effectiveFrom: at('2026-03-01'), transitionEndsAt: at('2026-03-02') });
  const hub = new HomeHub(WALK, standards);
  const messages = (WALK.messages.slice(0, 3) as readonly TimedMessage[]).map((message, n) => (n === 2 ? { ...message, open: { ...message.open, due_at: DUE } } : message));
  expect(await hub.play(messages)).toEqual(['REGISTERED', 'REGISTERED', 'REGISTERED']);
  return hub;
}
const lapses = (hub: HomeHub) => hub.log.entries.flatMap(({ data }) => {
  const { lapsed, registeredAt } = decode(v1.CaseEntry, data);
  return lapsed ? [[beijingDateOf(registeredAt), lapsed.deadlineId, lapsed.dueOn, lapsed.escalatedOn]] : [];
});
const shown = async (hub: HomeHub, day: string) => caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: at(day), today: day });

/** Looks at the case each day, both included. */
async function days(hub: HomeHub, from: string, to: string, vouched: (day: string) => string): Promise<void> {
  let day = from;
  const alarms = hub.alarms(() => at(day), () => vouched(day));
  for (; day <= to; day = addDays(day, 1)) await alarms.round();
}
const UP_TO_DATE = (day: string): string => `${day}T00:00:00+08:00`;

describe('a case that ends because nobody met a deadline 逾期终结', () => {
  it('ends by the rule of its flow, once, so many working days after its escalation, and cites what that rests on', async () => {
    const hub = await asked();
    await days(hub, DUE, addDays(LAPSES, 3), UP_TO_DATE);
    expect(lapses(hub)).toEqual([[LAPSES, 'D-SUPP', DUE, ESCALATED]]);
    const document = await shown(hub, LAPSES);
    const [entry] = document.entries.filter(({ kind }) => kind === 'lapsed');
    expect([document.closed, document.outcome, entry!.states]).toEqual([true, 'withdrawn', { main: 'WITHDRAWN' }]);
    const source = base.flows.get(WALK.flow)!.deadlines.find(({ id }) => id === 'D-SUPP')!;
    expect(entry!.lapse).toMatchObject({ deadlineId: 'D-SUPP', responsible: 'APPLICANT', side: 'opener', deadlineKind: source.deadlineKind, sourceStandardIds: source.sourceStandardIds, afterWorkingDays: 5 });
    expect(entry!.lapse!.wording).toEqual({ zh: expect.stringContaining(`于${DUE}到期`), en: expect.stringContaining(`was due on ${DUE}`) });
    expect(document.deadlines.filter(({ status }) => status === 'running')).toEqual([]);
    expect(document.responsibility!.at(-1)).toMatchObject({ to: at(LAPSES), endedBy: { logIndex: entry!.logIndex } });
    expect(checkChain(hub.log.entries.map(({ data }) => data))).toEqual([]);
    const told = dispatchEntry(hub.log.entries[entry!.logIndex - 1]!.data, { environment: 'sandbox', region: 'yrd', releases: hub.releases }, await hub.read());
    expect(told.map(({ headers: said }) => decode(v1.CaseLapsed, Buffer.from(said![headers.lapsed]!, 'base64')).dueOn)).toEqual([DUE, DUE]);
  });

  it('does not end while the region of the silent side has not vouched for every day before', async () => {
    const hub = await asked();
    await days(hub, DUE, addDays(LAPSES, 3), (day) => UP_TO_DATE(day < LAPSES ? day : addDays(LAPSES, -1)));
    expect([lapses(hub), (await shown(hub, LAPSES)).closed]).toEqual([[], false]);
    await days(hub, addDays(LAPSES, 4), addDays(LAPSES, 5), UP_TO_DATE);
    expect(lapses(hub).map(([day]) => day)).toEqual([addDays(LAPSES, 4)]);
  });

  it('does not end unannounced: after a time without the hub the wait begins with the escalation', async () => {
    const hub = await asked();
    await days(hub, '2026-04-10', '2026-04-20', UP_TO_DATE);
    // Five working days after Friday the 10th.
    expect(lapses(hub)).toEqual([['2026-04-17', 'D-SUPP', DUE, '2026-04-10']]);
  });

  it('does not end when the duty was met, late or not', async () => {
    const hub = await asked();
    await days(hub, DUE, addDays(LAPSES, -2), UP_TO_DATE);
    expect((await hub.send({ ...ANSWER, at: at(addDays(LAPSES, -1)) })).code).toBe('REGISTERED');
    await days(hub, addDays(LAPSES, -1), addDays(LAPSES, 5), UP_TO_DATE);
    expect(lapses(hub)).toEqual([]);
  });

  it('goes on where it was when a message that was received in time arrives later, and nobody is late', async () => {
    const hub = await asked();
    await days(hub, DUE, LAPSES, UP_TO_DATE);
    expect(await hub.send({ ...ANSWER, at: at(DUE) })).toMatchObject({ code: 'REGISTERED' });
    const document = await shown(hub, addDays(LAPSES, 1));
    const [lapsed, answer] = [document.entries.find(({ kind }) => kind === 'lapsed')!, document.entries.findLast(({ kind }) => kind === 'registered')!];
    expect([document.closed, document.tracks[0]!.state, lapsed.lapse!.annulledBy]).toEqual([false, 'UNDER_REVIEW', answer.logIndex]);
    expect(document.deadlines.find(({ id }) => id === 'D-SUPP')).toMatchObject({ status: 'met', metOn: DUE, metLate: false });
    expect((await hub.read()).alarms.find(({ stage, deadlineId }) => stage === 'escalation' && deadlineId === 'D-SUPP')).toMatchObject({ annulledBy: answer.logIndex });
    // Whoever was told is told; and the walk goes on to its end.
    await days(hub, addDays(LAPSES, 1), addDays(LAPSES, 1), UP_TO_DATE);
    expect(hub.log.entries.flatMap(({ data }) => alarmsFromProto(decode(v1.CaseEntry, data).alarmed ?? { alarms: [] })).some(({ stage, deadlineId }) => stage === 'annulled' && deadlineId === 'D-SUPP')).toBe(true);
    expect((await hub.send({ ...WALK.messages[4]!, at: at(addDays(LAPSES, 2)) })).code).toBe('REGISTERED');
  });

  it('stays ended for what was received too late, and for what does not meet the duty', async () => {
    const hub = await asked();
    await days(hub, DUE, LAPSES, UP_TO_DATE);
    expect((await hub.send({ ...ANSWER, at: at(addDays(DUE, 1)) })).code).toBe('case.closed');
    expect((await hub.send({ ...WALK.messages[2]!, at: at(DUE) })).code).toBe('case.closed');
    expect((await shown(hub, LAPSES)).closed).toBe(true);
  });
});
