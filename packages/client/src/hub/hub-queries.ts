import { type CaseDocument, type CaseListDocument, type CaseListOrder, type FindDocument, type NextActionsDocument, type ParticipantQuery, decode, encode, isErrorCode, v1 } from '@tongban/contracts';
import type { ListFilters, SubmissionPace } from '../options';
import type { HubSession } from './hub-session';

export interface CaseQueryOptions {
  /** The log of the case must have got at least this far; the hub waits a little for it. */
  readonly atLeastLogIndex?: number;
}
export interface ListOptions {
  readonly limit?: number;
  readonly after?: string;
  /** The answer says how many cases fit on all pages together. */
  readonly counted?: boolean;
  /** The case opened first, or the one whose next duty is due first; `due` lists only cases with a running duty. */
  readonly order?: CaseListOrder;
}

/** The questions a participant may ask. All throw the hub's TongbanError, or `hub.unreachable`, or `region.unreachable`. */
export class HubQueries {
  constructor(private readonly session: HubSession) {}

  next(caseNo: string, options: CaseQueryOptions = {}): Promise<NextActionsDocument> {
    return this.document('case-next', encode(v1.CaseQuery, { caseNo, atLeastLogIndex: options.atLeastLogIndex ?? 0 }));
  }
  show(caseNo: string, options: CaseQueryOptions = {}): Promise<CaseDocument> {
    return this.document('case-show', encode(v1.CaseQuery, { caseNo, atLeastLogIndex: options.atLeastLogIndex ?? 0 }));
  }
  list(filters: ListFilters = {}, { limit = 0, after = '', counted = false, order = 'opening' }: ListOptions = {}): Promise<CaseListDocument> {
    const given = Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined));
    return this.document('case-list', encode(v1.CaseListQuery, { filters: given, limit, after, counted, order }));
  }
  find(value: string): Promise<FindDocument> {
    return this.document('find', encode(v1.FindQuery, { value }));
  }
  /** Receipts of an own message, byte for byte as first issued and not yet verified, and what its recipient's rejection did. */
  async receipts(caseNo: string, messageId: string): Promise<{ receipts: v1.SignedReceipt[]; rejections: v1.RecipientRejection.$Properties[] }> {
    const { receipts, rejections } = decode(v1.ReceiptBatch, await this.session.query('receipts', encode(v1.ReceiptsQuery, { caseNo, messageId })));
    return { receipts: receipts.map((one) => v1.SignedReceipt.create(one)), rejections };
  }

  /** How fast the hub takes what is submitted, and what of it waits there. */
  async pace(): Promise<SubmissionPace> {
    const { perSecond, burst, waiting, code, retryAfterMs, storedBytes, storedBytesMax } = decode(v1.PaceReply, await this.session.query('pace', new Uint8Array()));
    return { perSecond, burst, waiting: Number(waiting), ...(isErrorCode(code) && { code, retryAfterMs: Number(retryAfterMs) }), storedBytes: Number(storedBytes), storedBytesMax: Number(storedBytesMax) };
  }

  private async document<T>(name: ParticipantQuery, bytes: Uint8Array): Promise<T> {
    const { json } = decode(v1.JsonDocument, await this.session.query(name, bytes));
    return JSON.parse(Buffer.from(json).toString('utf8')) as T;
  }
}
