import { type CaseAlarm, HUB, alarmsToProto, encode, headers, subjects, v1 } from '@tongban/contracts';
import { shardOf } from '@tongban/domain';
import { type Arrival, GOOD, HOME, OPENER, SILENT, SdkLab, openingMessage, temporaryDirectory } from '../../test/sdk-lab';
import type { CaseAlarms } from '../options';
import { Alarms } from './alarms';

const ALARM: CaseAlarm = {
  stage: 'warning', deadlineId: 'D', run: '2026-03-09', level: 1, startedOn: '2026-03-02', dueOn: '2026-03-09', responsible: 'AGENCY', side: 'opener', deadlineKind: 'project-default', legal: false,
  confidence: 'low', sourceStandardIds: [], to: ['opener'],
};

const inHeader = (...alarms: readonly CaseAlarm[]): string => Buffer.from(encode(v1.AlarmsRaised, alarmsToProto(alarms))).toString('base64');

describe('what the clocks of a case raise for this side (T5-C2)', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let lab: SdkLab;
  let alarms: Alarms;
  let today = '';
  let caseNo: string;
  beforeEach(async () => {
    directory = temporaryDirectory();
    today = '2026-03-06';
    alarms = new Alarms({ logger: SILENT, now: () => `${today}T09:00:00+08:00`, isUnderWay: (of) => lab.outbox.isUnderWay(of) });
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, alarms });
    ({ caseNo } = await openingMessage());
  });
  afterEach(async () => {
    await lab.close();
    directory.remove();
  });
  const notice = (value = inHeader(ALARM)): Arrival => ({
    subject: subjects.exchange('sandbox', HOME, HUB, HOME, OPENER, shardOf(caseNo), 'receipts'), data: encode(v1.ReceiptBatch, { caseNo }),
    headers: { [headers.ceSubject]: caseNo, [headers.alarms]: value, [headers.logIndex]: '4' },
  });

  it('is told to the handler, complete', async () => {
    const told: CaseAlarms[] = [];
    alarms.use((one) => void told.push(one));
    await lab.inbox.take(notice());
    const { run: _run, ...alarm } = ALARM;
    expect(told).toEqual([{ caseNo, logIndex: 4, alarms: [alarm] }]);
  });

  it('that a link held back urges to nothing when its due day is over, and says so; an escalation stays what it is', async () => {
    const told: CaseAlarms[] = [];
    alarms.use((one) => void told.push(one));
    const held = notice(inHeader({ ...ALARM, stage: 'reminder' }, ALARM, { ...ALARM, stage: 'escalation' }));
    for (today of ['2026-03-09', '2026-03-10']) await lab.inbox.take(held);
    expect(told.map(({ alarms: heard }) => heard.map(({ stage, superseded = '' }) => `${stage} ${superseded}`.trim()))).toEqual([
      ['reminder', 'warning', 'escalation'], ['reminder due-day-over', 'warning due-day-over', 'escalation'],
    ]);
  });

  it('urges to nothing while an own message of the case is under way, of which home did not know', async () => {
    const told: CaseAlarms[] = [];
    alarms.use((one) => void told.push(one));
    const { caseNo: own } = await lab.sender.open(GOOD);
    await lab.inbox.take(notice());
    caseNo = own;
    await lab.inbox.take(notice(inHeader(ALARM, { ...ALARM, stage: 'escalation' }, { ...ALARM, stage: 'calendar-not-covered' })));
    expect(told.map(({ alarms: heard }) => heard.map(({ superseded }) => superseded))).toEqual([[undefined], ['message-under-way', 'message-under-way', undefined]]);
  });

  it('stays at the hub while the handler fails, and needs no handler', async () => {
    await lab.inbox.take(notice());
    alarms.use(() => { throw new Error('the desk is closed'); });
    await expect(lab.inbox.take(notice())).rejects.toThrow('the desk is closed');
    expect(await lab.store.setAside.under('')).toEqual([]);
  });

  it('of a newer contract is passed over, and what is no alarm is set aside', async () => {
    const told: CaseAlarms[] = [];
    alarms.use((one) => void told.push(one));
    await lab.inbox.take(notice(Buffer.from(encode(v1.AlarmsRaised, { alarms: [{ stage: 99 as v1.AlarmStage, deadlineId: 'D' }] })).toString('base64')));
    await lab.inbox.take(notice(Buffer.from([255, 255]).toString('base64')));
    expect(told).toEqual([]);
    expect(await lab.store.setAside.under('')).toHaveLength(1);
  });
});
