import { TongbanError } from '@tongban/contracts';
import type { NatsConnection } from 'nats';

/** What is looked at of a consumer's information; durations in nanoseconds. */
export interface ConsumerFacts {
  readonly config?: {
    readonly ack_wait?: number; readonly max_ack_pending?: number; readonly priority_policy?: string; readonly priority_groups?: readonly string[]; readonly priority_timeout?: number;
  };
  /** Up to where in the stream messages were delivered, counted anew by a reset. */
  readonly delivered?: { readonly stream_seq: number };
  readonly num_ack_pending?: number;
  readonly priority_groups?: readonly { readonly group: string; readonly pinned_client_id?: string }[];
}
interface Reply extends ConsumerFacts { readonly error?: { readonly code: number; readonly description: string } }

const TIMEOUT_MS = 5_000;

/** The requests about one durable consumer that the client does not have, or not behind another account's prefix. */
export class ConsumerApi {
  constructor(private readonly nc: NatsConnection, private readonly stream: string, private readonly consumer: string, private readonly apiPrefix = '$JS.API') {}

  /** All throw `topology.mismatch` when the consumer does not exist, `hub.unreachable` when the server does not answer. */
  info(): Promise<ConsumerFacts> {
    return this.ask('INFO');
  }
  /** Everything above the acknowledged floor is delivered again, in order (server ≥ 2.14); or everything from a sequence on. */
  async reset(fromSequence?: number): Promise<void> {
    await this.ask('RESET', fromSequence === undefined ? undefined : { seq: fromSequence });
  }
  /** The pinned client gives way to the next one that waits. */
  async unpin(group: string): Promise<void> {
    await this.ask('UNPIN', { group });
  }

  private async ask(call: string, body?: object): Promise<Reply> {
    const what = `CONSUMER.${call} of ${this.stream}/${this.consumer}`;
    let reply: Reply;
    try {
      reply = (await this.nc.request(`${this.apiPrefix}.CONSUMER.${call}.${this.stream}.${this.consumer}`, body && JSON.stringify(body), { timeout: TIMEOUT_MS })).json();
    } catch (cause) {
      throw new TongbanError('hub.unreachable', `${what}: ${cause instanceof Error ? cause.message : 'no answer'}`, [], { cause });
    }
    if (reply.error) throw new TongbanError(reply.error.code === 404 ? 'topology.mismatch' : 'hub.unreachable', `${what}: ${reply.error.description}`);
    return reply;
  }
}
