import { PARTICIPANT_INBOX_PREFIX, subjects } from '@tongban/contracts';
import { type SecurityNote } from '@tongban/service-kit';
import { type Msg, type NatsConnection, type Subscription, headers } from 'nats';
import { kindOfSubject, kindsOfOwn } from './classify';

/** Processes of a hub that share the watch: each publication is heard by one of them. */
const QUEUE = 'watch';
const NOT_HERE = 503;

export interface WatchPace {
  /** Messages, and bytes, that are heard of one participant within the window; then the watch looks away. */
  readonly max: number;
  readonly maxBytes: number;
  readonly windowMs: number;
  readonly awayMs: number;
  /** Looks away twice as long each time, at most so long. */
  readonly awayMaxMs: number;
}
/** What nobody may publish: a handful tells everything, and a flood must cost the hub nothing. */
const HEARD: WatchPace = { max: 200, maxBytes: 2 ** 24, windowMs: 1_000, awayMs: 1_000, awayMaxMs: 30_000 };
/** What a participant may publish, several times its pace. */
const OWN: WatchPace = { max: 500, maxBytes: 2 ** 25, windowMs: 1_000, awayMs: 1_000, awayMaxMs: 10_000 };

export type NoteRefusal = (note: SecurityNote, counted?: { readonly atLeast?: boolean }) => void;

/**
 * Hears what participants publish in their accounts that no service of theirs takes, which the broker itself passes over in silence, and answers it as the broker would: nobody is here for you.
 * Of what they may publish it looks at where the answer would go and at the headers. Content is never looked at.
 */
export class ParticipantWatch {
  private readonly ears: Ear[] = [];

  /** @param exchange the hub's own connection, on which it answers. */
  constructor(private readonly nc: NatsConnection, private readonly exchange: Pick<NatsConnection, 'publish'>, private readonly participants: readonly string[], private readonly note: NoteRefusal) {}

  async start(): Promise<void> {
    for (const participant of this.participants) {
      this.ears.push(
        new Ear(this.nc, `${subjects.heard(participant)}.>`, HEARD, (message, atLeast) => this.heard(participant, message, atLeast)),
        new Ear(this.nc, `${subjects.own(participant)}.>`, OWN, (message, atLeast) => this.own(participant, message, atLeast)),
      );
    }
    for (const ear of this.ears) ear.listen();
    await this.nc.flush();
  }
  stop(): void {
    for (const ear of this.ears) ear.close();
  }

  private heard(participant: string, { subject, reply }: Msg, atLeast: boolean): void {
    this.note({ kind: kindOfSubject(subject.slice(subjects.heard(participant).length + 1)), by: participant, seenBy: 'watch' }, { atLeast });
    const inbox = `${PARTICIPANT_INBOX_PREFIX}.`;
    if (reply?.startsWith(inbox) && !/[*>]/.test(reply)) this.exchange.publish(`${subjects.refused(participant)}.${reply.slice(inbox.length)}`, undefined, { headers: headers(NOT_HERE, 'Not Allowed') });
  }
  private own(participant: string, message: Msg, atLeast: boolean): void {
    for (const kind of kindsOfOwn({ ...(message.reply && { reply: message.reply }), headerNames: message.headers?.keys() ?? [] })) this.note({ kind, by: participant, seenBy: 'watch' }, { atLeast });
  }
}

/** One subscription that ends where a flood begins, and begins again later. */
class Ear {
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private count = 0;
  private bytes = 0;
  private windowEndsMs = 0;
  private awayMs: number;
  private closed = false;

  constructor(private readonly nc: NatsConnection, private readonly subject: string, private readonly pace: WatchPace, private readonly hear: (message: Msg, atLeast: boolean) => void) {
    this.awayMs = pace.awayMs;
  }

  listen(): void {
    if (this.closed || this.nc.isClosed()) return;
    this.subscription = this.nc.subscribe(this.subject, { queue: QUEUE, callback: (error, message) => (error === null ? this.took(message) : undefined) });
  }
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.subscription?.unsubscribe();
  }

  private took(message: Msg): void {
    const now = Date.now();
    if (now >= this.windowEndsMs) {
      // A quiet window after the last: the flood is over.
      if (now >= this.windowEndsMs + this.awayMs + this.pace.windowMs) this.awayMs = this.pace.awayMs;
      this.windowEndsMs = now + this.pace.windowMs;
      [this.count, this.bytes] = [0, 0];
    }
    this.count += 1;
    this.bytes += message.data.length;
    const isFlood = this.count >= this.pace.max || this.bytes >= this.pace.maxBytes;
    this.hear(message, isFlood);
    if (!isFlood) return;
    this.subscription?.unsubscribe();
    this.timer = setTimeout(() => this.listen(), this.awayMs);
    this.awayMs = Math.min(this.awayMs * 2, this.pace.awayMaxMs);
  }
}
