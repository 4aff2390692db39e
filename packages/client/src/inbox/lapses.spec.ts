import { HUB, encode, headers, subjects, v1 } from '@tongban/contracts';
import { shardOf } from '@tongban/domain';
import { type Arrival, HOME, OPENER, SILENT, SdkLab, openingMessage, temporaryDirectory } from '../../test/sdk-lab';
import type { CaseLapse } from '../options';
import { Lapses } from './lapses';

const BODY = {
  deadlineId: 'D-S04', dueOn: '2026-03-09', escalatedOn: '2026-03-10', afterWorkingDays: 20, responsible: 'AGENCY', side: 'counterpart', vouchedUntil: '2026-04-08T00:00:00+08:00', deadlineKind: 'project-default',
  legal: false, sourceStandardIds: ['S-1'], tracks: [{ track: 'main', state: 'WITHDRAWN' }],
};

describe('a case that ended because nobody met a deadline', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let lab: SdkLab;
  let lapses: Lapses;
  let caseNo: string;
  beforeEach(async () => {
    directory = temporaryDirectory();
    lapses = new Lapses(SILENT);
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, lapses });
    ({ caseNo } = await openingMessage());
  });
  afterEach(async () => {
    await lab.close();
    directory.remove();
  });
  const notice = (value?: string): Arrival => ({
    subject: subjects.exchange('sandbox', HOME, HUB, HOME, OPENER, shardOf(caseNo), 'receipts'), data: encode(v1.ReceiptBatch, { caseNo }),
    headers: { [headers.ceSubject]: caseNo, ...(value !== undefined && { [headers.lapsed]: value }), [headers.logIndex]: '9' },
  });
  const inHeader = (body: v1.CaseLapsed.$Properties): string => Buffer.from(encode(v1.CaseLapsed, body)).toString('base64');

  it('is told to the handler, complete, and again when it failed', async () => {
    const told: CaseLapse[] = [];
    lapses.use((lapse) => {
      told.push(lapse);
      if (told.length === 1) throw new Error('the duty desk is closed');
    });
    await expect(lab.inbox.take(notice(inHeader(BODY)))).rejects.toThrow('the duty desk is closed');
    await lab.inbox.take(notice(inHeader(BODY)));
    const { tracks: _tracks, vouchedUntil: _vouched, ...lapse } = BODY;
    expect(told).toEqual([{ caseNo, logIndex: 9, ...lapse, states: { main: 'WITHDRAWN' } }, told[0]]);
  });

  it('whose duty no side speaks for names none', async () => {
    const told: CaseLapse[] = [];
    lapses.use((lapse) => void told.push(lapse));
    await lab.inbox.take(notice(inHeader({ ...BODY, side: '' })));
    expect(told.map((lapse) => 'side' in lapse)).toEqual([false]);
  });

  it('other notices say nothing of it, and nobody has to listen', async () => {
    const told: CaseLapse[] = [];
    await lab.inbox.take(notice(inHeader(BODY)));
    lapses.use((lapse) => void told.push(lapse));
    await lab.inbox.take(notice());
    expect(told).toEqual([]);
  });
});
