import type { Catalogue } from '@tongban/catalogue';
import type { AlarmDocument, CaseLapseDocument, ErrorCode, FieldFault, SideName, Wording } from '@tongban/contracts';
import type { Fields, LegalBasis } from '@tongban/domain';
import type { ParticipantCredentials, ReceiptLevelName, TrustDirectory } from '@tongban/trust';
import type { InstalledStandards } from './standards/installed-standards';

/** Pino fits. Only ids, codes and counts are logged, never a field of a message. */
export interface ProvinceLogger {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
}

export interface ProvinceOptions {
  /** What the participant got when it was registered, or the path of that file. */
  readonly credentials: ParticipantCredentials | string;
  /** Everybody's public keys, or the path of that file. */
  readonly trust: TrustDirectory | string;
  /** Directory of the durable outbox and inbox. One process at a time may use it. */
  readonly store: string;
  /** What standards are published upon. Default: the reference catalogue of this build, loaded once per process. */
  readonly catalogue?: Catalogue;
  /**
   * The installed standards, when participants of one process share them; they carry their own catalogue. Default: own ones, upon
   * `catalogue`.
   */
  readonly standards?: InstalledStandards;
  readonly logger?: ProvinceLogger;
  /**
   * False: send only. The inbox of a participant is read by one process; another one, such as a command line, sends beside
   * it and learns receipts by asking for them. Default true.
   */
  readonly inbox?: boolean;
  /** True: come up although the hub cannot be reached, if this store has been connected before. Default false. */
  readonly offline?: boolean;
  /** How long to wait for the hub before `hub.unreachable`. Default 30 s. */
  readonly connectTimeoutMs?: number;
  /** Opaque id of who is in charge, free of personal data, for messages that name nobody. Default `sdk`. */
  readonly handlerId?: string;
  /** How long a delivery waits for an attachment that its handler reads and that has not come to the region yet; then the message is rejected with `attachment.missing`. Default 1 h. */
  readonly attachmentPatienceMs?: number;
}

/** A case that is open, or the one that is about to be opened with the file: then its number may be left out, and is made. */
export type AttachTarget =
  | { readonly caseNo: string; readonly item?: undefined }
  | { readonly item: string; /** Division of the own side. */ readonly opener: string; /** Division of the other side. */ readonly counterpart: string; readonly caseNo?: string };
/** A file on disk, or its bytes as they come; those are kept in the store's directory until they are attached. */
export type AttachSource = { readonly path: string } | { readonly stream: AsyncIterable<Uint8Array> };
export interface AttachOptions {
  /** Lower case, e.g. `application/pdf`. */
  readonly mediaType: string;
  /** Code of the item's material that it is. */
  readonly material?: string;
  /** How long to go on through silence of the hub. Default 10 min. Called again with the same file, it goes on where it was. */
  readonly timeoutMs?: number;
  /** Hears how many bytes are stored. */
  readonly onProgress?: (storedBytes: number) => void;
}
/** A file that the own region has whole on disk: to be given to `open` or `send`. JSON, so that it can be kept. */
export interface Attached {
  readonly caseNo: string;
  /** `sha256:` and the digest of its content, as a field of type attachment names it. */
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly material?: string;
  /** The border's SignedAttachmentReceipt, base64. */
  readonly receipt: string;
}
/** A file of a message. Nothing of it is in memory or on the own disk before it is asked for. */
export interface DeliveredAttachment {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly material?: string;
  /** Business date until which the hub keeps it. */
  readonly keepUntil: string;
  /**
   * Writes it to `path` once its digest is right; until then to `path.part`, from which a later call goes on. @throws TongbanError `attachment.pending`, `attachment.missing`,
   * `attachment.corrupt`, `attachment.claim-invalid`: thrown on by a handler, the last three reject the message to its sender, and the first has the delivery come again.
   */
  save(path: string): Promise<void>;
  /** Its bytes in order. The last step of the iteration throws `attachment.corrupt` when they were not those of the digest. Else as `save`. */
  stream(): AsyncIterable<Uint8Array>;
}

/** What the sender may say of any message. Instants are RFC 3339 with offset. */
export interface MessageAttributes {
  /** Actor on whose behalf it is sent; absent for the side's own agency. */
  readonly onBehalfOf?: string;
  /** The province's own case number, free of personal data. Default: the one last given in this case. */
  readonly localCaseNo?: string;
  /** When the matter happened, the sender's claim. Default: now. */
  readonly occurredAt?: string;
  /** After this instant the message is not to be registered. */
  readonly expiresAt?: string;
  /** UUID. Giving the same id again with the same content sends nothing twice. Default: a new one. */
  readonly messageId?: string;
  /** Message that is answered. */
  readonly causationId?: string;
  readonly handlerId?: string;
  /** Due date of the step as the sender sees it, `YYYY-MM-DD` in Beijing. */
  readonly dueAt?: string;
  readonly stepId?: string;
  /** Until which date the content should be kept, `YYYY-MM-DD` in Beijing. */
  readonly retainUntil?: string;
  /** W3C trace context. Default: a new trace. */
  readonly traceparent?: string;
  /** Files that were attached to this case: what `Province.attach` returned. */
  readonly attachments?: readonly Attached[];
  /** Leaves the judgement of the fields to the hub, to see how it rejects them. Outside production only. */
  readonly unchecked?: boolean;
}

export interface OpenRequest extends MessageAttributes {
  /** Code of the service item. */
  readonly item: string;
  /** Division of the own side, any level. */
  readonly opener: string;
  /** Division of the other side, any level. */
  readonly counterpart: string;
  /** Message that opens. Default: the first entry of the flow that fits the fields. */
  readonly message?: string;
  /** Field id to value, open and personal ones together; the SDK takes them apart. */
  readonly fields: Fields;
  /** Default: that of its attachments, else a new number. */
  readonly caseNo?: string;
  readonly predecessorCaseNo?: string;
  readonly successorKind?: 'reopening' | 'correction';
  /** Ground on which personal data of the case may leave the mainland side: for cases with a SAR. A number of a document, never of a person. */
  readonly legalBasis?: LegalBasis;
}
export interface SendRequest extends MessageAttributes {
  /** Message type of the flow. */
  readonly message: string;
  /** Own division that acts. Default: the one the case was opened with. */
  readonly division?: string;
  /** As the next action says: opens a case again that went back to its opener before it began. */
  readonly entryId?: string;
  readonly fields: Fields;
}
export interface Sent { readonly caseNo: string; readonly messageId: string }

/** How fast the hub takes this participant's messages. What waits is on disk there and is taken in its order. */
export interface SubmissionPace {
  readonly perSecond: number;
  readonly burst: number;
  readonly waiting: number;
  /** `sender.too-fast`: more waits than is taken in a second. */
  readonly code?: ErrorCode;
  /** After which what waits will have been taken. */
  readonly retryAfterMs?: number;
  readonly storedBytes: number;
  readonly storedBytesMax: number;
}

/** A receipt whose signature was verified. */
export interface MessageReceipt {
  readonly level: ReceiptLevelName;
  /** Business instant at which it became true. */
  readonly at: string;
  /** `hub:<region>` or `participant:<code>`. */
  readonly issuer: string;
  readonly keyId: string;
  readonly messageId: string;
  readonly caseNo: string;
  readonly logIndex: number;
  readonly deliveryNo: number;
  /** REJECTED only. */
  readonly code?: ErrorCode;
  readonly detail?: string;
  readonly faults: readonly FieldFault[];
  /** The SignedReceipt, byte for byte as it was issued. */
  readonly signed: Uint8Array;
}

/** An own registered message that its recipient's system rejected. `next` says what may be sent now. */
export interface RecipientRejection {
  readonly caseNo: string;
  readonly messageId: string;
  /** Whether the case went back to before the message, so that it is this side's turn again; absent when the hub did not say. */
  readonly returned?: boolean;
  /** The recipient's REJECTED with its code and faults. */
  readonly receipt: MessageReceipt;
}
/** It may be called again for the same message after a crash. */
export type RejectionHandler = (rejection: RecipientRejection) => Promise<void> | void;

/** What the clocks of a case raised for this side: 催办 reminder, 预警 warning, 督办 escalation. `show` words them. */
export interface CaseAlarms {
  readonly caseNo: string;
  /** Position in the log of the case: with the case number it tells a repeat. */
  readonly logIndex: number;
  readonly alarms: readonly (Omit<AlarmDocument, 'wording' | 'annulledBy'> & {
    /**
     * It came late and urges to nothing any more: its due day is over (reminder and warning; whether it was kept `show` says), or a message of this participant in the case
     * is under way, of which home did not know when it raised the alarm.
     */
    readonly superseded?: 'due-day-over' | 'message-under-way';
  })[];
}
/** For the duty desk. It may be called again for the same alarms after a crash, and is while it fails. */
export type AlarmHandler = (alarms: CaseAlarms) => Promise<void> | void;

/** A case, or a track of it, ended because nobody met a deadline (逾期终结). `show` words it, and says when it was taken back. */
export interface CaseLapse extends Omit<CaseLapseDocument, 'wording' | 'annulledBy'> {
  readonly caseNo: string;
  /** Position in the log of the case: with the case number it tells a repeat. */
  readonly logIndex: number;
  /** States of every active track afterwards. */
  readonly states: Readonly<Record<string, string>>;
}
/** It may be called again for the same lapse after a crash, and is while it fails. */
export type LapseHandler = (lapse: CaseLapse) => Promise<void> | void;

export interface DeliveryParty { readonly participant: string; readonly division: string; readonly agencyCode: string }

/** A message of a case, registered by its home hub, verified and decoded. Both sides get every message of the case. */
export interface Delivery {
  readonly caseNo: string;
  /** From 1 without gaps, per case. */
  readonly deliveryNo: number;
  /** Position in the log of the case: what `next` may be asked to have reached. */
  readonly logIndex: number;
  readonly messageId: string;
  readonly messageType: string;
  readonly kind: string;
  readonly wording: Wording;
  /** Sent by this participant: the confirmation that it was registered. */
  readonly own: boolean;
  /** Side of the sender. */
  readonly side: SideName;
  /** Division of this participant's side. */
  readonly ownDivision: string;
  readonly itemCode: string;
  readonly flowId: string;
  readonly sender: DeliveryParty;
  readonly recipient: DeliveryParty;
  readonly handlerId: string;
  readonly onBehalfOf?: string;
  readonly localCaseNo?: string;
  readonly causationId?: string;
  readonly predecessorCaseNo?: string;
  readonly correlationId: string;
  readonly traceparent: string;
  readonly occurredAt: string;
  readonly sentAt: string;
  readonly expiresAt?: string;
  readonly fields: { readonly open: Fields; readonly personal: Fields };
  readonly attachments: readonly DeliveredAttachment[];
  readonly registered: MessageReceipt;
}

/** A value of the application's state: JSON. */
export type StateValue = string | number | boolean | null | readonly StateValue[] | { readonly [key: string]: StateValue };

/**
 * What a handler may do. Its writes and messages become durable in one step with the mark that the delivery was taken, or
 * not at all: a crash, a throw or a redelivery never does them twice.
 */
export interface Step {
  get(key: string): Promise<StateValue | undefined>;
  put(key: string, value: StateValue): void;
  delete(key: string): void;
  /** Leaves when the step is committed. @throws TongbanError what `Province.send` throws. */
  send(caseNo: string, request: SendRequest): Promise<Sent>;
}
export type DeliveryHandler = (delivery: Delivery, step: Step) => Promise<void> | void;

/** The application's own keys in the store, outside a handler. A write is on disk when it resolves. */
export interface ProvinceState {
  get(key: string): Promise<StateValue | undefined>;
  put(key: string, value: StateValue): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin with the prefix, in order. */
  keys(prefix?: string): Promise<readonly string[]>;
}

/** Something that does not go on by itself and needs a person. */
export interface Problem {
  /** `version`: a delivery follows a version that is not installed yet; it is taken as soon as it is. `key`: it was sealed for a key that is not among the own ones. `standards`: a subscription cannot go on. */
  readonly kind: 'handler' | 'gap' | 'version' | 'key' | 'untrusted' | 'standards';
  readonly code: ErrorCode;
  readonly detail: string;
  readonly caseNo?: string;
  readonly deliveryNo?: number;
  /** Real instant. */
  readonly since: string;
}

/**
 * Filters of a case list, by name: opener, counterpart, item, flow, state, outcome, closed, timeliness, openedFrom, openedTo, holder (a participant whose turn it is), holderSide, holderActor,
 * dueFrom, dueTo, overdue, agency, handler, number (case number or an own number). A participant sees only its own cases.
 */
export interface ListFilters {
  readonly [name: string]: string | undefined;
}
