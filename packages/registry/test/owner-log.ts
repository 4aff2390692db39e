import { randomUUID } from 'node:crypto';
import { VersionedCatalogue, loadCatalogue, baselineArtefacts } from '@tongban/catalogue';
import { ENVIRONMENTS, encode, v1 } from '@tongban/contracts';
import { type MigrationDryRun, type MigrationMapping, type RegistryEvent, type RegistryState, decideRegistry, evolveRegistry, initialRegistry, migrationDigest, ownerOf, publishedReleases, makeCaseNumber } from '@tongban/domain';
import {
  REGISTRY_BEGINNING, type RegistryPosition, Signer, TrustDirectory, generateSigningKey, openRegistryCommand, signMigrationDryRun, signRegistryCommand, signRegistryEntry, signRegistryHead, verifyRegistryEntry,
} from '@tongban/trust';
import { commandBodyOf } from '../src/command-body';
import { type CommandInput, registryCommandOf } from '../src/command-of';
import { eventFieldsOf } from '../src/event-fields';
import { registryEventOf } from '../src/event-of';
import { dryRunOf } from '../src/migration-wire';
import { statedNumbers } from '../src/field-numbers';
import { topicsOf } from '../src/topics';

export const NOW = '2026-03-02T09:00:00+08:00';
export const EFFECTIVE = '2026-04-01T00:00:00+08:00';
export const PLACE = { environment: 'sandbox', owner: 'nat' } as const;
export const base = loadCatalogue();
export const ITEM = [...base.items.values()].find(({ flowId }) => flowId !== null)!;
export const FLOW = base.flows.get(ITEM.flowId!)!;
const regionOfDivision = (code: string) => base.divisions.participantOf(code) && base.divisions.regionOf(code);

const someone = (owner: string, units?: string[]) => {
  const { signing, public: known } = generateSigningKey(owner);
  return { actor: owner, signer: new Signer(signing), record: { ...known, ...(units && { units }) }, unit: units?.[0] ?? owner.replace(/^\w+:/, '') };
};
export const people = { first: someone('person:steward-1', ['nat', 'yrd']), second: someone('person:steward-2', ['nat', 'yrd']), shanghai: someone('participant:310000'), gansu: someone('participant:620000') };
export const hub = someone('hub:nat');
export const stranger = someone('hub:yrd');
/** The hubs of all regions. */
const hubs = { nat: hub, yrd: stranger, jjj: someone('hub:jjj'), gba: someone('hub:gba'), ccec: someone('hub:ccec') };
export const directory = new TrustDirectory({ version: 1, keys: [...Object.values(people), ...Object.values(hubs)].map(({ record }) => record) });
type Person = (typeof people)[keyof typeof people];

export const signed = (input: CommandInput, by: Person = people.first, reason = 'because', owner: 'nat' | 'yrd' = 'nat'): Promise<Uint8Array> => signRegistryCommand(by.signer, {
  ...commandBodyOf(input), commandId: randomUUID(), environment: ENVIRONMENTS.sandbox, owner, actor: by.actor, unit: by.unit, at: NOW, reason,
});

/** What every hub says about its running cases before they are migrated. */
export const dryRuns = (mapping: MigrationMapping, at = NOW, by: Partial<typeof hubs> = {}): Promise<MigrationDryRun[]> => Promise.all(Object.entries({ ...hubs, ...by }).map(async ([region, { signer }], position) => dryRunOf(
  await signMigrationDryRun(signer, { environment: ENVIRONMENTS.sandbox, region, orderDigest: migrationDigest(mapping), at, running: position, movable: 0 }), position,
)));

/** What the hub of `nat`, or of another owner, does with commands: decided by the rules, signed, chained. It has no stream. */
export class OwnerLog {
  readonly entries: Uint8Array[] = [];
  readonly events: RegistryEvent[] = [];
  now = NOW;
  state: RegistryState;
  catalogue = VersionedCatalogue.of(base);
  position: RegistryPosition = REGISTRY_BEGINNING;
  private approvals: Uint8Array[] = [];
  private proposals = new Map<string, Uint8Array>();

  constructor(private readonly owner: 'nat' | 'yrd' = 'nat') {
    this.state = initialRegistry(owner, baselineArtefacts(base).filter((artefact) => ownerOf(artefact, artefact.content, regionOfDivision) === owner));
  }

  async give(input: CommandInput, by: Person = people.first): Promise<RegistryEvent> {
    const command = await signed(input, by, 'because', this.owner);
    const opened = openRegistryCommand(command);
    const event = decideRegistry(this.state, registryCommandOf(opened), { now: this.now, regionOfDivision, commandDigest: opened.digest.toString('hex') }).events[0]!;
    if (event.type === 'drafted' || event.type === 'draft-revised') this.approvals = [];
    if (event.type === 'draft-approved') this.approvals.push(command);
    if (event.type === 'action-proposed') this.proposals.set(event.commandId, command);
    const after = event.type === 'published' ? this.catalogue.withReleases(publishedReleases(event)) : this.catalogue;
    const { bytes, hash } = await signRegistryEntry((this.owner === 'nat' ? hub : stranger).signer, {
      ...PLACE, owner: this.owner, number: event.number, previousHash: this.position.hash, at: event.at, command, topics: topicsOf(event, { state: this.state, catalogue: this.catalogue, regionOfDivision }),
      event: eventFieldsOf(event, {
        approvals: this.approvals, proposal: 'actionId' in event ? this.proposals.get(event.actionId) : undefined,
        fieldNumbers: event.type === 'published' ? statedNumbers(after.lock, event.artefacts) : undefined,
      }),
    });
    this.state = evolveRegistry(this.state, event);
    this.catalogue = after;
    this.position = { number: event.number, hash };
    this.entries.push(bytes);
    this.events.push(event);
    return event;
  }

  /** Drafted by the first steward, approved by both, published. */
  async publish(draftId: string, artefacts: Extract<CommandInput, { type: 'draft' }>['artefacts'], effectiveFrom = EFFECTIVE): Promise<void> {
    await this.approved(draftId, artefacts, effectiveFrom);
    await this.give({ type: 'publish', draftId });
  }
  async approved(draftId: string, artefacts: Extract<CommandInput, { type: 'draft' }>['artefacts'], effectiveFrom = EFFECTIVE): Promise<void> {
    await this.give({ type: 'draft', draftId, title: { zh: '标题', en: 'Title' }, artefacts, effectiveFrom, transitionDays: 30 });
    await this.approveBoth(draftId);
  }
  async approveBoth(draftId: string): Promise<void> {
    const { digest } = this.state.drafts.get(draftId)!;
    for (const by of [people.first, people.second]) await this.give({ type: 'approve', draftId, digest }, by);
  }
  async act(action: Extract<CommandInput, { type: 'propose-action' }>['action']): Promise<void> {
    const { commandId: actionId } = await this.give({ type: 'propose-action', action });
    await this.give({ type: 'confirm-action', actionId, digest: this.state.actions.get(actionId)!.digest }, people.second);
  }

  /** A head of the log as it is now, at a business instant. */
  head(businessAt = this.now, by = hub): Promise<Uint8Array> {
    const { number: lastNumber, hash: lastHash } = this.position;
    return signRegistryHead(by.signer, { ...PLACE, lastNumber, lastHash, realAt: new Date(Date.parse(businessAt)).toISOString(), businessAt }).then((head) => encode(v1.SignedRegistryHead, head));
  }

  /** One log in which everything happens that can. @returns what was decided. */
  async playAll(): Promise<RegistryEvent[]> {
    const item = (version: string, en: string) => ({ kind: 'item' as const, id: ITEM.itemCode, version, content: { ...ITEM, en } });
    const version = { kind: 'item' as const, id: ITEM.itemCode, version: '1.1' };
    const more = { title: { zh: '标题', en: 'Title' }, effectiveFrom: EFFECTIVE, transitionDays: 0 };
    await this.give({ type: 'draft', draftId: 'D-1', ...more, artefacts: [item('1.1', 'first')] });
    await this.give({ type: 'open-consultation', draftId: 'D-1', until: '2026-03-10T09:00:00+08:00' });
    await this.give({ type: 'comment', draftId: 'D-1', clause: '4', text: '意见' }, people.shanghai);
    await this.give({ type: 'dispose-comment', draftId: 'D-1', commentNo: 1, disposition: 'accepted' });
    await this.give({ type: 'draft', draftId: 'D-1', ...more, artefacts: [item('1.1', 'second'), { kind: 'flow', id: FLOW.flowId, version: '1.1', content: { ...FLOW, en: 'second' } }] });
    this.now = '2026-03-11T09:00:00+08:00';
    await this.approveBoth('D-1');
    await this.give({ type: 'publish', draftId: 'D-1' });
    await this.give({ type: 'declare-adoption', participant: '310000', version, adoption: { status: 'deferred', until: '2026-05-01' } }, people.shanghai);
    await this.give({ type: 'declare-maintenance', participant: '620000', windows: [{ repeat: 'monthly', day: -1, at: '20:00', minutes: 600 }] }, people.gansu);
    await this.give({ type: 'set-target', target: { version, region: 'yrd', goal: { percent: 100 }, by: '2026-06-30' } });
    await this.give({ type: 'draft-corrigendum', draftId: 'D-2', ...more, artefacts: [{ ...item('1.2', 'patched'), patches: '1.1' }] });
    await this.approveBoth('D-2');
    await this.give({ type: 'publish', draftId: 'D-2' });
    await this.give({ type: 'draft-revert', draftId: 'D-3', ...more, artefacts: [{ kind: 'item', id: ITEM.itemCode, version: '1.3', restores: '1.0' }] });
    await this.approveBoth('D-3');
    await this.give({ type: 'publish', draftId: 'D-3' });
    await this.act({ action: 'suspend', targets: [version], scope: 'new-cases' });
    await this.act({ action: 'resume', targets: [version] });
    await this.act({ action: 'withdraw', targets: [version] });
    await this.act({ action: 'switch', scope: { itemCode: ITEM.itemCode, pair: { opener: '310000', counterpart: '510000' } }, position: 'hold', from: EFFECTIVE, releasePerMinute: 60 });
    const { commandId: actionId } = await this.give({ type: 'propose-action', action: { action: 'suspend', targets: [{ ...version, version: '1.2' }], scope: 'all' } });
    await this.give({ type: 'drop-action', actionId });
    await this.give({ type: 'draft', draftId: 'D-4', ...more, artefacts: [item('2.0', 'never')] });
    await this.give({ type: 'abandon', draftId: 'D-4' });
    this.now = EFFECTIVE;
    const mapping = { targets: ['1.0', '1.1'].map((one) => ({ kind: 'flow' as const, id: FLOW.flowId, version: one })), states: [...FLOW.states.map(({ id }) => ({ from: id, to: id })), { from: 'OLD' }] };
    await this.act({ action: 'migrate', ...mapping, dryRuns: await dryRuns(mapping, EFFECTIVE) });
    await this.act({ action: 'erase', caseNo: makeCaseNumber({ division: '620102', date: '2026-03-02', random: new Uint8Array([1, 2, 3, 4, 5]) }), messageIds: ['m-1'], basis: { code: 'court-order', document: '(2026)甘01行终1号' } });
    return this.events;
  }

  async readBack(trust: TrustDirectory): Promise<RegistryEvent[]> {
    const events: RegistryEvent[] = [];
    for (const bytes of this.entries) events.push(registryEventOf(await verifyRegistryEntry(trust, bytes, PLACE)));
    return events;
  }
}
