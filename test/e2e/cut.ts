import { readFileSync } from 'node:fs';
import type { CaseAlarms } from '@tongban/client';
import { type CaseDocument, type CaseListDocument, type DeadlineDocument, type NextActionsDocument, type RegionCode, decode, encode, headers, streams, subjects, v1 } from '@tongban/contracts';
import { addDays, beijingDateOf, startOfDay } from '@tongban/domain';
import { LinkControl } from '@tongban/local';
import { readSubject } from '@tongban/messaging';
import { HubCredentialsSchema, Signer, readCredentials, signWatermark } from '@tongban/trust';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { type Walk, between, participantOf, walk } from '../harness/walks';
import { play } from './walks';

/** Its fifth message sends the case back to the opener and its eleventh to the counterpart, each until a day that it gives; the thirteenth is the counterpart's answer. */
const RETURN = walk('F-UNE.return');
const [SENT_BACK_TO_OPENER, SENT_BACK_TO_COUNTERPART, ANSWER] = [5, 11, 13] as const;
/** Its third message starts the clock of the counterpart, when it is delivered. */
const NORMAL = walk('F-UNE.normal');
const STARTS_CLOCK = 3;
const SHANGHAI = '310115';
const [SICHUAN, CHONGQING, GUANGDONG, JIANGSU] = ['510104', '500103', '440106', '320105'];
const [HOME, CUT, DECEIVED]: readonly RegionCode[] = ['yrd', 'ccec', 'gba'];
/** Working days until the due day, and those after it that the links are down. */
const [DAYS_UNTIL_DUE, DAYS_CUT] = [4, 3] as const;

interface Sides { readonly opener: string; readonly counterpart: string }
type Side = 'opener' | 'counterpart';

/** Links of regions that are cut off while the business clock runs over due days (DESIGN §3, legal time; T5-C2). */
export function describeCut(environment: () => TestEnvironment): void {
  const until = async (sides: Sides, messages: typeof SENT_BACK_TO_OPENER | typeof SENT_BACK_TO_COUNTERPART, dueOn: string): Promise<string> => {
    const base = between(RETURN, sides);
    const played = base.messages.slice(0, messages).map((message, at) => (at === messages - 1 ? { ...message, open: { ...message.open, resubmit_by: dueOn } } : message));
    return play(environment(), { ...base, messages: played } as Walk);
  };
  /** Sent by its side in its own region, until that region has it on disk. */
  const act = async (caseNo: string, base: Walk, number: number): Promise<void> => {
    const message = base.messages[number - 1]!;
    const division = base[message.as === 'counterpart' ? 'counterpart' : 'opener'].division;
    const province = await environment().province(participantOf(division));
    const { messageId } = await province.send(caseNo, { message: message.message, division, fields: { ...message.open, ...message.personal }, ...(message.onBehalfOf && { onBehalfOf: message.onBehalfOf }) });
    await province.settled(messageId, 'RECEIVED', { timeoutMs: 60_000 });
  };
  const raisedIn = ({ entries }: CaseDocument, side: Side, dueOn: string) => entries.flatMap(({ alarms = [] }) => alarms).filter((alarm) => alarm.side === side && alarm.dueOn === dueOn);
  const stages = (document: CaseDocument, side: Side, dueOn: string): string[] => raisedIn(document, side, dueOn).map(({ stage }) => stage);
  const deadline = ({ deadlines }: CaseDocument, side: Side, dueOn: string): DeadlineDocument | undefined => deadlines.find((one) => one.side === side && one.dueOn === dueOn);
  const overdueRows = async (region: RegionCode): Promise<string[]> =>
    (await environment().askJson<CaseListDocument>(region, 'cases.list', encode(v1.CaseListQuery, { filters: { overdue: 'true' }, limit: 500 }))).rows.map(({ caseNo }) => caseNo);
  const row = async (region: RegionCode, caseNo: string) =>
    (await environment().askJson<CaseListDocument>(region, 'cases.list', encode(v1.CaseListQuery, { filters: { number: caseNo }, limit: 1 }))).rows[0];
  const links = () => new LinkControl(environment().setup.layout.links);

  /** As if its clock or an operator had been wrong: a region vouches for days that are not over. */
  async function vouchWrongly(from: RegionCode, to: RegionCode, until: string): Promise<void> {
    const { file, layout } = environment().setup;
    const { signingKey } = readCredentials(HubCredentialsSchema, layout.hub(from));
    const signed = await signWatermark(new Signer(signingKey), { environment: file.environment, region: from, until, issuedAt: until, positions: [] });
    const subject = subjects.watermark(file.environment, from, to);
    const data = encode(v1.SignedWatermark, signed);
    await (await environment().hubConnection(from)).jetstream().publish(subject, data);
    const jsm = await (await environment().hubConnection(to)).jetstreamManager();
    await eventually('it has come', async () => Buffer.from((await jsm.streams.getMessage(streams.inbox(to), { last_by_subj: subject })).data).equals(Buffer.from(data)) || undefined, { tolerate: true });
  }

  /** Until when the newest word of a region vouches that stands in a stream. */
  async function newestWord(at: RegionCode, stream: string, from: RegionCode, to: RegionCode): Promise<{ sequence: number; until: string }> {
    const jsm = await (await environment().hubConnection(at)).jetstreamManager();
    const { seq, data } = await jsm.streams.getMessage(stream, { last_by_subj: subjects.watermark(environment().setup.file.environment, from, to) });
    return { sequence: seq, until: decode(v1.Watermark, decode(v1.SignedWatermark, data).watermark).until };
  }
  /** As an INBOX that was restored, or a stream that kept it too short. */
  async function loseWord(from: RegionCode, to: RegionCode, day: string): Promise<void> {
    const { sequence } = await eventually('the word of the day', async () => {
      const newest = await newestWord(from, streams.outbox(from), from, to);
      return newest.until === startOfDay(day) ? newest : undefined;
    }, { withinMs: 30_000 });
    await (await (await environment().hubConnection(from)).jetstreamManager()).streams.deleteMessage(streams.outbox(from), sequence, false);
  }

  describe('a region that is cut off for three days', () => {
    // Whatever fails, the tests after this one have their links.
    afterAll(async () => {
      for (const region of [CUT!, DECEIVED!]) await links().set(region, { mode: 'open', delayMs: 0 });
    });

    it('makes no agency late for what it did in time, in neither direction; who did not act is escalated once, a false escalation is annulled, and a word that was lost is asked for', async () => {
      const started = beijingDateOf(await environment().businessNow());
      const after = (day: string, workingDays: number): string => {
        const found = environment().catalogue.mainlandCalendar.addWorkingDays(day, workingDays);
        return found.covered ? found.date : found.lowerBound;
      };
      const dueOn = after(started, DAYS_UNTIL_DUE);
      // An escalation comes a working day after the due day.
      const days = Array.from({ length: DAYS_CUT }, (_none, at) => after(dueOn, at + 1));
      const dueBefore = (at: number): string => days[at - 1] ?? dueOn;
      const healedOn = days.at(-1)!;
      const moveTo = (day: string): Promise<void> => environment().setClock(`${day}T10:00:00+08:00`);
      const told: Record<string, CaseAlarms[]> = {};
      for (const division of [SHANGHAI, SICHUAN, GUANGDONG]) (await environment().province(participantOf(division!))).alarms((alarms) => void (told[participantOf(division!)] ??= []).push(alarms));
      const heard = (division: string, of: string) => (told[participantOf(division)] ?? []).filter(({ caseNo }) => caseNo === of).flatMap(({ alarms }) => alarms).filter((alarm) => alarm.dueOn === dueOn);
      const [toCut, toDeceived, fromCut, insideCut] = [
        { opener: SHANGHAI, counterpart: SICHUAN! }, { opener: SHANGHAI, counterpart: GUANGDONG! }, { opener: SICHUAN!, counterpart: SHANGHAI }, { opener: SICHUAN!, counterpart: CHONGQING! },
      ];
      const [acts, idles, deceived, homeCut, ownOfCut, begins, ...ownOfHome] = await Promise.all([
        until(toCut, SENT_BACK_TO_COUNTERPART, dueOn), until(toCut, SENT_BACK_TO_COUNTERPART, dueOn), until(toDeceived, SENT_BACK_TO_COUNTERPART, dueOn), until(fromCut, SENT_BACK_TO_COUNTERPART, dueOn),
        until(insideCut, SENT_BACK_TO_OPENER, dueOn), play(environment(), { ...NORMAL, messages: NORMAL.messages.slice(0, STARTS_CLOCK - 1) }),
        ...days.map((_day, at) => until({ opener: SHANGHAI, counterpart: JIANGSU! }, SENT_BACK_TO_OPENER, dueBefore(at))),
      ]);
      await vouchWrongly(DECEIVED!, HOME!, startOfDay(addDays(healedOn, 30)));
      for (const region of [CUT!, DECEIVED!]) await links().set(region, { mode: 'cut', delayMs: 0 });

      await moveTo(dueOn);
      for (const [home, caseNo] of [[HOME!, acts], [HOME!, idles], [HOME!, deceived], [CUT!, homeCut]] as const) await eventually('the warning', async () => stages(await environment().show(home, caseNo), 'counterpart', dueOn).includes('warning') || undefined, { withinMs: 30_000 });
      await act(acts, between(RETURN, toCut), ANSWER);
      await act(deceived, between(RETURN, toDeceived), ANSWER);
      await act(homeCut, between(RETURN, fromCut), ANSWER);
      await act(begins, NORMAL, STARTS_CLOCK);

      for (const [at, day] of days.entries()) {
        await moveTo(day);
        // What is due inside a region shows that its clocks run, whatever its links do.
        await eventually('the own escalation of the day', async () => stages(await environment().show(HOME!, ownOfHome[at]!), 'opener', dueBefore(at)).includes('escalation') || undefined, { withinMs: 60_000, tolerate: true });
        if (at === 0) {
          await eventually('the own escalation of the region that is cut off', async () => stages(await environment().show(CUT!, ownOfCut), 'opener', dueOn).includes('escalation') || undefined, { withinMs: 60_000, tolerate: true });
          await eventually('the false escalation', async () => stages(await environment().show(HOME!, deceived), 'counterpart', dueOn).includes('escalation') || undefined, { withinMs: 60_000, tolerate: true });
        }
        for (const [home, silent, caseNo] of [[HOME!, CUT!, acts], [HOME!, CUT!, idles], [CUT!, HOME!, homeCut]] as const) {
          const document = await environment().show(home, caseNo);
          const undetermined = { reason: 'link', region: silent, home, since: startOfDay(started) };
          expect(deadline(document, 'counterpart', dueOn)).toMatchObject({ status: 'undetermined', overdue: false, undetermined });
          expect(stages(document, 'counterpart', dueOn)).toEqual(['warning']);
          expect((document.awaited ?? []).flatMap(({ messages }) => messages).filter(({ overdue, dueOn: on }) => overdue === true && on === dueOn)).toEqual([]);
          expect(await row(home, caseNo)).toMatchObject({ nextDue: { on: dueOn }, pastDue: 'undetermined' });
        }
        expect(await overdueRows(HOME!)).not.toEqual(expect.arrayContaining([acts]));
        expect(await overdueRows(HOME!)).not.toEqual(expect.arrayContaining([idles]));
        expect(await overdueRows(CUT!)).not.toContain(homeCut);
        expect(await overdueRows(HOME!)).toContain(deceived);
        const { deadlines } = await environment().show(HOME!, begins);
        expect(deadlines.filter(({ side, overdue }) => side === 'counterpart' && overdue === true)).toEqual([]);
        expect(deadlines.find(({ status }) => status === 'awaiting-delivery')).toMatchObject({ side: 'counterpart' });
      }
      // The side that is not cut off asks what it may do: it is told no more than the case shows.
      const next: NextActionsDocument = await (await environment().province(participantOf(SHANGHAI))).next(idles);
      expect(next.deadlines?.find(({ side, dueOn: on }) => side === 'counterpart' && on === dueOn)).toMatchObject({ status: 'undetermined', overdue: false });

      // It tells the time of delivery by the clock that its hub told it last.
      await eventually('the system of the counterpart knows the day', async () => beijingDateOf((await environment().province(participantOf(SICHUAN!))).now()) === healedOn || undefined);
      await loseWord(CUT!, HOME!, healedOn);
      for (const region of [CUT!, DECEIVED!]) await links().set(region, { mode: 'open', delayMs: 0 });
      await eventually('who did not act is escalated', async () => stages(await environment().show(HOME!, idles), 'counterpart', dueOn).includes('escalation') || undefined, { withinMs: 90_000, tolerate: true });
      for (const [home, caseNo] of [[HOME!, acts], [CUT!, homeCut], [HOME!, deceived]] as const) {
        const document = await eventually('what was done in time has come', async () => {
          const shown = await environment().show(home, caseNo);
          return deadline(shown, 'counterpart', dueOn)?.status === 'met' ? shown : undefined;
        }, { withinMs: 60_000, tolerate: true });
        expect(deadline(document, 'counterpart', dueOn)).toMatchObject({ metOn: dueOn, metLate: false });
        if (caseNo !== deceived) expect(stages(document, 'counterpart', dueOn)).toEqual(['warning']);
      }
      await eventually('the false escalation is annulled', async () => stages(await environment().show(HOME!, deceived), 'counterpart', dueOn).includes('annulled') || undefined, { withinMs: 60_000, tolerate: true });
      const annulled = await environment().show(HOME!, deceived);
      expect(stages(annulled, 'counterpart', dueOn)).toEqual(['warning', 'escalation', 'annulled']);
      const answered = annulled.entries.find(({ messageType, receivedAt }) => messageType === RETURN.messages[ANSWER - 1]!.message && beijingDateOf(receivedAt ?? '') === dueOn)!;
      expect(raisedIn(annulled, 'counterpart', dueOn).find(({ stage }) => stage === 'escalation')?.annulledBy).toBe(answered.logIndex);
      for (const division of [SHANGHAI, GUANGDONG!]) await eventually(`${division} is told of both`, () => ['escalation', 'annulled'].every((stage) => heard(division, deceived).some((alarm) => alarm.stage === stage)) || undefined, { withinMs: 60_000 });
      expect(stages(await environment().show(HOME!, idles), 'counterpart', dueOn)).toEqual(['warning', 'escalation']);
      await eventually('the view has it', async () => {
        const [idle, ...met] = await Promise.all([idles, acts, deceived].map(async (caseNo) => row(HOME!, caseNo)));
        return (await overdueRows(HOME!)).includes(idles) && idle?.nextDue?.on === dueOn && idle.pastDue === 'overdue' && met.every((one) => one?.nextDue?.on !== dueOn) ? true : undefined;
      }, { withinMs: 30_000 });

      // What came over the link late urges to nothing, and nobody but who did not act was ever told of an escalation.
      for (const division of [SHANGHAI, SICHUAN!]) await eventually(`${division} is told of the escalation`, () => heard(division, idles).some(({ stage }) => stage === 'escalation') || undefined, { withinMs: 60_000 });
      for (const caseNo of [acts, idles]) {
        const warnings = heard(SICHUAN!, caseNo).filter(({ stage }) => stage === 'warning');
        expect(warnings.map(({ superseded }) => superseded)).toEqual(['due-day-over']);
      }
      expect([SHANGHAI, SICHUAN!].flatMap((division) => [...heard(division, acts), ...heard(division, homeCut)]).filter(({ stage }) => stage === 'escalation' || stage === 'annulled')).toEqual([]);
      expect([SHANGHAI, SICHUAN!].map((division) => heard(division, idles).filter(({ stage }) => stage === 'escalation').length)).toEqual([1, 1]);
      const raised = readFileSync(environment().setup.layout.log(`hub-${HOME}`), 'utf8').split('\n').filter((line) => line.includes('"escalation"') && line.includes(`"dueOn":"${dueOn}","side":"counterpart"`));
      expect([raised.some((line) => line.includes(idles)), raised.some((line) => line.includes(acts))]).toEqual([true, false]);

      // The word came behind all that it vouches for.
      const nc = await environment().hubConnection(HOME!);
      const exchanged = await readSubject(nc, streams.inbox(HOME!), `xr.*.${CUT}.${participantOf(SICHUAN!)}.${HOME}.hub.*.message`);
      const answer = exchanged.filter((entry) => entry.headers[headers.ceSubject] === acts).at(-1)!;
      const words = await readSubject(nc, streams.inbox(HOME!), subjects.watermark(environment().setup.file.environment, CUT!, HOME!));
      const first = words.find(({ data }) => Date.parse(decode(v1.Watermark, decode(v1.SignedWatermark, data).watermark).until) > Date.parse(startOfDay(dueOn)))!;
      expect(answer.seq).toBeLessThan(first.seq);

      // Time lost on the link is charged to nobody: the next clock starts on the day of delivery.
      const clock = await eventually('the next clock runs', async () => {
        const { deadlines, entries } = await environment().show(HOME!, begins);
        const running = deadlines.find(({ side, status, startedOn }) => side === 'counterpart' && status === 'running' && startedOn === healedOn);
        return running && { running, delivered: entries.filter(({ deliveredAt }) => deliveredAt !== undefined).at(-1) };
      }, { withinMs: 30_000, tolerate: true });
      expect([beijingDateOf(clock.delivered?.receivedAt ?? ''), beijingDateOf(clock.delivered?.deliveredAt ?? '')]).toEqual([dueOn, healedOn]);
      expect(clock.running.dueOn! > healedOn).toBe(true);

      // It does not wait for the next business day.
      await eventually('the word that was lost was asked for', async () => (await newestWord(HOME!, streams.inbox(HOME!), CUT!, HOME!)).until === startOfDay(healedOn) || undefined, { withinMs: 60_000, tolerate: true });
    }, 300_000);
  });
}
