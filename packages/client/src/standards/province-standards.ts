import { type DryRunReport, type RegionCode, TongbanError } from '@tongban/contracts';
import { type ArtefactVersionRef, type MaintenanceWindow, isDate } from '@tongban/domain';
import type { VersionedCatalogue } from '@tongban/catalogue';
import { type CompiledContract, type Guide, contractOf, guideOfItem } from '@tongban/compiled-contract';
import type { Problem } from '../options';
import { type AdoptionDeclaration, type DeclarationPorts, type Declared, declare, declareMaintenance } from './declaration';
import { findDraft } from './draft-text';
import { personalDryRun } from './personal-dry-run';
import type { Seal } from '../seal';
import type { StandardsFollower } from './standards-follower';
import type { StandardsLog } from './standards-log';
import { StandardsSubscription, type SubscriptionPorts } from './subscription';
import { type StandardsEntry, type StandardsFilter, type StandardsHandler, type StandardsStanding, sentFilter } from './update';

export interface SubscribeOptions {
  readonly filter?: StandardsFilter;
  /** Under which the position is kept: two subscriptions of one store need two names. Default `default`. */
  readonly name?: string;
}
export interface ReplayOptions { readonly max?: number; readonly filter?: StandardsFilter }
export interface DeclareOptions {
  /** How long to try while the hub does not answer. Default 30 s. */
  readonly timeoutMs?: number;
}

export interface DryRunOptions {
  /** `YYYY-MM-DD`. */
  readonly since: string;
  readonly owner?: RegionCode;
}

const REPLAY_MAX = 100;
const DECLARE_WITHIN_MS = 30_000;
const NAME_FORM = /^[A-Za-z0-9._-]{1,64}$/;

/** What a participant has to do with the registries of standards: follow them, work by them, and say how far it is. */
export class ProvinceStandards {
  private readonly subscriptions = new Map<string, StandardsSubscription>();
  private closed = false;

  constructor(
    private readonly follower: StandardsFollower, private readonly log: StandardsLog, private readonly subscription: SubscriptionPorts, private readonly declaration: DeclarationPorts & { readonly seal: Pick<Seal, 'unseal'> },
  ) {
    follower.onGrowth((owner) => {
      for (const one of this.subscriptions.values()) one.wake(owner);
    });
  }

  /** What is installed here now. Installing goes on by itself and holds no message up. */
  get catalogue(): VersionedCatalogue {
    return this.declaration.installed.catalogue;
  }

  /**
   * The compiled contract of a flow, from what is installed here: the same bytes as in every hub that has the same versions. Without a version the one
   * in force now. Known offline. @throws TongbanError `find.nothing`, `standard.version-unknown`.
   */
  contract(flowId: string, version?: string): CompiledContract {
    return contractOf(this.catalogue, flowId, { version, at: this.declaration.now() });
  }
  /** The service guide of an item, with or without a flow. Throws as `contract`. */
  guide(itemCode: string, version?: string): Guide {
    return guideOfItem(this.catalogue, itemCode, { version, at: this.declaration.now() });
  }

  /**
   * Tells the handler, per owner, first everything that holds and then every entry the filter wants: once, in order, from where it was told last,
   * however long ago that was. Another filter under the same name begins anew. @throws TongbanError `query.invalid`, `client.closed`.
   */
  subscribe(handler: StandardsHandler, { filter = {}, name = 'default' }: SubscribeOptions = {}): StandardsSubscription {
    if (this.closed) throw new TongbanError('client.closed', 'nothing can be subscribed to after close');
    if (!NAME_FORM.test(name)) throw new TongbanError('query.invalid', 'a subscription is named with up to 64 letters, digits, dots, underscores or hyphens');
    if (this.subscriptions.has(name)) throw new TongbanError('query.invalid', `the subscription ${name} is running already: give the other one another name`);
    const subscription = new StandardsSubscription(name, filter, handler, this.subscription);
    this.subscriptions.set(name, subscription);
    subscription.start();
    return subscription;
  }

  /** Ends a subscription; it goes on where it was told last when it is made again. */
  async unsubscribe(name = 'default'): Promise<void> {
    const subscription = this.subscriptions.get(name);
    this.subscriptions.delete(name);
    await subscription?.close();
  }

  /** Entries of an owner's log from a number on, verified: a replay that moves no subscription. @throws TongbanError `query.invalid`, what does not verify, `hub.unreachable`, `region.unreachable`. */
  async range(owner: RegionCode, from: number, { max = REPLAY_MAX, filter = {} }: ReplayOptions = {}): Promise<StandardsEntry[]> {
    if (!Number.isInteger(from) || from < 1 || !Number.isInteger(max) || max < 1) throw new TongbanError('query.invalid', 'a replay begins at a number from 1 and has at least one entry');
    return this.log.replay(owner, from, max, sentFilter(filter));
  }

  /** How the own copy of each owner's log stands. */
  heads(): StandardsStanding[] {
    return this.follower.standing();
  }
  /** Business instant until which this participant can prove, by the owner's signed head, that it has every entry; undefined while it cannot. */
  provenUntil(owner: RegionCode): string | undefined {
    return this.follower.standing().find((standing) => standing.owner === owner)?.provenUntil;
  }

  /** Says, signed with the own key, how far this participant is with a version. Throws as described at `declare`. */
  declare(version: ArtefactVersionRef, declaration: AdoptionDeclaration, { timeoutMs = DECLARE_WITHIN_MS }: DeclareOptions = {}): Promise<Declared> {
    return declare(this.declaration, version, declaration, AbortSignal.timeout(timeoutMs));
  }

  /** Says when this participant's system does not answer; messages to it then wait without an alarm, and senders see until when. Throws as `declareMaintenance`. */
  declareMaintenance(windows: readonly MaintenanceWindow[], reason: string, { timeoutMs = DECLARE_WITHIN_MS }: DeclareOptions = {}): Promise<Declared> {
    return declareMaintenance(this.declaration, windows, reason, AbortSignal.timeout(timeoutMs));
  }

  /**
   * Tries a draft on the personal parts of own past messages, which no hub can read, and returns counts only: of cases whose number is of the day given or later, as far as the
   * own store still has the messages. `owner`: whose registry the draft is in, found by itself without it. @throws TongbanError `query.invalid`, `draft.unknown`, as
   * `range`, or `standard.published-final` when a version of the draft was published with another content.
   */
  async dryRun(draftId: string, { since, owner }: DryRunOptions): Promise<DryRunReport> {
    if (!isDate(since)) throw new TongbanError('query.invalid', 'since is a date, YYYY-MM-DD');
    const { participant, environment, installed } = this.declaration;
    const draft = await findDraft(this.log, this.follower.standing(), draftId, owner);
    return personalDryRun({ store: this.subscription.store, participant, seal: this.declaration.seal, environment, base: installed.base, catalogue: installed.catalogue }, draft, since);
  }

  problems(): Problem[] {
    return [...this.subscriptions.values()].flatMap((one) => one.problems());
  }
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.subscriptions.values()].map((one) => one.close()));
  }
}
