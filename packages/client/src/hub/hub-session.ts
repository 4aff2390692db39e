import { type EnvironmentCode, type ParticipantQuery, TongbanError, decode, errorTraits, subjects, v1 } from '@tongban/contracts';
import { QueryClient, connectNats, onReconnect } from '@tongban/messaging';
import type { ParticipantCredentials } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import type { ProvinceLogger } from '../options';
import { newStop, pause } from '../pause';
import type { StoredHello } from '../store/records';
import { acceptHello, helloRequest } from './hello';
import { HubClock, settingOf } from './hub-clock';

const ATTEMPT_MS = 2_000;
const AGAIN_MS = 500;
const HELLO_TIMEOUT_MS = 3_000;
const CLOCK_EVERY_MS = 5_000;
const QUERY_TIMEOUT_MS = 10_000;

export interface SessionPorts {
  readonly logger: ProvinceLogger;
  readonly clock: HubClock;
  /** Keeps what the hub said, for a start without it. */
  readonly remember: (hello: StoredHello) => Promise<void>;
  /** The key to sign on with as it is now; asked at every attempt, so that one that was replaced takes over while all runs. */
  readonly brokerSeed?: () => string;
}

/**
 * The one outbound connection to the own region: comes up when the hub does, says hello before anything else, and from then
 * on survives the broker's restarts. Nothing is ever listened to on this side.
 */
export class HubSession {
  private readonly stop = newStop();
  private readonly upListeners = new Set<() => void>();
  private nc: NatsConnection | undefined;
  private queries: QueryClient | undefined;
  private hello: StoredHello | undefined;
  private refusal: TongbanError | undefined;
  private lastFailure: TongbanError | undefined;
  private watch: NodeJS.Timeout | undefined;

  constructor(private readonly credentials: ParticipantCredentials, private readonly ports: SessionPorts) {}

  /** Begins to connect, for as long as it takes. */
  start(): void {
    void this.comeUp().catch((error: unknown) => this.refuse(TongbanError.from(error)));
  }

  /** Resolves when the hub has said hello. @throws TongbanError its refusal, or `hub.unreachable` in time. */
  async ready(withinMs: number): Promise<void> {
    await this.usable(AbortSignal.any([this.stop.signal, AbortSignal.timeout(withinMs)]));
  }

  /** The connection, waiting for it as long as the signal allows. @throws TongbanError the hub's refusal, or `hub.unreachable`. */
  async usable(signal: AbortSignal): Promise<NatsConnection> {
    while (this.nc === undefined || this.hello === undefined) {
      if (this.refusal) throw this.refusal;
      if (signal.aborted) throw this.lastFailure ?? new TongbanError('hub.unreachable', `no answer from ${this.credentials.servers.join(', ')}`);
      await this.change(signal);
    }
    return this.nc;
  }

  get isUp(): boolean {
    return this.hello !== undefined && this.nc !== undefined && !this.nc.isClosed();
  }

  /** Calls back when the hub is reached and after every reconnection; at once when it is reached already. */
  onUp(fire: () => void): () => void {
    this.upListeners.add(fire);
    if (this.isUp) fire();
    return () => this.upListeners.delete(fire);
  }

  /** Asks the own border. @throws TongbanError the fault of the one asked, or `hub.unreachable`. */
  async query(name: ParticipantQuery, bytes: Uint8Array, timeoutMs = QUERY_TIMEOUT_MS): Promise<Uint8Array> {
    if (this.refusal) throw this.refusal;
    if (this.stop.signal.aborted) throw new TongbanError('client.closed', `${name} was asked after close`);
    if (!this.queries) throw new TongbanError('hub.unreachable', `not connected to ${this.credentials.servers.join(', ')}`);
    const { environment, region, participant } = this.credentials;
    return this.queries.request(subjects.query(environment as EnvironmentCode, region, participant, name), bytes, { timeoutMs, unreachable: 'hub.unreachable' });
  }

  async close(): Promise<void> {
    this.stop.abort();
    clearInterval(this.watch);
    this.upListeners.clear();
    if (this.nc && !this.nc.isClosed()) await this.nc.close().catch(() => undefined);
  }

  private async comeUp(): Promise<void> {
    const { participant, servers, nkeySeed, tls } = this.credentials;
    while (!this.nc) {
      if (this.stop.signal.aborted) return;
      try {
        this.nc = await connectNats({ servers, nkeySeed: this.ports.brokerSeed ?? nkeySeed, tls, name: `sdk-${participant}`, firstConnectWithinMs: ATTEMPT_MS });
      } catch (error) {
        this.fail(error);
        await pause(AGAIN_MS, this.stop.signal);
      }
    }
    if (this.stop.signal.aborted) return this.nc.close();
    this.queries = new QueryClient(this.nc);
    await this.sayHello();
    if (!this.hello) return;
    onReconnect(this.nc, () => this.tellUp());
    this.upListeners.add(() => void this.readClock());
    this.watch = setInterval(() => void this.readClock(), CLOCK_EVERY_MS);
    this.watch.unref();
    this.tellUp();
  }

  /** A hub may be connected before its services run: only a refusal ends the asking. */
  private async sayHello(): Promise<void> {
    const { participant } = this.credentials;
    while (!this.stop.signal.aborted && !this.hello) {
      try {
        const { hello, sunsetOn } = acceptHello(await this.query('hello', helloRequest(participant), HELLO_TIMEOUT_MS), this.credentials);
        this.ports.clock.adopt(hello.clock);
        if (sunsetOn) this.ports.logger.warn({ participant, contract: hello.contractVersion, sunsetOn }, 'the contract version will no longer be served');
        await this.ports.remember(hello);
        this.hello = hello;
      } catch (error) {
        if (!errorTraits(TongbanError.from(error).code).retryable) throw error;
        this.fail(error);
        await pause(AGAIN_MS, this.stop.signal);
      }
    }
  }

  /** Takes the hub's setting of the business clock. @throws TongbanError as `query`. */
  async takeClock(): Promise<void> {
    const setting = settingOf(decode(v1.ClockSetting, await this.query('clock', new Uint8Array(), HELLO_TIMEOUT_MS)));
    if (this.ports.clock.adopt(setting) && this.hello) await this.ports.remember({ ...this.hello, clock: setting });
  }

  private async readClock(): Promise<void> {
    if (!this.isUp || !this.hello) return;
    // Asked again in a moment; until then the last setting holds.
    await this.takeClock().catch(() => undefined);
  }

  private fail(error: unknown): void {
    const first = this.lastFailure === undefined;
    this.lastFailure = TongbanError.from(error);
    if (first) this.ports.logger.info({ participant: this.credentials.participant, code: this.lastFailure.code }, 'the hub is not reached yet');
  }

  private refuse(error: TongbanError): void {
    if (this.stop.signal.aborted) return;
    this.refusal = error;
    this.ports.logger.warn({ participant: this.credentials.participant, code: error.code }, 'the hub refuses this SDK');
    this.tellUp();
  }

  private tellUp(): void {
    for (const fire of [...this.upListeners]) fire();
  }

  private change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.upListeners.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.upListeners.add(done);
      signal.addEventListener('abort', done);
    });
  }
}
