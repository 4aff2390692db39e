import type { Catalogue, ServiceItem } from '@tongban/catalogue';
import { CONTRACT_VERSION, ENVIRONMENTS, type EnvironmentCode, HANDLER_UNNAMED, MESSAGE_BYTES_MAX, SUCCESSOR_KINDS, TongbanError, givenCode, cloudEventHeaders, headers, v1 } from '@tongban/contracts';
import { type Fields, type SplitFields, type ValidationContext, beijingDateOf } from '@tongban/domain';
import { type Signer, openMessage, signMessage, wrappedKeysToHeader } from '@tongban/trust';
import { claimsOf, draftFileFaults } from '../attachments/draft-attachments';
import { type CaseFacts, sideOf } from '../case-facts';
import { openingDays } from '../opening-days';
import type { MessageAttributes, OpenRequest } from '../options';
import type { Seal } from '../seal';
import { type ProfileOf, waivedMaterials } from '../waived-materials';
import { saidFaults } from './attribute-faults';
import { requireMayCross } from './crossing';
import type { VersionedFlow } from './flows-in-force';
import { exemptMaterialFaults } from './material-faults';
import { correlationIdOf, newMessageId, newTraceparent } from './message-id';

export interface MessageDraft extends MessageAttributes, Pick<OpenRequest, 'predecessorCaseNo' | 'successorKind' | 'legalBasis'> {
  readonly facts: CaseFacts;
  readonly flow: VersionedFlow;
  readonly message: string;
  readonly fields: Fields;
  /** Own division that acts, when it is not the case's. */
  readonly division?: string;
  /** First message only. */
  readonly entryId?: string;
}
/** An envelope that is not signed yet, and the wrapped keys that travel beside it. */
export interface DraftEnvelope { readonly properties: v1.Envelope.$Properties; readonly wrappedKeys: Uint8Array }
/** The bytes that travel and what belongs to them. Made once; a resend is the same bytes. */
export interface MadeMessage {
  readonly caseNo: string;
  readonly messageId: string;
  readonly messageType: string;
  readonly homeRegion: string;
  readonly recipient: string;
  readonly bytes: Uint8Array;
  /** SHA-256 (hex) of the bytes: what receipts acknowledge. */
  readonly digestHex: string;
  /** CloudEvents attributes, and the wrapped keys of the sealed part. */
  readonly headers: Readonly<Record<string, string>>;
}
export interface MakerSettings {
  readonly environment: EnvironmentCode;
  readonly participant: string;
  /** Unified social credit code of the own agency. */
  readonly agencyCode: string;
  readonly signer: Pick<Signer, 'sign'>;
  readonly seal: Seal;
  readonly catalogue: Catalogue;
  /** The item as it is in force now; by default that of the catalogue. */
  readonly itemInForce?: (itemCode: string) => ServiceItem | undefined;
  /** Business instant now. */
  readonly now: () => string;
  readonly handlerId?: string;
  readonly profileOf?: ProfileOf;
}

/** Makes the exact bytes of messages of one participant. */
export class MessageMaker {
  constructor(private readonly settings: MakerSettings) {}

  get participant(): string {
    return this.settings.participant;
  }

  /**
   * Checks everything that can be checked here and makes the message. @throws TongbanError `message.unknown-type`,
   * `message.invalid-fields` (every fault of both parts), `personal-data.cross-border`, `envelope.invalid`, `attachment.*`, `sender.not-itself`, `seal.no-key`, `seal.not-allowed`, `message.too-large`.
   */
  async make(draft: MessageDraft): Promise<MadeMessage> {
    const { open, personal } = this.checkedFields(draft);
    const faults = saidFaults(draft);
    if (faults.length > 0) throw new TongbanError('envelope.invalid', `${faults.length} attributes are wrong`, faults);
    const [wrong, ...more] = draft.unchecked ? [] : draftFileFaults(this.settings.catalogue.attachments, draft.facts, draft.attachments ?? []);
    if (wrong !== undefined) throw new TongbanError(wrong.code, `${wrong.path}: ${wrong.en}`, [wrong, ...more]);
    return this.sign(await this.envelope(draft, open, personal));
  }

  /** The envelope as the draft says, without judging it: for those who need a message that is not right. */
  async envelope(draft: MessageDraft, open: Fields, personal: Fields): Promise<DraftEnvelope> {
    const { settings } = this;
    const { facts, flow, message } = draft;
    const side = sideOf(facts, settings.participant);
    const [own, other] = side === 'counterpart' ? [facts.counterpart, facts.opener] : [facts.opener, facts.counterpart];
    const messageId = draft.messageId ?? newMessageId();
    const { sealed, wrappedKeys } = await settings.seal.seal(flow.messages.encodePersonal(message, personal), [own.participant, other.participant], {
      caseNo: facts.caseNo, messageId, messageType: message, sender: own.participant,
    });
    const now = settings.now();
    const properties: v1.Envelope.$Properties = {
      messageId, contractVersion: CONTRACT_VERSION, environment: ENVIRONMENTS[settings.environment],
      messageType: message, schemaDigest: flow.messages.digest, caseNo: facts.caseNo, localCaseNo: draft.localCaseNo ?? facts.localCaseNo ?? '',
      correlationId: correlationIdOf(facts.caseNo), causationId: draft.causationId ?? '', itemCode: facts.itemCode,
      itemVersion: settings.catalogue.version, flowId: flow.flow.flowId, flowVersion: flow.version ?? settings.catalogue.version, standardVersion: settings.catalogue.version,
      entryId: draft.entryId ?? '',
      sender: { participant: own.participant, division: draft.division ?? own.division, agencyCode: settings.agencyCode },
      recipient: { participant: other.participant, division: other.division, agencyCode: other.agencyCode ?? '' },
      handlerId: draft.handlerId ?? settings.handlerId ?? HANDLER_UNNAMED, onBehalfOf: draft.onBehalfOf ?? '', homeRegion: facts.homeRegion,
      predecessorCaseNo: draft.predecessorCaseNo ?? '',
      ...(draft.successorKind && { successorKind: SUCCESSOR_KINDS[draft.successorKind] }),
      stepId: draft.stepId ?? '', occurredAt: draft.occurredAt ?? now, sentAt: now, expiresAt: draft.expiresAt ?? '', dueAt: draft.dueAt ?? '',
      personalDataClass: Object.keys(personal).length > 0
        ? v1.PersonalDataClass.PERSONAL_DATA_CLASS_PERSONAL : v1.PersonalDataClass.PERSONAL_DATA_CLASS_NONE,
      ...(draft.legalBasis && { legalBasis: draft.legalBasis }), retainUntil: draft.retainUntil ?? '', traceparent: draft.traceparent ?? newTraceparent(), data: flow.messages.encodeOpen(message, open, sealed),
      attachments: claimsOf(draft.attachments ?? []),
    };
    return { properties, wrappedKeys };
  }

  /** Signs an envelope. @throws TongbanError `message.too-large`. */
  async sign({ properties, wrappedKeys }: DraftEnvelope): Promise<MadeMessage> {
    const bytes = await signMessage(this.settings.signer, properties);
    if (bytes.length > MESSAGE_BYTES_MAX) throw new TongbanError('message.too-large', `${bytes.length} bytes, at most ${MESSAGE_BYTES_MAX}`);
    const { envelope, digest } = openMessage(bytes);
    return {
      caseNo: envelope.caseNo, messageId: envelope.messageId, messageType: envelope.messageType, homeRegion: envelope.homeRegion,
      recipient: envelope.recipient?.participant ?? '', bytes, digestHex: digest.toString('hex'),
      headers: { ...cloudEventHeaders(envelope), ...(wrappedKeys.length > 0 && { [headers.wrappedKeys]: wrappedKeysToHeader(wrappedKeys) }) },
    };
  }

  private checkedFields({ facts, flow, message, fields, division, onBehalfOf, unchecked, entryId }: MessageDraft): SplitFields {
    const { participant, catalogue, environment, itemInForce = (code) => catalogue.items.get(code) } = this.settings;
    if (!flow.compiled.messages.has(message)) throw new TongbanError('message.unknown-type', `${flow.flow.flowId} has no ${givenCode(message)}`);
    if (onBehalfOf !== undefined && !flow.compiled.actors.has(onBehalfOf)) throw new TongbanError('sender.not-actor', `${flow.flow.flowId} has no actor ${givenCode(onBehalfOf)}`);
    const side = sideOf(facts, participant);
    if (side === undefined) throw new TongbanError('sender.not-party', `${participant} is no party of ${facts.caseNo}`);
    if (division !== undefined && catalogue.divisions.requireParticipant(division).code !== participant) throw new TongbanError('sender.not-itself', `division ${division} is another participant's`);
    const split = flow.messages.splitFields(message, fields);
    if (unchecked && environment !== 'production') return split;
    const now = this.settings.now();
    const context = { ...validationContext(environment, catalogue, now, 'refuse'), openedOn: openingDays(facts.caseNo, now, entryId !== undefined) };
    const faults = [
      ...waivedMaterials(this.settings.profileOf, { ...facts, division: division ?? facts[side].division, type: message, fields: { ...split.open, ...split.personal }, at: now }),
      ...split.faults, ...flow.messages.validateOpen(message, split.open, context), ...flow.messages.validatePersonal(message, split.personal, split.open, context),
      ...exemptMaterialFaults(flow, message, split, () => itemInForce(facts.itemCode)),
    ];
    if (faults.length > 0) throw new TongbanError('message.invalid-fields', `${faults.length} fields are wrong`, faults);
    requireMayCross({ facts, opens: entryId !== undefined, side, split, spec: flow.compiled.messages.get(message) }, catalogue);
    return split;
  }
}

/** The surroundings that fields are judged in, the same for sender and recipient. */
export const validationContext = (environment: EnvironmentCode, catalogue: Catalogue, at: string, unknownFields: 'refuse' | 'keep'): ValidationContext =>
  ({ environment, syntheticOnly: environment === 'sandbox', divisions: catalogue.divisions, todayDate: beijingDateOf(at), unknownFields });
