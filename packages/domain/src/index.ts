export { IDENTIFIER_REASONS, type IdentifierCheck, type IdentifierReason } from './identifiers/reasons';
export { checkCitizenId, citizenIdCheckCharacter, type CitizenIdFacts } from './identifiers/citizen-id';
export { checkUscc, organisationCodeCheckCharacter, usccCheckCharacter, type UsccFacts, type UsccWarning } from './identifiers/uscc';
export { checkDivisionCode, type DivisionCodeFacts } from './identifiers/division-code';
export {
  DivisionDirectory, HOME_REGIONS, divisionLevel, provinceCodeOf,
  type DivisionLevel, type DivisionRecord, type DivisionStatus, type HomeRegion, type Participant,
} from './identifiers/divisions';
export { isSyntheticIdentity, type IdentityKind } from './identifiers/synthetic';
export { addDays, beijingDateOf, dayOfWeek, diffDays, isDate, isInstant, requireDate, sameDayMonthsLater } from './calendar/days';
export { WorkCalendar, type CalendarYear, type DueDate, type WorkingDayCount } from './calendar/work-calendar';
export { CASE_NUMBER_RANDOM_BYTES, makeCaseNumber, normaliseCaseNumber, parseCaseNumber, type CaseNumberParts } from './cases/case-number';
export { SHARD_COUNT, fnv1a32, shardOf } from './cases/shard';
export { EMPTY_LOCK, assignNumbers, lockChanges, numberOf, verifyLock, type FieldNumberLock, type LockFault } from './schema/field-numbers';
export { SCALAR_TYPES, parseFieldType, type FieldType, type ScalarType } from './schema/field-type';
export { canonicalJson, sha256Hex } from './schema/canonical-json';
export { compileMessages, type MessageTypes } from './schema/message-types';
export { type DecodedOpen, type DecodedPart, type MessageCodec } from './schema/message-codec';
export { type MessageValidator, type SplitFields } from './schema/message-validator';
export { type ValidationContext } from './schema/context-rules';
export { type UnknownFields } from './schema/part-schema';
export { type SealRecipientPart, type SealedPart } from './schema/seal-proto';
export { wordGuard } from './schema/guard-wording';
export {
  CLOCK_ANCHORS_MAX, REAL_TIME, beijingInstant, businessInstant, realMsOf, withAnchor, type ClockAnchorData, type ClockSettingData,
} from './clock/business-clock';
export { compileFlow, fieldOf, finiteDomain, MAIN_TRACK, type CompiledFlow } from './flow/compile';
export { guardFields, guardStates, holds, reduceGuard, type Visited } from './flow/guard';
export { actingActor, actorsOfSide, sideOfActor, type AgencySide, type Side } from './flow/actors';
export { hasBegun, isFinished, type Configuration } from './flow/movement';
export type { CaseMessage, CaseState, DeadlineRun, Moment, Parties, Party, ValueClaim } from './flow/case-state';
export { decide, type Accepted, type Decision, type DecisionContext, type Rejected } from './flow/engine';
export { RULE_CODES, type RuleBreach, type RuleContext } from './flow/hub-rules';
export { recordDelivery, type Delivery } from './flow/delivery';
export { rejectByRecipient, type RecipientRejection, type RejectionEffect, type RejectionOutcome } from './flow/recipient-rejection';
export { type StandingMove, type TrackBefore } from './flow/standing-moves';
export { dueFrom, dueOf, type Due, type Limit } from './flow/due-date';
export { awaitsDelivery, deadlinesOf, TOTAL_DEADLINE, type CalendarOfSide, type DeadlineStatus, type DeadlineView } from './flow/deadlines';
export {
  holderOf, nextActions, openingActions, type ActorRef, type DueHint, type Holder, type MessageRef, type NextAction, type OpeningAction,
} from './flow/next-actions';
export { nextActionDocuments, openingActionDocuments, type SideDivisions } from './flow/next-actions-document';
export { type ActionField, type FieldConstraint } from './flow/action-fields';
export { type Outcome, type StateRef } from './flow/outcomes';
export { checkDictionary, checkFlow, checkFlowStatics, exploreFlow } from './flow/check/check-flow';
export { type FlowFault } from './flow/check/faults';
export { type KnownReferences } from './flow/check/known';
export type {
  Actor, ActorKind, ClockWord, CodeList, CodeValue, Confidence, Deadline, DeadlineKind, DeadlineStart, Entry, Fact, FieldRef, FieldSpec, FieldValue, Fields,
  Flow, FlowDictionary, Guard, HubRule, LimitSource, LimitUnit, MessageKind, MessageSpec, RecordType, State, Successor, TotalDeadline, Track, Transition, Worded,
} from './flow/model';
