import { TongbanError, owners } from '@tongban/contracts';
import { type Flow, type ItemContent } from '@tongban/domain';
import { GOOD, HOME, NOW, OPENER, OTHER, OWNER, SILENT, SdkLab, WALK, arrivalOf, catalogue, eventually, openingMessage, sealAs, signerOf, temporaryDirectory, trust } from '../../test/sdk-lab';
import { type Drafted, PUBLISHED_AT, RegistryOwner } from '../../test/registry-owner';
import { ClientStore } from '../store/client-store';
import { InstalledStandards } from './installed-standards';
import { ProvinceStandards } from './province-standards';
import { type FollowerSettings, StandardsFollower } from './standards-follower';
import { StandardsLog } from './standards-log';
import { StandardsShelf } from './standards-shelf';
import type { StandardsUpdate } from './update';

const PLACE = { environment: 'sandbox', region: HOME, trust } as const;
const ITEM = GOOD.item;
const FLOW_ID = (catalogue.itemFlow(ITEM) as Flow).flowId;
/** The flow of the walk with one more thing to say. */
function flowWithRemark(version: string, id = 'extra_remark'): Drafted {
  const content = structuredClone(catalogue.flows.get(FLOW_ID)!) as unknown as { messages: { messageId: string; fields: object[] }[] };
  content.messages.find(({ messageId }) => messageId === WALK.messages[0]!.message)!.fields.push({ id, zh: '附言', en: 'Remark', type: 'string', required: false, personalData: false, maxLength: 100 });
  return { kind: 'flow', id: FLOW_ID, version, content };
}

/** One participant's side on a real store. */
class Side {
  readonly shelf: StandardsShelf;
  readonly follower: StandardsFollower;
  readonly standards: ProvinceStandards;
  private constructor(readonly store: ClientStore, readonly owner: RegistryOwner, readonly installed: InstalledStandards, settings: FollowerSettings) {
    const { queries } = owner;
    this.shelf = new StandardsShelf(store);
    const session = { isUp: true, onUp: () => () => undefined, usable: () => new Promise<never>(() => undefined) };
    this.follower = new StandardsFollower({ session, queries, shelf: this.shelf, installed, ...PLACE, logger: SILENT }, settings);
    const log = new StandardsLog({ shelf: this.shelf, queries, ...PLACE });
    this.standards = new ProvinceStandards(this.follower, log, { store, log, queries, place: PLACE, logger: SILENT }, {
      participant: OPENER, environment: 'sandbox', signer: () => signerOf(owners.participant(OPENER)), seal: sealAs(OPENER), trust, installed, queries, now: () => NOW,
    });
  }

  static async open(directory: string, owner: RegistryOwner, { installed = InstalledStandards.of(catalogue, trust, 'sandbox', HOME), ...settings }: FollowerSettings & { installed?: InstalledStandards } = {}): Promise<Side> {
    const side = new Side(await ClientStore.open(directory), owner, installed, settings);
    await side.follower.load();
    return side;
  }
  /** Until the copy has all there is. */
  async level(): Promise<void> {
    await this.follower.hear(OWNER, await this.owner.head());
    await eventually('the copy is level', () => this.installed.installed(OWNER) === this.owner.entries.length && this.shelf.record(OWNER).number === this.owner.entries.length, 30_000);
  }
  standing() {
    return this.standards.heads().find(({ owner }) => owner === OWNER)!;
  }
  async close(): Promise<void> {
    await this.standards.close();
    await this.follower.close();
    await this.store.close();
  }
}
/** What a handler was told, as short words. */
const wordOf = (update: StandardsUpdate): string => (update.kind === 'snapshot' ? `snapshot ${update.asOf} ${update.versions.map(({ id, version }) => `${id}@${version}`).join()}` : `${update.number} ${update.event.type}`);

describe('the standards of a participant', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let owner: RegistryOwner;
  let side: Side;
  beforeEach(async () => {
    directory = temporaryDirectory();
    owner = new RegistryOwner();
    side = await Side.open(directory.path, owner);
  });
  afterEach(async () => {
    await side.close();
    directory.remove();
  });
  const reopen = async (settings: Parameters<typeof Side.open>[2] = {}): Promise<void> => {
    await side.close();
    side = await Side.open(directory.path, owner, settings);
  };
  const releaseNow = (of = side.installed) => {
    const found = of.flows(() => NOW).ofItem(ITEM);
    if (typeof found === 'string') throw new Error(found);
    return found;
  };
  /** Told of nothing but the owner's log, since the others are empty here. */
  const listen = (told: string[], fail: (update: StandardsUpdate) => boolean = () => false, filter = {}) => side.standards.subscribe((update, step) => {
    if (update.owner !== OWNER) return;
    if (fail(update)) throw new Error('not now');
    told.push(wordOf(update));
    step.put('told', told.length);
  }, { filter });

  it('are the package as long as nothing was published', () => {
    expect([releaseNow().version, side.standing().held, side.standards.provenUntil(OWNER)]).toEqual(['1.0', 0, undefined]);
  });

  it('are installed as they are published, and are there after a restart without the hub', async () => {
    const before = releaseNow().messages.digest;
    await owner.publish([flowWithRemark('1.1')]);
    await side.level();
    const { messages: { digest }, version } = releaseNow();
    expect([version, digest === before, side.installed.flows(() => NOW).byDigest(before)?.version]).toEqual(['1.1', false, '1.0']);
    owner.isAway = true;
    await reopen({ installed: InstalledStandards.of(catalogue, trust, 'sandbox', HOME) });
    expect([releaseNow().messages.digest, side.standing().held]).toEqual([digest, 4]);
  });

  it('compile to a contract and to guides, offline, and byte for byte as elsewhere from the same versions', async () => {
    await owner.publish([flowWithRemark('1.1')]);
    const other = await Side.open(`${directory.path}/other`, owner, { snapshotOver: 1 });
    await other.level();
    await side.level();
    owner.isAway = true;
    const [mine, theirs] = [side, other].map(({ standards }) => standards.contract(FLOW_ID));
    expect([mine!.manifest.version, mine!.manifest.schemaDigest, mine!.manifest]).toEqual(['1.1', releaseNow().messages.digest, theirs!.manifest]);
    expect(mine!.files.every(({ bytes }, at) => Buffer.from(bytes).equals(theirs!.files[at]!.bytes))).toBe(true);
    expect(side.standards.contract(FLOW_ID, '1.0').manifest.digest).not.toBe(mine!.manifest.digest);
    expect(side.standards.guide(ITEM)).toMatchObject({ itemCode: ITEM, version: '1.0', flow: { flowId: FLOW_ID, version: '1.1' } });
    await other.close();
  });

  it('begin at their effective moment', async () => {
    await owner.publish([flowWithRemark('1.1')], { from: '2026-03-02T09:31:00+08:00' });
    await side.level();
    expect([releaseNow().version, side.installed.catalogue.releasesAccepted(ITEM, '2026-03-02T09:31:00+08:00').map(({ version }) => version)]).toEqual(['1.0', ['1.1']]);
  });

  it('that do not verify are not installed, and the copy says so', async () => {
    await owner.publish([flowWithRemark('1.1')]);
    const [entry] = owner.entries;
    owner.entries[0] = owner.entries[1]!;
    await side.follower.hear(OWNER, await owner.head());
    await eventually('the fault', () => side.standing().fault !== undefined);
    expect([side.standing(), releaseNow().version]).toMatchObject([{ held: 0, announced: 4, fault: 'registry.chain-broken' }, '1.0']);
    owner.entries[0] = entry!;
    await side.level();
    expect([side.standing().fault, releaseNow().version]).toEqual([undefined, '1.1']);
  });

  it('are taken from a snapshot when there is too much to catch up', async () => {
    await reopen({ snapshotOver: 5 });
    for (const version of ['1.1', '1.2', '1.3']) await owner.publish([flowWithRemark(version, `remark_${version.at(-1)}`)]);
    await side.level();
    await owner.declare({ kind: 'flow', id: FLOW_ID, version: '1.3' });
    await side.level();
    expect([side.shelf.firstKept(OWNER), releaseNow().version, owner.asked.includes('standards-snapshot')]).toEqual([13, '1.3', true]);
    const { digest } = releaseNow().messages;
    owner.isAway = true;
    await reopen({ installed: InstalledStandards.of(catalogue, trust, 'sandbox', HOME) });
    expect([releaseNow().messages.digest, side.standing().held, side.installed.catalogue.releasesOf({ kind: 'flow', id: FLOW_ID }).map(({ version }) => version)]).toEqual([digest, 13, ['1.0', '1.1', '1.2', '1.3']]);
  });

  it('are proven complete until the newest head that names what is held', async () => {
    await owner.publish([flowWithRemark('1.1')]);
    await side.level();
    await eventually('the proof', () => side.standards.provenUntil(OWNER) === PUBLISHED_AT);
    const old = await owner.head('2026-01-01T00:00:00Z');
    owner.now = '2026-03-02T09:20:00+08:00';
    await side.follower.hear(OWNER, await owner.head());
    expect(side.standards.provenUntil(OWNER)).toBe('2026-03-02T09:20:00+08:00');
    await side.follower.hear(OWNER, old);
    expect(side.standing()).toMatchObject({ provenUntil: '2026-03-02T09:20:00+08:00', announced: 4 });
    owner.now = '2026-03-02T09:25:00+08:00';
    await owner.declare({ kind: 'flow', id: FLOW_ID, version: '1.1' });
    owner.isAway = true;
    await side.follower.hear(OWNER, await owner.head());
    expect(side.standing()).toMatchObject({ held: 4, announced: 5, provenUntil: '2026-03-02T09:20:00+08:00' });
    await expect(side.follower.hear(OWNER, Buffer.from('garbage'))).rejects.toThrow(TongbanError);
  });

  it('are asked for again when a head is told again that its region told before it had what the head names', async () => {
    await owner.publish([flowWithRemark('1.1')]);
    const head = await owner.head();
    owner.lacks = 1;
    await side.follower.told(OWNER, head);
    await eventually('all but the last entry', () => side.standing().held === 3);
    await side.follower.settle(10_000);
    const asked = owner.asked.length;
    owner.lacks = 0;
    await side.follower.told(OWNER, head);
    await eventually('the last entry', () => side.standing().held === 4);
    await side.follower.settle(10_000);
    // Level, what is told again asks nothing.
    await side.follower.told(OWNER, head);
    expect([side.standing().announced, owner.asked.length - asked]).toEqual([4, 1]);
  });

  it('are shared by participants of one process, each with a copy of its own', async () => {
    const other = await Side.open(`${directory.path}/other`, owner, { installed: side.installed });
    await owner.publish([flowWithRemark('1.1')]);
    await side.level();
    expect(other.shelf.record(OWNER).number).toBe(0);
    await other.level();
    await owner.declare({ kind: 'flow', id: FLOW_ID, version: '1.1' });
    await other.level();
    await side.level();
    expect(other.shelf.position(OWNER)).toEqual(side.shelf.position(OWNER));
    expect(releaseNow(other.installed)).toBe(releaseNow());
    await other.close();
  });

  describe('subscribed to', () => {
    const version = { kind: 'flow', id: FLOW_ID, version: '1.1' } as const;

    it('come as a snapshot and then entry by entry, each once, also after the handler failed and after a restart', async () => {
      const told: string[] = [];
      await owner.publish([flowWithRemark('1.1')]);
      listen(told);
      await eventually('the snapshot', () => told.length === 1);
      let failures = 0;
      await side.standards.unsubscribe();
      listen(told, (update) => update.kind === 'delta' && update.number === 6 && failures++ < 2);
      for (let times = 0; times < 3; times++) await owner.declare(version);
      await side.level();
      await eventually('three entries', () => told.length === 4);
      await reopen();
      await owner.declare(version);
      listen(told);
      await side.level();
      await eventually('one more', () => told.length === 5);
      expect(told).toEqual([`snapshot 4 ${FLOW_ID}@1.1`, ...[5, 6, 7, 8].map((number) => `${number} adoption-declared`)]);
      await eventually('the step is on disk', async () => (await side.store.app.get('told')) === 5);
    });

    it('go on after a thousand entries offline with none missing, and can be replayed', async () => {
      const told: string[] = [];
      await owner.publish([flowWithRemark('1.1')]);
      listen(told);
      await side.level();
      await eventually('the snapshot', () => told.length === 1);
      await side.close();
      for (let times = 0; times < 1_000; times++) await owner.declare(version);
      side = await Side.open(directory.path, owner);
      listen(told);
      await side.level();
      await eventually('all of them', () => told.length >= 1_001, 30_000);
      expect(told.slice(1)).toEqual(Array.from({ length: 1_000 }, (_none, at) => `${at + 5} adoption-declared`));
      const replayed = await side.standards.range(OWNER, 3, { max: 4 });
      expect(replayed.map(({ number, event }) => [number, event?.type])).toEqual([[3, 'draft-approved'], [4, 'published'], [5, 'adoption-declared'], [6, 'adoption-declared']]);
      await expect(side.standards.range(OWNER, 0)).rejects.toMatchObject({ code: 'query.invalid' });
    }, 120_000);

    it('by a filter leave out what is not wanted, and begin anew under another filter', async () => {
      const told: string[] = [];
      const other = [...catalogue.items.values()].find(({ category, crossProvince }) => crossProvince.supported && category !== (catalogue.items.get(ITEM) as ItemContent).category)!;
      listen(told, undefined, { items: [other.itemCode] });
      await eventually('the snapshot', () => told.length === 1);
      await owner.publish([flowWithRemark('1.1')]);
      await side.level();
      await owner.declare({ kind: 'item', id: other.itemCode, version: '1.0' });
      await side.level();
      await eventually('the one that is wanted', () => told.length === 2);
      expect(told).toEqual(['snapshot 0 ', '5 adoption-declared']);
      await side.standards.unsubscribe();
      listen(told, undefined, { items: [ITEM] });
      await eventually('the next snapshot', () => told.length === 3);
      expect(told[2]).toBe(`snapshot 5 ${FLOW_ID}@1.1`);
    });

    it('are read from the hub where the own copy begins later', async () => {
      const told: string[] = [];
      listen(told);
      await eventually('the snapshot', () => told.length === 1);
      await reopen({ snapshotOver: 2 });
      await owner.publish([flowWithRemark('1.1')]);
      await side.level();
      listen(told);
      await eventually('all four', () => told.length === 5);
      expect(told.slice(1)).toEqual(['1 drafted', '2 draft-approved', '3 draft-approved', '4 published']);
    });
  });

  describe('declarations', () => {
    const version = { kind: 'flow', id: FLOW_ID, version: '1.0' } as const;

    it.each([
      [{ status: 'ready' }], [{ status: 'adopted', on: '2026-03-01' }], [{ status: 'deferred', until: '2026-06-01', reason: '系统改造' }],
    ] as const)('%j are signed by the participant and taken by the owner', async (declaration) => {
      expect(await side.standards.declare(version, declaration)).toMatchObject({ owner: OWNER, number: 1 });
      await side.level();
      const [entry] = await side.standards.range(OWNER, 1);
      const { reason: _reason, ...adoption } = { reason: '', ...declaration };
      expect(entry).toMatchObject({ event: { type: 'adoption-declared', participant: OPENER, version, adoption } });
    });

    it.each([
      ['of an unknown version', { ...version, version: '9.0' }, { status: 'ready' }, 'standard.version-unknown'],
      ['without a date', version, { status: 'adopted', on: 'soon' }, 'field.date'],
      ['of a deferral without a reason', version, { status: 'deferred', until: '2026-06-01', reason: ' ' }, 'field.required'],
    ] as const)('%s are refused before they are sent', async (_what, of, declaration, code) => {
      await expect(side.standards.declare(of, declaration)).rejects.toMatchObject({ code });
      expect(owner.entries).toEqual([]);
    });

    it('are tried until the time is over while nobody answers', async () => {
      owner.isAway = true;
      await expect(side.standards.declare(version, { status: 'ready' }, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'hub.unreachable' });
    });
  });

  it('let a delivery wait for its version, and take it as soon as that is installed', async () => {
    await owner.publish([flowWithRemark('1.1')]);
    let asked = 0;
    const sent: string[] = [];
    const submitReceipts = (_caseNo: string, bytes: Uint8Array): Promise<void> => Promise.resolve(void sent.push(Buffer.from(bytes).toString('latin1')));
    const lab = await SdkLab.open({ directory: `${directory.path}/lab`, participant: OTHER, standards: side.installed, versionMissing: () => void asked++, submitReceipts });
    const forget = side.installed.onChange(() => lab.taker.versionsInstalled());
    const taken: string[] = [];
    await lab.taker.use(({ messageId, fields }) => void taken.push(`${messageId} ${String(fields.open['extra_remark'])}`));
    const sender = InstalledStandards.of(catalogue, trust, 'sandbox', HOME);
    await sender.install(OWNER, owner.entries);
    const made = await openingMessage({ fields: { ...GOOD.fields, extra_remark: '新版' } }, sender.flows(() => NOW));
    await lab.inbox.take(await arrivalOf(made, 1, OTHER));
    await eventually('it waits', () => lab.taker.problems().length === 1);
    expect([lab.taker.problems(), asked, taken]).toMatchObject([[{ kind: 'version', code: 'schema.version-unknown', caseNo: made.caseNo, deliveryNo: 1 }], 1, []]);
    await side.level();
    await eventually('it is taken', async () => (await lab.store.heads.get(made.caseNo)) === 1);
    expect([taken, lab.taker.problems()]).toEqual([[`${made.messageId} 新版`], []]);
    forget();
    await lab.close();
  });
});
