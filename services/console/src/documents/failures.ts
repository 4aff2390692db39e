import type { CaseEntryDocument, FailureDocument, FailureGroup, FailureListDocument, Wording } from '@tongban/contracts';

/** `GET /api/v1/failures`. */
export interface ShownFailures extends FailureListDocument {
  /** `region` where all of a cause are in one; `side`: who must change something. */
  readonly groups: readonly (FailureGroup & { readonly region?: string; readonly side?: string })[];
}
/** `GET /api/v1/failures/:region/:sequence`. */
export interface ShownFailure extends FailureDocument {
  /** Whom to call, in one line. */
  readonly dutyDesk?: Wording;
}
/** `POST /api/v1/failures/:region/:sequence/correction/send`. */
export interface SentCorrectionDocument {
  readonly caseNo: string;
  readonly messageId: string;
  /** From the log of the case; absent while no log has it. */
  readonly outcome?: Pick<CaseEntryDocument, 'kind' | 'code' | 'receipts' | 'registeredAt'> & { readonly caseNo: string };
}
/** Of `/api/v1/failures/batches`. */
export interface RetryBatchDocument {
  readonly id: string;
  readonly total: number;
  /** Whose outcome is on record, and those of them that failed again or were refused. */
  readonly done: number;
  readonly failed: number;
  readonly left: number;
  readonly state: 'running' | 'stopped' | 'done';
  readonly by: string;
  readonly code?: string;
  readonly unreachableRegions: readonly string[];
}
