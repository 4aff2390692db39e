import { TongbanError } from '@tongban/contracts';
import type { SendRequest, Sent, StateValue, Step } from '../options';
import type { Prepared, Sender } from '../outbox/sender';
import type { ClientStore } from '../store/client-store';
import type { StoreOp } from '../store/table';

/** What a handler wants to be done, held until it is committed with its delivery or dropped. */
export class StepWork implements Step {
  private readonly writes = new Map<string, StateValue | undefined>();
  private readonly messages: Prepared[] = [];
  private over = false;
  constructor(private readonly store: ClientStore, private readonly sender: Sender) {}

  async get(key: string): Promise<StateValue | undefined> {
    return this.writes.has(key) ? this.writes.get(key) : this.store.app.get(key);
  }
  put(key: string, value: StateValue): void {
    this.checkOpen();
    this.writes.set(key, value);
  }
  delete(key: string): void {
    this.checkOpen();
    this.writes.set(key, undefined);
  }
  async send(caseNo: string, request: SendRequest): Promise<Sent> {
    this.checkOpen();
    const prepared = await this.sender.prepare(caseNo, request);
    if (this.over) {
      prepared.free();
      this.checkOpen();
    }
    this.messages.push(prepared);
    return prepared.sent;
  }

  /** Takes no more: what comes after the handler has ended would be lost in silence. */
  end(): void {
    this.over = true;
  }
  ops(): StoreOp[] {
    const state = [...this.writes].map(([key, value]) => (value === undefined ? this.store.app.del(key) : this.store.app.put(key, value)));
    return [...state, ...this.messages.flatMap(({ ops }) => ops)];
  }
  outgoing(): NonNullable<Prepared['outgoing']>[] {
    return this.messages.flatMap(({ outgoing }) => outgoing ?? []);
  }
  free(): void {
    for (const { free } of this.messages) free();
  }

  private checkOpen(): void {
    if (this.over) throw new TongbanError('client.closed', 'the step is over: await everything inside the handler');
  }
}
