import type { WorkCalendar } from '../../calendar/work-calendar';
import type { CaseState, DeadlineRun } from '../../flow/case-state';
import { type CompiledFlow, MAIN_TRACK, trackOf } from '../../flow/compile';
import { close, resume, suspend } from '../../flow/deadline-runs';
import { type Limit, dueOf } from '../../flow/due-date';

/**
 * How long a case took, as the processing limit 办理时限 of its item counts: from the day its first message was received to the day its main track ended, without the time in
 * which the flow's clock stood still. The flow's own deadlines are judged apart.
 */
export class ProcessingTime {
  private run: DeadlineRun | undefined;

  constructor(private readonly flow: CompiledFlow) {}

  /** A message was accepted. @param on Beijing date on which it was received. @param transitionId none for the first message. */
  advance(after: CaseState, transitionId: string | undefined, on: string): void {
    this.run ??= { status: 'running', start: { on }, pauses: [] };
    const transition = transitionId === undefined ? undefined : this.flow.transitions.get(transitionId);
    const main = after.active[MAIN_TRACK];
    if (main !== undefined && this.flow.states.get(main)?.terminal === true) {
      if (this.run.closedOn === undefined) this.run = close(this.run, 'ended', on);
      return;
    }
    if (transition === undefined || trackOf(this.flow, transition) !== MAIN_TRACK) return;
    if ((transition.clock === 'suspend' || transition.clock === 'stop') && this.run.status === 'running') this.run = suspend(this.run, on);
    if ((transition.clock === 'resume' || transition.clock === 'restart') && this.run.status === 'suspended') this.run = resume(this.run, { on });
  }

  /** Whether it took longer than the limit, up to a Beijing date; `uncovered` when the calendar does not reach so far. */
  verdict(limit: Limit, calendar: WorkCalendar, until: string): 'in-time' | 'late' | 'uncovered' {
    const due = this.run && dueOf(this.run, limit, calendar);
    if (this.run === undefined || due === undefined || due.kind === 'suspended') return 'in-time';
    const on = this.run.closedOn ?? until;
    if (due.kind === 'due') return on > due.on ? 'late' : 'in-time';
    return on > due.notBefore ? 'uncovered' : 'in-time';
  }
}
