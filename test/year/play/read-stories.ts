import { type EnvironmentCode, REGION_CODES, alarmsFromProto, decode, streams, subjects, v1 } from '@tongban/contracts';
import { readSubject } from '@tongban/messaging';
import { openMessage, readCaseEntry } from '@tongban/trust';
import type { TestEnvironment } from '../../harness/test-environment';
import type { Look, Party, RaisedOnce, Story, StoryEvent } from '../expected/story';
import { beijingDay } from '../expected/work-days';
import type { PlayedCase, SentMessage } from './case-book';
import type { MadeLook } from './world';

const AT_ONCE = 32;
const NOTHING = new Uint8Array();
const { RECEIPT_LEVEL_DELIVERED } = v1.ReceiptLevel;

/** What the logs say of every case. @param sentOf the message as its sender made it: open dates are read there, and not from the log. */
export async function readStories(environment: TestEnvironment, cases: readonly PlayedCase[], sentOf: (messageId: string) => SentMessage | undefined): Promise<readonly Story[]> {
  const stories: Story[] = [];
  for (let at = 0; at < cases.length; at += AT_ONCE) {
    stories.push(...(await Promise.all(cases.slice(at, at + AT_ONCE).map((played) => readStory(environment, played, sentOf)))));
  }
  return stories;
}

async function readStory(environment: TestEnvironment, { caseNo, home, flowId, participants }: PlayedCase, sentOf: (messageId: string) => SentMessage | undefined): Promise<Story> {
  const events: StoryEvent[] = [];
  const raised: RaisedOnce[] = [];
  const sideOf = (code: string): Party | undefined => (['opener', 'counterpart'] as const).find((side) => participants[side] === code);
  for (const bytes of await environment.logOf(home, caseNo)) {
    const { registeredAt: at, registered, receipts, alarmed } = readCaseEntry(bytes);
    if (registered) {
      const { envelope } = openMessage(registered.message ?? NOTHING);
      const received = decode(v1.Receipt, registered.received?.receipt ?? NOTHING);
      events.push({
        kind: 'message', at, deliveryNo: registered.deliveryNo ?? 0, side: sideOf(envelope.sender?.participant ?? '') ?? 'hub', type: envelope.messageType, receivedOn: beijingDay(received.at),
        ...(registered.transitionId && { transitionId: registered.transitionId }), ...(registered.entryId && { entryId: registered.entryId }), dates: sentOf(envelope.messageId)?.dates ?? {},
        states: Object.fromEntries((registered.tracks ?? []).map(({ track, state }) => [track ?? '', state ?? ''])),
      });
    }
    for (const signed of receipts?.receipts ?? []) {
      const receipt = decode(v1.Receipt, signed.receipt ?? NOTHING);
      const side = sideOf(receipt.issuer.replace('participant:', ''));
      if (receipt.level === RECEIPT_LEVEL_DELIVERED && side !== undefined) events.push({ kind: 'delivered', at, deliveryNo: receipt.deliveryNo, side, on: beijingDay(receipt.at) });
    }
    if (receipts?.rejections?.length) throw new Error(`${caseNo}: a recipient rejected what its sender had checked`);
    if (alarmed) raised.push(...alarmsFromProto(alarmed).map(({ stage, deadlineId, run, level }) => ({ stage, deadlineId, run, level, at })));
  }
  const party = (side: Party): Story['parties'][Party] => ({ participant: participants[side], region: environment.catalogue.divisions.regionOf(participants[side]) });
  return { caseNo, flowId, home, parties: { opener: party('opener'), counterpart: party('counterpart') }, events, raised };
}

/** The looks with what every region had vouched for by then: the watermarks that the INBOX of the home had stored. */
export async function withWatermarks(environment: TestEnvironment, looks: readonly MadeLook[]): Promise<readonly Look[]> {
  const stored = new Map<string, readonly { readonly atMs: number; readonly until: string }[]>();
  for (const home of REGION_CODES) {
    const nc = await environment.hubConnection(home);
    for (const region of REGION_CODES) {
      const marks = await readSubject(nc, streams.inbox(home), subjects.watermark(environment.setup.file.environment as EnvironmentCode, region, home));
      stored.set(`${home} ${region}`, marks.map(({ time, data }) => ({ atMs: Date.parse(time), until: decode(v1.Watermark, decode(v1.SignedWatermark, data).watermark).until })));
    }
  }
  return looks.map(({ home, at, atMs }) => ({
    home, at, vouchedUntil: Object.fromEntries(REGION_CODES.map((region) => [region, stored.get(`${home} ${region}`)!.findLast((mark) => mark.atMs <= atMs)?.until])),
  }));
}
