import {
  CONTRACTS_SERVED, ENVIRONMENTS, type EnvironmentCode, type ErrorCode, type FieldFault, MESSAGE_BYTES_MAX, TongbanError, attributeFaults, fieldFault, sealedBytesOf, v1,
} from '@tongban/contracts';
import { type DivisionDirectory, carriesPersonalData, checkUscc, isDate, isInstant, leavesMainland, parseCaseNumber } from '@tongban/domain';
import { type OpenedMessage, type TrustDirectory, checkMessage, openMessage } from '@tongban/trust';
import { requireWrappedKeys } from './sealed-admission';

export interface AdmissionContext {
  readonly environment: EnvironmentCode;
  /** Participant whose stream the bytes came through: the only one it may claim to be. */
  readonly participant: string;
  /** Region token of the subject it was submitted under. */
  readonly homeRegion: string;
  /** Business instant at which the region had it on disk. */
  readonly receivedAt: string;
  readonly divisions: DivisionDirectory;
  readonly trust: TrustDirectory;
  /** Whether a sandbox lets personal parts in that are not sealed. */
  readonly takesUnsealed: boolean;
  /** What came beside the message as its wrapped keys; absent: nothing. */
  readonly wrappedKeys?: Uint8Array;
  /** Whether personal data of an item may go from a mainland participant to a SAR at an instant, as far as this region knows of the switches. */
  readonly crossingOn: (sender: string, recipient: string, itemCode: string, at: string) => boolean;
}
export type Admission =
  | { readonly admitted: true; readonly message: OpenedMessage }
  | { readonly admitted: false; readonly message?: OpenedMessage; readonly code: ErrorCode; readonly detail: string; readonly faults: readonly FieldFault[] };

/**
 * Is it who it says, whole, in time, for this environment, between two addressable parties? What the message means is for
 * the home hub. Checks go from the outside in; the first that fails is the answer.
 */
export async function admit(bytes: Uint8Array, context: AdmissionContext): Promise<Admission> {
  let message: OpenedMessage | undefined;
  try {
    if (bytes.length > MESSAGE_BYTES_MAX) throw new TongbanError('message.too-large', `${bytes.length} bytes`);
    message = openMessage(bytes);
    const { envelope } = message;
    if (!CONTRACTS_SERVED.some(({ version }) => version === envelope.contractVersion))
      throw new TongbanError('contract.unsupported', `contract ${envelope.contractVersion || '(none)'}`);
    if (envelope.environment !== ENVIRONMENTS[context.environment]) throw new TongbanError('message.wrong-environment', `this hub is ${context.environment}`);
    if (envelope.sender?.participant !== context.participant) throw new TongbanError('sender.not-itself', `submitted by ${context.participant}`);
    const untrusted = await checkMessage(context.trust, message, context.receivedAt);
    if (untrusted) throw new TongbanError(untrusted, 'the message is not trusted');
    const faults = envelopeFaults(envelope);
    if (faults.length > 0) throw new TongbanError('envelope.invalid', `${faults.length} attributes are wrong`, faults);
    checkRoute(envelope, context);
    checkCrossing(envelope, context);
    requireWrappedKeys(envelope.data, context.wrappedKeys ?? new Uint8Array(), context);
    if (envelope.expiresAt && Date.parse(envelope.expiresAt) < Date.parse(context.receivedAt))
      throw new TongbanError('message.expired', `expired at ${envelope.expiresAt}, received at ${context.receivedAt}`);
    return { admitted: true, message };
  } catch (cause) {
    const { code, message: detail, faults } = TongbanError.from(cause);
    if (code === 'hub.internal') throw cause;
    return { admitted: false, ...(message && { message }), code, detail, faults };
  }
}

/** Every attribute that is missing or malformed, by its name in the envelope. */
export const envelopeFaults = (envelope: v1.Envelope): FieldFault[] => [
  ...attributeFaults({
    message_id: envelope.messageId, correlation_id: envelope.correlationId, causation_id: envelope.causationId, message_type: envelope.messageType,
    item_code: envelope.itemCode, flow_id: envelope.flowId, schema_digest: envelope.schemaDigest, handler_id: envelope.handlerId, local_case_no: envelope.localCaseNo,
    occurred_at: envelope.occurredAt, sent_at: envelope.sentAt, expires_at: envelope.expiresAt, due_at: envelope.dueAt, retain_until: envelope.retainUntil,
    traceparent: envelope.traceparent, home_region: envelope.homeRegion, 'legal_basis.code': envelope.legalBasis?.code ?? '', 'legal_basis.document': envelope.legalBasis?.document ?? '',
  }, { isDate, isInstant }),
  ...agencyFaults('sender.agency_code', envelope.sender?.agencyCode, true),
  ...agencyFaults('recipient.agency_code', envelope.recipient?.agencyCode, false),
];

function agencyFaults(path: string, code: string | null | undefined, required: boolean): FieldFault[] {
  if (!code) return required ? [fieldFault(path, 'field.required')] : [];
  return checkUscc(code).valid ? [] : [fieldFault(path, 'field.identifier')];
}

function checkRoute(envelope: v1.Envelope, { divisions, homeRegion }: AdmissionContext): void {
  const sender = divisions.requireParticipant(envelope.sender?.division ?? '');
  const recipient = divisions.requireParticipant(envelope.recipient?.division ?? '');
  if (sender.code !== envelope.sender?.participant) throw new TongbanError('sender.not-itself', 'the division belongs to another participant');
  if (recipient.code !== envelope.recipient?.participant) throw new TongbanError('envelope.invalid', 'the recipient division belongs to another participant', [fieldFault('recipient.division', 'field.division')]);
  if (sender.code === recipient.code) throw new TongbanError('parties.same-participant', `both sides are ${sender.code}`);
  const number = parseCaseNumber(envelope.caseNo);
  if (!number) throw new TongbanError('case.number-invalid', 'case number does not parse');
  const home = divisions.regionOf(number.division);
  if (home !== homeRegion || envelope.homeRegion !== home) throw new TongbanError('route.wrong-home', `the case is homed in ${home}`);
}

/**
 * Personal data stops here, before it leaves the sender's region, where nobody switched its way on (T6-C6). Whether the case has a legal basis only its home can say: the border
 * sees one message and neither the case nor, under its flow, the attachments.
 */
function checkCrossing({ data, itemCode, personalDataClass, sender, recipient }: v1.Envelope, { divisions, crossingOn, receivedAt }: AdmissionContext): void {
  const [from, to] = [sender?.participant ?? '', recipient?.participant ?? ''];
  if (!leavesMainland(divisions, from, to)) return;
  const claimedNone = personalDataClass === v1.PersonalDataClass.PERSONAL_DATA_CLASS_NONE;
  if (!carriesPersonalData({ claimedNone, sealedBytes: sealedBytesOf(data), open: {} }) || crossingOn(from, to, itemCode, receivedAt)) return;
  const fault = fieldFault('recipient.participant', 'personal-data.cross-border', '双方之间的个人信息跨境开关未开通', 'personal data is not switched on between the two sides');
  throw new TongbanError('personal-data.cross-border', fault.en, [fault]);
}
