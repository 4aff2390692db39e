import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Catalogue, catalogueFlows, loadCatalogue } from '@tongban/catalogue';
import { type CaseDocument, HUB, headers, owners, subjects, v1 } from '@tongban/contracts';
import { type Fields, shardOf } from '@tongban/domain';
import { OwnSealingKeys, Signer, TrustDirectory, generateSealingKey, generateSigningKey, issueReceipt, receiptToHeader, sha256 } from '@tongban/trust';
import type { Alarms } from '../src/inbox/alarms';
import type { Lapses } from '../src/inbox/lapses';
import type { CheckContext } from '../src/inbox/check-delivery';
import { type Arrival, Inbox } from '../src/inbox/inbox';
import { Taker, type TakerPorts, type TakerSettings } from '../src/inbox/taker';
import { type MadeMessage, MessageMaker } from '../src/make/message-maker';
import type { FlowsInForce } from '../src/make/flows-in-force';
import { planOpening } from '../src/make/opening';
import type { OpenRequest, ProvinceLogger } from '../src/options';
import { Outbox, type OutboxSettings, type Submit } from '../src/outbox/outbox';
import { Sender } from '../src/outbox/sender';
import { type Seal, type SealSettings, sealOf } from '../src/seal';
import { ReceiptBook } from '../src/receipts/receipt-book';
import { ReceiptDesk, type SubmitReceipts } from '../src/receipts/receipt-desk';
import type { InstalledStandards } from '../src/standards/installed-standards';
import { ClientStore } from '../src/store/client-store';
import type { ProfileOf } from '../src/waived-materials';

export type { Arrival };
export const NOW = '2026-03-02T09:30:00.000+08:00';
export const OPENER = '310000';
export const OTHER = '510000';
export const HOME = 'yrd';
export const SILENT: ProvinceLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined };

export const catalogue: Catalogue = loadCatalogue();
export const flows = catalogueFlows(catalogue);
/** Owner of a registry; `stewards` decide for it. */
export const OWNER = 'nat';
const stewards = ['drafter', 'steward-1', 'steward-2'].map((person) => owners.person(person));
const keys = [...stewards, owners.hub(OWNER), owners.participant(OPENER), owners.participant(OTHER), owners.hub(HOME), owners.hub('ccec')].map((owner) => generateSigningKey(owner));
/** What is sealed for a participant: one of each kind, as its signatures would be. A child process has its parent's: what one of them sealed, the next opens. */
const inherited = process.env['SDK_LAB_SEALING_KEYS'];
export const sealingKeys: Readonly<Record<string, ReturnType<typeof generateSealingKey>>> = inherited ? JSON.parse(inherited) as never : { [OPENER]: generateSealingKey(owners.participant(OPENER), 2), [OTHER]: generateSealingKey(owners.participant(OTHER), 2, 'sm2') };
const macao = generateSealingKey(owners.participant('820000'), 2);
export const trust = new TrustDirectory({
  version: 1, keys: keys.map((key) => ({ ...key.public, ...(stewards.includes(key.public.owner) && { units: [OWNER] }) })), sealingKeys: [...Object.values(sealingKeys), macao].map((key) => key.public),
});
export const sealAs = (participant: string, settings: Partial<SealSettings> = {}): Seal =>
  sealOf({ environment: 'sandbox', participant, directory: trust, keys: new OwnSealingKeys([sealingKeys[participant]!.sealing]), now: () => NOW, ...settings });
export const signingKeyOf = (owner: string) => keys.find((key) => key.public.owner === owner)!.signing;
export const signerOf = (owner: string): Signer => new Signer(signingKeyOf(owner));
export const AGENCY = '12310000000000018C';

interface Walk {
  item: string; opener: { division: string }; counterpart: { division: string };
  messages: { as: string; onBehalfOf?: string; message: string; open: Fields; personal: Fields }[];
}
export const WALK = JSON.parse(readFileSync(path.join(__dirname, '../../catalogue/data/examples/F-ARC.normal.json'), 'utf8')) as Walk;
const first = WALK.messages[0]!;
export const GOOD: OpenRequest = {
  item: WALK.item, opener: WALK.opener.division, counterpart: WALK.counterpart.division, onBehalfOf: first.onBehalfOf, fields: { ...first.open, ...first.personal },
};

export function temporaryDirectory(): { path: string; remove: () => void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'tongban-sdk-'));
  return { path: directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export const makerOf = (participant: string, environment: 'sandbox' | 'production' = 'sandbox', profileOf?: ProfileOf, seal = sealAs(participant, { environment })): MessageMaker =>
  new MessageMaker({ environment, participant, seal, agencyCode: AGENCY, signer: signerOf(owners.participant(participant)), catalogue, now: () => NOW, ...(profileOf && { profileOf }) });

/** The bytes that open a good case, or a following message of the walk in it. */
export async function openingMessage(request: Partial<OpenRequest> = {}, known: FlowsInForce = flows): Promise<MadeMessage> {
  const all = { ...GOOD, ...request };
  return makerOf(OPENER).make({ ...all, division: undefined, ...planOpening(all, { catalogue, flows: known, participant: OPENER, now: NOW }) });
}

type About = Pick<MadeMessage, 'messageId' | 'caseNo' | 'bytes'>;
const aboutMessage = (made: About, sender: string) =>
  ({ environment: v1.Environment.ENVIRONMENT_SANDBOX, messageId: made.messageId, caseNo: made.caseNo, messageDigest: sha256(made.bytes), sender, at: NOW });
export const receiptBy = (issuer: string, level: 'RECEIVED' | 'REGISTERED' | 'DELIVERED' | 'TAKEN' | 'REJECTED', made: About, more: object = {}): Promise<v1.SignedReceipt> =>
  issueReceipt(signerOf(issuer), { level, ...aboutMessage(made, OPENER), issuer, ...more });

/** A message as home dispatches it. */
export async function arrivalOf(made: MadeMessage, deliveryNo: number, to: string, sender = OPENER): Promise<Arrival> {
  const issuer = owners.hub(HOME);
  const registered = await issueReceipt(signerOf(issuer), { level: 'REGISTERED', ...aboutMessage(made, sender), issuer, logIndex: deliveryNo, deliveryNo });
  return {
    subject: subjects.exchange('sandbox', HOME, HUB, HOME, to, shardOf(made.caseNo), 'delivery'), data: made.bytes,
    headers: { [headers.registered]: receiptToHeader(registered), [headers.ceSubject]: made.caseNo, ...(made.headers[headers.wrappedKeys] && { [headers.wrappedKeys]: made.headers[headers.wrappedKeys]! }) },
  };
}

export interface SdkOptions {
  readonly directory: string;
  readonly participant: string;
  readonly submit?: Submit;
  readonly submitReceipts?: SubmitReceipts;
  readonly outbox?: OutboxSettings;
  readonly taker?: TakerSettings;
  readonly togetherWithinMs?: number;
  readonly alarms?: Alarms;
  readonly lapses?: Lapses;
  /** Default: the package's catalogue, to which nothing is published. */
  readonly standards?: InstalledStandards;
  readonly versionMissing?: () => void;
  readonly attachments?: TakerPorts['attachments'];
  /** Default: there is no hub to ask about a case. */
  readonly show?: (caseNo: string) => Promise<CaseDocument>;
}
/** An SDK's durable parts on a real store, without a connection. */
export class SdkLab {
  private constructor(
    readonly store: ClientStore, readonly book: ReceiptBook, readonly outbox: Outbox, readonly desk: ReceiptDesk, readonly sender: Sender, readonly inbox: Inbox, readonly taker: Taker,
  ) {}

  static async open({ directory, participant, submit, submitReceipts, outbox: settings, taker: takerSettings, togetherWithinMs, alarms, lapses, standards, attachments, versionMissing = () => undefined, show = () => Promise.reject(new Error('there is no hub here')) }: SdkOptions): Promise<SdkLab> {
    const store = await ClientStore.open(directory);
    const context: CheckContext = { environment: 'sandbox', participant, catalogue, trust };
    const region = catalogue.divisions.regionOf(participant);
    const maker = makerOf(participant);
    const known = standards?.flows(() => NOW) ?? flows;
    const book = new ReceiptBook(store, trust, { environment: 'sandbox', participant, region });
    const outbox = new Outbox(store, book, submit ?? (() => Promise.resolve()), SILENT, settings);
    const desk = new ReceiptDesk(store, signerOf(owners.participant(participant)), submitReceipts ?? (() => Promise.resolve()), SILENT, togetherWithinMs);
    const sender = new Sender({
      store, outbox, maker, flows: known, opening: () => ({ catalogue, flows: known, participant, now: NOW }), show,
    });
    const now = (): string => NOW;
    const taker = new Taker({ store, desk, outbox, sender, flows: known, seal: sealAs(participant), logger: SILENT, now, versionMissing, ...(attachments && { attachments }) }, context, takerSettings);
    const inbox = new Inbox({ store, book, desk, logger: SILENT, now, ...(alarms && { alarms }), ...(lapses && { lapses }), arrived: (caseNo, deliveryNo) => taker.arrived(caseNo, deliveryNo) }, context);
    return new SdkLab(store, book, outbox, desk, sender, inbox, taker);
  }

  async close(): Promise<void> {
    await this.taker.close();
    await this.outbox.close();
    await this.desk.close();
    await this.store.close();
  }
}

/** Waits until `check` holds, asking again every few milliseconds; fails with `what`. */
export async function eventually(what: string, check: () => boolean | Promise<boolean>, withinMs = 5_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
