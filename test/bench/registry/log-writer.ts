import { randomUUID } from 'node:crypto';
import { type Catalogue, VersionedCatalogue } from '@tongban/catalogue';
import { ENVIRONMENTS, type RegionCode, messageIds, owners, streams, subjects } from '@tongban/contracts';
import { type HomeRegion, type RegistryState, decideRegistry, evolveRegistry, initialRegistry } from '@tongban/domain';
import type { Setup } from '@tongban/local';
import { DurablePublisher } from '@tongban/messaging';
import { type CommandInput, commandBodyOf, eventFieldsOf, registryCommandOf, topicsOf } from '@tongban/registry';
import { Signer, openRegistryCommand, openRegistryEntry, signRegistryCommand, signRegistryEntry } from '@tongban/trust';
import { type NatsConnection, NatsError } from 'nats';
import type { VersionToDraft } from './synthetic-versions';

/** Owns what is written here, as it owns all items and national standards. */
export const OWNER: RegionCode & HomeRegion = 'nat';
/** Entries on their way to the server at once. */
const UNACKNOWLEDGED_MAX = 64;
const NO_SUCH_MESSAGE = 10037;

interface Position { readonly number: number; readonly hash: Uint8Array; readonly at?: string; readonly sequence: number; readonly streamEnd: number }

/**
 * Appends to the log of an owner whose hub is down, what its hub would have appended: commands signed by the set-up's stewards, decided by the registry's own rules,
 * signed with the hub's key and chained to what is there. Whoever reads it verifies it as any other entry. Only the checks of contents against the
 * catalogue, which the hub makes before it takes a draft, are left out.
 */
export class LogWriter {
  private readonly stewards;
  private readonly hub: Signer;
  private readonly publisher: DurablePublisher;
  private readonly catalogue: VersionedCatalogue;
  private readonly underWay: Promise<void>[] = [];
  /** Of the draft at hand: what was published is forgotten, for the fold of a large registry would take the memory that is to be measured elsewhere. */
  private state: RegistryState;
  private drafts = 0;

  private constructor(private readonly setup: Setup, private readonly base: Catalogue, nc: NatsConnection, private position: Position) {
    const { hubs, stewards } = setup.identities;
    this.stewards = stewards.map(({ person, signingKey }) => ({ actor: owners.person(person), signer: new Signer(signingKey) }));
    this.hub = new Signer(hubs[OWNER].signingKey);
    this.publisher = new DurablePublisher(nc);
    this.catalogue = VersionedCatalogue.of(base);
    this.state = this.forgetful();
  }

  /** @param nc with the rights of the owner's hub. */
  static async open(setup: Setup, base: Catalogue, nc: NatsConnection): Promise<LogWriter> {
    const jsm = await nc.jetstreamManager();
    const { state: { last_seq: streamEnd } } = await jsm.streams.info(streams.standards(OWNER));
    const last = await jsm.streams.getMessage(streams.standards(OWNER), { last_by_subj: subjects.registryLog(OWNER, OWNER) }).catch((error: unknown) => {
      if (error instanceof NatsError && error.api_error?.err_code === NO_SUCH_MESSAGE) return undefined;
      throw error;
    });
    if (last === undefined) return new LogWriter(setup, base, nc, { number: 0, hash: new Uint8Array(), sequence: 0, streamEnd });
    const { entry, hash } = openRegistryEntry(last.data);
    return new LogWriter(setup, base, nc, { number: entry.number, hash, at: entry.at, sequence: last.seq, streamEnd });
  }

  /** Of the last entry. */
  get number(): number {
    return this.position.number;
  }

  /** Drafted by the first steward, approved by both and published to be effective at once: four entries. @param at business instant. */
  async publish(artefacts: readonly VersionToDraft[], at: string): Promise<void> {
    const draftId = `bench-${this.number}-${++this.drafts}`;
    await this.give({ type: 'draft', draftId, title: { zh: '测量', en: 'Bench' }, artefacts, effectiveFrom: at, transitionDays: 0 }, 0, at, []);
    const { digest } = this.state.drafts.get(draftId)!;
    const approvals: Uint8Array[] = [];
    for (const by of [0, 1]) approvals.push(await this.give({ type: 'approve', draftId, digest }, by, at, []));
    await this.give({ type: 'publish', draftId }, 0, at, approvals);
    this.state = this.forgetful();
  }

  /** When the server has all of it on disk. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay.splice(0));
  }

  private readonly regionOfDivision = (code: string): HomeRegion | undefined => {
    const participant = this.base.divisions.participantOf(code);
    return participant && this.base.divisions.regionOf(participant);
  };

  private async give(input: CommandInput, by: number, at: string, approvals: readonly Uint8Array[]): Promise<Uint8Array> {
    const { environment } = this.setup.file;
    const { actor, signer } = this.stewards[by]!;
    const command = await signRegistryCommand(signer, { ...commandBodyOf(input), commandId: randomUUID(), environment: ENVIRONMENTS[environment], owner: OWNER, actor, unit: OWNER, at, reason: 'bench' });
    const opened = openRegistryCommand(command);
    const { events: [event] } = decideRegistry(this.state, registryCommandOf(opened), { now: at, regionOfDivision: this.regionOfDivision, commandDigest: opened.digest.toString('hex') });
    if (event === undefined) throw new Error('a command was decided without an event');
    const { bytes, hash } = await signRegistryEntry(this.hub, {
      environment, owner: OWNER, number: event.number, previousHash: this.position.hash, at: event.at, command, event: eventFieldsOf(event, { approvals }),
      topics: topicsOf(event, { state: this.state, catalogue: this.catalogue, regionOfDivision: this.regionOfDivision }),
    });
    await this.append(bytes, hash, event.at);
    this.state = evolveRegistry(this.state, event);
    return command;
  }

  /** In the order of the log: nobody else appends, so that the sequence each expects is known before the one before it is acknowledged. */
  private async append(data: Uint8Array, hash: Buffer, at: string): Promise<void> {
    const number = this.position.number + 1;
    const { sequence: expectedLastSubjectSequence, streamEnd } = this.position;
    this.position = { number, hash, at, sequence: streamEnd + 1, streamEnd: streamEnd + 1 };
    const stored = this.publisher.publish(subjects.registryLog(OWNER, OWNER), data, { msgId: messageIds.registryEntry(OWNER, number, hash.toString('hex')), expectedLastSubjectSequence }).then(() => undefined);
    stored.catch(() => undefined); // told when it is awaited
    this.underWay.push(stored);
    if (this.underWay.length >= UNACKNOWLEDGED_MAX) await this.underWay.shift();
  }

  private forgetful(): RegistryState {
    const { number: lastNumber, at: lastAt } = this.position;
    return { ...initialRegistry(OWNER, []), lastNumber, ...(lastAt !== undefined && { lastAt }) };
  }
}
