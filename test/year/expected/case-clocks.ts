import { type Limit, type Run, type Since } from './due';
import type { DeliveredEvent, MessageEvent, Party, RawDeadline, RawFlow, RawTransition } from './story';
import type { Day } from './work-days';

export const TOTAL = 'total';
/** A dispute that stands: since when, in which state, and which side is to settle it. */
export interface Dispute { readonly state: string; readonly since: Day }

/** The clocks of one case by FLOW-FORMAT §4 and §6, moved on message by message. */
export class CaseClocks {
  readonly runs = new Map<string, Run>();
  /** State of every track that ever started. */
  readonly active: Record<string, string> = {};
  private readonly previous: Record<string, string> = {};
  private readonly enteredOn: Record<string, Day> = {};
  private entry: RawFlow['entries'][number] | undefined;

  constructor(private readonly flow: RawFlow) {}

  message(event: MessageEvent): void {
    if (event.transitionId === undefined) {
      this.entry = this.flow.entries.find(({ id }) => id === event.entryId);
      if (this.entry === undefined) throw new Error(`no entry ${event.entryId}`);
      this.enter('main', this.entry.to, event);
      this.startAll(event, undefined, [this.entry.to]);
      return;
    }
    const transition = this.flow.transitions.find(({ id }) => id === event.transitionId);
    if (transition === undefined) throw new Error(`no transition ${event.transitionId}`);
    // A note moves nothing and leaves the clocks alone.
    if (transition.to === 'same-state') return;
    const track = this.stateOf(transition.from[0]!).track;
    const target = transition.to === 'previous-state' ? this.previous[track]! : transition.to;
    for (const deadline of this.flow.deadlines) if (deadline.metBy.includes(transition.id)) this.end(deadline.id!, ['running', 'suspended'], 'met');
    this.turn(transition, track, target, event);
    const entered = [target, ...Object.entries(transition.also ?? {}).filter(([other, state]) => this.isUnderWay(other) === this.stateOf(state).terminal).map(([, state]) => state)];
    for (const state of entered) this.enter(this.stateOf(state).track, state, event);
    this.turnTotal(transition, track, event);
    this.startAll(event, transition, entered);
    for (const deadline of this.flow.deadlines) if (this.isOver(deadline.track!)) this.end(deadline.id!, ['running', 'suspended', 'stopped'], 'ended');
    if (this.isOver('main')) this.end(TOTAL, ['running', 'suspended', 'stopped'], 'ended');
  }

  /** Legal time: what waited for this delivery counts from its day, and never from one before the message itself. */
  delivered({ deliveryNo, side, on }: DeliveredEvent): void {
    const settle = (since: Since | undefined): void => {
      if (since?.awaits?.deliveryNo !== deliveryNo || since.awaits.side !== side) return;
      since.on = on > since.on ? on : since.on;
      since.awaits = undefined;
    };
    for (const { start, pauses } of this.runs.values()) {
      settle(start);
      for (const { until } of pauses) settle(until);
    }
  }

  get isClosed(): boolean {
    return Object.keys(this.active).every((track) => this.isOver(track));
  }

  /** Deadlines that ever began, with their rules, in the order of the flow. */
  *deadlines(): Generator<{ readonly id: string; readonly run: Run; readonly limit: Limit | undefined; readonly side: Party | 'hub' | undefined }> {
    const rules: readonly RawDeadline[] = [...this.flow.deadlines, ...(this.flow.totalDeadline === null ? [] : [{ ...this.flow.totalDeadline, id: TOTAL }])];
    for (const { id = '', value, unit, responsible } of rules) {
      const run = this.runs.get(id);
      if (run !== undefined) yield { id, run, limit: value === undefined || unit === undefined ? undefined : { value, unit }, side: this.sideOf(responsible) };
    }
  }

  /** States that a message of kind dispute leads into, and in which the case stands. */
  get disputes(): readonly Dispute[] {
    const kinds = new Map(this.flow.messages.map(({ messageId, kind }) => [messageId, kind]));
    return Object.entries(this.active)
      .filter(([track, state]) => !this.isOver(track) && this.flow.transitions.some(({ to, message }) => to === state && kinds.get(message) === 'dispute'))
      .map(([track, state]) => ({ state, since: this.enteredOn[track]! }));
  }

  private turn({ clock, id: _id }: RawTransition, track: string, target: string, event: MessageEvent): void {
    for (const deadline of this.flow.deadlines) {
      if (deadline.track !== track || deadline.dueFrom !== undefined) continue;
      const id = deadline.id!;
      const run = this.runs.get(id);
      if (run === undefined) continue;
      if (clock === 'suspend' && run.status === 'running') this.suspend(run, event);
      else if (clock === 'stop') this.end(id, ['running', 'suspended'], 'stopped');
      else if ((clock === 'resume' || clock === 'restart') && run.status === 'suspended') this.resume(run, deadline, event);
      else if (clock === 'restart' && (run.status === 'stopped' || (run.status === 'met' && this.canMeetFrom(deadline, target)))) this.begin(id, deadline, event);
    }
  }

  /** The total one starts once, follows the clock of `main` and is never renewed. */
  private turnTotal({ clock }: RawTransition, track: string, event: MessageEvent): void {
    const run = this.runs.get(TOTAL);
    if (run === undefined || track !== 'main' || this.isOver('main')) return;
    if ((clock === 'suspend' || clock === 'stop') && run.status === 'running') this.suspend(run, event);
    if ((clock === 'resume' || clock === 'restart') && run.status === 'suspended') this.resume(run, this.flow.totalDeadline!, event);
  }

  private startAll(event: MessageEvent, transition: RawTransition | undefined, entered: readonly string[]): void {
    for (const deadline of this.flow.deadlines) {
      const { id = '', dueFrom } = deadline;
      if (dueFrom === undefined) this.startOne(id, deadline, event, transition, entered);
      else if (dueFrom.message === event.type && event.dates[dueFrom.field] !== undefined && (dueFrom.transitions === undefined || dueFrom.transitions.includes(transition?.id ?? ''))) {
        this.runs.set(id, { status: 'running', due: event.dates[dueFrom.field]!, pauses: [] });
      }
    }
    const { totalDeadline } = this.flow;
    if (totalDeadline !== null && !this.runs.has(TOTAL)) this.startOne(TOTAL, totalDeadline, event, transition, entered);
  }

  private startOne(id: string, deadline: RawDeadline, event: MessageEvent, transition: RawTransition | undefined, entered: readonly string[]): void {
    const { state, fact } = deadline.start ?? {};
    if (state !== undefined && entered.includes(state) && transition?.clock !== 'resume') this.begin(id, deadline, event);
    const source = this.flow.facts.find((one) => one.id === fact)?.producedBy;
    const on = source?.message === event.type ? event.dates[source.field] : undefined;
    if (on !== undefined) this.runs.set(id, { status: 'running', start: { on }, pauses: [] });
  }

  private begin(id: string, deadline: RawDeadline, event: MessageEvent): void {
    this.runs.set(id, { status: 'running', start: this.countsFrom(deadline, event), pauses: [] });
  }
  private suspend(run: Run, { receivedOn }: MessageEvent): void {
    run.status = 'suspended';
    run.pauses.push({ from: receivedOn });
  }
  private resume(run: Run, deadline: RawDeadline, event: MessageEvent): void {
    run.status = 'running';
    for (const pause of run.pauses) pause.until ??= this.countsFrom(deadline, event);
  }
  private end(id: string, from: readonly Run['status'][], status: Run['status']): void {
    const run = this.runs.get(id);
    if (run !== undefined && from.includes(run.status)) run.status = status;
  }

  /** The own message of who is responsible counts from its receipt, anybody else's from its delivery to it. */
  private countsFrom({ responsible }: RawDeadline, { receivedOn: on, side, deliveryNo }: MessageEvent): Since {
    const duty = this.sideOf(responsible);
    return duty === undefined || duty === 'hub' || duty === side ? { on } : { on, awaits: { deliveryNo, side: duty } };
  }

  private canMeetFrom({ metBy }: RawDeadline, state: string): boolean {
    return this.flow.transitions.some(({ id, from }) => metBy.includes(id) && from.includes(state));
  }

  sideOf(actorId: string): Party | 'hub' | undefined {
    const actor = this.flow.actors.find(({ id }) => id === actorId);
    if (actor === undefined || this.entry === undefined) return undefined;
    if (actor.kind === 'hub') return 'hub';
    if (actor.kind === 'applicant') return 'opener';
    if (actor.kind === 'external') return this.sideOf(actor.via ?? '');
    if (actorId === this.entry.opener) return 'opener';
    return actorId === this.entry.counterpart ? 'counterpart' : undefined;
  }

  private enter(track: string, state: string, { receivedOn }: MessageEvent): void {
    const before = this.active[track];
    if (before === undefined) delete this.previous[track];
    else this.previous[track] = before;
    this.active[track] = state;
    this.enteredOn[track] = receivedOn;
  }
  private stateOf(id: string): RawFlow['states'][number] {
    const state = this.flow.states.find((one) => one.id === id);
    if (state === undefined) throw new Error(`no state ${id}`);
    return state;
  }
  private isOver(track: string): boolean {
    const state = this.active[track];
    return state !== undefined && this.stateOf(state).terminal;
  }
  private isUnderWay(track: string): boolean {
    return this.active[track] !== undefined && !this.isOver(track);
  }
}
