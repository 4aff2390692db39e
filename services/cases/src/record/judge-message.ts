import { CASE_ENTRIES_MAX, type ErrorCode, type FieldFault, type SideName, TongbanError, errorTraits, fieldFault, type v1 } from '@tongban/contracts';
import { type Decision, type Fields, type Party, type Pause, type ValidationContext, beijingDateOf, decide, diffDays, hasBegun, isDate, parseCaseNumber, promiseFaults, requestsOfExempt, switchInWords } from '@tongban/domain';
import type { OpenedMessage } from '@tongban/trust';
import { requireCarried } from './carried-message';
import { type Predecessor, requireMayFollow } from './predecessor';
import { type CaseRecord, type Opening, releaseSent } from './case-record';
import { crossingFaults } from './judge-crossing';
import { type AskedCase, type FlowRelease, type FlowReleases, releaseName } from './flow-releases';

export interface Registered {
  readonly verdict: 'registered';
  readonly side: SideName;
  readonly decision: Extract<Decision, { accepted: true }>;
  /** What raises an alarm although the message is registered. */
  readonly alerts: readonly Alert[];
}
export interface Alert { readonly ruleId: string; readonly code: ErrorCode }
export interface Refused {
  readonly verdict: 'rejected';
  readonly code: ErrorCode;
  readonly detail: string;
  readonly faults: readonly FieldFault[];
  /** Whether the case log takes the rejection. Strangers never grow the log of a case; nor does a refusal for a reason that passes, which decides nothing. */
  readonly inCaseLog: boolean;
  /** The same bytes may succeed later: they are judged anew when they come again. */
  readonly passes: boolean;
}
export type Judgement = Registered | Refused;

export interface JudgeContext {
  readonly releases: FlowReleases;
  /** Region of this hub. */
  readonly region: string;
  readonly receivedAt: string;
  /** Business instant of the judgement. What was refused while something was suspended, and comes again, is not held to the moment it first came. */
  readonly decidedAt: string;
  /** Business instant by which switches are asked: that of the receipt, and for what was held, that of its release. */
  readonly switchedAt?: string;
  readonly validation: ValidationContext;
  /** Of the case that an opening names as its predecessor. */
  readonly predecessor?: Predecessor;
  readonly valueUsedElsewhere?: (ruleId: string, participant: string, value: string) => boolean;
  /** What is wrong with the files it carries; their signatures were checked beforehand, since a pure judgement cannot wait. */
  readonly fileFaults?: readonly FieldFault[];
}

/**
 * What the home hub decides about a message, given the case so far. Pure: the border has attested sender, size, signature,
 * environment and contract before; here item, flow, fields, actor, state and hub rules are judged, in this order.
 */
export function judgeMessage(message: OpenedMessage, record: CaseRecord, context: JudgeContext): Judgement {
  const { envelope } = message;
  const sender = envelope.sender?.participant ?? '';
  const isOpening = record.opening === undefined;
  const owner = parseCaseNumber(envelope.caseNo)?.participant;
  const side = isOpening ? (owner === sender ? 'opener' : undefined) : record.sideOf(sender);
  const refuse = (code: ErrorCode, detail: string, faults: readonly FieldFault[] = []): Refused =>
    ({ verdict: 'rejected', code, detail, faults, inCaseLog: side !== undefined && !errorTraits(code).retryable, passes: errorTraits(code).retryable });

  if (record.logIndex >= CASE_ENTRIES_MAX) return { ...refuse('case.too-long', `the log has ${record.logIndex} entries`), inCaseLog: false };
  if (!side) {
    if (!isOpening) return refuse('sender.not-party', `${sender} is no party of ${record.caseNo}`);
    return refuse('case.unknown', `${record.caseNo} was never opened, and ${sender} cannot open it`);
  }
  if (isOpening && !isNear(parseCaseNumber(envelope.caseNo)?.date ?? '', context.receivedAt))
    return { ...refuse('case.number-invalid', 'the date of the number is not near the day of receipt'), inCaseLog: false };
  // Only an opener says which entry it means: of a new case, or of one that went back to it before it began.
  const wentBack = record.state !== undefined && !hasBegun(record.state);
  if (!isOpening && !wentBack && envelope.entryId) return refuse('case.number-taken', `${record.caseNo} is open already`);
  if (wentBack && side === 'opener' && envelope.recipient?.participant !== record.opening?.parties.counterpart.participant)
    return refuse('case.number-taken', `${record.caseNo} was opened with another counterpart, who stays a party of it`);
  if (record.messageOf(sender, envelope.messageId)) return refuse('message.id-reused', `message id ${envelope.messageId} has other bytes in the log`);
  try {
    const release = releaseOf(envelope, record, context);
    const openedAt = record.opening?.openedAt ?? context.receivedAt;
    const openedOn = beijingDateOf(openedAt);
    const validation = { ...context.validation, openedOn: { from: openedOn, to: openedOn } };
    const sentUnder = (record.opening && releaseSent(record.opening, envelope.schemaDigest)) ?? release;
    const open = checkedFields(message, sentUnder, validation);
    refuseFiles(context);
    if (sentUnder !== release) requireCarried(envelope.messageType, open, { sentUnder, release }, validation);
    const parties = record.opening?.parties ?? {
      opener: context.releases.partyOf(envelope.sender ?? {}), counterpart: context.releases.partyOf(envelope.recipient ?? {}),
    };
    if (isOpening) requireMayFollow(envelope, context.predecessor);
    const crossed = crossingFaults({ envelope, record, side, parties, open, spec: sentUnder.flow.messages.get(envelope.messageType) }, context.releases, context.switchedAt ?? context.receivedAt);
    if (crossed.length > 0) return refuse('personal-data.cross-border', `${crossed.map(({ path, en }) => `${path}: ${en}`).join('; ')}`, crossed);
    const decision = decide(release.flow, record.state, {
      messageId: envelope.messageId, type: envelope.messageType, side, open, receivedAt: context.receivedAt,
      ...(envelope.onBehalfOf && { onBehalfOf: envelope.onBehalfOf }), ...(envelope.entryId && { entryId: envelope.entryId }),
    }, {
      parties, participantOf: context.releases.participantOf, ...(context.valueUsedElsewhere && { valueUsedElsewhere: context.valueUsedElsewhere }),
    });
    if (!decision.accepted) return refuse(decision.code, decision.detail, decision.faults);
    const late = brokenPromises({ itemCode: envelope.itemCode, openedAt }, { type: envelope.messageType, open }, decision.state.total?.pauses ?? [], parties[side], context);
    const [first] = late;
    if (first !== undefined) return refuse(first.code, first.en, late);
    return { verdict: 'registered', side, decision, alerts: [...decision.alerts, ...materialAlerts(record, release, envelope.messageType, open, context.releases)] };
  } catch (cause) {
    if (cause instanceof TongbanError && cause.code !== 'hub.internal') return refuse(cause.code, cause.message, cause.faults);
    throw cause;
  }
}

/** The rule is the item's, not the flow's. The hub reads open fields only: what a request asks for in its sealed part, the sender's SDK has judged by the same rule. */
function materialAlerts({ opening }: CaseRecord, { flow }: FlowRelease, messageType: string, open: Fields, releases: FlowReleases): readonly Alert[] {
  if (opening === undefined || flow.messages.get(messageType)?.kind !== 'supplement-request') return [];
  const materials = new Set(requestsOfExempt(flow, messageType, open, releases.exemptMaterials(opening)).map(({ material }) => material));
  return [...materials].map((ruleId) => ({ ruleId, code: 'rule.material-exempt' }));
}

/** An outbox may wait long, a clock may be a little ahead; a number from another age would open a log stream of its own. */
const NUMBER_AGE_DAYS_MAX = 366;
function isNear(date: string, receivedAt: string): boolean {
  if (!isDate(date)) return false;
  const age = diffDays(date, beijingDateOf(receivedAt));
  return age >= -1 && age <= NUMBER_AGE_DAYS_MAX;
}

function releaseOf(envelope: v1.Envelope, { opening }: CaseRecord, context: JudgeContext): FlowRelease {
  const release = opening ? releaseOfRunning(envelope, opening, context) : releaseOfNew(envelope, context);
  if (!release.flow.messages.has(envelope.messageType)) throw new TongbanError('message.unknown-type', `${release.flow.id} has no ${envelope.messageType}`);
  return release;
}

/**
 * A case keeps the version it follows: what was published, superseded or withdrawn since is not asked. A message made under one it followed before was on its
 * way when the case moved, and is taken where it says the same in both, see `requireCarried`.
 */
function releaseOfRunning(envelope: v1.Envelope, opening: Opening, context: JudgeContext): FlowRelease {
  const { release } = opening;
  if (opening.itemCode !== envelope.itemCode) {
    acceptedOf(envelope.itemCode, context);
    throw new TongbanError('flow.mismatch', `the case is of item ${opening.itemCode}`);
  }
  if (envelope.flowId !== release.flow.id) throw new TongbanError('flow.mismatch', `the flow of the item is ${release.flow.id}`);
  if (!releaseSent(opening, envelope.schemaDigest)) throw new TongbanError('schema.version-unknown', `schema ${envelope.schemaDigest || '(none)'} is not the version of this case, ${releaseName(release)}`);
  refuseStale({ itemCode: opening.itemCode, opener: opening.parties.opener.participant, counterpart: opening.parties.counterpart.participant }, false, context);
  const { releases, receivedAt, decidedAt } = context;
  const halted = releases.halted(opening, receivedAt);
  if (halted && releases.halted(opening, decidedAt)) throw new TongbanError('item.suspended', `${halted} is suspended with its running cases`);
  return release;
}

/** One of those that were in force when it was received; in a transition window there are several. */
function releaseOfNew(envelope: v1.Envelope, context: JudgeContext): FlowRelease {
  const { releases, receivedAt } = context;
  // First of all: a copy that is late may not know the item, the version, or that it is suspended.
  const late = releases.lateness(envelope.itemCode, receivedAt);
  if (late) throw new TongbanError('standard.not-current', late);
  refuseStale(askedOf(envelope), true, context);
  const accepted = acceptedOf(envelope.itemCode, context);
  refuseNotEnabled(askedOf(envelope), context);
  refuseSwitchedOff(askedOf(envelope), context);
  refuseOutwaited(envelope, context);
  if (!accepted.some(({ flow }) => flow.id === envelope.flowId)) throw new TongbanError('flow.mismatch', `the flow of the item is ${accepted[0]?.flow.id}`);
  const release = accepted.find(({ flow, types }) => flow.id === envelope.flowId && types.digest === envelope.schemaDigest);
  if (!release) throw new TongbanError('schema.version-unknown', `no case begins with schema ${envelope.schemaDigest || '(none)'} at ${receivedAt}; accepted: ${accepted.map(releaseName).join(', ')}`);
  return release;
}

/** In stages: running cases go on the longest. */
function refuseStale(asked: AskedCase, isOpening: boolean, { releases, receivedAt }: JudgeContext): void {
  const stale = releases.copyStale(asked, isOpening, receivedAt);
  if (stale) throw new TongbanError('registry.copy-stale', stale);
}

function acceptedOf(itemCode: string, { releases, receivedAt, decidedAt }: JudgeContext): readonly FlowRelease[] {
  const atReceipt = releases.accepted(itemCode, receivedAt);
  const found = atReceipt.kind === 'suspended' ? releases.accepted(itemCode, decidedAt) : atReceipt;
  if (found.kind === 'accepted') return found.releases;
  throw new TongbanError(`item.${found.kind}`, found.kind === 'unknown' ? `no item ${itemCode}` : itemCode);
}

/** A running case goes on: whoever was enabled when it began finishes it. */
function refuseNotEnabled(asked: AskedCase, { releases, receivedAt }: JudgeContext): void {
  const participants = releases.notEnabled(asked, receivedAt);
  if (participants.length > 0) throw new TongbanError('participant.not-enabled', `${participants.join(', ')} not enabled for ${asked.itemCode} at ${receivedAt}`);
}

/** A new case as far as switches ask. */
export const askedOf = ({ itemCode, sender, recipient }: v1.Envelope): AskedCase =>
  ({ itemCode, opener: sender?.participant ?? '', counterpart: recipient?.participant ?? '' });

function refuseSwitchedOff(asked: AskedCase, { releases, receivedAt, switchedAt = receivedAt }: JudgeContext): void {
  const decides = releases.switched(asked, switchedAt);
  if (decides?.position !== 'off') return;
  const { zh, en } = switchInWords(decides);
  throw new TongbanError('item.switched-off', en, [fieldFault('item_code', 'item.switched-off', zh, en)]);
}

/** Its border saw to it that it was received in time; what was held since may have outlasted the moment after which its sender wants no case of it. */
function refuseOutwaited({ expiresAt }: v1.Envelope, { switchedAt }: JudgeContext): void {
  if (switchedAt !== undefined && expiresAt !== '' && Date.parse(expiresAt) < Date.parse(switchedAt)) throw new TongbanError('message.expired', `it was held beyond ${expiresAt}`);
}

/** Each side is held to the profile of its own region and to no other: what a case between two regions must satisfy, see `profileOfDivision`. */
function brokenPromises(opened: { readonly itemCode: string; readonly openedAt: string }, message: { readonly type: string; readonly open: Fields }, pauses: readonly Pause[], party: Party, { releases }: JudgeContext): readonly FieldFault[] {
  const profile = releases.profileOf(opened, party.division);
  if (profile === undefined) return [];
  return promiseFaults(profile, message, { openedOn: beijingDateOf(opened.openedAt), pauses, calendar: releases.calendarOf(party.participant) });
}

/** Its border had them on disk when it received the message; a claim that is not this message's, or that the item does not take, is wrong whoever let it pass. */
function refuseFiles({ fileFaults: [first, ...more] = [] }: JudgeContext): void {
  if (first !== undefined) throw new TongbanError(first.code, `${first.path}: ${first.en}`, [first, ...more]);
}

function checkedFields(message: OpenedMessage, release: FlowRelease, validation: ValidationContext): Fields {
  const { messageType, data } = message.envelope;
  const { fields, sealed } = release.types.decodeOpen(messageType, data);
  const faults = release.types.validateOpen(messageType, fields, validation);
  if (faults.length > 0) throw new TongbanError('message.invalid-fields', `${faults.length} open fields are wrong`, faults);
  if (sealed && validation.environment !== 'sandbox' && sealed.algorithm <= 1)
    throw new TongbanError('seal.not-allowed', 'the personal part is not sealed');
  return fields;
}
