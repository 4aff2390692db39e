import { PARTICIPANT_SUBSCRIPTIONS_MAX, participantOfAccount, subjects } from '@tongban/contracts';
import { Rounds } from '@tongban/messaging';
import { type RegionRuntime, UNKNOWN } from '@tongban/service-kit';
import { type Msg, type NatsConnection, RequestStrategy } from 'nats';
import { kindOfReason, mayHear } from './classify';
import type { NoteRefusal } from './participant-watch';

/** What the server says of a connection: in its events, and when it lists them. */
interface EventClient { readonly acc?: string; readonly user?: string; readonly nkey?: string }
interface ListedConnection { readonly cid: number; readonly account?: string; readonly authorized_user?: string; readonly subscriptions?: number; readonly subscriptions_list?: readonly string[] }
interface ListedConnections { readonly data?: { readonly server_id: string; readonly connections?: readonly ListedConnection[] } }

const QUEUE = 'watch';
const CONNECTIONS_LISTED = 4_096;
const LIST_WITHIN_MS = 2_000;
/** More connections made by one account in a minute: no province starts so many processes. */
const CONNECTS_PER_MINUTE_MAX = 300;
const MINUTE_MS = 60_000;

/**
 * What the region's server refuses by itself, as its system account tells: logins, connections beyond an account's limit, payloads it does not take. Subscriptions have no event, so the connections
 * are listed now and then: one that lasts is found, one that is gone before the next look is not, and hears nothing anyway.
 */
export class BrokerWatch {
  private readonly rounds: Rounds;
  private readonly known = new Map<string, number>();
  private readonly connects = new Map<string, { count: number; untilMs: number }>();

  constructor(private readonly nc: NatsConnection, private readonly runtime: Pick<RegionRuntime, 'environment' | 'region' | 'config' | 'log'>, private readonly note: NoteRefusal) {
    this.rounds = new Rounds(() => this.look(), runtime.config.TONGBAN_WATCH_LOOK_SECONDS * 1_000, () => runtime.log.warn('connections could not be looked at'));
  }

  async start(): Promise<void> {
    this.hear('$SYS.ACCOUNT.*.CONNECT', ({ client }) => this.connected(client));
    this.hear('$SYS.ACCOUNT.*.DISCONNECT', ({ client, reason }) => this.refused(client, kindOfReason(reason ?? '')));
    this.hear('$SYS.SERVER.*.CLIENT.AUTH.ERR', ({ client }) => this.refused(client, 'login-refused'));
    await this.nc.flush();
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private hear(subject: string, take: (event: { client: EventClient; reason?: string }) => void): void {
    this.nc.subscribe(subject, { queue: QUEUE, callback: (error, message) => {
      const event = error === null ? json<{ client?: EventClient; reason?: string }>(message) : undefined;
      if (event?.client) take({ client: event.client, ...(event.reason && { reason: event.reason }) });
    } });
  }

  private connected({ acc = '' }: EventClient): void {
    const participant = participantOfAccount(acc);
    if (participant === undefined) return;
    const now = Date.now();
    const counted = this.connects.get(participant);
    const current = counted && now < counted.untilMs ? counted : { count: 0, untilMs: now + MINUTE_MS };
    current.count += 1;
    this.connects.set(participant, current);
    if (current.count > CONNECTS_PER_MINUTE_MAX) this.note({ kind: 'connections-flood', by: participant, seenBy: 'broker' });
  }

  private refused({ acc = '', nkey, user }: EventClient, kind: ReturnType<typeof kindOfReason>): void {
    // Who is refused a login has no account yet: the server's default one is named. The same refusal comes again as the end of that connection.
    const participant = participantOfAccount(acc);
    if (kind === undefined || (participant === undefined && kind !== 'login-refused')) return;
    this.note({ kind, by: participant ?? UNKNOWN, seenBy: 'broker', ...credentialOf(nkey ?? user) });
  }

  private async look(): Promise<void> {
    const replies = await this.nc.requestMany('$SYS.REQ.SERVER.PING.CONNZ', JSON.stringify({ subscriptions: true, auth: true, limit: CONNECTIONS_LISTED }), { strategy: RequestStrategy.JitterTimer, maxWait: LIST_WITHIN_MS, jitter: 300 });
    const seen = new Set<string>();
    for await (const reply of replies) {
      const { data } = json<ListedConnections>(reply) ?? {};
      for (const connection of data?.connections ?? []) seen.add(this.lookAt(data?.server_id ?? '', connection));
    }
    for (const key of this.known.keys()) if (!seen.has(key)) this.known.delete(key);
  }

  /** A subscription that stays is listed once. */
  private lookAt(server: string, { cid, account = '', authorized_user: user, subscriptions = 0, subscriptions_list: listens = [] }: ListedConnection): string {
    const key = `${server}:${cid}`;
    const participant = participantOfAccount(account);
    if (participant === undefined) return key;
    const heads = subjects.registryHeads(this.runtime.environment, this.runtime.region);
    const wrong = listens.filter((subject) => !mayHear(subject, heads)).length;
    const isFull = subscriptions >= PARTICIPANT_SUBSCRIPTIONS_MAX;
    const before = this.known.get(key) ?? 0;
    const now = wrong + (isFull ? PARTICIPANT_SUBSCRIPTIONS_MAX : 0);
    if (now > before) {
      if (wrong > 0) this.note({ kind: 'subscription-not-allowed', by: participant, seenBy: 'broker', ...credentialOf(user) });
      if (isFull) this.note({ kind: 'subscriptions-over-limit', by: participant, seenBy: 'broker', ...credentialOf(user) });
    }
    this.known.set(key, Math.max(before, now));
    return key;
  }
}

/** A user's public key; anything else that somebody claimed to be is not kept. */
const credentialOf = (user: string | undefined): { credential?: string } => (user !== undefined && /^U[A-Z2-7]{55}$/.test(user) ? { credential: user } : {});

function json<T>(message: Msg): T | undefined {
  try {
    return message.json<T>();
  } catch {
    return undefined;
  }
}
