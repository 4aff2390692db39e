import { TongbanError, isErrorCode } from '@tongban/contracts';
import type { HubQueries } from '../hub/hub-queries';
import type { Outbox } from '../outbox/outbox';
import { Slots } from '../outbox/slots';
import { newStop, pause } from '../pause';
import type { ClientStore } from '../store/client-store';
import type { MessageRecord } from '../store/records';
import type { ReceiptBook } from './receipt-book';

const ASK_MIN_MS = 150;
const ASK_MAX_MS = 2_000;
const ASKED_MAX = 256;
const PARALLEL_MAX = 8;

/** Learns receipts by asking, for a process that does not read the participant's inbox. */
export class ReceiptInquiry {
  private readonly stop = newStop();
  private readonly slots = new Slots(PARALLEL_MAX);
  private running: Promise<void> | undefined;
  private wake: AbortController = new AbortController();

  constructor(private readonly store: ClientStore, private readonly book: ReceiptBook, private readonly outbox: Outbox, private readonly queries: HubQueries) {}

  start(): void {
    this.running ??= this.askOn();
  }
  /** Somebody begins to wait: asked soon again. */
  hurry(): void {
    this.wake.abort();
  }
  async close(): Promise<void> {
    this.stop.abort();
    await this.running;
  }
  /** Asks once about one message. Silence is no news. */
  async ask(messageId: string): Promise<void> {
    const record = await this.store.messages.get(messageId);
    if (record) await this.askAbout(messageId, record);
  }

  private async askOn(): Promise<void> {
    const { signal } = this.stop;
    for (let waitMs = ASK_MIN_MS; !signal.aborted; waitMs = Math.min(waitMs * 1.5, ASK_MAX_MS)) {
      const waiting = (await this.outbox.waiting(ASKED_MAX)).map(({ messageId }) => messageId);
      const ids = [...new Set([...this.book.awaited().slice(0, ASKED_MAX), ...waiting])];
      await Promise.all(ids.map((messageId) => this.slots.use(() => (signal.aborted ? Promise.resolve() : this.ask(messageId)))));
      this.wake = new AbortController();
      await pause(waitMs, signal, this.wake.signal);
      if (this.wake.signal.aborted) waitMs = ASK_MIN_MS;
    }
  }

  private async askAbout(messageId: string, record: MessageRecord): Promise<void> {
    try {
      const { receipts, rejections } = await this.queries.receipts(record.caseNo, messageId);
      await this.book.take(receipts, rejections);
    } catch (error) {
      // A message that no case log took is known to the region that refused it.
      if (TongbanError.from(error).code === 'find.nothing' && record.order !== '') await this.askForRefusal(messageId, record);
    }
  }

  private async askForRefusal(messageId: string, { digestHex }: MessageRecord): Promise<void> {
    try {
      const { matches } = await this.queries.find(messageId);
      const refused = matches.find(({ kind, digest }) => kind === 'rejected' && digest === digestHex);
      const code = refused?.code;
      if (code) await this.book.takeReported(messageId, isErrorCode(code) ? code : 'recipient.rejected');
    } catch {
      // Asked again in a moment.
    }
  }
}
