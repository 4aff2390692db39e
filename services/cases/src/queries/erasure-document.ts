import type { CaseErasureDocument, OrderedErasureDocument } from '@tongban/contracts';
import { type ErasureOrder, erasureGround } from '@tongban/domain';
import { type CaseErasure, pendingRegions } from '../record/case-erasure';

export function erasureDocument(erasure: CaseErasure): CaseErasureDocument {
  const { actionId, orderedAt, at, basis, proposedBy, confirmedBy, messages, regions } = erasure;
  const ground = erasureGround(basis.code);
  return {
    actionId, orderedAt, at, basis: { ...basis, ...(ground && { wording: { zh: ground.zh, en: ground.en } }) }, proposedBy, confirmedBy, messageIds: messages.map(({ messageId }) => messageId),
    regions, pendingRegions: pendingRegions(erasure),
  };
}

export const orderedErasureDocument = ({ actionId, at, basis }: ErasureOrder, waitsFor: string | undefined): OrderedErasureDocument =>
  ({ actionId, orderedAt: at, basis: { code: basis.code, document: basis.document }, ...(waitsFor !== undefined && { waitsFor }) });
