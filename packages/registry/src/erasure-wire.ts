import type { v1 } from '@tongban/contracts';
import type { ErasureScope } from '@tongban/domain';

export const sentErasure = ({ caseNo, messageIds, basis }: ErasureScope): v1.EraseCase.$Properties => ({ caseNo, messageIds: [...messageIds], basis: { code: basis.code, document: basis.document } });

/** Of a command, a proposal or an order. */
export const erasureOf = ({ caseNo, messageIds, basis }: v1.EraseCase.$Properties): ErasureScope =>
  ({ caseNo: caseNo ?? '', messageIds: messageIds ?? [], basis: { code: basis?.code ?? '', document: basis?.document ?? '' } });
