import { VersionedCatalogue } from '@tongban/catalogue';
import { type CaseDocument, HUB, TongbanError, encode, headers, owners, subjects, v1 } from '@tongban/contracts';
import { type Flow, artefactVersion, shardOf } from '@tongban/domain';
import { openMessage } from '@tongban/trust';
import { type Arrival, GOOD, HOME, NOW, OPENER, OTHER, SdkLab, WALK, catalogue, receiptBy, temporaryDirectory } from '../../test/sdk-lab';
import type { InstalledStandards } from '../standards/installed-standards';

const FLOW = catalogue.itemFlow(GOOD.item) as Flow;
const FROM = '2026-03-02T09:00:00+08:00';
const versions = VersionedCatalogue.of(catalogue).withPublication({
  number: 1, artefacts: [artefactVersion({ kind: 'flow', id: FLOW.flowId }, '1.1', { ...structuredClone(FLOW), en: 'Second edition' })], effectiveFrom: FROM, transitionEndsAt: FROM,
});
const [OLD, NEW] = ['1.0', '1.1'].map((version) => versions.releaseOfVersion(FLOW.flowId, version, NOW)!.messages.digest) as [string, string];
/** Everything is installed; new cases still begin with the version before. */
const flows = { ofItem: () => versions.releaseByDigest(OLD)!, byDigest: (digest: string) => versions.releaseByDigest(digest) };
const standards = { flows: () => flows } as unknown as InstalledStandards;
const SECOND = WALK.messages[1]!;

describe('a case that its home moved to another version of its flow (T1-C3)', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let lab: SdkLab;
  let caseNo: string;
  let shown: () => Promise<CaseDocument>;
  const open = async () => { lab = await SdkLab.open({ directory: directory.path, participant: OPENER, standards, show: () => shown() }); };
  beforeEach(async () => {
    directory = temporaryDirectory();
    shown = () => Promise.reject(new TongbanError('hub.unreachable', 'nobody answers'));
    await open();
    ({ caseNo } = await lab.sender.open(GOOD));
  });
  afterEach(async () => {
    await lab.close();
    directory.remove();
  });

  /** The next message, and the version it was made under. */
  const nextSent = async (): Promise<string> => {
    const { messageId } = await lab.sender.send(caseNo, { message: SECOND.message, fields: { ...SECOND.open, ...SECOND.personal } });
    return openMessage((await lab.store.bytes.get(messageId))!).envelope.schemaDigest;
  };
  const notice = (schemaDigest: string, logIndex: number | string): Arrival => ({
    subject: subjects.exchange('sandbox', HOME, HUB, HOME, OPENER, shardOf(caseNo), 'receipts'), data: encode(v1.ReceiptBatch, { caseNo }),
    headers: { [headers.ceSubject]: caseNo, [headers.caseSchema]: schemaDigest, [headers.logIndex]: String(logIndex) },
  });
  const refused = async (): Promise<void> => {
    const [first] = await lab.outbox.waiting(1);
    const bytes = (await lab.store.bytes.get(first!.messageId))!;
    const made = { caseNo, messageId: first!.messageId, bytes } as unknown as Parameters<typeof receiptBy>[2];
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'schema.version-unknown' })]);
  };

  it('is followed by the next message, also after a restart', async () => {
    expect(await nextSent()).toBe(OLD);
    await lab.inbox.take(notice(NEW, 3));
    expect(await nextSent()).toBe(NEW);
    await lab.close();
    await open();
    expect(await nextSent()).toBe(NEW);
  });

  it('stays followed when what the home said before comes again, and what says nothing changes nothing', async () => {
    await lab.inbox.take(notice(NEW, 3));
    await lab.inbox.take(notice(OLD, 2));
    for (const odd of [notice('no digest', 9), notice(OLD, 'many'), notice(OLD, 0)]) await lab.inbox.take(odd);
    expect(await nextSent()).toBe(NEW);
    expect(await lab.store.setAside.under('')).toEqual([]);
  });

  it('is asked for once a message was refused because of its version', async () => {
    await nextSent();
    await refused();
    let asked = 0;
    shown = () => {
      asked += 1;
      return Promise.resolve({ caseNo, itemCode: GOOD.item, flowId: FLOW.flowId, homeRegion: HOME, parties: [{ side: 'opener', participant: OPENER, division: GOOD.opener }, { side: 'counterpart', participant: OTHER, division: GOOD.counterpart }], schemaDigest: NEW, logIndex: 4 } as unknown as CaseDocument);
    };
    expect([await nextSent(), await nextSent(), asked]).toEqual([NEW, NEW, 1]);
    await lab.inbox.take(notice(OLD, 3));
    expect(await nextSent()).toBe(NEW);
  });

  it('while the home is out of reach a message is made as before', async () => {
    await nextSent();
    await refused();
    expect(await nextSent()).toBe(OLD);
  });
});
