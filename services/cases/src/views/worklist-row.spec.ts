import { TOTAL_DEADLINE, beijingDateOf, deadlinesOf } from '@tongban/domain';
import { allWalks, walk } from '../../../../test/harness/walks';
import { HomeHub, Standards } from '../../test/home-hub';
import { calendarsOf } from '../queries/case-document';
import { trackDocuments } from '../queries/track-documents';
import { caseRow } from './case-projection';

const WALK = walk('F-PEN-ENT.normal');
const agency = (participant: string, division: string, agencyCode: string) => ({ participant, division, agencyCode });

describe('the row of a case in worklists', () => {
  it.each(allWalks().map((one) => [one.name, one] as const))('%s: names at every step whose turn it is and what is due first among running duties', async (_name, one) => {
    const hub = new HomeHub(one, new Standards());
    for (const message of one.messages) {
      if (message.as === 'hub') continue;
      expect((await hub.send(message)).code).toBe('REGISTERED');
      const record = await hub.read();
      const calendars = calendarsOf(record.opening!, hub.releases);
      const row = caseRow(record, 'yrd', () => calendars)!;
      expect(row.holders ?? []).toEqual(trackDocuments(record).flatMap(({ track, holder }) => (holder ? [{ track, actor: holder.actor, side: holder.side }] : [])));
      const { flow } = record.opening!.release;
      const running = deadlinesOf(flow, record.state!, beijingDateOf(record.updatedAt), calendars).filter(({ id, status }) => status === 'running' && id !== TOTAL_DEADLINE).map(({ dueOn }) => dueOn);
      expect([row.nextDue?.on, row.dueNotBefore]).toEqual([[...running].sort()[0], undefined]);
      if (row.closed) expect([row.holders, row.nextDue]).toEqual([undefined, undefined]);
    }
  });

  it('names the agencies, persons in charge and own numbers as the newest message of each side does', async () => {
    const hub = new HomeHub(WALK, new Standards());
    const [opener, counterpart] = [WALK.opener.division, WALK.counterpart.division];
    const sides = { sender: agency('310000', opener, 'AG-S'), recipient: agency('510000', counterpart, 'AG-R') };
    const changes = [{ ...sides, handlerId: 'h-1', localCaseNo: 'SH-1' }, { ...sides, handlerId: 'h-2' }, { ...sides, handlerId: 'sdk' }];
    for (const [at, change] of changes.entries()) expect((await hub.send(WALK.messages[at]!, { change })).code).toBe('REGISTERED');
    const row = async () => {
      const record = await hub.read();
      return caseRow(record, 'yrd', (opening) => calendarsOf(opening, hub.releases))!;
    };
    expect(await row()).toMatchObject({ agencies: { opener: 'AG-S', counterpart: 'AG-R' }, handlers: { opener: 'h-2' }, localCaseNo: 'SH-1' });
    const answer = { sender: agency('510000', counterpart, 'AG-T'), recipient: agency('310000', opener, 'AG-OLD'), handlerId: 'c-9', localCaseNo: 'SC-7' };
    expect((await hub.send(WALK.messages[3]!, { change: answer })).code).toBe('REGISTERED');
    expect(await row()).toMatchObject({ agencies: { opener: 'AG-S', counterpart: 'AG-T' }, handlers: { opener: 'h-2', counterpart: 'c-9' }, counterpartLocalCaseNo: 'SC-7' });
  });
});
