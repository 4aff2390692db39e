import type { SendRequest } from '@tongban/client';
import { type NextActionDocument, type NextActionsDocument, type SideName, TongbanError } from '@tongban/contracts';
import { makeCaseNumber } from '@tongban/domain';
import { Seed } from '../../../services/province/src/fields/seed';
import type { Choice, SeenMessage } from '../../../services/province/src/policy/choose-action';
import { eventually } from '../../harness/eventually';
import type { RawFlow } from '../expected/story';
import { type Day, daysLater } from '../expected/work-days';
import { type PlayedCase, type PreparedStep, type SentMessage, otherSide } from './case-book';
import { fieldsOf, holderOf, openDates, pauseDays, regularStep, wildStep } from './choose-step';
import type { Overtaken } from './overtaken';
import type { Participants } from './participants';
import type { World } from './world';
import type { PlannedOpening } from './year-plan';

const SETTLES_WITHIN_MS = 120_000;
/** After so many messages a case is brought to its end by the guide alone. */
const WILD_MESSAGES_MAX = 14;
const REFUSALS_MAX = 4;
/** What the home says of a message that was sent without knowing what the other side had done. */
const OVERTAKEN = new Set(['case.closed', 'message.not-allowed']);
/** Of a hundred steps. */
const CHANCES = { wild: 16, resend: 5, successor: 25 };
const BASIS = { code: 'gba-standard-contract', document: 'YEAR-2026-0001' };

/** Plays cases as their participants, from the next-actions query alone: at most one message of a case a day, so that the order of messages and looks at its clocks is decided. */
export class Player {
  readonly cases: PlayedCase[] = [];
  readonly sent: SentMessage[] = [];
  /** Messages that the other side's had overtaken on the way, by what their home said. */
  readonly overtaken: Overtaken[] = [];
  /** Sent, and not yet known to have reached its recipient. */
  private underWay: SentMessage[] = [];
  private readonly dice: Seed;

  constructor(
    seed: number, private readonly world: World, private readonly participants: Participants, private readonly flowOf: (item: string) => RawFlow,
    private readonly isMainland: (code: string) => boolean, private readonly nextDay: (notBefore: Day) => Day | undefined,
  ) {
    this.dice = new Seed(`player ${seed}`);
  }

  /** Opens a planned case today. False: it has to wait, because who opens it or the registry's owner is away. */
  async open(planned: Omit<PlannedOpening, 'day'>, follows?: { readonly caseNo: string; readonly kind: 'reopening' | 'correction' }): Promise<boolean> {
    const [opener, counterpart] = [planned.opener, planned.counterpart].map((division) => `${division.slice(0, 2)}0000`) as [string, string];
    const home = this.world.regionOf(planned.opener);
    if (!this.participants.isOpen(opener) || !this.world.reaches(home, 'nat')) return false;
    const label = `${planned.index}${follows ? ` after ${follows.caseNo}` : ''}`;
    const caseNo = makeCaseNumber({ division: planned.opener, date: this.world.today, random: Buffer.from(this.dice.hex(`case ${label}`), 'hex').subarray(0, 8) });
    const played: PlayedCase = {
      caseNo, opening: planned, participants: { opener, counterpart }, home, flowId: this.flowOf(planned.item).flowId, messages: [], steps: 0, nextOn: undefined, isClosed: false, isAbandoned: false,
    };
    const province = this.participants.of(opener);
    const actions = province.openings(planned.item, { opener: planned.opener, counterpart: planned.counterpart });
    const choices = actions.flatMap((action) => action.outcomes.map((outcome) => ({ action, outcome })));
    const choice = choices[this.dice.number(`entry ${label}`, choices.length)]!;
    const crossesBorder = this.isMainland(opener) !== this.isMainland(counterpart);
    const request = {
      item: planned.item, opener: planned.opener, counterpart: planned.counterpart, caseNo, ...(crossesBorder && { legalBasis: BASIS }),
      ...(follows && { predecessorCaseNo: follows.caseNo, successorKind: follows.kind }),
    };
    this.cases.push(played);
    await this.makeStep(played, 'opener', choice, (step) => province.open({ ...request, ...step }));
    return true;
  }

  /** One step of a case whose day has come. */
  async act(played: PlayedCase): Promise<void> {
    const { prepared } = played;
    if (prepared !== undefined) {
      if (!this.participants.isOpen(played.participants[prepared.side])) return this.postpone(played);
      delete played.prepared;
      await this.sendAs(played, prepared, (step) => this.participants.of(played.participants[prepared.side]).send(played.caseNo, step));
      return;
    }
    const step = await this.draw(played);
    if (step === 'later') return this.postpone(played);
    if (step === undefined) return;
    await this.makeStep(played, step.side, step.choice, (request) => this.participants.of(played.participants[step.side]).send(played.caseNo, request));
  }

  /** Draws the next step of a case now, to be sent blindly on its day: its side is about to lose its way to the home. */
  async prepare(played: PlayedCase): Promise<void> {
    const step = await this.draw(played, false);
    if (step === 'later' || step === undefined || this.world.regionOf(played.participants[step.side]) === played.home) return;
    try {
      played.prepared = this.filled(played, step.side, step.choice, true);
    } catch {
      // Nothing fits; it is drawn again on its day.
    }
  }

  /** Waits for everything that can arrive now. */
  async settle(): Promise<void> {
    const now = this.underWay;
    this.underWay = [];
    await Promise.all(now.map(async (message) => {
      if (!(await this.arrivesUnlessOvertaken(message))) this.underWay.push(message);
    }));
  }

  /** Sent blindly, a message may find that the case has gone on without it: then it was never one of the case. */
  private async arrivesUnlessOvertaken(message: SentMessage): Promise<boolean> {
    try {
      return await this.arrives(message);
    } catch (error) {
      const { code } = TongbanError.from(error);
      if (!OVERTAKEN.has(code)) throw error;
      this.overtaken.push({ message, code });
      const { messages } = this.cases.find(({ caseNo }) => caseNo === message.caseNo)!;
      messages.splice(messages.indexOf(message), 1);
      return true;
    }
  }

  /** @returns false where its way or its recipient is away. @throws what the hub says of it. */
  private async arrives({ messageId, sender, recipient, caseNo }: SentMessage): Promise<boolean> {
    const [from, to, home] = [this.world.regionOf(sender), this.world.regionOf(recipient), this.world.regionOf(caseNo.slice(0, 6))];
    if (!this.participants.isOpen(sender) || !this.world.reaches(from, home)) return false;
    const province = this.participants.of(sender);
    await province.settled(messageId, 'REGISTERED', { timeoutMs: SETTLES_WITHIN_MS });
    if (!this.participants.isOpen(recipient) || !this.world.reaches(home, to)) return false;
    await province.settled(messageId, 'DELIVERED', { timeoutMs: SETTLES_WITHIN_MS });
    return true;
  }

  private async draw(played: PlayedCase, mayOpen = true): Promise<{ side: SideName; choice: Choice } | 'later' | undefined> {
    const label = `${played.caseNo} ${played.steps}`;
    const documents = await this.documents(played);
    const [shown] = Object.values(documents);
    if (shown === undefined) return 'later';
    if (shown.closed) {
      if (!mayOpen) return undefined;
      played.isClosed = true;
      played.nextOn = undefined;
      if (mayOpen) await this.follow(played, documents);
      return undefined;
    }
    const turn = holderOf(shown) ?? 'opener';
    if (played.messages.length < WILD_MESSAGES_MAX && this.dice.number(`${label} wild`, 100) < CHANCES.wild) {
      const side = this.dice.number(`${label} side`, 4) > 0 ? turn : otherSide(turn);
      const choice = documents[side] && wildStep(documents[side], this.dice, label);
      if (choice !== undefined) return { side, choice };
    }
    for (const side of [turn, otherSide(turn)]) {
      const document = documents[side];
      const choice = document && regularStep(document, this.historyOf(played, side));
      if (choice !== undefined) return { side, choice };
    }
    if (documents[turn] === undefined) return 'later';
    // Where the guide has nothing that is sent unasked, such as a refusal, it is whatever the case waits for.
    const choice = wildStep(documents[turn], this.dice, label);
    if (choice !== undefined) return { side: turn, choice };
    played.nextOn = undefined;
    return undefined;
  }

  /** What each side that is there may do; a side that is not is left out. */
  private async documents({ caseNo, participants, home }: PlayedCase): Promise<Partial<Record<SideName, NextActionsDocument>>> {
    const documents: Partial<Record<SideName, NextActionsDocument>> = {};
    await Promise.all((['opener', 'counterpart'] as const).map(async (side) => {
      const code = participants[side];
      if (!this.participants.isOpen(code) || !this.world.reaches(this.world.regionOf(code), home)) return;
      documents[side] = await onceReachable(`${code} is told what it may do in ${caseNo}`, () => this.participants.of(code).next(caseNo));
    }));
    return documents;
  }

  private async makeStep(played: PlayedCase, side: SideName, choice: Choice, send: (request: SendRequest) => Promise<unknown>): Promise<void> {
    for (const plain of [false, true]) {
      try {
        if (await this.sendAs(played, this.filled(played, side, choice, plain), send)) return;
      } catch (error) {
        if (!plain || error instanceof TongbanError) continue;
        throw error;
      }
    }
    if (played.messages.length === 0 || played.steps > REFUSALS_MAX + 3 * played.messages.length) played.nextOn = undefined;
    else this.goOnAfter(played, 1);
  }

  private filled(played: PlayedCase, side: SideName, choice: Choice, plain: boolean): PreparedStep {
    const { action }: { action: NextActionDocument } = choice;
    const label = `${played.caseNo} ${played.steps} ${plain}`;
    const answered = played.messages.findLast((one) => one.side !== side)?.messageId;
    const context = { caseNo: played.caseNo, now: this.world.now(), ownDivision: played.opening[side], ...(answered && { answeredMessageId: answered }) };
    const fields = fieldsOf(choice, context, this.flowOf(played.opening.item), this.dice, label, plain);
    return {
      side, kind: action.message.kind, dates: openDates(action, fields), drawnOn: this.world.today,
      request: { message: action.message.type, messageId: this.dice.uuid(label), fields, ...(action.onBehalfOf && { onBehalfOf: action.onBehalfOf }), ...(action.entryId && { entryId: action.entryId }) },
    };
  }

  /** @returns false when the SDK or the hub refuses the message. */
  private async sendAs(played: PlayedCase, { side, request, kind, dates, drawnOn }: PreparedStep, send: (request: SendRequest) => Promise<unknown>): Promise<boolean> {
    const { caseNo, participants } = played;
    const label = `${caseNo} ${played.steps}`;
    played.steps += 1;
    const message: SentMessage = { messageId: request.messageId!, caseNo, sender: participants[side], recipient: participants[otherSide(side)], side, kind, dates, drawnOn };
    try {
      await onceReachable(`${message.sender} sends in ${caseNo}`, () => send(request));
      if (this.dice.number(`${label} again`, 100) < CHANCES.resend) await send(request);
      this.sent.push(message);
      if (!(await this.arrives(message))) this.underWay.push(message);
    } catch (error) {
      const { code, traits } = TongbanError.from(error);
      if (traits.retryable || code === 'hub.internal') throw error;
      played.refusal = code;
      return false;
    }
    delete played.refusal;
    played.messages.push(message);
    const pause = pauseDays(this.dice, label);
    played.isAbandoned = pause === undefined;
    if (pause === undefined) played.nextOn = undefined;
    else this.goOnAfter(played, pause);
    return true;
  }

  /** Reopening and correction: another case, linked both ways. */
  private async follow(played: PlayedCase, documents: Partial<Record<SideName, NextActionsDocument>>): Promise<void> {
    for (const side of ['opener', 'counterpart'] as const) {
      const options = documents[side]?.mayFollow ?? [];
      const roll = this.dice.number(`${played.caseNo} follow ${side}`, 100);
      const option = options[roll % Math.max(1, options.length)];
      if (option === undefined || roll >= CHANCES.successor) continue;
      const { index, item } = played.opening;
      await this.open({ index, item, opener: played.opening[side], counterpart: played.opening[otherSide(side)] }, { caseNo: played.caseNo, kind: option.kind as 'reopening' | 'correction' });
      return;
    }
  }

  private postpone(played: PlayedCase): void {
    this.goOnAfter(played, 1);
  }
  private goOnAfter(played: PlayedCase, days: number): void {
    played.nextOn = this.nextDay(daysLater(this.world.today, days));
    if (played.nextOn === undefined) played.yearIsOver = true;
  }
  private historyOf({ messages }: PlayedCase, side: SideName): SeenMessage[] {
    return messages.map((one) => ({ kind: one.kind, own: one.side === side }));
  }
}

/** A hub that was just killed, or one that waits for a word from afar, is asked again. */
const onceReachable = <T>(what: string, work: () => Promise<T>): Promise<T> => eventually(what, async () => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TongbanError && (error.traits.retryable || error.code === 'case.unknown') && error.code !== 'hub.internal') return undefined;
    throw error;
  }
}, { withinMs: SETTLES_WITHIN_MS, everyMs: 250 });
