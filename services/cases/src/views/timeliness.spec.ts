import { type CaseState, recordDelivery } from '@tongban/domain';
import { allWalks, walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, type TimedMessage } from '../../test/home-hub';
import { calendarsOf } from '../queries/case-document';
import { caseRow } from './case-projection';
import { timelinessOf } from './timeliness';

const DAY_MS = 86_400_000;
const CARD = walk('F-CRD.normal');

/** Messages so many days apart, each delivered to both sides on the day it came; what is said after each of them. */
async function played(messages: readonly TimedMessage[], days: number): Promise<(string | undefined)[]> {
  const hub = new HomeHub(CARD, new Standards());
  const said: (string | undefined)[] = [];
  for (const [at, message] of messages.entries()) {
    const instant = new Date(Date.parse('2026-03-02T01:00:00Z') + at * days * DAY_MS).toISOString();
    expect((await hub.send({ ...message, open: dated(message.open, instant), at: instant })).code).toBe('REGISTERED');
    const { opening, state } = await hub.read();
    said.push(timelinessOf(opening!.release.flow, delivered(state!, messages.slice(0, at + 1), days), instant, calendarsOf(opening!, hub.releases), []));
  }
  return said;
}
const dated = (open: TimedMessage['open'], instant: string): TimedMessage['open'] => Object.fromEntries(Object.entries(open).map(([key, value]) => [key, typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? instant.slice(0, 10) : value]));
const delivered = (state: CaseState, messages: readonly unknown[], days: number): CaseState => messages.reduce<CaseState>((all, _message, at) => (['opener', 'counterpart'] as const).reduce((one, side) =>
  recordDelivery(one, { deliveryNo: at + 1, side, deliveredAt: new Date(Date.parse('2026-03-02T01:00:00Z') + at * days * DAY_MS).toISOString() }), all), state);

describe('whether a case kept its limits', () => {
  it('is said when it is over', async () => {
    const said = await played(CARD.messages, 0);
    expect([said.slice(0, -1).every((one) => one === undefined), said.at(-1)]).toEqual([true, 'on-time']);
  });

  it('is late where a duty was met late', async () => {
    const said = await played(CARD.messages, 40);
    expect([said.slice(0, -1).every((one) => one === undefined), said.at(-1)]).toEqual([true, 'late']);
  });

  it('is in the row of a case, and never a guess', async () => {
    for (const one of allWalks().filter(({ name }) => name.includes('normal'))) {
      const hub = new HomeHub(one, new Standards());
      await hub.play(one.messages);
      const row = caseRow(await hub.read(), 'yrd', (opening) => calendarsOf(opening, hub.releases))!;
      expect([one.name, row.closed, row.timeliness ?? 'unsaid']).toEqual([one.name, true, expect.stringMatching(/^(on-time|late|unsaid)$/)]);
    }
    const calendarless = new HomeHub(CARD, new Standards());
    await calendarless.play(CARD.messages);
    expect(caseRow(await calendarless.read(), 'yrd', () => () => calendarless.releases.calendarOf('810000'))).not.toHaveProperty('timeliness');
  });
});
