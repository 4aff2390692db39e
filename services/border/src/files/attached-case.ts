import type { Catalogue, ServiceItem } from '@tongban/catalogue';
import { type CaseDocument, TongbanError, type v1 } from '@tongban/contracts';
import { type DivisionDirectory, parseCaseNumber } from '@tongban/domain';

/** What a file is stored for. */
export interface AttachedCase {
  readonly item: Pick<ServiceItem, 'itemCode' | 'materials'>;
  /** The other side: whom the file is for. */
  readonly recipient: string;
}
export interface AttachedCasePorts {
  readonly catalogue: Pick<Catalogue, 'items' | 'itemFlow'>;
  readonly divisions: DivisionDirectory;
  /** As its home shows it to the participant. @throws TongbanError `case.unknown`, `query.forbidden`, `region.unreachable`. */
  readonly show: (caseNo: string, participant: string) => Promise<CaseDocument>;
}

/**
 * The case a participant attaches to: one that it is a party of, or one that it is about to open, which only it can, for the number is its own. @throws
 * TongbanError `query.forbidden` or `case.unknown` for somebody else's case, `case.number-invalid`, `item.*`, `division.*`, `parties.same-participant`.
 */
export async function attachedCase({ catalogue, divisions, show }: AttachedCasePorts, participant: string, { caseNo, itemCode, recipientDivision }: v1.AttachmentRequest): Promise<AttachedCase> {
  const number = parseCaseNumber(caseNo);
  if (!number) throw new TongbanError('case.number-invalid', 'the case number does not parse');
  try {
    const { itemCode: ofCase, parties } = await show(caseNo, participant);
    const recipient = parties.find((party) => party.participant !== participant)?.participant ?? '';
    return { item: catalogue.items.get(ofCase) ?? { itemCode: ofCase, materials: [] }, recipient };
  } catch (cause) {
    if (TongbanError.from(cause).code !== 'case.unknown' || number.participant !== participant) throw cause;
  }
  const flow = catalogue.itemFlow(itemCode);
  if (typeof flow === 'string') throw new TongbanError(`item.${flow}`, `item ${itemCode || '(none)'} of a case that is not opened yet`);
  const recipient = divisions.requireParticipant(recipientDivision).code;
  if (recipient === participant) throw new TongbanError('parties.same-participant', `both sides are ${participant}`);
  return { item: catalogue.items.get(itemCode)!, recipient };
}
