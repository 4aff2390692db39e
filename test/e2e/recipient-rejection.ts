import type { Province, RecipientRejection } from '@tongban/client';
import { type CaseDocument, RETURNED_TO_OPENER, decode, streams, v1 } from '@tongban/contracts';
import { checkChain } from '@tongban/trust';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { type Walk, type WalkMessage, between, participantOf, walk } from '../harness/walks';

const WALK = between(walk('F-UNE.normal'), { opener: '320105', counterpart: '500103' });
const BY_HAND = between(walk('F-UNE.normal'), { opener: '320105', counterpart: '420106' });
const [OPENER, COUNTERPART, HAND] = [WALK.opener, WALK.counterpart, BY_HAND.counterpart].map(({ division }) => participantOf(division)) as [string, string, string];
/** Well-formed for the hub, which does not read it, and with a wrong check character for whoever does. */
const WRONG_ID = '110105194912310020';
const FAULTS = [expect.objectContaining({ path: 'id_number', code: 'field.identifier' })];

const at = ({ messages }: Walk, type: string): number => messages.findIndex(({ message }) => message === type);
const fieldsOf = ({ open, personal }: WalkMessage) => ({ ...open, ...personal });

/** What a recipient's system refuses on arrival goes back to its sender, as a return does (DESIGN §4). */
export function describeRecipientRejection(environment: () => TestEnvironment): void {
  describe('a message that the recipient\'s system rejects', () => {
    let opener: Province;
    let counterpart: Province;
    const told: RecipientRejection[] = [];
    beforeAll(async () => {
      [opener, counterpart] = await Promise.all([environment().province(OPENER), environment().province(COUNTERPART)]);
      for (const province of [opener, counterpart]) {
        await province.receive(() => undefined);
        await province.rejections((rejection) => void told.push(rejection));
      }
    });
    const sideOf = (message: WalkMessage): Province => (message.as === 'counterpart' ? counterpart : opener);
    const show = (caseNo: string): Promise<CaseDocument> => environment().show('yrd', caseNo);
    const statesOf = async (caseNo: string): Promise<Record<string, string>> => Object.fromEntries((await show(caseNo)).tracks.map(({ track, state }) => [track, state]));
    const running = ({ deadlines }: CaseDocument): string[] => deadlines.filter(({ status }) => !['met', 'ended', 'stopped'].includes(status)).map(({ id }) => id);

    /** Sends a message of the walk in a case that is open; until its recipient has taken it. */
    const send = async (caseNo: string, message: WalkMessage, more: { entryId?: string } = {}): Promise<void> => {
      const { messageId } = await sideOf(message).send(caseNo, { message: message.message, fields: fieldsOf(message), ...(message.onBehalfOf && { onBehalfOf: message.onBehalfOf }), ...more });
      await sideOf(message).settled(messageId, 'TAKEN', { timeoutMs: 30_000 });
    };
    const openCase = async (base = WALK): Promise<{ caseNo: string; messageId: string }> => {
      const [first] = base.messages;
      return opener.open({ item: base.item, opener: base.opener.division, counterpart: base.counterpart.division, message: first!.message, onBehalfOf: first!.onBehalfOf, fields: fieldsOf(first!) });
    };
    const endsAsWritten = async (caseNo: string, returned: number): Promise<void> => {
      const document = await show(caseNo);
      expect({ closed: document.closed, outcome: document.outcome, chainWhole: document.chainWhole, running: running(document) }).toEqual({ closed: true, outcome: WALK.outcome, chainWhole: true, running: [] });
      expect(checkChain(await environment().logOf('yrd', caseNo))).toEqual([]);
      const row = await eventually('the case in the list', async () => (await environment().list('yrd')).rows.find((one) => one.caseNo === caseNo && one.closed));
      expect(row).toMatchObject({ returned, messages: WALK.messages.length + returned });
    };

    it('that opens a case: it goes back to its opener before it began, who opens it again under the same number', async () => {
      const raw = await environment().raw(OPENER);
      const [first, ...rest] = WALK.messages;
      const bad = {
        flow: WALK.flow, item: WALK.item, caseNo: raw.caseNo(WALK.opener.division), message: first!.message, from: WALK.opener.division, to: WALK.counterpart.division,
        open: first!.open, personal: { ...first!.personal, id_number: WRONG_ID }, ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }),
      };
      const { caseNo } = bad;
      const { receipt } = await raw.receipt(await raw.send(bad), 'REJECTED');
      expect(receipt).toMatchObject({ code: 'message.invalid-fields', issuer: `participant:${COUNTERPART}`, faults: FAULTS });

      const next = await opener.next(caseNo);
      expect(next).toMatchObject({
        closed: false, tracks: [{ track: 'main', state: RETURNED_TO_OPENER, terminal: false, holder: { side: 'opener' } }],
        recipientRejections: [{ messageId: receipt.messageId, messageType: first!.message, side: 'opener', deliveryNo: 1, effect: 'returned', code: 'message.invalid-fields', faults: FAULTS }],
      });
      expect(next.actions.map(({ message, entryId, onBehalfOf, holder }) => [message.type, entryId, onBehalfOf, holder])[0]).toEqual([first!.message, WALK.entry, first!.onBehalfOf, true]);
      expect((await counterpart.next(caseNo)).actions).toEqual([]);
      const shown = await show(caseNo);
      expect([running(shown), shown.entries.at(-1)]).toEqual([[], expect.objectContaining({ kind: 'receipts', states: { main: RETURNED_TO_OPENER }, recipientRejections: next.recipientRejections })]);
      expect(shown.entries[0]).toMatchObject({ kind: 'registered', recipientRejections: next.recipientRejections });
      const row = await eventually('the case in the list', async () => (await environment().list('yrd')).rows.find((one) => one.caseNo === caseNo && one.returned === 1));
      expect(row).toMatchObject({ states: { main: RETURNED_TO_OPENER }, closed: false, outcome: '' });

      const elsewhere = await raw.send({ ...bad, personal: first!.personal, to: BY_HAND.counterpart.division });
      expect((await raw.verdict(elsewhere)).receipt.code).toBe('case.number-taken');
      const tooEarly = await raw.send({ ...bad, message: rest[0]!.message, open: rest[0]!.open, personal: rest[0]!.personal, onBehalfOf: undefined });
      expect((await raw.verdict(tooEarly)).receipt.code).toBe('message.not-allowed');

      await send(caseNo, first!, { entryId: next.actions[0]!.entryId });
      expect(await statesOf(caseNo)).toEqual(first!.expect);
      const taken = await raw.send({ ...bad, change: { entryId: WALK.entry } });
      expect((await raw.verdict(taken)).receipt.code).toBe('case.number-taken');
      for (const message of rest) await send(caseNo, message);
      await endsAsWritten(caseNo, 1);
    }, 120_000);

    it('that comes later, from either side: it is the sender\'s turn again, and the corrected message goes through', async () => {
      const { caseNo, messageId } = await openCase();
      await opener.settled(messageId, 'TAKEN', { timeoutMs: 30_000 });
      for (const [index, message] of WALK.messages.entries()) {
        if (index === 0) continue;
        if (index === at(WALK, 'UNE-LETTER') || index === at(WALK, 'UNE-FORM')) {
          const before = await show(caseNo);
          const side = sideOf(message);
          const sent = await side.send(caseNo, { message: message.message, fields: { ...fieldsOf(message), id_number: WRONG_ID }, unchecked: true });
          await expect(side.settled(sent.messageId, 'TAKEN', { timeoutMs: 30_000 })).rejects.toMatchObject({ code: 'message.invalid-fields', faults: FAULTS });
          const heard = await eventually('the sender is told', () => told.find((one) => one.messageId === sent.messageId));
          expect(heard).toMatchObject({ caseNo, returned: true, receipt: { level: 'REJECTED', code: 'message.invalid-fields', faults: FAULTS } });
          const next = await side.next(caseNo);
          expect(Object.fromEntries(next.tracks.map(({ track, state }) => [track, state]))).toEqual(WALK.messages[index - 1]!.expect);
          expect(next.actions.find(({ message: { type } }) => type === message.message)).toMatchObject({ holder: true, dueOn: expect.any(String) });
          expect(next.recipientRejections?.at(-1)).toMatchObject({ messageId: sent.messageId, effect: 'returned' });
          expect(running(await show(caseNo))).toEqual(running(before));
        }
        await send(caseNo, message);
      }
      await endsAsWritten(caseNo, 2);
    }, 120_000);

    it('too late changes nothing; the same receipt again, a sender\'s own and a stranger\'s change nothing either', async () => {
      const hand = await environment().raw(HAND);
      const { caseNo, messageId } = await openCase(BY_HAND);
      await opener.settled(messageId, 'REGISTERED');
      const accepted = BY_HAND.messages[1]!;
      const sent = await opener.send(caseNo, { message: accepted.message, fields: fieldsOf(accepted) });
      await opener.settled(sent.messageId, 'REGISTERED');
      const [first, second] = [await hand.delivery(caseNo, 1), await hand.delivery(caseNo, 2)];

      const stranger = await environment().raw('440000');
      await stranger.submitReceipt(second, await stranger.receiptFor(second, 'REJECTED'));
      await eventually('the stranger\'s receipt is kept as failed', async () => {
        const jsm = await (await environment().hubConnection('yrd')).jetstreamManager();
        const message = await jsm.streams.getMessage(streams.failed('yrd'), { last_by_subj: 'fail.yrd.*' }).catch(() => undefined);
        return message && decode(v1.FailedMessage, message.data).code === 'sender.not-party' ? true : undefined;
      });
      const sender = await environment().raw(OPENER);
      await sender.submitReceipt(second, await sender.receiptFor(second, 'REJECTED'));
      const late = await hand.receiptFor(first, 'REJECTED');
      await hand.submitReceipt(first, late);
      const effects = async (): Promise<unknown> => (await show(caseNo)).entries.flatMap(({ kind, recipientRejections = [] }) => (kind === 'receipts' ? recipientRejections.map(({ deliveryNo, effect }) => [deliveryNo, effect]) : []));
      await eventually('the first rejection is recorded', async () => ((await effects()) as unknown[]).length === 1 || undefined);
      expect([await effects(), await statesOf(caseNo)]).toEqual([[[1, 'too-late']], accepted.expect]);

      const inTime = await hand.receiptFor(second, 'REJECTED');
      for (const receipt of [inTime, inTime, late, await hand.receiptFor(second, 'TAKEN')]) await hand.submitReceipt(second, receipt);
      const document = await eventually('the last receipt is recorded', async () => {
        const shown = await show(caseNo);
        return shown.entries.some(({ receipts }) => receipts.some(({ level }) => level === 'TAKEN')) ? shown : undefined;
      });
      expect([await effects(), await statesOf(caseNo)]).toEqual([[[1, 'too-late'], [2, 'returned']], BY_HAND.messages[0]!.expect]);
      expect(document.entries.filter(({ kind }) => kind === 'receipts').map(({ receipts }) => receipts.map(({ level }) => level))).toEqual([['REJECTED'], ['REJECTED'], ['TAKEN']]);
      expect(document.chainWhole).toBe(true);
      // A hub that starts folds the log again, and comes to the same.
      await environment().restartHub('yrd');
      const again = await eventually('the hub answers', () => show(caseNo), { tolerate: true });
      expect([again.tracks, again.entries, again.deadlines]).toEqual([document.tracks, document.entries, document.deadlines]);
    }, 120_000);
  });
}
