import { randomBytes } from 'node:crypto';
import { type EnvironmentCode, type RegionCode, TongbanError, decode, encode, subjects, v1 } from '@tongban/contracts';
import type { HubConnection } from '@tongban/operator';
import { REGISTRY_BEGINNING, type RegistryPosition, type TrustDirectory, type VerifiedRegistryEntry, checkRegistryChain, openRegistryEntry, verifyRegistryEntry, verifyRegistryHead } from '@tongban/trust';

export interface FeedSettings {
  readonly connection: HubConnection;
  readonly directory: TrustDirectory;
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly participant: string;
  readonly filter: v1.RegistryFilter.$Properties;
}
const NONCE_BYTES = 16;
const AT_ONCE_MAX = 200;

/** One owner's log as a participant's border tells it: every entry verified, and none missing between two of them. */
export class DeltaFeed {
  private position: RegistryPosition = REGISTRY_BEGINNING;
  /** Last number the owner was heard to have. */
  private announced = 0;
  private heardAt = '';

  constructor(readonly owner: RegionCode, private readonly settings: FeedSettings) {}

  get standing(): { readonly owner: RegionCode; readonly number: number; readonly announced: number; readonly knownUntil: string } {
    return { owner: this.owner, number: this.position.number, announced: this.announced, knownUntil: this.position.number >= this.announced ? this.heardAt : '' };
  }
  get isBehind(): boolean {
    return this.position.number < this.announced;
  }

  /** Goes on after a number, or with what comes from now on. @throws TongbanError `query.invalid` for a number that the log has not reached. */
  async begin(since: number | undefined): Promise<void> {
    const nonce = randomBytes(NONCE_BYTES);
    const { head } = decode(v1.RegistryHeadReply, await this.ask('standards-head', encode(v1.RegistryHeadQuery, { owner: this.owner, nonce })));
    const { lastNumber, lastHash, businessAt } = await verifyRegistryHead(this.settings.directory, head ?? {}, { ...this.place, nonce });
    [this.announced, this.heardAt] = [lastNumber, businessAt];
    const from = since ?? lastNumber;
    if (from > lastNumber) throw new TongbanError('query.invalid', `the log of ${this.owner} has ${lastNumber} entries`);
    if (from === lastNumber) this.position = { number: from, hash: lastHash };
    else if (from > 0) this.position = await this.positionAt(from);
  }

  /** Takes a head that was published; one that does not verify is none. */
  async hear(data: Uint8Array): Promise<void> {
    const head = await verifyRegistryHead(this.settings.directory, decode(v1.SignedRegistryHead, data), this.place).catch(() => undefined);
    if (head === undefined || head.lastNumber < this.announced) return;
    [this.announced, this.heardAt] = [head.lastNumber, head.businessAt];
  }

  /** The next entries, as many as come at once. @throws TongbanError `registry.chain-broken` and what `verifyRegistryEntry` throws. */
  async next(): Promise<readonly VerifiedRegistryEntry[]> {
    const entries = await this.range(this.position.number + 1, AT_ONCE_MAX);
    const { faults: [fault], position, verified } = await checkRegistryChain(this.settings.directory, entries, this.place, this.position);
    if (fault !== undefined) throw new TongbanError(fault.code, `${this.owner} ${fault.number}: ${fault.detail}`);
    this.position = position;
    return verified;
  }

  private async positionAt(number: number): Promise<RegistryPosition> {
    const [bytes] = await this.range(number, 1);
    if (bytes === undefined) throw new TongbanError('registry.gap', `entry ${number} of ${this.owner} is not there`);
    await verifyRegistryEntry(this.settings.directory, bytes, this.place);
    return { number, hash: openRegistryEntry(bytes).hash };
  }

  private async range(from: number, max: number): Promise<readonly Uint8Array[]> {
    const { filter } = this.settings;
    return decode(v1.RegistryRangeReply, await this.ask('standards-range', encode(v1.RegistryRangeQuery, { owner: this.owner, from, max, filter }))).entries;
  }

  private get place() {
    return { environment: this.settings.environment, owner: this.owner };
  }
  private ask(query: 'standards-head' | 'standards-range', request: Uint8Array): Promise<Uint8Array> {
    const { connection, environment, region, participant } = this.settings;
    return connection.ask(subjects.query(environment, region, participant, query), request, 'hub.unreachable');
  }
}
