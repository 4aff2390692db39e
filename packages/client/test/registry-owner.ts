import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS, type ParticipantQuery, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import { type ArtefactVersionRef, type RegistryEvent, type RegistryState, decideRegistry, publishedReleases } from '@tongban/domain';
import { type CommandInput, StandardsBook, commandBodyOf, eventFieldsOf, isWanted, registeredVersions, registryCommandOf, statedNumbers, topicsOf } from '@tongban/registry';
import { openRegistryEntry, signRegistryCommand, signRegistryEntry, signRegistryHead, signRegistrySnapshotPage, verifyRegistryCommand, withoutContent } from '@tongban/trust';
import { StandardsQueries } from '../src/standards/standards-queries';
import { HOME, OTHER, OWNER, catalogue, signerOf, trust } from './sdk-lab';

export type Drafted = ArtefactVersionRef & { readonly content: unknown };
/** Half an hour before the laboratory's now. */
export const PUBLISHED_AT = '2026-03-02T09:00:00+08:00';
const [DRAFTER, FIRST, SECOND] = ['drafter', 'steward-1', 'steward-2'].map((person) => owners.person(person));
const PLACE = { environment: 'sandbox', owner: OWNER } as const;
const VERSIONS_PER_PAGE = 2;

/**
 * An owner's registry by the real rules and with real signatures, and what the hub of the home region answers about it. There is no stream and no
 * broker here: those are tested with the services.
 */
export class RegistryOwner {
  readonly book = StandardsBook.of(catalogue, trust, 'sandbox', { full: true, region: OWNER });
  readonly entries: Uint8Array[] = [];
  private readonly approvals = new Map<string, Uint8Array[]>();
  private drafts = 0;
  now = PUBLISHED_AT;
  /** What the SDK may ask; away, it answers nothing. */
  isAway = false;
  /** What the region still lacks of the log, though it has heard the head. */
  lacks = 0;
  readonly asked: string[] = [];
  readonly queries = new StandardsQueries({ query: (name, bytes) => this.answer(name, bytes) });

  get state(): RegistryState {
    return this.book.copy(OWNER).state!;
  }

  /** Appends what a person or participant commands. */
  async take(input: CommandInput, actor = FIRST!, unit: string = OWNER): Promise<RegistryEvent> {
    const signed = await signRegistryCommand(signerOf(actor), {
      commandId: randomUUID(), environment: ENVIRONMENTS.sandbox, owner: OWNER, actor, unit, at: this.now, reason: 'because', ...commandBodyOf(input),
    });
    return this.append(signed);
  }

  /** A draft, its two approvals and its publication: four entries. */
  async publish(artefacts: readonly Drafted[], { from = this.now, transitionDays = 0 } = {}): Promise<void> {
    const draftId = `D-${++this.drafts}`;
    const drafted = await this.take({ type: 'draft', draftId, title: { zh: '标题', en: 'Title' }, effectiveFrom: from, transitionDays, artefacts }, DRAFTER);
    if (drafted.type !== 'drafted') throw new Error('no draft');
    for (const person of [FIRST!, SECOND!]) await this.take({ type: 'approve', draftId, digest: drafted.digest }, person);
    await this.take({ type: 'publish', draftId });
  }
  /** One small entry: a participant says that it is ready. */
  async declare(version: ArtefactVersionRef, participant: string = OTHER): Promise<void> {
    await this.take({ type: 'declare-adoption', participant, version, adoption: { status: 'ready' } }, owners.participant(participant), participant);
  }

  async head(realAt: string = new Date().toISOString(), nonce: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
    const { lastNumber, lastHash } = this.book.copy(OWNER);
    return encode(v1.SignedRegistryHead, await signRegistryHead(signerOf(owners.hub(OWNER)), { ...PLACE, lastNumber, lastHash, realAt, businessAt: this.now, nonce }));
  }

  private async append(signed: Uint8Array): Promise<RegistryEvent> {
    const opened = await verifyRegistryCommand(trust, signed, { ...PLACE, takenAt: this.now });
    const command = registryCommandOf(opened);
    const { events: [event] } = decideRegistry(this.state, command, { now: this.now, regionOfDivision: this.book.regionOfDivision, commandDigest: opened.digest.toString('hex') });
    if (command.type === 'approve') this.approvals.set(command.draftId, [...(this.approvals.get(command.draftId) ?? []), signed]);
    const fieldNumbers = event!.type === 'published' ? statedNumbers(this.book.catalogue.withReleases(publishedReleases(event!)).lock, event!.artefacts) : undefined;
    const parts = { ...(fieldNumbers && { fieldNumbers }), ...(event!.type === 'published' && { approvals: this.approvals.get(event!.draftId) ?? [] }) };
    const { lastNumber, lastHash } = this.book.copy(OWNER);
    const { bytes } = await signRegistryEntry(signerOf(owners.hub(OWNER)), {
      ...PLACE, number: lastNumber + 1, previousHash: lastHash, at: event!.at, command: signed, event: eventFieldsOf(event!, parts),
      topics: topicsOf(event!, { state: this.state, catalogue: this.book.catalogue, regionOfDivision: this.book.regionOfDivision }),
    });
    await this.book.take(OWNER, bytes);
    this.entries.push(bytes);
    return event!;
  }

  private async answer(name: ParticipantQuery, bytes: Uint8Array): Promise<Uint8Array> {
    this.asked.push(name);
    if (this.isAway) throw new TongbanError('hub.unreachable', 'nobody is there');
    switch (name) {
      case 'standards-head': {
        const { owner, nonce } = decode(v1.RegistryHeadQuery, bytes);
        return encode(v1.RegistryHeadReply, owner === OWNER ? { head: decode(v1.SignedRegistryHead, await this.head(undefined, nonce)) } : {});
      }
      case 'standards-range': {
        const { owner, from, max, filter } = decode(v1.RegistryRangeQuery, bytes);
        if (owner !== OWNER) return encode(v1.RegistryRangeReply, {});
        const entries = this.entries.slice(from - 1, Math.min(from - 1 + max, this.entries.length - this.lacks)).map((entry) => (isWanted(filter, openRegistryEntry(entry).entry.topics) ? entry : withoutContent(entry)));
        return encode(v1.RegistryRangeReply, { entries, ...(this.lacks === 0 && { head: decode(v1.SignedRegistryHead, await this.head()) }) });
      }
      case 'standards-snapshot': return this.snapshotPage(decode(v1.RegistrySnapshotQuery, bytes));
      case 'standards-command': {
        await this.append(bytes);
        return encode(v1.RegistryCommandReply, { entry: this.entries.at(-1)! });
      }
      default: throw new Error(`${name} is not asked here`);
    }
  }

  private async snapshotPage({ owner, filter, after }: v1.RegistrySnapshotQuery): Promise<Uint8Array> {
    const copy = this.book.copy(owner as typeof OWNER);
    const all = owner === OWNER ? registeredVersions(this.state, filter, { catalogue: this.book.catalogue, regionOfDivision: this.book.regionOfDivision }, (ref) => copy.fieldNumbersOf(ref)) : [];
    const from = Number(after || 0);
    const page = await signRegistrySnapshotPage(signerOf(owners.hub(HOME)), {
      environment: 'sandbox', owner, region: HOME, asOfNumber: copy.lastNumber, asOfHash: copy.lastHash, at: this.now, versions: all.slice(from, from + VERSIONS_PER_PAGE),
      next: from + VERSIONS_PER_PAGE < all.length ? String(from + VERSIONS_PER_PAGE) : '',
    });
    return encode(v1.SignedRegistrySnapshotPage, page);
  }
}
