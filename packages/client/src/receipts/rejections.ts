import { TongbanError } from '@tongban/contracts';
import { KeyedLanes } from '../keyed-lanes';
import type { ProvinceLogger, RejectionHandler } from '../options';
import type { ClientStore } from '../store/client-store';
import { caseOf, rejectionKey } from '../store/records';
import type { ReceiptBook } from './receipt-book';

const PARALLEL_MAX = 16;

/**
 * Tells the application which of its registered messages a recipient rejected: of one case one at a time, each until the
 * handler has ended well. A handler that fails is asked again with the next rejection of the case or after a restart.
 */
export class Rejections {
  private handler: RejectionHandler | undefined;
  private readonly lanes: KeyedLanes<void>;
  private closed = false;

  constructor(private readonly store: ClientStore, private readonly book: ReceiptBook, logger: ProvinceLogger) {
    this.lanes = new KeyedLanes((_none, caseNo) => this.tellCase(caseNo), (error, caseNo) =>
      logger.warn({ caseNo, code: TongbanError.from(error).code }, 'a rejection could not be handled'), PARALLEL_MAX);
    book.onRejection((caseNo) => this.arrived(caseNo));
  }

  /** From now on rejections are told, those that came before first. */
  async use(handler: RejectionHandler): Promise<void> {
    this.handler = handler;
    for (const caseNo of new Set((await this.store.rejections.keysUnder('')).map(caseOf))) this.arrived(caseNo);
  }

  /** Tells nothing more; resolves when the running handlers have ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.lanes.close();
  }

  private arrived(caseNo: string): void {
    if (!this.closed && this.handler && !this.lanes.hasWaiting(caseNo)) this.lanes.push(caseNo, undefined);
  }

  private async tellCase(caseNo: string): Promise<void> {
    for (const [key, { messageId, returned }] of await this.store.rejections.under(rejectionKey(caseNo, ''))) {
      const receipt = (await this.book.of(messageId)).find(({ level, issuer }) => level === 'REJECTED' && issuer.startsWith('participant:'));
      if (receipt) await this.handler!({ caseNo, messageId, ...(returned !== undefined && { returned }), receipt });
      await this.store.commit([this.store.rejections.del(key)]);
    }
  }
}
