import path from 'node:path';
import { type Catalogue, loadCatalogue } from '@tongban/catalogue';
import { type EnvironmentCode, type RegionCode, TongbanError } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import { type ParticipantCredentials, ParticipantCredentialsSchema, OwnSealingKeys, ParticipantSigner, type TrustDirectory, ownKeysOf, ownSealingKeysOf, readCredentials, readTrustDirectory, requireKnownAnswers } from '@tongban/trust';
import { HubClock } from './hub/hub-clock';
import { HubQueries } from './hub/hub-queries';
import { HubSession } from './hub/hub-session';
import { Attaching } from './attachments/attaching';
import { AttachmentQueries } from './attachments/attachment-queries';
import { MessageAttachments } from './attachments/message-attachments';
import type { CheckContext } from './inbox/check-delivery';
import { Alarms } from './inbox/alarms';
import { Inbox } from './inbox/inbox';
import { InboxConsumer } from './inbox/inbox-consumer';
import { Lapses } from './inbox/lapses';
import { Taker } from './inbox/taker';
import type { FlowsInForce } from './make/flows-in-force';
import { MessageMaker } from './make/message-maker';
import type { ProvinceLogger, ProvinceOptions, ProvinceState } from './options';
import { Outbox } from './outbox/outbox';
import { Sender } from './outbox/sender';
import { publisherOf, submitReceiptsThrough, submitThrough } from './outbox/submit';
import { newStop } from './pause';
import { ReceiptBook } from './receipts/receipt-book';
import { ReceiptDesk } from './receipts/receipt-desk';
import { ReceiptInquiry } from './receipts/receipt-inquiry';
import { Rejections } from './receipts/rejections';
import { sealOf } from './seal';
import { CatalogueComparison } from './standards/catalogue-comparison';
import { InstalledStandards } from './standards/installed-standards';
import { ProvinceStandards } from './standards/province-standards';
import { StandardsFollower } from './standards/standards-follower';
import { StandardsLog } from './standards/standards-log';
import { StandardsQueries } from './standards/standards-queries';
import { StandardsShelf } from './standards/standards-shelf';
import { ClientStore } from './store/client-store';
import { prune } from './store/prune';
import { HELLO } from './store/records';

/** Everything a province is made of, wired once. */
export interface ProvinceParts {
  readonly participant: string;
  readonly store: ClientStore;
  readonly state: ProvinceState;
  readonly session: HubSession;
  readonly queries: HubQueries;
  readonly clock: HubClock;
  readonly flows: FlowsInForce;
  readonly standards: ProvinceStandards;
  readonly maker: MessageMaker;
  readonly sender: Sender;
  readonly book: ReceiptBook;
  readonly rejections: Rejections;
  readonly alarms: Alarms;
  readonly lapses: Lapses;
  readonly taker: Taker;
  readonly outbox: Pick<Outbox, 'keptCount'>;
  readonly attaching: Attaching;
  readonly messageAttachments: MessageAttachments;
  /** Send-only mode. */
  readonly inquiry: ReceiptInquiry | undefined;
  readonly stop: AbortController;
  readonly close: () => Promise<void>;
}

const CONNECT_TIMEOUT_MS = 30_000;
const DRAIN_WITHIN_MS = 5_000;
/** How long a start waits for what was published meanwhile; later it is installed beside everything else. */
const STANDARDS_WITHIN_MS = 3_000;
const PRUNE_EVERY_MS = 3_600_000;
const SILENT: ProvinceLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined };

let sharedCatalogue: Catalogue | undefined;

export async function connectParts(options: ProvinceOptions): Promise<ProvinceParts> {
  const credentials = typeof options.credentials === 'string' ? readCredentials(ParticipantCredentialsSchema, options.credentials) : options.credentials;
  const trust = typeof options.trust === 'string' ? readTrustDirectory(options.trust) : options.trust;
  await requireKnownAnswers(trust);
  const installed = options.standards ?? InstalledStandards.of(
    options.catalogue ?? (sharedCatalogue ??= loadCatalogue()), trust, credentials.environment as EnvironmentCode, credentials.region as RegionCode,
  );
  const store = await ClientStore.open(options.store);
  const parts = wire(options, { credentials, trust, installed, store });
  try {
    await begin(parts, options);
    return parts;
  } catch (error) {
    await parts.close();
    throw error;
  }
}

interface Given {
  readonly credentials: ParticipantCredentials;
  readonly trust: TrustDirectory;
  readonly installed: InstalledStandards;
  readonly store: ClientStore;
}
interface Wired extends ProvinceParts {
  readonly outbox: Outbox;
  readonly desk: ReceiptDesk;
  readonly inbox: Inbox;
  readonly consumer: InboxConsumer | undefined;
  readonly follower: StandardsFollower;
}

function wire({ credentials: given, logger = SILENT, inbox: reads = true, handlerId, store: directory, attachmentPatienceMs }: ProvinceOptions, { credentials, trust, installed, store }: Given): Wired {
  const { participant, agencyCode } = credentials;
  const environment = credentials.environment as EnvironmentCode;
  const region = credentials.region as RegionCode;
  const place = { environment, region, participant };
  const catalogue = installed.base;
  const clock = new HubClock();
  const now = (): string => clock.now();
  const flows = installed.flows(now);
  const signer = new ParticipantSigner(ownKeysOf(credentials), {
    participant, directory: trust, now, ...(typeof given === 'string' && { reread: () => ownKeysOf(readCredentials(ParticipantCredentialsSchema, given)) }),
  });
  const seal = sealOf({
    environment, participant, directory: trust, now, ...(credentials.unsealed !== undefined && { unsealed: credentials.unsealed }),
    keys: new OwnSealingKeys(ownSealingKeysOf(credentials), typeof given === 'string' ? () => ownSealingKeysOf(readCredentials(ParticipantCredentialsSchema, given)) : undefined),
  });
  const stop = newStop();
  const session = new HubSession(credentials, {
    ...(typeof given === 'string' && { brokerSeed: () => readCredentials(ParticipantCredentialsSchema, given).nkeySeed }),
    logger, clock, remember: (hello) => {
      outbox.keepTo(hello.pace);
      return store.commit([store.meta.put(HELLO, hello)]);
    },
  });
  const publisher = publisherOf(session);
  const queries = new HubQueries(session);
  const book = new ReceiptBook(store, trust, place);
  const rejections = new Rejections(store, book, logger);
  const outbox = new Outbox(store, book, submitThrough(publisher, place), logger);
  const desk = new ReceiptDesk(store, signer, submitReceiptsThrough(publisher, place, (caseNo) => homeOf(catalogue, caseNo)), logger);
  const maker = new MessageMaker({
    environment, participant, agencyCode, signer, seal, catalogue, now, itemInForce: (code) => installed.catalogue.asOf(now()).items.get(code), profileOf: (side) => installed.profileOf(side),
    ...(handlerId !== undefined && { handlerId }),
  });
  const sender = new Sender({
    store, outbox, maker, flows, opening: () => ({ catalogue, flows, participant, now: now() }), show: (caseNo) => queries.show(caseNo),
  });
  const context: CheckContext = { environment, participant, catalogue, trust, profileOf: (side) => installed.profileOf(side) };
  const standardsQueries = new StandardsQueries(session);
  const shelf = new StandardsShelf(store);
  const follower = new StandardsFollower({ session, queries: standardsQueries, shelf, installed, trust, environment, region, logger });
  const log = new StandardsLog({ shelf, queries: standardsQueries, trust, environment });
  const standards = new ProvinceStandards(
    follower, log, { store, log, queries: standardsQueries, place: { trust, environment, region }, logger },
    { participant, environment, signer: () => signer.present(), seal, trust, installed, queries: standardsQueries, now },
  );
  const comparison = new CatalogueComparison({ session, follower, installed, credentials, now, logger });
  const attachmentQueries = new AttachmentQueries(session);
  const attaching = new Attaching({
    queries: attachmentQueries, trust, environment, region, participant, rules: catalogue.attachments, seal, now, factsOf: (caseNo) => store.cases.get(caseNo), spoolDirectory: path.join(directory, 'attaching'),
    signal: stop.signal,
  });
  const messageAttachments = new MessageAttachments({ queries: attachmentQueries, trust, environment, seal, regionOf: (code) => catalogue.divisions.regionOf(code), signal: stop.signal });
  const taker = new Taker({
    store, desk, outbox, sender, flows, seal, logger, now, versionMissing: () => follower.pullAll(), attachments: (envelope) => messageAttachments.of(envelope),
  }, context, { ...(attachmentPatienceMs !== undefined && { attachmentPatienceMs }) });
  const forgetChange = installed.onChange(() => taker.versionsInstalled());
  const alarms = new Alarms({ logger, now, isUnderWay: (caseNo) => outbox.isUnderWay(caseNo) });
  const lapses = new Lapses(logger);
  const inbox = new Inbox({ store, book, desk, logger, now, alarms, lapses, arrived: (caseNo, deliveryNo) => taker.arrived(caseNo, deliveryNo) }, context);
  const consumer = reads ? new InboxConsumer(session, inbox, region, participant, logger) : undefined;
  const inquiry = reads ? undefined : new ReceiptInquiry(store, book, outbox, queries);
  const pruning = setInterval(() => void prune(store, Date.now()).catch(() => logger.warn({ participant }, 'the store could not be pruned')), PRUNE_EVERY_MS);
  pruning.unref();
  const close = async (): Promise<void> => {
    clearInterval(pruning);
    forgetChange();
    comparison.close();
    await Promise.all([consumer?.close(DRAIN_WITHIN_MS), taker.close(), rejections.close(), standards.close(), follower.close()]);
    if (session.isUp) await Promise.all([outbox.drain(DRAIN_WITHIN_MS), desk.drain(DRAIN_WITHIN_MS)]);
    stop.abort();
    await Promise.all([outbox.close(), desk.close(), inquiry?.close(), session.close()]);
    await store.close();
  };
  return {
    participant, store, state: stateOf(store), session, queries, clock, flows, standards, maker, sender, book, rejections, alarms, lapses, taker, attaching, messageAttachments, inquiry, stop, close, outbox, desk, inbox, consumer, follower,
  };
}

async function begin({ store, session, clock, outbox, desk, inbox, consumer, inquiry, follower }: Wired, { offline = false, connectTimeoutMs = CONNECT_TIMEOUT_MS }: ProvinceOptions): Promise<void> {
  const last = await store.meta.get(HELLO);
  if (last) {
    clock.adopt(last.clock);
    outbox.keepTo(last.pace);
  }
  await follower.load();
  session.start();
  // A store that never met its hub does not know the environment's clock.
  if (!offline || !last) await session.ready(connectTimeoutMs);
  await prune(store, Date.now());
  await inbox.reexamine();
  follower.start();
  if (session.isUp) await follower.settle(STANDARDS_WITHIN_MS);
  await outbox.start();
  await desk.start();
  consumer?.start();
  inquiry?.start();
}

function homeOf(catalogue: Catalogue, caseNo: string): string {
  const number = parseCaseNumber(caseNo);
  if (!number) throw new TongbanError('case.number-invalid', 'the case number does not parse');
  return catalogue.divisions.regionOf(number.division);
}

const stateOf = (store: ClientStore): ProvinceState => ({
  get: (key) => store.app.get(key),
  put: async (key, value) => store.commit([store.app.put(key, value)]),
  delete: (key) => store.commit([store.app.del(key)]),
  keys: (prefix = '') => store.app.keysUnder(prefix),
});
