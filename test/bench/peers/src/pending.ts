import { randomUUID } from 'node:crypto';
import type { Opening } from './messages';

const ANSWER_WITHIN_MS = 60_000;

/** Openings that wait for their receipt. */
export class Pending {
  private readonly waiting = new Map<string, () => void>();
  constructor(private readonly template: Opening) {}

  /** Sends a new opening and resolves when it is sent and its receipt has come. */
  async roundTrip(send: (opening: Opening) => Promise<unknown>): Promise<void> {
    const messageId = randomUUID();
    const answered = new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no receipt within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
      this.waiting.set(messageId, () => { clearTimeout(late); resolve(); });
    });
    await Promise.all([send({ ...this.template, messageId }), answered]);
  }
  answered(messageId: string): void {
    this.waiting.get(messageId)?.();
    this.waiting.delete(messageId);
  }
}
