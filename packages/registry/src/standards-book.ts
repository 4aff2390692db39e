import { type EnvironmentCode, REGION_CODES, type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import { type Catalogue, VersionedCatalogue, baselineArtefacts } from '@tongban/catalogue';
import { type ErasureOrder, type HomeRegion, type MaintenanceRecord, type MigrationOrder, type RegistryEvent, type RegistryState, type SwitchRecord, evolveRegistry, initialRegistry, ownerOf } from '@tongban/domain';
import { type TrustDirectory, type VerifiedRegistryEntry, openRegistryEntry, verifyRegistryEntry, verifyRegistryHead } from '@tongban/trust';
import { catalogueAfter } from './effects';
import { registryEventOf } from './event-of';
import { type Lateness, latenessOf } from './lateness';
import { OwnerCopy } from './owner-copy';
import { registeredKeys, registeredSealingKeys } from './registered-keys';
import { type VerifiedSnapshot, catalogueWith, verifySnapshot } from './snapshot';

export interface BookOptions {
  /** Keeps drafts, declarations and targets as well, and takes only entries with their content: hubs. Without it, what is in force: the SDK. */
  readonly full: boolean;
  /** Region of the reader. Its own log is always current to it, and snapshots are taken from its hub only. */
  readonly region?: RegionCode;
}

/** With pauses; then without one. */
const SNAPSHOT_TRIES = 3;

/** How one owner's copy stands. */
export interface Standing {
  readonly owner: RegionCode;
  readonly held: number;
  readonly announced?: number;
  /** Business instant of the newest head. */
  readonly knownUntil?: string;
  /** Real instant of the newest head, by the owner's clock. */
  readonly heardAt?: string;
  /** Why the copy stopped. */
  readonly fault?: string;
}

/** What taking an entry comes to. Without an event its content was left out. */
interface Step {
  readonly entry: VerifiedRegistryEntry;
  readonly event?: RegistryEvent;
  readonly state?: RegistryState;
  /** The catalogue it was worked out from, and the one it makes. */
  readonly before: VersionedCatalogue;
  readonly after: VersionedCatalogue;
}

/**
 * All owners' logs as a reader holds them, and the catalogue they make. Each entry is verified and must follow the one before, so that what is
 * held is what the owner decided, without a gap. What does not verify changes nothing.
 */
export class StandardsBook {
  private readonly copies: ReadonlyMap<RegionCode, OwnerCopy>;
  private readonly listeners = new Set<(owner: RegionCode) => void>();
  /** What was found out of the entry that is to be stored before it is taken. */
  private readonly checked = new Map<RegionCode, { readonly bytes: Uint8Array; readonly step: Step }>();
  private present: VersionedCatalogue;

  private constructor(private readonly base: Catalogue, private readonly directory: TrustDirectory, private readonly environment: EnvironmentCode, private readonly options: BookOptions) {
    this.present = VersionedCatalogue.of(base);
    directory.follow((participant, at) => registeredKeys(this.present, participant, at), (participant, at) => registeredSealingKeys(this.present, participant, at));
    const baseline = options.full ? baselineArtefacts(base).map((artefact) => ({ artefact, owner: ownerOf(artefact, artefact.content, this.regionOfDivision) ?? 'nat' })) : [];
    this.copies = new Map(REGION_CODES.map((region) => {
      const own = baseline.filter(({ owner }) => owner === region).map(({ artefact }) => artefact);
      return [region, new OwnerCopy(region, options.full ? initialRegistry(region, own) : undefined)] as const;
    }));
  }

  static of(base: Catalogue, directory: TrustDirectory, environment: EnvironmentCode, options: BookOptions = { full: false }): StandardsBook {
    return new StandardsBook(base, directory, environment, options);
  }

  /** Region of the participant that serves a division of any level; undefined when there is none. */
  readonly regionOfDivision = (divisionCode: string): HomeRegion | undefined => {
    const participant = this.base.divisions.participantOf(divisionCode);
    return participant && this.base.divisions.regionOf(participant);
  };

  copy(owner: RegionCode): OwnerCopy {
    const copy = this.copies.get(owner);
    if (copy === undefined) throw new TongbanError('standard.wrong-owner', `${owner} owns no registry`);
    return copy;
  }

  get catalogue(): VersionedCatalogue {
    return this.present;
  }

  /** Full copies only: every setting of a switch, of all owners. A home hub acts on what it holds; what another owner set just now may not be here yet. */
  get switches(): readonly SwitchRecord[] {
    return [...this.copies.values()].flatMap(({ state }) => state?.switches ?? []);
  }

  /**
   * Takes the next entry of an owner. `known`: it is held already, and is the same. `gap`: something before it is missing.
   * @throws TongbanError when it does not verify or contradicts what is held; the copy then says why it stopped.
   */
  take(owner: RegionCode, bytes: Uint8Array): Promise<'taken' | 'known' | 'gap'> {
    const copy = this.copy(owner);
    return copy.inOrder(async () => {
      const step = await this.stepOrStop(copy, bytes);
      if (typeof step === 'string') return step;
      // Made anew when another owner's entry came while this one was verified.
      const after = step.before === this.present || step.event === undefined ? step.after : this.after(step.event, step.entry);
      if (step.event?.type === 'published') copy.keepNumbers(step.event.artefacts, step.entry.content?.event.artefactsPublished?.fieldNumbers ?? new Uint8Array());
      copy.extend(step.entry, step.state);
      if (step.event !== undefined) this.present = after;
      this.tell(owner);
      return 'taken';
    });
  }

  /** What `take` would do, and nothing is changed: for who must store an entry before it counts. Throws as `take`. */
  check(owner: RegionCode, bytes: Uint8Array): Promise<'next' | 'known' | 'gap'> {
    const copy = this.copy(owner);
    return copy.inOrder(async () => {
      const step = await this.stepOrStop(copy, bytes);
      if (typeof step === 'string') return step;
      this.checked.set(owner, { bytes, step });
      return 'next';
    });
  }

  /**
   * Verifies a head and remembers it when it is newer; whether it was. @param signedHead SignedRegistryHead bytes. @param nonce what was sent along, where it was asked for.
   * @throws TongbanError when it does not verify, or names another entry than is held: `registry.chain-broken`.
   */
  hear(owner: RegionCode, signedHead: Uint8Array, nonce?: Uint8Array): Promise<boolean> {
    const copy = this.copy(owner);
    return copy.inOrder(async () => {
      const head = await verifyRegistryHead(this.directory, decode(v1.SignedRegistryHead, signedHead), { environment: this.environment, owner, nonce });
      if (head.lastNumber > 0) copy.requireSame(head.lastNumber, head.lastHash, 'a head');
      const known = copy.newestHead;
      const isNewer = known === undefined || head.lastNumber > known.number || (head.lastNumber === known.number && Date.parse(head.realAt) > Date.parse(known.realAt));
      if (!isNewer) return false;
      copy.hear(head, signedHead);
      this.tell(owner);
      return true;
    });
  }

  /** Undefined when what is held is current for an item at a business instant; else why not. */
  lateness(itemCode: string, at: string, leaseHours: number): Lateness | undefined {
    // Items, flows, code lists and common messages all belong to it.
    const owner: RegionCode = 'nat';
    return latenessOf(this.copy(owner), this.present, itemCode, at, { leaseHours, isOwner: owner === this.options.region });
  }

  /** Orders to migrate running cases, of all owners; full books only. */
  get migrations(): readonly MigrationOrder[] {
    return [...this.copies.values()].flatMap(({ state }) => state?.migrations ?? []);
  }

  /** Orders to erase the content of cases, of all owners; full books only. */
  get erasures(): readonly (ErasureOrder & { readonly owner: RegionCode })[] {
    return [...this.copies.values()].flatMap(({ owner, state }) => (state?.erasures ?? []).map((order) => ({ ...order, owner })));
  }

  /** Full books only: what each participant declared last of its maintenance, by participant. */
  get maintenance(): ReadonlyMap<string, MaintenanceRecord> {
    return new Map([...this.copies.values()].flatMap(({ state }) => [...(state?.maintenance ?? [])]));
  }

  /** How each owner's copy stands. */
  standing(): readonly Standing[] {
    return [...this.copies.values()].map(({ owner, lastNumber, newestHead, fault }) =>
      ({ owner, held: lastNumber, ...(newestHead && { announced: newestHead.number, knownUntil: newestHead.businessAt, heardAt: newestHead.realAt }), ...(fault && { fault }) }));
  }

  /** Called after every entry, head or snapshot taken. Returns what ends it. */
  onChange(listener: (owner: RegionCode) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * Takes the versions of a verified snapshot; entries then go on with the one after. An older snapshot than what is held changes nothing.
   * @throws TongbanError as `verifySnapshot`; for a full book, which needs the entries themselves, `hub.internal`.
   */
  adoptSnapshot(owner: RegionCode, pages: readonly v1.SignedRegistrySnapshotPage.$Properties[]): Promise<void> {
    if (this.options.full) throw new TongbanError('hub.internal', 'a full copy is made of entries');
    const copy = this.copy(owner);
    return copy.inOrder(async () => {
      const snapshot = await verifySnapshot(this.directory, pages, { environment: this.environment, owner, region: this.options.region });
      if (snapshot.asOf.number <= copy.lastNumber) return copy.requireSame(snapshot.asOf.number, snapshot.asOf.hash, 'a snapshot');
      await this.layOver(snapshot);
      copy.restart(snapshot.asOf);
      this.tell(owner);
    });
  }

  /** Begun anew when another owner's entry came meanwhile; at last without a pause, so that it ends however much comes. */
  private async layOver(snapshot: VerifiedSnapshot): Promise<void> {
    for (let tries = 1; ; tries++) {
      const before = this.present;
      const after = await catalogueWith(before, snapshot, { pauses: tries < SNAPSHOT_TRIES });
      if (this.present !== before) continue;
      this.present = after;
      return;
    }
  }

  private async stepOrStop(copy: OwnerCopy, bytes: Uint8Array): Promise<Step | 'known' | 'gap'> {
    try {
      return await this.step(copy, bytes);
    } catch (cause) {
      const error = TongbanError.from(cause);
      copy.stop(error.code);
      throw error;
    }
  }

  private async step(copy: OwnerCopy, bytes: Uint8Array): Promise<Step | 'known' | 'gap'> {
    const opened = openRegistryEntry(bytes);
    const { number } = opened.entry;
    if (number <= copy.lastNumber) {
      copy.requireSame(number, opened.hash, 'an entry');
      return 'known';
    }
    if (number > copy.lastNumber + 1) return 'gap';
    copy.requireNext(opened);
    const checked = this.checked.get(copy.owner);
    this.checked.delete(copy.owner);
    if (checked !== undefined && checked.step.entry.entry.number === number && Buffer.from(checked.bytes).equals(bytes)) return checked.step;
    const entry = await verifyRegistryEntry(this.directory, bytes, { environment: this.environment, owner: copy.owner });
    if (entry.content === undefined && !this.options.full) return { entry, before: this.present, after: this.present };
    const event = registryEventOf(entry, copy.state && draftedContents(copy.state));
    const state = copy.state && evolveRegistry(copy.state, event);
    return { entry, event, state, before: this.present, after: this.after(event, entry) };
  }

  private after(event: RegistryEvent, { content }: VerifiedRegistryEntry): VersionedCatalogue {
    return catalogueAfter(this.present, event, { stated: content?.event.artefactsPublished?.fieldNumbers ?? new Uint8Array(), whole: this.options.full });
  }

  private tell(owner: RegionCode): void {
    for (const listener of this.listeners) listener(owner);
  }
}

/** What a draft says has the contents that its publication brings once more: they are read and held once. */
const draftedContents = ({ drafts }: RegistryState) => (draftId: string, digest: string): unknown => drafts.get(draftId)?.text.artefacts.find((one) => one.digest === digest)?.content;
