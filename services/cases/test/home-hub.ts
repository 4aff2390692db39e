import { randomUUID } from 'node:crypto';
import { type Catalogue, VersionedCatalogue, loadCatalogue } from '@tongban/catalogue';
import { type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import { type Alarm, REAL_TIME, type MaintenanceRecord, type MigrationMapping, type MigrationOrder, type SwitchRecord, makeCaseNumber } from '@tongban/domain';
import { type Standing, sentMapping } from '@tongban/registry';
import { BusinessClock } from '@tongban/service-kit';
import { Signer, TrustDirectory, generateSigningKey, issueReceipt, openMessage, readReceipt, signMessage } from '@tongban/trust';
import { type Walk, type WalkMessage, participantOf } from '../../../test/harness/walks';
import { type AlarmPorts, CaseAlarms } from '../src/alarms/case-alarms';
import { alarmDayOf } from '../src/alarms/alarm-day';
import { HeldRelease } from '../src/held/held-release';
import { CaseMigrations } from '../src/migration/case-migrations';
import { signedDryRun } from '../src/migration/dry-run';
import { type RegisterPorts, registerMessage } from '../src/register-message';
import { CaseStore } from '../src/record/case-store';
import type { FlowRelease, FlowReleases } from '../src/record/flow-releases';
import { releasesFromBook } from '../src/releases-from-book';
import type { StaleCopies } from '../src/stale-copies';
import { HeldInMemory } from './held-in-memory';
import { OneLog } from './one-log';

export const base: Catalogue = loadCatalogue();
const hub = generateSigningKey('hub:yrd');
const sender = new Signer(generateSigningKey('participant:310000').signing);
const trust = new TrustDirectory({ version: 1, keys: [hub.public] });
export const signer = new Signer(hub.signing);

type Late = ReturnType<Parameters<typeof releasesFromBook>[0]['lateness']>;
/** What the hub knows of the standards; a test publishes into it, or lets it be late. */
export class Standards {
  catalogue = VersionedCatalogue.of(base);
  /** What two persons ordered. */
  migrations: MigrationOrder[] = [];
  late: Late;
  switches: readonly SwitchRecord[] = [];
  maintenance: ReadonlyMap<string, MaintenanceRecord> = new Map();
  /** When each owner was last heard; nobody by default. */
  heard: Partial<Record<RegionCode, string>> = {};
  standing(): readonly Standing[] {
    return (Object.keys(this.heard) as RegionCode[]).map((owner) => ({ owner, held: 0, heardAt: this.heard[owner]! }));
  }
  lateness(): Late {
    return this.late;
  }
}

/** How a message of a walk is sent. */
export interface Sending {
  /** Default: what a sender takes that knows everything the hub knows. */
  readonly release?: FlowRelease;
  /** Default: as the walk says. */
  readonly receivedAt?: string;
  readonly change?: v1.Envelope.$Properties;
}

export type TimedMessage = WalkMessage & { readonly at?: string };
export interface Verdict { readonly code: string; readonly detail: string }

/** The home of one case, without streams: real messages, real signatures, the decision as the service takes it. */
export class HomeHub {
  readonly log = new OneLog();
  readonly held = new HeldInMemory();
  readonly caseNo: string;
  readonly refused: v1.RejectedMessage.$Properties[] = [];
  /** Cases that used a value under a rule, as the views would have them. */
  valueUsers: RegisterPorts['valueUsers'] = () => Promise.resolve([]);
  /** What its sender may open after another case; a test says it. */
  mayFollow: RegisterPorts['mayFollow'] = (caseNo) => Promise.reject(new TongbanError('case.unknown', caseNo));
  /** Whether an opening waits while the standards are late. */
  waits = false;
  private now = '';
  readonly releases: FlowReleases;

  constructor(private readonly walk: Walk, private readonly standards: Standards, stale?: StaleCopies) {
    this.releases = releasesFromBook(standards, { base, leaseHours: 24, ...(stale && { stale }) });
    this.caseNo = makeCaseNumber({ division: walk.opener.division, date: '2026-03-02', random: Buffer.from(randomUUID().replaceAll('-', ''), 'hex') });
  }

  /** The case as this hub, or one that starts anew on the same log, reads it. */
  read() {
    return new CaseStore(this.log, this.releases, 10).load(this.caseNo);
  }

  /** One process of the hub that carries out orders for this case at a business moment; it has a memory of its own. */
  migrations(at: string): CaseMigrations {
    const store = new CaseStore(this.log, this.releases, 10);
    const running = async function* (this: HomeHub): AsyncGenerator<readonly string[]> { yield [this.caseNo]; }.bind(this);
    return new CaseMigrations({ store, releases: this.releases, standards: this.standards, running, isLevel: () => Promise.resolve(true), now: () => at, onError: (error) => { throw error; } });
  }
  /** What the hub does when it learns of an order, or starts. */
  async carryOut(at: string): Promise<CaseMigrations> {
    const migrations = this.migrations(at);
    await migrations.lookThrough();
    return migrations;
  }

  /** One process of the hub that raises alarms at a business moment; `vouched`: the instants until which regions have vouched. */
  alarms(at: () => string, vouched: (region: RegionCode) => string | undefined = () => undefined, raised: Alarm[] = [], more: Partial<AlarmPorts> = {}): CaseAlarms {
    const waiting = async function* (this: HomeHub, day: string) {
      const record = await this.read();
      const on = alarmDayOf(record, this.releases, base.alarmRules);
      if (on !== undefined && on <= day) yield [{ caseNo: this.caseNo, logIndex: record.logIndex }];
    }.bind(this);
    const everyCase = async function* (this: HomeHub) { yield [this.caseNo]; }.bind(this);
    return new CaseAlarms({
      store: new CaseStore(this.log, this.releases, 10), releases: this.releases, rules: base.alarmRules, vouchedUntil: vouched, waiting, everyCase,
      known: () => JSON.stringify([vouched('yrd'), vouched('ccec')]), now: at, onRaised: (_caseNo, alarm) => void raised.push(alarm), onError: (error) => { throw error; }, ...more,
    });
  }

  /** What the hub answers when it is asked what a mapping would do. */
  dryRun(mapping: MigrationMapping, now: string): Promise<Uint8Array> {
    const cases = async function* (this: HomeHub) { yield await this.read(); }.bind(this);
    return signedDryRun({ environment: 'sandbox', region: 'yrd', standards: this.standards, signer, now, cases }, encode(v1.MigrateCases, sentMapping(mapping)));
  }

  /** Sends a message of the walk; judged at once. @returns the verdict: `REGISTERED`, or the code and detail of the refusal. */
  async send(message: TimedMessage, sending: Sending = {}): Promise<Verdict> {
    const { receivedAt = message.at ?? '' } = sending;
    return this.submit(await this.make(message, sending), { receivedAt });
  }

  /** The bytes as they travel. */
  make(message: TimedMessage, { release, receivedAt = message.at ?? '', change = {} }: Sending = {}): Promise<Uint8Array> {
    return signMessage(sender, this.envelope(message, release ?? this.newest(receivedAt), change));
  }

  /** Brings bytes to the hub; `decidedAt` is the moment of the judgement, by default that of the receipt. */
  async submit(bytes: Uint8Array, { receivedAt, decidedAt = receivedAt }: { readonly receivedAt: string; readonly decidedAt?: string }): Promise<Verdict> {
    this.now = decidedAt;
    const { digest } = openMessage(bytes);
    const received = await issueReceipt(signer, {
      level: 'RECEIVED', environment: v1.Environment.ENVIRONMENT_SANDBOX, messageDigest: digest, issuer: 'hub:yrd', at: receivedAt, caseNo: this.caseNo,
    });
    await registerMessage(this.ports(), { bytes, received, wrappedKeys: new Uint8Array(), fromRegion: 'yrd', inboxSequence: 1, storedAtMs: 0 });
    const known = (await this.read()).repeatOf(digest.toString('hex'));
    if (!known && this.held.kept.some(({ digestHex }) => digestHex === digest.toString('hex'))) return { code: 'held', detail: '' };
    const { level, code, detail } = readReceipt((known ? known.verdict : this.refused.at(-1)?.rejected) ?? {});
    return { code: level === v1.ReceiptLevel.RECEIPT_LEVEL_REGISTERED ? 'REGISTERED' : code, detail };
  }

  /** One round of what lets held messages go, at a business instant. @returns how many were decided on. */
  async release(at: string, round = this.releaser()): Promise<number> {
    this.now = at;
    return round.round();
  }
  /** As one process has it: another one begins anew. */
  releaser(): HeldRelease {
    return new HeldRelease({
      releases: this.releases, clock: { now: () => this.now }, held: this.held, register: (incoming) => registerMessage(this.ports(), incoming),
      setAside: async (_message, _incoming, failure) => { throw failure; }, onFailure: () => undefined,
    });
  }

  /** Sends the whole walk, or a part of it. @returns the codes. */
  async play(messages: readonly TimedMessage[], sending: Sending = {}): Promise<string[]> {
    const codes: string[] = [];
    for (const message of messages) codes.push((await this.send(message, sending)).code);
    return codes;
  }

  private newest(receivedAt: string): FlowRelease {
    const accepted = this.releases.accepted(this.walk.item, receivedAt);
    if (accepted.kind !== 'accepted') throw new Error(`no release of ${this.walk.item}: ${accepted.kind}`);
    return accepted.releases[0]!;
  }

  private envelope({ as, message, open, personal, onBehalfOf }: WalkMessage, { flow, types }: FlowRelease, change: v1.Envelope.$Properties): v1.Envelope.$Properties {
    const { opener, counterpart, item, entry, messages: [first] } = this.walk;
    const party = ({ division }: { readonly division: string }) => ({ participant: participantOf(division), division });
    const ciphertext = types.encodePersonal(message, personal);
    return {
      messageId: randomUUID(), contractVersion: '1.0', environment: v1.Environment.ENVIRONMENT_SANDBOX, messageType: message, schemaDigest: types.digest, caseNo: this.caseNo,
      itemCode: item, flowId: flow.id, sender: party(as === 'opener' ? opener : counterpart), recipient: party(as === 'opener' ? counterpart : opener), homeRegion: 'yrd',
      onBehalfOf: onBehalfOf ?? '', entryId: message === first?.message ? entry : '',
      data: types.encodeOpen(message, open, { algorithm: 1, recipients: [], nonce: new Uint8Array(), ciphertext, digest: new Uint8Array(), keysDigest: new Uint8Array() }),
      ...change,
    };
  }

  private ports(): RegisterPorts {
    return {
      store: new CaseStore(this.log, this.releases, 10), releases: this.releases, held: this.held, signer, trust, clock: new BusinessClock(REAL_TIME, () => Date.parse(this.now)), region: 'yrd', environment: 'sandbox',
      attachments: base.attachments, isKnownDivision: (code) => base.divisions.isKnown(code), valueUsers: (...asked) => this.valueUsers(...asked), mayFollow: (caseNo, participant) => this.mayFollow(caseNo, participant), waitsForStandards: () => this.waits,
      keepKeys: async () => undefined, refuse: async (rejected) => void this.refused.push(rejected), repeat: async () => undefined,
    };
  }
}
