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
export { attachmentFaults, attachmentRuleOf, requireAttachable, type AttachmentFacts, type AttachmentRule, type AttachmentRules } from './attachments/attachment-rules';
export { chunkCount, chunkSize, type ChunkedFile } from './attachments/file-chunks';
export { SHARD_COUNT, fnv1a32, shardOf } from './cases/shard';
export { EMPTY_LOCK, assignNumbers, lockChanges, numberOf, sealedLock, verifyLock, type FieldNumberLock, type LockFault } from './schema/field-numbers';
export { SCALAR_TYPES, parseFieldType, type FieldType, type ScalarType } from './schema/field-type';
export { codesOn, countsFor, countsOn, type OpeningDays } from './schema/code-validity';
export { canonicalJson, sha256Hex } from './schema/canonical-json';
export { compileMessages, type MessageTypes } from './schema/message-types';
export { type DecodedOpen, type DecodedPart, type MessageCodec } from './schema/message-codec';
export { type MessageValidator, type SplitFields } from './schema/message-validator';
export { type ValidationContext } from './schema/context-rules';
export { type UnknownFields } from './schema/part-schema';
export { messageJsonSchema } from './schema/json-schema';
export { type JsonSchema } from './schema/json-schema-guard';
export { descriptorSet } from './schema/proto-descriptor';
export { personalMessageName, protoMessageName } from './schema/proto-names';
export { publishedProto, type NamedSource, type ProtoFile } from './schema/published-proto';
export { vocabularyOf, type FlowVocabulary } from './schema/flow-vocabulary';
export { type SealRecipientPart, type SealedPart } from './schema/seal-proto';
export { wordGuard } from './schema/guard-wording';
export {
  CLOCK_ANCHORS_MAX, REAL_TIME, beijingInstant, businessInstant, realMsOf, withAnchor, type ClockAnchorData, type ClockSettingData,
} from './clock/business-clock';
export { ANY_STATE, compileFlow, fieldOf, finiteDomain, MAIN_TRACK, PREVIOUS_STATE, SAME_STATE, type CompiledFlow } from './flow/compile';
export { guardFields, guardStates, holds, reduceGuard, type Visited } from './flow/guard';
export { actingActor, actorsOfSide, sideOfActor, type AgencySide, type Side } from './flow/actors';
export { type OpenField, isFreeText, openFieldsOf } from './flow/open-fields';
export { hasBegun, isFinished, type Configuration } from './flow/movement';
export type { CaseMessage, CaseState, DeadlineRun, Moment, Parties, Party, Pause, ValueClaim } from './flow/case-state';
export { decide, type Accepted, type Decision, type DecisionContext, type Rejected } from './flow/engine';
export { RULE_CODES, type RuleBreach, type RuleContext } from './flow/hub-rules';
export { recordDelivery, type Delivery } from './flow/delivery';
export { rejectByRecipient, type RecipientRejection, type RejectionEffect, type RejectionOutcome } from './flow/recipient-rejection';
export { type StandingMove, type TrackBefore } from './flow/standing-moves';
export { dueFrom, dueOf, type Due, type Limit } from './flow/due-date';
export { awaitsDelivery, deadlinesOf, TOTAL_DEADLINE, type CalendarOfSide, type DeadlineStatus, type DeadlineView } from './flow/deadlines';
export {
  ALARM_STAGES, RUN_STAGES, isRaised, receivers, type Alarm, type AlarmNotice, type AlarmReceiver, type AlarmRules, type AlarmStage, type NoticeAfter, type NoticeBefore, type RaisedAlarm,
} from './alarms/alarm';
export { ALARM_STAGE_WORDS, alarmInWords } from './alarms/alarm-words';
export { annulledBy, type RegisteredMessage } from './alarms/annulled';
export { openDisputes, type OpenDispute } from './alarms/disputes';
export { alarmsDue, nextAlarmOn, type AlarmContext } from './alarms/due-alarms';
export { afterLapse, lapseDue, nextLapseOn, withoutLapse, type Lapse, type LapseContext } from './flow/lapse';
export { NOTICE_WORKING_DAYS_MAX, dayAfter, dayOfNotice } from './alarms/notice-days';
export { endOfDay, isVouchedFor, lastDayVouchedFor, startOfDay, undeterminedWhereSilent, type VouchedUntil } from './flow/vouching';
export {
  holderOf, nextActions, openingActions, type ActionContext, type ActorRef, type DueHint, type Holder, type MessageRef, type NextAction, type OpeningAction,
} from './flow/next-actions';
export { responsibilitiesOf, responsibleAt, type CaseStep, type Responsibility } from './flow/responsibility';
export { nextActionDocuments, openingActionDocuments, type SideDivisions } from './flow/next-actions-document';
export { arrivalOn, standstillsOf, type Standstill } from './flow/standstill';
export { awaitedOf, type Awaited } from './flow/awaited';
export { successorsOf, successorWords, type SuccessorOption } from './flow/successors';
export { type ActionField, type FieldConstraint } from './flow/action-fields';
export { type Outcome, type StateRef } from './flow/outcomes';
export { checkDictionary, checkFlow, checkFlowStatics, exploreFlow } from './flow/check/check-flow';
export { type FlowFault } from './flow/check/faults';
export { type KnownReferences } from './flow/check/known';
export type {
  Actor, ActorKind, ClockWord, CodeDates, CodeList, CodeValue, Confidence, Deadline, DeadlineKind, DeadlineStart, Entry, Fact, FieldRef, FieldSpec, FieldValue, Fields,
  Flow, FlowDictionary, Guard, HubRule, LimitSource, LimitUnit, MessageKind, MessageSpec, RecordType, State, Successor, TotalDeadline, Track, Transition, Worded,
} from './flow/model';
export {
  ARTEFACT_KINDS, BASELINE_VERSION, artefactKey, artefactVersion, compareVersions, contentDigest, isArtefactId, isArtefactKind, isVersion, parseVersion, versionKey, versionRef,
  type ArtefactKind, type ArtefactRef, type ArtefactVersion, type ArtefactVersionRef, type VersionNumber,
} from './standards/artefact';
export { STANDARD_TIERS, jointRegionOf, ownerOf, tierOf, type RegionOfDivision, type StandardPlacement, type StandardTier } from './standards/owner';
export {
  DISPOSITIONS, SUSPENSION_SCOPES, type Actor as RegistryActor, type AdoptionStatus, type AdoptionTarget, type Disposition, type DraftingCommand, type RegistryAction, type RegistryCommand, type SuspensionScope,
} from './standards/commands';
export { targetsOfAction } from './standards/commands';
export { HANDLING_MODES, MODE_WORDS, modeWords } from './standards/handling-modes';
export { RELEASE_PER_MINUTE, SWITCH_POSITIONS, SWITCH_SUBJECTS, type OrderedPair, type SwitchPosition, type SwitchRecord, type SwitchScope, type SwitchSetting, type SwitchSubject } from './standards/switches/switch';
export { concernsCase, decidingSwitch, latestHold, settingsAt, standingOfSwitch, type NewCase, type PlacedParty, type SwitchStanding } from './standards/switches/position';
export { heldFate, ReleasePace, type HeldFate } from './standards/switches/release';
export { WINDOW_MINUTES_MAX, heldUntil, nextMaintenance, type MaintenanceSpan, type MaintenanceWindow } from './maintenance/window';
export { WINDOWS_MAX, windowFaults } from './maintenance/window-faults';
export { windowInWords } from './maintenance/window-words';
export { isCrossingOn, type CrossingPair } from './crossing/crossing-switch';
export { legalBasisFaults, type CaseDivisions, type LegalBasis, type LegalBasisRule } from './crossing/legal-basis';
export { carriesPersonalData, leavesMainland, liesAcrossBorder, type VisibleParts } from './crossing/personal-data';
export {
  ERASED_MESSAGES_MAX, ERASURE_GROUNDS, erasureGround, erasureHindrance, type ErasureGround, type ErasureHindrance, type ErasureOrder, type ErasureScope, type ErasureStanding,
} from './erasure/order';
export { POSITION_WORDS, scopeInWords, switchInWords } from './standards/switches/switch-words';
export { RELEASE_PER_MINUTE_MAX, SWITCHES_MAX } from './standards/switches/switch-faults';
export type { Derivation, DraftText, DraftedArtefact, EventFrame, Publication, RegistryEvent, RegistryEventBody } from './standards/events';
export { decide as decideRegistry, type DecisionContext as RegistryContext, type RegistryDecision } from './standards/decide';
export { COMMAND_LIMITS } from './standards/command-form';
export { DRAFT_BYTES_MAX } from './standards/decide-draft';
export { actionDigest } from './standards/decide-action';
export { draftDigest, phaseOf, type CommentRecord, type DraftPhase, type DraftRecord } from './standards/draft-record';
export {
  acceptedForNewCases, evolve as evolveRegistry, initialRegistry, releaseOf, releasesOf, statusOf, versionInForce,
  type Answer as RegistryAnswer, type Declaration, type MaintenanceRecord, type PendingAction, type RegistryState, type TargetRecord, type VersionStatus,
} from './standards/registry';
export { hasBegunAt, releaseStatus, releasesForNewCases, servesRunningCases, withRelease, type Release, type ReleaseStatus, type SuspensionPeriod } from './standards/release';
export { changedRelease, changedTargets, publishedReleases } from './standards/release-changes';
export { isPlacedInstant, transitionEnd } from './standards/business-order';
export { requirePlainContents } from './standards/plain-content';
export { SharedMap } from './standards/shared-map';
export { DRY_RUN_HOURS_MAX, migrationDigest, type MigrationDryRun, type MigrationMapping, type MigrationOrder, type StateMapping } from './standards/migration/order';
export { isRunning, migrateCase, type Migration, type StayReason } from './standards/migration/migrated-case';
export { mappingFaults } from './standards/migration/mapping-faults';
export { hasSamePersonalPart } from './standards/migration/carried-message';
export type { Versions } from './standards/migration/migrated-deadlines';
export { adoptionOf, type AdoptionReport, type AdoptionRow, type TargetProgress } from './standards/adoption';
export { REFUSALS_OF_STALE_COPIES, copyStanding, isRefusedAt, isSensitive, type CopyStanding, type StaleCopyPolicy, type StaleRefusal, type StaleStage } from './staleness/stale-copy';
export { csvOf } from './standards/csv';
export { DISPOSITION_WORDS, commentTable, commentTableCsv, type CommentRow } from './standards/comment-table';
export {
  STATUS_WORDS, linkedContents, standingOf, systemTable, systemTableCsv, type Standing, type SystemTableFilter, type SystemTableRow,
} from './standards/system-table';
export { type FlowContent, type ItemContent, type LinkedContents, type StandardContent } from './standards/contents';
export { linksOf, type DanglingLink, type Link, type Links } from './standards/links';
export { gapReport, type FamilyGap, type GapReport } from './standards/gaps';
export { behindFloors, type BehindFloor, type PublishedStandard } from './standards/floors/behind-floors';
export { compareToFloor, type FloorComparison, type FloorVerdict } from './standards/floors/compare-to-floor';
export type { Amount, Circumstance, DeclaredValue, Floor, FloorSchedule, FloorsOf } from './standards/floors/floor';
export { floorFaults, limitFaults, type DeclaringStandard, type FloorFault, type LimitedItem } from './standards/floors/floor-faults';
export { floorInForce, floorsInForce } from './standards/floors/floor-in-force';
export { floorsOverVersions, type FloorVersion } from './standards/floors/floors-over-versions';
export { CHANGE_RULES, type ChangeKind, type ChangeRule, type Direction } from './standards/compatibility/rules';
export { type Change } from './standards/compatibility/change';
export { diffOf } from './standards/compatibility/diff';
export { breaksOf, verdictOf, type BreakingReason, type Compatibility, type Verdict } from './standards/compatibility/verdict';
export { PROCESSING_LIMIT, Replay } from './standards/dry-run/replay';
export { PersonalRules } from './standards/dry-run/personal-rules';
export { type PastCase, type PastStep } from './standards/dry-run/past-case';
export { DryRunTally } from './standards/dry-run/tally';
export { judgePersonal } from './standards/dry-run/fields';
export { reasonsOf } from './standards/dry-run/judge';
export { type ItemTrial, type JudgingFlow, type TrialSurroundings } from './standards/dry-run/trial';
export { disclosuresOf, type DisclosedContent, type Disclosure, type DisclosureStatus, type FormedRelease } from './standards/disclosure/disclosure-clock';
export { DISCLOSURE_LIMIT, type DisclosureLimit } from './standards/disclosure/disclosure-limit';
export { elevationCandidates, type Adopter, type ElevationCandidate } from './standards/elevation/candidates';
export { onTimeRate, rankCandidates, type Counted, type CountedCases, type ElevationRow } from './standards/elevation/rank';
export { POLICY_AREAS, policyGaps, type PolicyGap, type PolicyItem } from './standards/policy/policy-gaps';
export { phasesOf, type PhaseProgress, type TrendPoint } from './standards/progress/target-progress';
export { exemptMaterials, requestsOfExempt, type ItemMaterial, type MaterialRequest } from './standards/materials/material-requests';
export { registerFaults, registerOf, type MemberRegion, type RegisterFault, type RegisteredParticipant } from './participants/register';
export { KEY_USES, isEnabledFor, type DutyDesk, type KeyUse, type ParticipantRecord, type RegisteredKey } from './participants/participant-record';
export { participantRecordFaults } from './participants/record-faults';
export { MAPPING_DIRECTIONS, mappingIdOf, toLocal, toStandard, type CodeMapping, type Counterparts, type MappingDirection, type MappingLoss, type MappingRow } from './standards/codes/mapping';
export { mappingCoverage, type CoveredCode, type MappingCoverage } from './standards/codes/mapping-coverage';
export { codeMappingFaults, type CodeFault } from './standards/codes/mapping-faults';
export { codeDatesFaults } from './standards/codes/code-dates-faults';
export {
  MATERIAL_DEMANDS, floorsOfProfile, isValidOn, profileIdOf, type HarmonisedLimit, type HarmonisedMaterial, type HarmonisedValue, type MaterialDemand, type MaterialRef, type Profile,
} from './standards/profiles/profile';
export { bindsStandard, isInScope, reachOf, type ReachingStandard, type RegionScope } from './standards/profiles/region-scope';
export { type LocalGuide } from './standards/profiles/local-guide';
export { profileFaults, type ProfileFault, type ProfiledStandard, type ProfilesOf, type ScopedProfile } from './standards/profiles/profile-faults';
export { DEMAND_WORDS, harmonisedWords } from './standards/profiles/profile-words';
export { profileOfDivision, promiseFaults, waivedFaults, type CaseClock } from './standards/profiles/profile-of-side';
export { localTerms, type LocalStandard, type LocalTerms, type NationalItem, type TermSource } from './standards/differences/local-terms';
export { differenceReport, type ComparedValue, type DifferenceReport, type DifferingElement, type Extreme } from './standards/differences/difference-report';
export { compareLists, type ComparedItem, type ListDifference } from './standards/differences/compare-lists';
export { differenceCsv } from './standards/differences/difference-csv';
export { amountWords } from './standards/floors/floor-words';
export { compareMessages, differing, partsOf, summarise, within, type Difference, type LinkMessage, type LinkPart, type LinkRange } from './reconciliation/link-parts';
export { RefusalCounts, type Refusal, type RefusalSeries } from './security/refusal-counts';
export { AheadOfPace } from './security/ahead-of-pace';
export { REASON_MAX, holdsCitizenId, isOperatorActor, requireOperatorActor, requireReason } from './operators/action-words';
export { FAILURE_STATES, causesOf, failureState, waitingEdit, isInHand, type FailureCause, type FailureState, type FailureStep, type FailureStepOutcome } from './failures/failure-state';
export { CORRECTION_BYTES_MAX, readCorrection, type Correction } from './failures/correction';
export { ALERT_SEVERITIES, alertKey, type AlertRule, type AlertRules, type AlertSeverity, type Measurement } from './alerts/alert-rules';
export { NO_TIMING, judgeAlerts, type AlertChange, type AlertTiming } from './alerts/judge-alerts';
export { EMPTY_ALERT_LOG, foldAlert, type AlertLogState, type AlertStep, type ChannelState, type OpenAlert } from './alerts/alert-log-state';
export { tellingDue, type Telling, type TellingPace } from './alerts/tell-alerts';
export { daysToKeyEnd } from './participants/key-end';
