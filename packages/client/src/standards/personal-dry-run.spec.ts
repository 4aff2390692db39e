import { owners } from '@tongban/contracts';
import { type Flow, addDays } from '@tongban/domain';
import { type Drafted, RegistryOwner } from '../../test/registry-owner';
import { GOOD, HOME, NOW, OPENER, OWNER, SILENT, SdkLab, WALK, catalogue, eventually, receiptBy, sealAs, signerOf, temporaryDirectory, trust } from '../../test/sdk-lab';
import { prune } from '../store/prune';
import { InstalledStandards } from './installed-standards';
import { ProvinceStandards } from './province-standards';
import { StandardsFollower } from './standards-follower';
import { StandardsLog } from './standards-log';
import { StandardsShelf } from './standards-shelf';

const PLACE = { environment: 'sandbox', region: HOME, trust } as const;
const OPENING = WALK.messages[0]!;
const NAME = 'person_name';
const SINCE = NOW.slice(0, 10);

type Field = { id: string; zh: string; pattern?: string };
/** The flow of the walk, with its opening's name field changed. */
function drafted(change: (field: Field) => void, version = '1.1'): Drafted {
  const content = structuredClone(catalogue.itemFlow(GOOD.item) as Flow);
  change(content.messages.find(({ messageId }) => messageId === OPENING.message)!.fields.find(({ id }) => id === NAME) as Field);
  return { kind: 'flow', id: content.flowId, version, content };
}

describe('a draft tried by the holder of personal parts', () => {
  const directory = temporaryDirectory();
  const owner = new RegistryOwner();
  let lab: SdkLab;
  let follower: StandardsFollower;
  let standards: ProvinceStandards;

  beforeAll(async () => {
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER });
    const { queries } = owner;
    const installed = InstalledStandards.of(catalogue, trust, 'sandbox', HOME);
    const shelf = new StandardsShelf(lab.store);
    const session = { isUp: true, onUp: () => () => undefined, usable: () => new Promise<never>(() => undefined) };
    follower = new StandardsFollower({ session, queries, shelf, installed, ...PLACE, logger: SILENT });
    const log = new StandardsLog({ shelf, queries, ...PLACE });
    standards = new ProvinceStandards(follower, log, { store: lab.store, log, queries, place: PLACE, logger: SILENT }, {
      participant: OPENER, environment: 'sandbox', signer: () => signerOf(owners.participant(OPENER)), seal: sealAs(OPENER), trust, installed, queries, now: () => NOW,
    });
    for (const name of ['测试甲', '测试乙', '测试丙']) await registered(await opened(name));
    await opened('测试丁');
  });
  afterAll(async () => {
    await standards.close();
    await follower.close();
    await lab.close();
    directory.remove();
  });

  const opened = (name: string) => lab.sender.open({ ...GOOD, fields: { ...GOOD.fields, [NAME]: name } });
  const registered = async ({ caseNo, messageId }: { caseNo: string; messageId: string }): Promise<string> => {
    const made = { caseNo, messageId, bytes: (await lab.store.bytes.get(messageId))! };
    await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', made), await receiptBy(owners.hub(HOME), 'REGISTERED', made)]);
    return messageId;
  };
  const draft = async (draftId: string, artefact: Drafted): Promise<void> => {
    await owner.take({ type: 'draft', draftId, title: { zh: '下一版', en: 'Next' }, effectiveFrom: addDays(SINCE, 30) + 'T00:00:00+08:00', transitionDays: 0, artefacts: [artefact] }, owners.person('drafter'));
    await follower.hear(OWNER, await owner.head());
    await eventually('the draft is here', () => standards.heads().find((one) => one.owner === OWNER)?.held === owner.entries.length);
  };

  it('counts own registered messages whose personal part it judges otherwise, and what would go back', async () => {
    await draft('tighter', drafted((field) => { field.pattern = '测试[甲乙]'; }));
    const report = await standards.dryRun('tighter', { since: SINCE });
    expect(report).toEqual({
      participant: OPENER, draft: { owner: OWNER, draftId: 'tighter', digest: expect.stringMatching(/^[0-9a-f]{64}$/) }, since: SINCE, items: expect.arrayContaining([GOOD.item]),
      evaluated: 3, returned: 1, unreadable: 0,
      rows: [{ finding: 'returned', participant: OPENER, item: GOOD.item, reason: 'field.pattern', message: OPENING.message, path: NAME, count: 1 }],
    });
    expect(JSON.stringify(report)).not.toContain('测试');
  });

  it('looks into no message that it judges as before, and takes the newest text of the draft', async () => {
    await draft('worded', drafted((field) => { field.pattern = '测试甲'; }));
    await draft('worded', drafted((field) => { field.zh = '姓名（全称）'; }));
    expect(await standards.dryRun('worded', { since: SINCE, owner: OWNER })).toMatchObject({ evaluated: 0, returned: 0, unreadable: 0, rows: [] });
  });

  it('leaves out cases of days before', async () => expect(await standards.dryRun('tighter', { since: addDays(SINCE, 1) })).toMatchObject({ evaluated: 0, returned: 0 }));

  it('tells what it knows of and cannot read any more; what was pruned it does not know of', async () => {
    const lost = await registered(await opened('测试戊'));
    await lab.store.commit([lab.store.bytes.del(lost)]);
    expect(await standards.dryRun('tighter', { since: SINCE })).toMatchObject({ evaluated: 3, unreadable: 1 });
    await prune(lab.store, Date.now(), { days: 0, messagesMax: 0 });
    expect(await standards.dryRun('tighter', { since: SINCE })).toMatchObject({ evaluated: 0, unreadable: 0 });
  });

  it('is refused for a draft that is not there, and for a day that is none', async () => {
    await expect(standards.dryRun('no-such-draft', { since: SINCE })).rejects.toMatchObject({ code: 'draft.unknown' });
    await expect(standards.dryRun('tighter', { since: '2026-13-01' })).rejects.toMatchObject({ code: 'query.invalid' });
  });
});
