import type { FieldFault } from '@tongban/contracts';
import { beijingDateOf } from '../../calendar/days';
import type { CaseMessage, CaseState, Parties } from '../../flow/case-state';
import type { CompiledFlow } from '../../flow/compile';
import { type Accepted, decide } from '../../flow/engine';
import { judgeOpen, pathOfFault } from './fields';
import { isSentBack } from './returns';
import type { JudgingFlow, TrialSurroundings } from './trial';

/** What is wrong with a message, without a value of it. */
export interface Reason { readonly code: string; readonly path?: string }
export type Verdict =
  | { readonly verdict: 'passed' | 'returned'; readonly decision: Accepted }
  | { readonly verdict: 'rejected'; readonly reasons: readonly Reason[] };

/** The message as it was registered, and what it did to the case then. */
export interface Registered { readonly flow: CompiledFlow; readonly message: CaseMessage; readonly decision: Accepted; readonly parties: Parties }

/**
 * What the home hub would have decided about a message under a draft, as it decides about any: type, open fields, then actor, state and hub rules. A rule over the values of
 * other cases is not asked here, see `usesValues`.
 */
export function judgeUnder(draft: JudgingFlow, state: CaseState | undefined, past: Registered, { validation, participantOf }: TrialSurroundings): Verdict {
  const { message, parties } = past;
  if (!draft.flow.messages.has(message.type)) return rejected([{ code: 'message.unknown-type' }]);
  const { open, faults } = judgeOpen(draft, past.flow, message.type, message.open, { ...validation, todayDate: beijingDateOf(message.receivedAt), unknownFields: 'keep' });
  if (faults.length > 0) return rejected(reasonsOf(faults));
  const decision = decide(draft.flow, state, { ...message, open }, { parties, participantOf });
  if (!decision.accepted) return rejected(decision.faults?.length ? reasonsOf(decision.faults) : [{ code: decision.code }]);
  return { verdict: isSentBack(draft.flow, decision, past.flow, past.decision) ? 'returned' : 'passed', decision };
}

const rejected = (reasons: readonly Reason[]): Verdict => ({ verdict: 'rejected', reasons });

/** Each reason once. */
export function reasonsOf(faults: readonly FieldFault[]): readonly Reason[] {
  const reasons = new Map(faults.map(({ code, path }) => [`${code} ${pathOfFault(path)}`, { code, path: pathOfFault(path) }] as const));
  return [...reasons.values()];
}

/** Whether the draft would refuse the message if another case had used a value of it, which is not looked up; a rule that the case ran under as well was passed then. */
export function usesValues({ flow: { flow } }: JudgingFlow, past: CompiledFlow, { claims }: Accepted): boolean {
  return claims.some(({ ruleId }) => {
    const rule = flow.hubRules.find(({ id }) => id === ruleId);
    if (rule?.severity !== 'reject') return false;
    return !past.flow.hubRules.some(({ id, rule: kind, severity, message, field }) => id === ruleId && kind === rule.rule && severity === 'reject' && message === rule.message && field === rule.field);
  });
}
