import type { HeldPlace } from '@tongban/contracts';
import { readReceipt } from '@tongban/trust';
import type { HeldPort } from '../src/held/held-port';
import type { HeldMessage } from '../src/held/held-stream';
import type { IncomingMessage } from '../src/register-message';

/** Held messages in memory, in the order they were kept. It stands for the port, not for JetStream. */
export class HeldInMemory implements HeldPort {
  readonly kept: { readonly message: HeldMessage; readonly incoming: IncomingMessage; readonly digestHex: string }[] = [];
  readonly answered: string[] = [];
  asked = 0;
  max = Number.POSITIVE_INFINITY;
  private last = 0;

  async firstOf(caseNo: string): Promise<HeldPlace | undefined> {
    this.asked++;
    return this.kept.find(({ message }) => message.caseNo === caseNo)?.message;
  }
  async keep(incoming: IncomingMessage, place: HeldPlace, digestHex: string): Promise<'kept' | 'known' | 'full'> {
    if (this.kept.some((one) => one.digestHex === digestHex)) return 'known';
    if (this.kept.length >= this.max) return 'full';
    this.kept.push({ message: { ...place, sequence: ++this.last, receivedAt: readReceipt(incoming.received).at }, incoming: { ...incoming, released: true }, digestHex });
    return 'kept';
  }
  async answerAgain(_incoming: IncomingMessage, { caseNo }: HeldPlace): Promise<void> {
    this.answered.push(caseNo);
  }
  async part(fromSequence: number): Promise<{ messages: HeldMessage[]; more: boolean }> {
    return { messages: this.kept.map(({ message }) => message).filter(({ sequence }) => sequence >= fromSequence), more: false };
  }
  async read(sequence: number): Promise<IncomingMessage | undefined> {
    return this.kept.find(({ message }) => message.sequence === sequence)?.incoming;
  }
  async remove(sequence: number): Promise<void> {
    const at = this.kept.findIndex(({ message }) => message.sequence === sequence);
    if (at >= 0) this.kept.splice(at, 1);
  }
}
