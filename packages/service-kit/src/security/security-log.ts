import { randomUUID } from 'node:crypto';
import { type ErrorCode, type SecurityKind, type SecurityObserver, encode, messageIds, securityKindOf, subjects, v1 } from '@tongban/contracts';
import { RefusalCounts, type RefusalSeries } from '@tongban/domain';
import { type DurablePublisher, Rounds } from '@tongban/messaging';
import { count } from '@tongban/telemetry';
import type { Logger } from '../log';

/** One thing that was refused. Nothing of what was in it: no payload, no subject, no personal data. */
export interface SecurityNote {
  readonly kind: SecurityKind;
  /** Whose credentials, by what the broker let in: a participant, `hub-<region>`, or UNKNOWN. */
  readonly by: string;
  readonly seenBy: SecurityObserver;
  readonly code?: ErrorCode;
  /** Public key of the broker's user. */
  readonly credential?: string;
}
export const UNKNOWN = 'unknown';
export const byHub = (region: string): string => `hub-${region}`;

export interface SecurityLogOptions {
  readonly region: string;
  readonly publisher: Pick<DurablePublisher, 'publish'>;
  readonly log: Logger;
  /** How long refusals of the same kind by the same are counted into one entry. */
  readonly countMs: number;
}

/** Looked at this often for what is to be told: short of the while itself, and seldom enough to cost nothing. */
const LOOKS_PER_WHILE = 4;
const TOKEN = /^[A-Za-z0-9-]{1,40}$/;

/**
 * What was refused in a region, for its security administrator: `tongban security events`. Kept beside the work that refused it and never in its way: an entry that cannot be stored is
 * tried again by the publisher, and then logged.
 */
export class SecurityLog {
  private readonly counts: RefusalCounts<SecurityNote>;
  private readonly rounds: Rounds;
  private readonly place = randomUUID().slice(0, 8);
  private readonly telling = new Set<Promise<void>>();

  constructor(private readonly options: SecurityLogOptions) {
    this.counts = new RefusalCounts(options.countMs);
    this.rounds = new Rounds(async () => this.tell(this.counts.due(Date.now())), Math.max(100, options.countMs / LOOKS_PER_WHILE), () => undefined);
  }

  start(): void {
    this.rounds.start();
  }

  /** `atLeast`: whoever counted looked away in between. */
  note(note: SecurityNote, counted: { readonly count?: number; readonly atLeast?: boolean } = {}): void {
    count('tongban_security_events_total', { kind: note.kind }, counted.count);
    const first = this.counts.note({ ...note, by: TOKEN.test(note.by) ? note.by : UNKNOWN }, Date.now(), counted);
    if (first) void this.tell([first]);
  }

  /** An error that somebody was answered with, if it is one to be listed. */
  noteError(code: ErrorCode | undefined, by: string, seenBy: SecurityObserver): void {
    const kind = code && securityKindOf(code);
    if (kind) this.note({ kind, by, seenBy, code });
  }

  /** Tells what was counted. */
  async stop(): Promise<void> {
    await this.rounds.stop();
    await this.tell(this.counts.due(Date.now(), true));
    await Promise.all(this.telling);
  }

  private tell(series: readonly RefusalSeries<SecurityNote>[]): Promise<void> {
    const work = Promise.all(series.map((one) => this.store(one))).then(() => undefined).finally(() => this.telling.delete(work));
    this.telling.add(work);
    return work;
  }

  private async store({ refusal: { kind, by, seenBy, code, credential }, firstMs, lastMs, count, atLeast }: RefusalSeries<SecurityNote>): Promise<void> {
    const { region, publisher, log } = this.options;
    const entry = encode(v1.SecurityEntry, {
      region, kind, by, seenBy, code: code ?? '', credential: credential ?? '', firstAt: new Date(firstMs).toISOString(), lastAt: new Date(lastMs).toISOString(), count, atLeast,
    });
    log.warn({ kind, by, seenBy, code, count }, 'refused');
    await publisher.publish(subjects.security(region, by, kind), entry, { msgId: messageIds.security(by, kind, `${this.place}:${seenBy}:${code ?? ''}:${credential ?? ''}`, firstMs) })
      .catch(() => log.error({ kind, by, count }, 'an entry of what was refused could not be stored'));
  }
}
