import { type EnvironmentCode, type ErrorCode, REGION_CODES, type RegionCode, TongbanError, decode, subjects, v1 } from '@tongban/contracts';
import { type RegistryPosition, type TrustDirectory, checkRegistryChain, verifyRegistryHead } from '@tongban/trust';
import type { HubSession } from '../hub/hub-session';
import type { ProvinceLogger } from '../options';
import { newStop, pause } from '../pause';
import type { InstalledStandards } from './installed-standards';
import { snapshotPages } from './snapshot-pages';
import type { StandardsQueries } from './standards-queries';
import { type StandardsShelf, placeOf } from './standards-shelf';
import type { StandardsStanding } from './update';

export interface FollowerPorts {
  readonly session: Pick<HubSession, 'usable' | 'onUp' | 'isUp'>;
  readonly queries: StandardsQueries;
  readonly shelf: StandardsShelf;
  readonly installed: InstalledStandards;
  readonly trust: TrustDirectory;
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly logger: ProvinceLogger;
}
export interface FollowerSettings {
  /** How often what is late is looked at. */
  readonly tickMs?: number;
  /** A head not heard for so long is asked for. */
  readonly silentAfterMs?: number;
  /** So many entries behind, a snapshot is taken instead of each. */
  readonly snapshotOver?: number;
  /** A copy with more entries, or bytes, than this begins anew with a snapshot. */
  readonly keptMax?: number;
  readonly keptBytesMax?: number;
}
const DEFAULTS = { tickMs: 5_000, silentAfterMs: 10_000, snapshotOver: 5_000, keptMax: 10_000, keptBytesMax: 128 * 1024 * 1024 } as const;
const RANGE_MAX = 500;
const PROVEN_EVERY_MS = 60_000;
const SNAPSHOT_ATTEMPTS = 3;

/** What is known of an owner besides the copy. */
interface Heard {
  number: number;
  businessAt: string;
  /** Of the head, by the owner's clock. */
  realAt: string;
  /** By the own clock. */
  heardMs: number;
  provenNotedMs: number;
  fault?: ErrorCode;
}

/**
 * Keeps this participant's copy of every owner's log: hears heads, pulls what is missing from the own border, has it on disk, then installs
 * it. Nothing waits for it, and it waits for nobody.
 */
export class StandardsFollower {
  private readonly settings: Required<FollowerSettings>;
  private readonly stop = newStop();
  private readonly heard = new Map<RegionCode, Heard>();
  private readonly pulls = new Map<RegionCode, Promise<void>>();
  private readonly again = new Set<RegionCode>();
  private readonly listeners = new Set<(owner: RegionCode) => void>();
  private readonly troubled = new Set<RegionCode>();
  private tick: NodeJS.Timeout | undefined;
  private unlisten: () => void = () => undefined;

  constructor(private readonly ports: FollowerPorts, settings: FollowerSettings = {}) {
    this.settings = { ...DEFAULTS, ...settings };
  }

  /** Installs what is on disk: enough to work without the hub. A copy that cannot be used is dropped and will be pulled anew. */
  async load(): Promise<void> {
    const { shelf, installed, logger } = this.ports;
    await shelf.load(REGION_CODES);
    for (const owner of REGION_CODES) {
      try {
        const pages = await shelf.pages(owner);
        if (pages.length > 0) await installed.installSnapshot(owner, pages);
        await this.installFromShelf(owner, shelf.firstKept(owner));
      } catch (error) {
        logger.warn({ owner, code: TongbanError.from(error).code }, 'the own copy of the standards cannot be used and is fetched anew');
        await shelf.drop(owner);
      }
    }
  }

  /** Begins to follow as soon as the hub is reached. */
  start(): void {
    void this.listen().catch((error: unknown) => {
      if (!this.stop.signal.aborted) this.ports.logger.debug({ code: TongbanError.from(error).code }, 'heads of the standards are not heard');
    });
    this.unlisten = this.ports.session.onUp(() => this.pullAll());
    this.tick = setInterval(() => this.look(), this.settings.tickMs);
    this.tick.unref();
  }

  /** Lets what is being pulled arrive, so that a new process does not begin with what was replaced long ago. */
  async settle(withinMs: number): Promise<void> {
    const waited = new AbortController();
    await Promise.race([Promise.all(this.pulls.values()), pause(withinMs, this.stop.signal, waited.signal)]);
    waited.abort();
  }

  async close(): Promise<void> {
    this.stop.abort();
    clearInterval(this.tick);
    this.unlisten();
    await Promise.all(this.pulls.values());
  }

  /** Calls back whenever an owner's copy has grown, until the returned function is called. */
  onGrowth(listener: (owner: RegionCode) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Asks for whatever is new, now. */
  pullAll(): void {
    for (const owner of REGION_CODES) this.pull(owner);
  }

  standing(): StandardsStanding[] {
    return REGION_CODES.map((owner) => {
      const { number: held, proven } = this.ports.shelf.record(owner);
      const heard = this.heard.get(owner);
      return {
        owner, held, ...(heard && { announced: heard.number, heardAt: new Date(heard.heardMs).toISOString() }), ...(proven && { provenUntil: proven.businessAt }),
        ...(heard?.fault && { fault: heard.fault }),
      };
    });
  }

  /** A head that the region told unasked. It may have told it before it had what the head names: told again, that is asked for again. @throws TongbanError as `hear`. */
  async told(owner: RegionCode, signed: Uint8Array): Promise<void> {
    const isNews = await this.hear(owner, signed);
    if (!isNews && (this.heard.get(owner)?.number ?? 0) > this.ports.shelf.record(owner).number) this.pull(owner);
  }

  /** Takes a head, with the nonce of the question it answers. False: nothing newer than what was heard. @throws TongbanError when it does not verify. */
  async hear(owner: RegionCode, signed: Uint8Array, nonce?: Uint8Array): Promise<boolean> {
    const { trust, environment, shelf } = this.ports;
    const head = await verifyRegistryHead(trust, decode(v1.SignedRegistryHead, signed), { environment, owner, ...(nonce && { nonce }) });
    const known = this.heard.get(owner);
    // An old head that comes again proves nothing.
    if (known && (head.lastNumber < known.number || Date.parse(head.realAt) <= Date.parse(known.realAt))) return false;
    const heard: Heard = { number: head.lastNumber, businessAt: head.businessAt, realAt: head.realAt, heardMs: Date.now(), provenNotedMs: known?.provenNotedMs ?? 0 };
    this.heard.set(owner, heard);
    const { number, hash } = shelf.position(owner);
    if (head.lastNumber > number) this.pull(owner);
    else if (head.lastNumber === number && !Buffer.from(head.lastHash).equals(hash)) this.fault(owner, new TongbanError('registry.chain-broken', 'the head names another entry'));
    else await this.prove(owner);
    return true;
  }

  /** One pull of an owner at a time; what is asked for meanwhile is one more. */
  private pull(owner: RegionCode): void {
    if (this.stop.signal.aborted || !this.ports.session.isUp) return;
    if (this.pulls.has(owner)) {
      this.again.add(owner);
      return;
    }
    this.again.delete(owner);
    const pulling = this.pulled(owner).then(() => this.troubled.delete(owner), (error: unknown) => this.fault(owner, TongbanError.from(error))).then(() => {
      this.pulls.delete(owner);
      if (this.again.has(owner)) this.pull(owner);
    });
    this.pulls.set(owner, pulling);
  }

  private async pulled(owner: RegionCode): Promise<void> {
    const { shelf, queries } = this.ports;
    while (!this.stop.signal.aborted) {
      if (this.isFarBehind(owner)) await this.beginAnew(owner);
      const from = shelf.position(owner);
      const { entries, head } = await queries.range(owner, from.number + 1, RANGE_MAX);
      if (entries.length > 0) await this.append(owner, entries, from);
      if (head) await this.hear(owner, head);
      if (entries.length === 0 || shelf.position(owner).number >= (this.heard.get(owner)?.number ?? 0)) break;
    }
    await this.prove(owner);
  }

  private isFarBehind(owner: RegionCode): boolean {
    const { number, entries, bytes } = this.ports.shelf.record(owner);
    const { snapshotOver, keptMax, keptBytesMax } = this.settings;
    return (this.heard.get(owner)?.number ?? 0) - number > snapshotOver || entries > keptMax || bytes > keptBytesMax;
  }

  /** On disk first, so that what a message was made with is there after a crash. */
  private async append(owner: RegionCode, entries: readonly Uint8Array[], from: RegistryPosition): Promise<void> {
    const { trust, environment, shelf } = this.ports;
    const { faults: [fault], position } = await checkRegistryChain(trust, entries, { environment, owner }, from);
    if (fault) throw new TongbanError(fault.code, `entry ${fault.number} of ${owner}: ${fault.detail}`);
    await shelf.append(owner, entries, position);
    await this.installFromShelf(owner, from.number + 1);
    for (const listener of [...this.listeners]) listener(owner);
  }

  private async beginAnew(owner: RegionCode): Promise<void> {
    const { queries, shelf, installed, trust, environment, region } = this.ports;
    for (let attempt = 1; ; attempt++) {
      try {
        const pages: Uint8Array[] = [];
        let asOf: RegistryPosition | undefined;
        for await (const { bytes, page } of snapshotPages(queries, owner, { trust, environment, region })) {
          pages.push(bytes);
          asOf = { number: page.asOfNumber, hash: page.asOfHash };
        }
        if (asOf === undefined || asOf.number < shelf.position(owner).number) throw new TongbanError('registry.gap', `the snapshot of ${owner} is older than the own copy`);
        await shelf.restart(owner, pages, placeOf(asOf));
        await installed.installSnapshot(owner, pages);
        for (const listener of [...this.listeners]) listener(owner);
        return;
      } catch (error) {
        if (TongbanError.from(error).code !== 'registry.gap' || attempt >= SNAPSHOT_ATTEMPTS) throw error;
      }
    }
  }

  private async installFromShelf(owner: RegionCode, from: number): Promise<void> {
    const { shelf, installed } = this.ports;
    for (let next = from; next <= shelf.record(owner).number;) {
      const entries = await shelf.entries(owner, next, RANGE_MAX);
      if (entries.length === 0) throw new TongbanError('registry.gap', `entry ${next} of ${owner} is not on disk`);
      await installed.install(owner, entries);
      next += entries.length;
    }
  }

  /** The copy has all there was at the newest head. */
  private async prove(owner: RegionCode): Promise<void> {
    const { shelf } = this.ports;
    const heard = this.heard.get(owner);
    const { number, proven } = shelf.record(owner);
    if (heard === undefined || heard.number > number || heard.fault) return;
    const { businessAt, realAt } = heard;
    shelf.proveInMemory(owner, { number: heard.number, businessAt, realAt });
    if (proven?.number === heard.number && Date.now() - heard.provenNotedMs < PROVEN_EVERY_MS) return;
    heard.provenNotedMs = Date.now();
    await shelf.noteProven(owner);
  }

  private fault(owner: RegionCode, error: TongbanError): void {
    const heard = this.heard.get(owner);
    if (heard && !error.traits.retryable) heard.fault = error.code;
    if (this.stop.signal.aborted) return;
    const fields = { owner, code: error.code };
    // A region that serves no standards, or is away, would fill the log otherwise.
    if (error.traits.retryable) this.ports.logger.debug(fields, 'the standards cannot be fetched now');
    else if (!this.troubled.has(owner)) this.ports.logger.warn(fields, 'the standards of an owner do not verify: its copy stands still');
    this.troubled.add(owner);
  }

  private async listen(): Promise<void> {
    const { session, environment, region, logger } = this.ports;
    const nc = await session.usable(this.stop.signal);
    const subscription = nc.subscribe(subjects.registryHeads(environment, region), {
      callback: (error, message) => {
        if (error) return;
        const owner = REGION_CODES.find((code) => message.subject === subjects.registryHead(environment, region, code));
        if (owner) void this.told(owner, message.data).catch((cause: unknown) => logger.warn({ owner, code: TongbanError.from(cause).code }, 'a head does not verify'));
      },
    });
    this.stop.signal.addEventListener('abort', () => subscription.unsubscribe());
  }

  /** Asks where no head was heard, and pulls again what could not be pulled. */
  private look(): void {
    if (!this.ports.session.isUp) return;
    for (const owner of REGION_CODES) {
      const heard = this.heard.get(owner);
      const isSilent = heard === undefined || Date.now() - heard.heardMs > this.settings.silentAfterMs;
      if (isSilent) void this.ask(owner).catch((error: unknown) => this.fault(owner, TongbanError.from(error)));
      else if (heard.number > this.ports.shelf.record(owner).number) this.pull(owner);
    }
  }

  private async ask(owner: RegionCode): Promise<void> {
    const { head, nonce } = await this.ports.queries.head(owner);
    if (head) await this.hear(owner, head, nonce);
  }
}
