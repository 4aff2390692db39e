import { type ErrorCode, type FieldFault, fieldFault } from '@tongban/contracts';
import { beijingDateOf } from '../calendar/days';
import type { AgencySide } from './actors';
import type { CaseMessage, Parties, ValueClaim } from './case-state';
import type { CompiledFlow } from './compile';
import type { Entry, FieldRef, Fields, FieldValue, HubRule } from './model';

/** What the hub rules need from outside the case. */
export interface RuleContext {
  readonly parties: Parties;
  /** Participant that serves a division of any level; undefined for unknown or not addressable ones. */
  readonly participantOf: (division: string) => string | undefined;
  /** Whether another case of this participant used the value under this rule. Without it only this case is known. */
  readonly valueUsedElsewhere?: (ruleId: string, participant: string, value: string) => boolean;
}
/** A cross-message rule that a message breaks. `path` is the open field that has to change. */
export interface RuleBreach extends FieldFault {
  readonly ruleId: string;
  readonly rule: HubRule['rule'];
  readonly severity: HubRule['severity'];
}
type Latest = Readonly<Record<string, Fields>>;
interface Judgement {
  readonly entry: Entry;
  readonly message: CaseMessage;
  /** Newest values by message type, this message included. */
  readonly latest: Latest;
  readonly context: RuleContext;
}

/** The catalogue code of each rule. */
export const RULE_CODES = {
  amountMismatch: 'rule.amount-mismatch',
  duplicateTransfer: 'rule.duplicate-transfer',
  divisionOfActor: 'rule.division-of-actor',
  notAfterReceipt: 'rule.after-receipt',
  notBefore: 'rule.before-reference',
} as const satisfies Record<HubRule['rule'], ErrorCode>;

/** A rule answers with the field at fault, or nothing. */
const RULES: Readonly<Record<HubRule['rule'], (rule: HubRule, judgement: Judgement) => string | undefined>> = {
  amountMismatch: (rule, { message, latest }) => {
    const refs = [...(rule.sum ?? []), ...(rule.equals ?? [])];
    const own = refs.find((ref) => ref.message === message.type);
    const left = total(rule.sum, latest);
    const right = total(rule.equals, latest);
    return own !== undefined && left !== undefined && right !== undefined && left !== right ? own.field : undefined;
  },
  duplicateTransfer: (rule, { message, context }) => {
    const claim = claimOf(rule, message, context.parties);
    return claim !== undefined && context.valueUsedElsewhere?.(claim.ruleId, claim.participant, claim.value) === true ? rule.field : undefined;
  },
  divisionOfActor: (rule, { entry, message, context }) => {
    const division = text(ownValue(rule, message));
    if (division === undefined) return undefined;
    const side: AgencySide = entry.opener === rule.actor ? 'opener' : 'counterpart';
    return context.participantOf(division) === context.parties[side].participant ? undefined : rule.field;
  },
  notAfterReceipt: (rule, { message }) => {
    const date = text(ownValue(rule, message));
    return date !== undefined && date > beijingDateOf(message.receivedAt) ? rule.field : undefined;
  },
  notBefore: (rule, { message, latest }) => {
    const date = text(ownValue(rule, message));
    const reference = rule.notBefore && text(latest[rule.notBefore.message]?.[rule.notBefore.field]);
    return date !== undefined && reference !== undefined && date < reference ? rule.field : undefined;
  },
};

/** Every rule of the flow the message breaks, of either severity (FLOW-FORMAT §7). */
export function brokenRules(flow: CompiledFlow, entry: Entry, message: CaseMessage, latest: Latest, context: RuleContext): readonly RuleBreach[] {
  return flow.flow.hubRules.flatMap((rule) => {
    const path = RULES[rule.rule](rule, { entry, message, latest, context });
    if (path === undefined) return [];
    return [{ ...fieldFault(path, RULE_CODES[rule.rule], rule.zh, rule.en), ruleId: rule.id, rule: rule.rule, severity: rule.severity }];
  });
}

/** The newest compared values once this message is there; a newer message of a type replaces the older one whole. */
export function withLatest(flow: CompiledFlow, latest: Latest, message: CaseMessage): Latest {
  const compared = flow.comparedFields.get(message.type);
  if (compared === undefined) return latest;
  const kept = Object.fromEntries(Object.entries(message.open).filter(([field]) => compared.has(field)));
  return { ...latest, [message.type]: kept };
}

/** The values this message lays claim to for its sender; within one case a value may be repeated. */
export function claimsOf(flow: CompiledFlow, message: CaseMessage, parties: Parties): readonly ValueClaim[] {
  return flow.flow.hubRules.flatMap((rule) => {
    const claim = rule.rule === 'duplicateTransfer' ? claimOf(rule, message, parties) : undefined;
    return claim === undefined ? [] : [claim];
  });
}

function claimOf(rule: HubRule, message: CaseMessage, parties: Parties): ValueClaim | undefined {
  const value = text(ownValue(rule, message));
  if (value === undefined || message.side === 'hub') return undefined;
  return { ruleId: rule.id, participant: parties[message.side].participant, value };
}

const text = (value: FieldValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

function ownValue(rule: HubRule, message: CaseMessage): FieldValue | undefined {
  return rule.message === message.type && rule.field !== undefined ? message.open[rule.field] : undefined;
}

/** The sum of the newest values; undefined until all are known. */
export function total(refs: readonly FieldRef[] | undefined, latest: Latest): number | undefined {
  let sum = 0;
  for (const { message, field } of refs ?? []) {
    const value = latest[message]?.[field];
    if (typeof value !== 'number') return undefined;
    sum += value;
  }
  return sum;
}
