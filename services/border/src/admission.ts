import {
  CONTRACTS_SERVED, ENVELOPE_PATTERNS, ENVIRONMENTS, type EnvironmentCode, type ErrorCode, type FieldFault, MESSAGE_BYTES_MAX, TongbanError, fieldFault, isRegionCode, v1,
} from '@tongban/contracts';
import { type DivisionDirectory, checkUscc, isInstant, parseCaseNumber } from '@tongban/domain';
import { type OpenedMessage, type TrustDirectory, checkMessage, openMessage } from '@tongban/trust';

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
export function envelopeFaults(envelope: v1.Envelope): FieldFault[] {
  const faults: FieldFault[] = [];
  const check = (path: string, value: string, test: (value: string) => boolean, required: boolean, code: ErrorCode = 'field.pattern'): void => {
    if (value === '') {
      if (required) faults.push(fieldFault(path, 'field.required'));
    } else if (!test(value)) faults.push(fieldFault(path, code));
  };
  const uuid = (value: string): boolean => ENVELOPE_PATTERNS.uuid.test(value);
  const short = (value: string): boolean => value.length <= 100;
  check('message_id', envelope.messageId, uuid, true);
  check('correlation_id', envelope.correlationId, uuid, true);
  check('causation_id', envelope.causationId, uuid, false);
  check('message_type', envelope.messageType, short, true);
  check('item_code', envelope.itemCode, short, true);
  check('flow_id', envelope.flowId, short, true);
  check('schema_digest', envelope.schemaDigest, (value) => /^[0-9a-f]{64}$/.test(value), true);
  check('handler_id', envelope.handlerId, (value) => ENVELOPE_PATTERNS.handlerId.test(value), true);
  check('local_case_no', envelope.localCaseNo, (value) => ENVELOPE_PATTERNS.localCaseNo.test(value), false);
  check('sender.agency_code', envelope.sender?.agencyCode ?? '', (value) => checkUscc(value).valid, true, 'field.identifier');
  check('recipient.agency_code', envelope.recipient?.agencyCode ?? '', (value) => checkUscc(value).valid, false, 'field.identifier');
  check('occurred_at', envelope.occurredAt, isInstant, true, 'field.date');
  check('sent_at', envelope.sentAt, isInstant, true, 'field.date');
  check('expires_at', envelope.expiresAt, isInstant, false, 'field.date');
  check('traceparent', envelope.traceparent, (value) => ENVELOPE_PATTERNS.traceparent.test(value), false);
  check('home_region', envelope.homeRegion, isRegionCode, true, 'field.not-in-list');
  return faults;
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
