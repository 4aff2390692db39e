import { WorkCalendar } from '@tongban/domain';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards } from '../../test/home-hub';
import { calendarsOf } from '../queries/case-document';
import { dueInRow } from './next-due';

const WALK = walk('F-UNE.normal');
const DUTY = 'D-S03';

/** What the row of a case says whose only duty has this run. */
async function dueOf(run: { status: 'running' | 'suspended'; pauses: { from: string }[] }, calendar?: WorkCalendar) {
  const hub = new HomeHub(WALK, new Standards());
  await hub.send(WALK.messages[0]!);
  const { opening, state, updatedAt } = await hub.read();
  const calendars = calendar === undefined ? calendarsOf(opening!, hub.releases) : () => calendar;
  return dueInRow(opening!.release.flow, { ...state!, deadlines: { [DUTY]: { start: { on: '2026-03-02' }, ...run } } }, updatedAt, calendars);
}

describe('what of a case is due', () => {
  it('is a duty that was overdue when its clock was stopped, and not one that was in time', async () => {
    const running = await dueOf({ status: 'running', pauses: [] });
    expect(running.nextDue).toMatchObject({ deadline: DUTY, side: 'opener' });
    expect(await dueOf({ status: 'suspended', pauses: [{ from: '2026-04-30' }] })).toEqual(running);
    expect(await dueOf({ status: 'suspended', pauses: [{ from: '2026-03-03' }] })).toEqual({});
  });

  it('beyond the calendar is not before a day, and nothing else', async () =>
    expect(await dueOf({ status: 'running', pauses: [] }, new WorkCalendar({ years: [] }))).toEqual({ dueNotBefore: '2026-03-07' }));
});
