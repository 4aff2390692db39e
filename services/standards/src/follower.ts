import { randomBytes } from 'node:crypto';
import { type RegionCode, type HubQuery, TongbanError, decode, encode, subjects, v1 } from '@tongban/contracts';
import { headBytes } from './heads';
import type { Heads } from './heads';
import type { StandardsPorts } from './ports';
import type { RegistryStream } from './registry-stream';

export interface FollowerTimes {
  /** Between two questions for the head. */
  readonly everyMs: number;
  /** Longest pause after failures, which double it. */
  readonly pauseMaxMs: number;
}
const TIMES: FollowerTimes = { everyMs: 2_000, pauseMaxMs: 60_000 };
const NONCE_BYTES = 16;
const RANGE_MAX = 256;
/** Of one pull; what is left comes with the next. */
const RANGES_PER_PULL = 400;

/**
 * Keeps the copy of one other owner's log: asks its region how far the log is, fetches what is missing, verifies each entry and appends it
 * as it is. Only one pull is under way; an announcement while one is brings another after it.
 */
export class Follower {
  private timer: NodeJS.Timeout | undefined;
  private pulling: Promise<void> | undefined;
  private again = false;
  /** A head came unasked that nothing was fetched for yet. */
  private isTold = false;
  private stopping = false;
  private failures = 0;
  private lastCode: string | undefined;

  constructor(
    readonly owner: RegionCode, private readonly ports: StandardsPorts, private readonly stream: RegistryStream, private readonly heads: Heads, private readonly times: FollowerTimes = TIMES,
  ) {}

  start(): void {
    this.pull();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.pulling;
  }

  /** A head that its owner sent unasked. @throws TongbanError when it does not verify. */
  async announced(bytes: Uint8Array): Promise<void> {
    if (!(await this.ports.standards.hear(this.owner, bytes))) return;
    this.isTold = true;
    this.pull();
  }

  /** Now, or once more after the pull that is under way. */
  private pull(): void {
    clearTimeout(this.timer);
    if (this.stopping) return;
    if (this.pulling !== undefined) {
      this.again = true;
      return;
    }
    this.pulling = this.round().finally(() => {
      this.pulling = undefined;
      if (this.stopping) return;
      if (this.again) {
        this.again = false;
        this.pull();
      } else this.timer = setTimeout(() => this.pull(), Math.min(this.times.everyMs * 2 ** this.failures, this.times.pauseMaxMs));
    });
  }

  private async round(): Promise<void> {
    try {
      // What was just announced is as good as an answer; an emergency does not wait for another question.
      if (this.isTold) this.isTold = false;
      else await this.askHead();
      await this.fetch();
      this.recovered();
    } catch (cause) {
      this.failed(TongbanError.from(cause));
    }
    // Also after a failure: the region must know that it is behind.
    await this.heads.pass(this.owner).catch((cause: unknown) => this.ports.log.warn({ owner: this.owner, code: TongbanError.from(cause).code }, 'a registry head could not be kept'));
  }

  private async askHead(): Promise<void> {
    const nonce = randomBytes(NONCE_BYTES);
    const { head } = decode(v1.RegistryHeadReply, await this.ask('standards.head', encode(v1.RegistryHeadQuery, { owner: this.owner, nonce })));
    await this.ports.standards.hear(this.owner, headBytes(v1.SignedRegistryHead.create(head ?? {})), nonce);
  }

  private async fetch(): Promise<void> {
    const copy = this.ports.standards.copy(this.owner);
    for (let ranges = 0; !this.stopping && copy.newestHead !== undefined && this.held() < copy.newestHead.number; ranges++) {
      if (ranges === RANGES_PER_PULL) return void (this.again = true);
      await this.stream.level();
      if (this.stream.isStopped(this.owner)) throw new TongbanError('registry.chain-broken', 'the copy in the stream cannot be read to its end');
      const from = this.held() + 1;
      if (from > copy.newestHead.number) return;
      const { entries } = decode(v1.RegistryRangeReply, await this.ask('standards.range', encode(v1.RegistryRangeQuery, { owner: this.owner, from, max: RANGE_MAX })));
      if (entries.length === 0) throw new TongbanError('registry.gap', `${this.owner} has no entry ${from}, although its head says so`);
      for (const [at, bytes] of entries.entries()) if (!(await this.append(from + at, bytes))) break;
      await this.stream.level();
    }
  }

  private held(): number {
    return this.stream.countOf(this.owner);
  }

  /** Whether this entry is stored; not when another process of the region was faster, whose entry is the same. */
  private async append(number: number, bytes: Uint8Array): Promise<boolean> {
    const { standards } = this.ports;
    const found = await standards.check(this.owner, bytes);
    if (found === 'gap') throw new TongbanError('registry.gap', `what came as entry ${number} of ${this.owner} is not the next one`);
    if (found === 'known') return false;
    try {
      await this.stream.append(this.owner, number, bytes);
    } catch (cause) {
      if (cause instanceof TongbanError && cause.code === 'log.conflict') return false;
      throw cause;
    }
    return true;
  }

  private ask(name: HubQuery, bytes: Uint8Array): Promise<Uint8Array> {
    return this.ports.queries.request(subjects.service(this.ports.environment, this.owner, name), bytes, { unreachable: 'region.unreachable' });
  }

  private recovered(): void {
    if (this.lastCode !== undefined) this.ports.log.info({ owner: this.owner, held: this.held() }, 'the registry log is followed again');
    this.failures = 0;
    this.lastCode = undefined;
  }

  /** A link that is down is looked at as often as ever, so that it is noticed when it is back; what is wrong with the log itself, less and less. */
  private failed({ code, message }: TongbanError): void {
    const isSilence = code === 'region.unreachable' || code === 'hub.unreachable' || code === 'hub.busy';
    this.failures = isSilence ? 0 : this.failures + 1;
    if (code !== this.lastCode) this.ports.log[isSilence ? 'warn' : 'error']({ owner: this.owner, code, held: this.held(), detail: message }, 'a registry log cannot be followed');
    this.lastCode = code;
  }
}
