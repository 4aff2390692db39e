import { type FieldFault, type SideName, fieldFault, sealedBytesOf, v1 } from '@tongban/contracts';
import { type Fields, type MessageSpec, carriesPersonalData } from '@tongban/domain';
import { type CaseRecord, type Opening, basisIn } from './case-record';
import type { FlowReleases } from './flow-releases';

/** One message as the hub sees it, and the two sides of its case. */
export interface CarriedMessage {
  readonly envelope: v1.Envelope;
  readonly record: Pick<CaseRecord, 'opening'>;
  readonly side: SideName;
  readonly parties: Opening['parties'];
  readonly open: Fields;
  readonly spec: Pick<MessageSpec, 'fields'> | undefined;
}

/**
 * The cross-border switch for personal data, off by default (T6-C6): from a mainland side to a SAR nothing passes that is sealed, or claims an attachment, unless the opening of
 * the case states a legal basis and two persons switched the pair on. A basis that says nothing true of the two sides is refused at the opening, whoever opens.
 */
export function crossingFaults({ envelope, record: { opening }, side, parties, open, spec }: CarriedMessage, releases: FlowReleases, at: string): readonly FieldFault[] {
  const crossing = releases.crossing(envelope.itemCode, { opener: parties.opener.division, counterpart: parties.counterpart.division }, at);
  if (crossing === undefined) return [];
  const { legalBasis } = opening ?? basisIn(envelope);
  const faults = opening === undefined && legalBasis !== undefined ? [...crossing.faultsOf(legalBasis)] : [];
  const claimedNone = envelope.personalDataClass === v1.PersonalDataClass.PERSONAL_DATA_CLASS_NONE;
  if (side !== crossing.mainland || !carriesPersonalData({ claimedNone, sealedBytes: sealedBytesOf(envelope.data), open, ...(spec && { spec }) })) return faults;
  if (legalBasis === undefined) faults.push(fieldFault('legal_basis', 'personal-data.cross-border', '办件的首条消息未载明法律依据', 'the opening of the case states no legal basis'));
  if (!crossing.isOn) faults.push(fieldFault('recipient.participant', 'personal-data.cross-border', '双方之间的个人信息跨境开关未开通', 'personal data is not switched on between the two sides'));
  return faults;
}
