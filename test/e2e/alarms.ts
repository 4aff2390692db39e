import { readFileSync } from 'node:fs';
import type { CaseAlarms } from '@tongban/client';
import { type AlarmDocument, type AlarmListDocument, type CaseDocument, REGION_CODES, type RegionCode, type RegionStatus, decode, encode, streams, subjects, v1 } from '@tongban/contracts';
import { type ClockSettingData, addDays, beijingDateOf, businessInstant, withAnchor } from '@tongban/domain';
import { readSubject } from '@tongban/messaging';
import { checkChain } from '@tongban/trust';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { type Walk, walk } from '../harness/walks';
import { play } from './walks';

/** Its eleventh message sends the case back to the counterpart, which has until a given day; it answers with the twelfth. */
const RETURN = walk('F-UNE.return');
const [OPENER, COUNTERPART] = ['310000', '510000'] as const;
const [HOME, OTHER]: readonly RegionCode[] = ['yrd', 'ccec'];
const DAYS = 12;

/** The clocks of a case over its due day, with the real hubs of both regions (T5-C2). */
export function describeAlarms(environment: () => TestEnvironment): void {
  /** Of the one deadline the test looks at: the counterpart's, due on the day that the message gave. */
  const shown = async (caseNo: string, dueOn: string) => {
    const document: CaseDocument = await environment().show(HOME!, caseNo);
    const alarms = document.entries.flatMap((entry) => (entry.alarms ?? []).filter((alarm) => alarm.side === 'counterpart' && alarm.dueOn === dueOn));
    return { document, alarms, deadline: document.deadlines.find((one) => one.side === 'counterpart' && one.dueOn === dueOn) };
  };
  /** The day of the timer may be that of the reminder. */
  const inTime = (alarms: readonly Pick<AlarmDocument, 'stage'>[]): string[] => stages(alarms).filter((stage) => stage !== 'reminder');
  const stages = (alarms: readonly Pick<AlarmDocument, 'stage'>[]): string[] => alarms.map(({ stage }) => stage);

  const clock = async (): Promise<ClockSettingData> => {
    const { revision, anchors } = decode(v1.ClockSetting, await environment().ask('jjj', 'clock.show'));
    return { revision, anchors: anchors.map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })) };
  };

  /** Moves the business clock, to ten in the morning of a day: of hubs that run by asking them, of one that does not in its stream, as another process of the region would. */
  async function moveTo(day: string, down: readonly RegionCode[] = [], time = '10:00:00'): Promise<void> {
    const next = withAnchor(await clock(), Date.now(), `${day}T${time}+08:00`, 1);
    const setting = { revision: next.revision, anchors: [...next.anchors] };
    for (const region of REGION_CODES) {
      if (!down.includes(region)) await environment().ask(region, 'clock.set', encode(v1.ClockCommand, { setting }));
      else await (await environment().hubConnection(region)).jetstream().publish(subjects.clock(region), encode(v1.ClockSetting, setting));
    }
  }

  /** What woke the home hub when it raised alarms of a case, by its log. */
  const wokenBy = (caseNo: string): string[] => readFileSync(environment().setup.layout.log(`hub-${HOME}`), 'utf8').split('\n').flatMap((line) =>
    (line.includes(caseNo) && line.includes('wokenBy') ? [(JSON.parse(line) as { wokenBy: string }).wokenBy] : []));
  /** What stands open before a duty desk, of the one deadline, newest first. */
  const openFor = async (to: string, caseNo: string, dueOn: string): Promise<string[]> =>
    (await environment().askJson<AlarmListDocument>(HOME!, 'cases.alarms', encode(v1.CaseListQuery, { filters: { to } }))).rows.filter((row) => row.caseNo === caseNo && row.side === 'counterpart' && row.dueOn === dueOn).map(({ stage }) => stage);

  /** Until when the other region has vouched, by each of its watermarks in the INBOX of the home. */
  async function vouched(): Promise<string[]> {
    const stored = await readSubject(await environment().hubConnection(HOME!), streams.inbox(HOME!), subjects.watermark('sandbox', OTHER!, HOME!));
    return stored.map(({ data }) => decode(v1.Watermark, decode(v1.SignedWatermark, data).watermark).until);
  }
  /** How often the home was given one again, by its log. */
  const givenAgain = (): number => readFileSync(environment().setup.layout.log(`hub-${HOME}`), 'utf8').split('\n').filter((line) =>
    line.includes('asked for its watermark') && line.includes(`"from":"${OTHER}"`) && line.includes('"sent":true')).length;

  describe('the clocks of a case (T5-C2, G1-C2)', () => {
    it('raise reminder, warning and escalation once each; hubs that are down over a deadline raise it once when they are back, and nobody is late while a region is silent', async () => {
      const dueOn = addDays(beijingDateOf(businessInstant(await clock(), Date.now())), DAYS);
      const told: Record<string, CaseAlarms[]> = { [OPENER]: [], [COUNTERPART]: [] };
      for (const code of [OPENER, COUNTERPART]) (await environment().province(code)).alarms((alarms) => void told[code]!.push(alarms));
      const messages = RETURN.messages.slice(0, 11).map((message, at) => (at === 10 ? { ...message, open: { ...message.open, resubmit_by: dueOn } } : message));
      const caseNo = await play(environment(), { ...RETURN, messages } as Walk);
      expect((await shown(caseNo, dueOn)).deadline).toMatchObject({ status: 'running', legal: false, deadlineKind: 'project-default' });

      // Over a midnight, by the clock alone: nobody moves it, and the next sweep is far.
      const { alarmOn } = (await environment().list(HOME!)).rows.find((row) => row.caseNo === caseNo)!;
      await moveTo(addDays(alarmOn!, -1), [], '23:59:57');
      await eventually('the timer woke the hub', () => wokenBy(caseNo).includes('timer') || undefined, { withinMs: 30_000 });
      const { caseClocks } = await environment().askJson<RegionStatus>(HOME!, 'hub.status');
      expect(caseClocks?.timers).toBeGreaterThan(0);

      // The due day itself: three and one working days before have passed while nobody looked.
      await moveTo(dueOn);
      await eventually('the warning', async () => stages((await shown(caseNo, dueOn)).alarms).includes('warning') || undefined, { withinMs: 30_000 });
      await eventually('the counterpart is told', () => told[COUNTERPART]!.some((one) => one.caseNo === caseNo && one.alarms.some((alarm) => alarm.dueOn === dueOn && alarm.stage === 'warning')) || undefined);

      expect([(await openFor(COUNTERPART, caseNo, dueOn)).at(0), await openFor('hub', caseNo, dueOn)]).toEqual(['warning', []]);

      await environment().local.stopProcess(`hub-${OTHER}`);
      await environment().local.stopProcess(`hub-${HOME}`);
      await moveTo(addDays(dueOn, 15), [HOME!, OTHER!]);
      await environment().local.startHub(HOME!);
      await eventually('the deadline is undetermined', async () => ((await shown(caseNo, dueOn)).deadline?.status === 'undetermined' ? true : undefined), { withinMs: 60_000, tolerate: true });
      const silent = await shown(caseNo, dueOn);
      expect(silent.deadline).toMatchObject({ undetermined: { reason: 'link', region: OTHER }, overdue: false });
      expect(inTime(silent.alarms)).toEqual(['warning']);

      await environment().local.startHub(OTHER!);
      await eventually('the escalation', async () => stages((await shown(caseNo, dueOn)).alarms).includes('escalation') || undefined, { withinMs: 60_000, tolerate: true });
      for (const code of [OPENER, COUNTERPART]) {
        await eventually(`${code} is told`, () => told[code]!.some((one) => one.caseNo === caseNo && one.alarms.some((alarm) => alarm.dueOn === dueOn && alarm.stage === 'escalation')) || undefined, { withinMs: 60_000 });
      }
      const { deadline, alarms, document } = await shown(caseNo, dueOn);
      expect(deadline).toMatchObject({ status: 'running', overdue: true });
      expect(inTime(alarms)).toEqual(['warning', 'escalation']);
      expect([await openFor('hub', caseNo, dueOn), (await openFor(OPENER, caseNo, dueOn)).at(0)]).toEqual([['escalation'], 'escalation']);
      expect(alarms.at(-1)).toMatchObject({ legal: false, deadlineKind: 'project-default', to: ['counterpart', 'opener', 'hub'] });
      expect(alarms.at(-1)!.wording.zh).toContain('非法定');
      expect(document.chainWhole).toBe(true);
      expect(checkChain(await environment().logOf(HOME!, caseNo))).toEqual([]);
      expect(told[OPENER]!.flatMap(({ alarms: heard }) => heard).filter((alarm) => alarm.side === 'counterpart' && alarm.stage === 'warning' && alarm.dueOn === dueOn)).toEqual([]);
      // One watermark a business day and pair of regions is all it costs, and one more for each time that the region asked because it lacked one.
      const given = await vouched();
      expect(new Set(given).size).toBeGreaterThan(2);
      expect(given.length - new Set(given).size).toBeLessThanOrEqual(givenAgain());
    }, 240_000);
  });
}
