import type { DryRunCounts, DryRunGap, DryRunRow } from '@tongban/contracts';
import { beijingDateOf } from '../../calendar/days';
import type { Side } from '../../flow/actors';
import type { CaseMessage, CaseState } from '../../flow/case-state';
import { type Accepted, decide } from '../../flow/engine';
import { recordDelivery } from '../../flow/delivery';
import type { Worded } from '../../flow/model';
import { rejectByRecipient } from '../../flow/recipient-rejection';
import { type Reason, type Registered, judgeUnder, usesValues } from './judge';
import { LateRuns, type LateDuty } from './late-runs';
import type { PastCase, PastStep } from './past-case';
import { PersonalRules } from './personal-rules';
import { ProcessingTime } from './processing-time';
import type { DryRunTally } from './tally';
import type { ItemTrial, JudgingFlow, TrialSurroundings } from './trial';

/** Name of the item's own limit among the deadlines that are late. */
export const PROCESSING_LIMIT = 'processing-limit';
const PROCESSING_LIMIT_WORDS = { zh: '事项办理时限', en: 'Processing limit of the item' };

/**
 * Replays past cases of one item under a draft and adds what would have become of them to a tally: one case at a time, nothing of it is kept. Pure.
 *
 * Each message is judged in the state that the draft has brought the case to, with the times at which it really came. The first one that the draft rejects or sends back ends
 * the replay of its case, since its sender would have gone on otherwise: later messages are counted as not evaluated. A case that the draft leads through other states, or
 * whose messages it merely names differently, is replayed on as long as its messages fit. Rules on sealed fields are not judged here: messages for which the draft
 * changes them are counted per sender as `personal-part`, wherever in the case they stand, for the senders' SDKs to judge.
 */
export class Replay {
  private readonly personal: PersonalRules | undefined;

  constructor(private readonly item: string, private readonly trial: ItemTrial, private readonly surroundings: TrialSurroundings) {
    if (!('refused' in trial.flow)) this.personal = new PersonalRules(trial.flow.flow);
  }

  run(past: PastCase, tally: DryRunTally): void {
    tally.count('cases');
    const own: ItemTally = { count: (what) => tally.count(what), find: (row) => tally.find({ item: this.item, ...row }) };
    const run = new CaseRun(past, this.trial, this.surroundings, own, (message) => this.personal?.differ(past.flow, message) === true);
    for (const step of past.steps) run.take(step);
    run.end();
  }
}

/** A tally that knows which item it counts for. */
interface ItemTally { readonly count: (what: keyof DryRunCounts) => void; readonly find: (row: Omit<DryRunRow, 'count' | 'item'>) => void }

/** One case on its way: as it was, and as it would have been. */
class CaseRun {
  private then: CaseState | undefined;
  private now: CaseState | undefined;
  /** Why nothing more is judged. */
  private ended: DryRunGap | undefined;
  private readonly lateThen: LateRuns;
  private readonly lateNow: LateRuns | undefined;
  private readonly time: ProcessingTime | undefined;

  constructor(
    private readonly past: PastCase, private readonly trial: ItemTrial, private readonly surroundings: TrialSurroundings, private readonly tally: ItemTally,
    private readonly hasOtherPersonalRules: (message: string) => boolean,
  ) {
    const calendars = (side: 'opener' | 'counterpart') => surroundings.calendarOf(past.parties[side].participant);
    this.lateThen = new LateRuns(past.flow, calendars);
    if (!('refused' in trial.flow)) {
      this.lateNow = new LateRuns(trial.flow.flow, calendars);
      if (trial.processingLimit) this.time = new ProcessingTime(trial.flow.flow);
    }
  }

  take(step: PastStep): void {
    switch (step.kind) {
      case 'message': return this.message(step.message);
      case 'delivered': return this.both((state) => recordDelivery(state, step.delivery));
      case 'sent-back': return this.both((state) => rejectByRecipient(state, step.rejection).state);
    }
  }

  /** Judges what is open still. */
  end(): void {
    if (this.trial.newMaterials) this.tally.find({ finding: 'not-evaluated', participant: this.past.parties.opener.participant, reason: 'materials' });
    if (this.ended === undefined) this.judgeDuties(this.past.until);
  }

  private message(message: CaseMessage): void {
    const sender = this.participantOf(message.side);
    this.tally.count('messages');
    if (this.hasOtherPersonalRules(message.type)) this.tally.find({ finding: 'not-evaluated', participant: sender, reason: 'personal-part', message: message.type });
    if (this.ended !== undefined) return this.skip(sender, this.ended);
    const { parties, flow } = this.past;
    const decision = decide(flow, this.then, message, { parties, participantOf: this.surroundings.participantOf });
    if (decision.accepted) return this.judge(sender, { flow, message, decision, parties });
    this.skip(sender, 'history');
    this.stop('history', beijingDateOf(message.receivedAt));
  }

  private judge(sender: string, past: Registered): void {
    const { message } = past;
    const { flow: draft } = this.trial;
    const on = beijingDateOf(message.receivedAt);
    if ('refused' in draft) return this.reject(sender, message, [{ code: draft.refused }], on);
    const verdict = judgeUnder(draft, this.now, past, this.surroundings);
    if (verdict.verdict === 'rejected') return this.reject(sender, message, verdict.reasons, on);
    this.accept(past, verdict.decision, draft, on, sender);
    this.tally.count(verdict.verdict);
    if (verdict.verdict === 'passed') return;
    this.tally.find({ finding: 'returned', participant: sender, message: message.type, ...stepOf(draft, verdict.decision) });
    this.stop('follows-divergence', on);
  }

  private reject(sender: string, { type }: CaseMessage, reasons: readonly Reason[], on: string): void {
    this.tally.count('rejected');
    for (const { code, ...place } of reasons) this.tally.find({ finding: 'rejected', participant: sender, reason: code, message: type, ...place });
    this.stop('follows-divergence', on);
  }

  private accept(past: Registered, decision: Accepted, draft: JudgingFlow, on: string, sender: string): void {
    if (this.then) this.lateThen.advance(this.then, past.decision.state, on);
    if (this.now) this.lateNow?.advance(this.now, decision.state, on);
    this.time?.advance(decision.state, decision.transitionId, on);
    [this.then, this.now] = [past.decision.state, decision.state];
    if (usesValues(draft, past.flow, decision)) this.tally.find({ finding: 'not-evaluated', participant: sender, reason: 'value-used', message: past.message.type });
  }

  /** Nothing more of this case is judged: what was due by then is. */
  private stop(why: DryRunGap, on: string): void {
    this.ended = why;
    this.judgeDuties(on);
  }

  private skip(sender: string, reason: DryRunGap): void {
    this.tally.count('notEvaluated');
    this.tally.find({ finding: 'not-evaluated', participant: sender, reason });
  }

  private both(change: (state: CaseState) => CaseState): void {
    if (this.ended !== undefined) return;
    this.then &&= change(this.then);
    this.now &&= change(this.now);
  }

  private judgeDuties(until: string): void {
    const before = new Map<string, number>();
    for (const { id } of this.lateThen.end(this.then, until).late) before.set(id, (before.get(id) ?? 0) + 1);
    const judged = this.lateNow?.end(this.now, until);
    for (const duty of judged?.late ?? []) {
      const left = before.get(duty.id) ?? 0;
      if (left > 0) before.set(duty.id, left - 1);
      this.late(duty, this.participantOf(duty.side), left > 0 ? 1 : 0);
    }
    for (const { side } of judged?.uncovered ?? []) this.tally.find({ finding: 'not-evaluated', participant: this.participantOf(side), reason: 'calendar' });
    this.judgeProcessingTime(until);
  }

  /** The agency that the applicant came to answers for it. */
  private judgeProcessingTime(until: string): void {
    const { processingLimit } = this.trial;
    const { opener } = this.past.parties;
    const verdict = processingLimit && this.time?.verdict(processingLimit, this.surroundings.calendarOf(opener.participant), until);
    if (verdict === 'late') this.late({ id: PROCESSING_LIMIT, ...PROCESSING_LIMIT_WORDS, side: 'opener', deadlineKind: processingLimit!.deadlineKind }, opener.participant);
    if (verdict === 'uncovered') this.tally.find({ finding: 'not-evaluated', participant: opener.participant, reason: 'calendar' });
  }

  private late({ id, zh, en, deadlineKind }: LateDuty, participant: string, before?: number): void {
    this.tally.count('late');
    this.tally.find({ finding: 'late', participant, reason: id, wording: { zh, en }, deadlineKind, ...(before !== undefined && { before }) });
  }

  private participantOf(side: Side): string {
    return side === 'hub' ? 'hub' : this.past.parties[side].participant;
  }
}

/** The step of the draft's flow that sends a message back. */
function stepOf({ flow }: JudgingFlow, { transitionId, entryId }: Accepted): { readonly reason: string; readonly wording?: Worded } {
  const step = flow.transitions.get(transitionId ?? '') ?? flow.entries.get(entryId ?? '');
  return { reason: step?.id ?? '', ...(step && { wording: { zh: step.zh, en: step.en } }) };
}
