import fc from 'fast-check';
import type { Redis } from 'ioredis';
import type { AlarmRow, CaseRow } from '@tongban/contracts';
import { selectMembers } from './case-selection';
import { CaseViews } from './case-views';
import { type CaseFilters, openedBeforeMs, openedFromMs } from './case-filters';
import { dropMarkerKey } from './drop-view';
import { selectByDue } from './due-selection';
import { type AlarmFilters, parseAlarmFilters } from './duty-desks';
import { openViewRedis } from './view-redis';
import { caseRow, changeOf } from '../test/case-rows';
import { RedisServer } from '../test/redis-server';

let server: RedisServer;
let redis: Redis;
let views: CaseViews;
beforeAll(async () => {
  server = await RedisServer.start();
  redis = openViewRedis(server.url);
  views = new CaseViews(redis, 'yrd');
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});
beforeEach(() => redis.flushall());

const STREAM = 'CASES_YRD_2026';
const numbered = (n: number, over: Partial<CaseRow> = {}): CaseRow =>
  caseRow({ caseNo: `C-${String(n).padStart(4, '0')}`, openedAt: new Date(Date.UTC(2026, 2, 2, 1, n)).toISOString(), ...over });
const batch = (previousSequence: number, ...rows: CaseRow[]) => ({ previousSequence, lastSequence: previousSequence + rows.length, changes: rows.map(changeOf) });
const caseNos = async (filters: CaseFilters = {}, limit = 500, after?: string): Promise<string[]> => (await views.list(filters, limit, after)).rows.map(({ caseNo }) => caseNo);

describe('a count', () => {
  const timeliness = [undefined, 'on-time', 'late'] as const;
  const row = fc.record({ n: fc.nat(40), item: fc.constantFrom('I-1', 'I-2'), counterpart: fc.constantFrom('510000', '500000'), closed: fc.boolean(), timeliness: fc.constantFrom(...timeliness) });
  const filters = fc.record({ item: fc.constantFrom('I-1', 'I-3'), participant: fc.constantFrom('310000', '500000'), closed: fc.boolean(), timeliness: fc.constantFrom('on-time', 'late'), openedFrom: fc.constant('2026-03-02T09:10:00+08:00'), openedTo: fc.constant('2026-03-02T09:30:00+08:00') }, { requiredKeys: [] });

  it('is the number of rows that a list with the same filters has, whatever the filters', async () => {
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.array(filters, { maxLength: 8 }), async (rows, asked) => {
      await redis.flushall();
      await views.apply(STREAM, batch(0, ...rows.map(({ n, item, counterpart, closed, timeliness: kept }, at) => numbered(n, { itemCode: item, counterpart, closed, logIndex: at + 1, ...(kept && { timeliness: kept }) }))));
      for (const one of [{}, ...asked]) expect([one, await views.count(one)]).toEqual([one, (await caseNos(one)).length]);
    }), { numRuns: 40 });
  });
  it('follows a case that is found to be late', async () => {
    await views.apply(STREAM, batch(0, numbered(1, { closed: true, timeliness: 'on-time' })));
    expect([await views.count({ timeliness: 'on-time' }), await views.count({ timeliness: 'late', item: 'I-1' })]).toEqual([1, 0]);
    await views.apply(STREAM, batch(1, numbered(1, { closed: true, timeliness: 'late', logIndex: 2 })));
    expect([await views.count({ timeliness: 'on-time' }), await views.count({ timeliness: 'late', item: 'I-1' })]).toEqual([0, 1]);
  });
  it('refuses what is no period, and waits while the view is dropped', async () => {
    await expect(views.count({ openedFrom: 'monday' })).rejects.toMatchObject({ code: 'query.invalid' });
    await redis.set(dropMarkerKey('yrd'), 'somebody');
    await expect(views.count({})).rejects.toMatchObject({ code: 'hub.starting' });
  });
});

describe('cases by the day of their next alarm', () => {
  const waiting = async (day: string): Promise<string[]> => {
    const found: string[] = [];
    for await (const page of views.withAlarmsUntil(day)) found.push(...page.map(({ caseNo, logIndex }) => `${caseNo} ${logIndex}`));
    return found;
  };
  it('are those until a day, the longest due first, and follow the newest row of each case', async () => {
    await views.apply(STREAM, batch(0, numbered(1, { alarmOn: '2026-03-09' }), numbered(2, { alarmOn: '2026-03-04' }), numbered(3)));
    expect([await waiting('2026-03-03'), await waiting('2026-03-08'), await waiting('2026-12-31')]).toEqual([[], ['C-0002 1'], ['C-0002 1', 'C-0001 1']]);
    await views.apply(STREAM, batch(3, numbered(2, { alarmOn: '2027-01-04', logIndex: 5 }), numbered(1, { logIndex: 5 })));
    expect([await waiting('2026-12-31'), await waiting('2027-12-31')]).toEqual([[], ['C-0002 5']]);
  });
  it('are all given, though those of a page have moved on before the next', async () => {
    await views.apply(STREAM, batch(0, ...Array.from({ length: 700 }, (_, n) => numbered(n, { alarmOn: '2026-03-04' }))));
    const given: string[] = [];
    for await (const page of views.withAlarmsUntil('2026-03-04')) {
      given.push(...page.map(({ caseNo }) => caseNo));
      const { sequence } = await views.checkpoint(STREAM);
      await views.apply(STREAM, batch(sequence, ...page.map(({ caseNo }) => numbered(Number(caseNo.slice(2)), { logIndex: 2 }))));
    }
    expect(new Set(given).size).toBe(700);
  });
  it('are many pages where there are many, and none while the view is dropped', async () => {
    await views.apply(STREAM, batch(0, ...Array.from({ length: 1_001 }, (_, n) => numbered(n, { alarmOn: '2026-03-04' }))));
    expect(await waiting('2026-03-04')).toHaveLength(1_001);
    await redis.set(dropMarkerKey('yrd'), 'somebody');
    await expect(waiting('2026-03-04')).rejects.toMatchObject({ code: 'hub.starting' });
  });
});

describe('cases by their due date', () => {
  const due = (n: number, on: string, over: Partial<CaseRow> = {}): CaseRow => numbered(n, { nextDue: { on, deadline: 'D-1', side: 'counterpart' }, ...over });
  const soonest = async (filters: CaseFilters = {}, limit = 500, after?: string) => (await views.list(filters, limit, after, 'due')).rows.map(({ caseNo }) => caseNo);

  it('begin with the soonest, then go by opening; those with no running duty are left out', async () => {
    await views.apply(STREAM, batch(0, due(1, '2026-03-09'), due(2, '2026-03-04'), numbered(3), due(4, '2026-03-09'), due(5, '2025-12-31')));
    expect([await soonest(), await soonest({ dueFrom: '2026-03-05' }), await soonest({ number: 'C-0004' })]).toEqual([['C-0005', 'C-0002', 'C-0001', 'C-0004'], ['C-0001', 'C-0004'], ['C-0004']]);
  });

  it('page through all that stay, though the last one of a page is met meanwhile', async () => {
    await views.apply(STREAM, batch(0, ...[1, 2, 3, 4, 5].map((n) => due(n, `2026-03-0${4 + Math.floor(n / 2)}`))));
    const first = await views.list({}, 2, undefined, 'due');
    expect([first.rows.map(({ caseNo }) => caseNo), first.next]).toEqual([['C-0001', 'C-0002'], `2026-03-05|${first.rows[1]!.openedAt}|C-0002`]);
    await views.apply(STREAM, batch(5, numbered(2, { logIndex: 2 })));
    expect(await soonest({}, 500, first.next)).toEqual(['C-0003', 'C-0004', 'C-0005']);
  });

  it.each(['C-0001', '2026-03-02T09:00:00+08:00|C-0001', 'soon|2026-03-02T09:00:00+08:00|C-0001', '2026-03-05|now|C-0001'])('go on after a place of their own order and not after %s', (after) =>
    expect(views.list({}, 1, after, 'due')).rejects.toMatchObject({ code: 'query.invalid' }));

  it('are overdue when the region of the side whose duty it is has vouched for the day, and not before', async () => {
    const until = (day: string): CaseFilters => ({ dueTo: '2026-03-09', overdue: { nat: '2026-03-09', jjj: '2026-03-09', yrd: '2026-03-09', gba: '2026-03-09', ccec: day } });
    await views.apply(STREAM, batch(0, due(1, '2026-03-04'), due(2, '2026-03-06'), due(3, '2026-03-06', { nextDue: { on: '2026-03-06', deadline: 'D-1', side: 'opener' } }), due(4, '2026-03-10')));
    for (const [day, late] of [['2026-03-03', ['C-0003']], ['2026-03-05', ['C-0001', 'C-0003']], ['2026-03-06', ['C-0001', 'C-0002', 'C-0003']]] as const) {
      expect([day, await caseNos(until(day)), await views.count(until(day))]).toEqual([day, late, late.length]);
      expect([...(await soonest(until(day)))].sort()).toEqual(late);
    }
  });

  it('beyond the calendar are told apart, and a row made anew changes them without another entry', async () => {
    const beyond = async (): Promise<string[]> => {
      const found: string[] = [];
      for await (const page of views.beyondCalendar()) found.push(...page);
      return found;
    };
    await views.apply(STREAM, batch(0, numbered(1, { dueNotBefore: '2027-01-04' }), due(2, '2026-03-04')));
    expect(await beyond()).toEqual(['C-0001']);
    expect((await views.refresh(STREAM, { row: due(1, '2027-01-08'), alarms: [] })).applied).toBe(true);
    expect([await beyond(), await soonest(), await views.checkpoint(STREAM)]).toEqual([[], ['C-0002', 'C-0001'], { sequence: 2, incarnation: '' }]);
    // What the log has said since is not taken back.
    await views.apply(STREAM, batch(2, due(2, '2026-03-05', { logIndex: 2 })));
    await views.refresh(STREAM, { row: due(2, '2026-03-04'), alarms: [] });
    expect((await views.list({ number: 'C-0002' }, 1)).rows[0]).toMatchObject({ logIndex: 2, nextDue: { on: '2026-03-05' } });
  });
});

describe('alarms that stand open', () => {
  const alarm = (n: number, over: Partial<AlarmRow> = {}): AlarmRow => ({
    caseNo: `C-${String(n).padStart(4, '0')}`, homeRegion: 'yrd', itemCode: 'I-1', opener: '310000', counterpart: '510000', receivers: ['510000'], raisedAt: new Date(Date.UTC(2026, 2, 9, 1, n)).toISOString(), logIndex: 2, position: 0,
    stage: 'reminder', wording: { zh: '催办', en: 'Reminder' }, deadlineId: 'D', level: 1, responsible: 'A', deadlineKind: 'project-default', legal: false, confidence: 'low', sourceStandardIds: [], to: ['counterpart'], ...over,
  });
  const change = (n: number, alarms: readonly AlarmRow[], logIndex = 2) => ({ ...changeOf(numbered(n, { logIndex })), alarms });
  const listed = async (filters: AlarmFilters, limit = 500): Promise<string[]> => {
    const found: string[] = [];
    for (let after: string | undefined; ;) {
      const { rows, next } = await views.alarms(filters, limit, after);
      found.push(...rows.map(({ caseNo, stage }) => `${caseNo} ${stage}`));
      if (next === undefined) return found;
      after = next;
    }
  };

  it('are listed newest first by who was told and by stage, on pages of any size, and counted', async () => {
    const escalated = { stage: 'escalation', receivers: ['510000', '310000', 'hub'], position: 1 } as const;
    await views.apply(STREAM, { previousSequence: 0, lastSequence: 3, changes: [change(1, [alarm(1)]), change(2, [alarm(2), alarm(2, escalated)]), change(3, [])] });
    const all = ['C-0002 escalation', 'C-0002 reminder', 'C-0001 reminder'];
    expect([await listed({}), await listed({}, 1), await listed({ to: '510000' }, 2)]).toEqual([all, all, all]);
    expect([await listed({ to: 'hub' }), await listed({ stage: 'reminder' }), await listed({ to: '310000', stage: 'reminder' })]).toEqual([[all[0]], [all[1], all[2]], []]);
    expect([await views.countAlarms({}), await views.countAlarms({ to: 'hub' }), await views.countAlarms({ to: '510000', stage: 'reminder' })]).toEqual([3, 1, 2]);
  });

  it('are those of the newest row of a case, whatever comes late', async () => {
    await views.apply(STREAM, { previousSequence: 0, lastSequence: 1, changes: [change(1, [alarm(1)], 5)] });
    await views.apply(STREAM, { previousSequence: 1, lastSequence: 2, changes: [change(1, [alarm(1), alarm(1, { position: 1, stage: 'warning' })], 4)] });
    expect(await listed({})).toEqual(['C-0001 reminder']);
    await views.apply(STREAM, { previousSequence: 2, lastSequence: 3, changes: [change(1, [], 6)] });
    expect([await listed({}), await views.countAlarms({ to: '510000' }), (await views.snapshot()).alarms]).toEqual([[], 0, []]);
  });

  it('are asked for by known filters and whole cursors only, and not while the view is dropped', async () => {
    expect(parseAlarmFilters({ to: 'hub', stage: '' })).toEqual({ to: 'hub' });
    expect(() => parseAlarmFilters({ to: 'somebody', stage: 'annulled', item: 'I-1' })).toThrow(expect.objectContaining({ code: 'query.invalid', faults: [expect.objectContaining({ path: 'item' }), expect.objectContaining({ path: 'stage' }), expect.objectContaining({ path: 'to' })] }));
    await expect(views.alarms({}, 10, 'C-0001')).rejects.toMatchObject({ code: 'query.invalid' });
    await expect(views.alarms({}, 501)).rejects.toMatchObject({ code: 'query.invalid' });
    await redis.set(dropMarkerKey('yrd'), 'somebody');
    await expect(views.alarms({}, 10)).rejects.toMatchObject({ code: 'hub.starting' });
  });
});

describe('a batch', () => {
  it('moves the checkpoint once: repeated or out of order it changes nothing and tells where to go on', async () => {
    expect(await views.apply(STREAM, batch(0, numbered(1), numbered(2)))).toEqual({ applied: true, checkpoint: 2 });
    const before = JSON.stringify(await views.snapshot());
    expect(await views.apply(STREAM, batch(0, numbered(3)))).toEqual({ applied: false, checkpoint: 2 });
    expect(await views.apply(STREAM, batch(5, numbered(3)))).toEqual({ applied: false, checkpoint: 2 });
    expect(JSON.stringify(await views.snapshot())).toBe(before);
    expect(await views.checkpoint(STREAM)).toEqual({ sequence: 2, incarnation: '' });
  });

  it('of one stream leaves the checkpoint of another alone', async () => {
    await views.apply(STREAM, batch(0, numbered(1)));
    const rejected = { kind: 'rejected', region: 'yrd', participant: '310000', code: 'message.malformed', stream: 'REJECTED_YRD', streamSequence: 7 } as const;
    expect(await views.apply('REJECTED_YRD', { previousSequence: 0, lastSequence: 7, changes: [{ references: [{ value: 'M1', match: rejected }] }] })).toEqual({ applied: true, checkpoint: 7 });
    expect((await views.checkpoint(STREAM)).sequence).toBe(1);
    expect(await views.find('M1')).toEqual([rejected]);
    expect(await caseNos()).toEqual(['C-0001']);
  });

  it('takes a case out of the indexes it left', async () => {
    await views.apply(STREAM, batch(0, numbered(1, { states: { main: 'a', side: 'b' } })));
    await views.apply(STREAM, batch(1, numbered(1, { states: { main: 'c' }, closed: true, outcome: 'completed', logIndex: 2 })));
    expect(await caseNos({ state: 'a' })).toEqual([]);
    expect(await caseNos({ closed: false })).toEqual([]);
    expect(await caseNos({ state: 'c', closed: true, outcome: 'completed' })).toEqual(['C-0001']);
  });

  it('never replaces a row by an older one of the same case', async () => {
    await views.apply(STREAM, batch(0, numbered(1, { logIndex: 5, messages: 5 })));
    await views.apply(STREAM, batch(1, numbered(1, { logIndex: 4, messages: 4 })));
    expect((await views.list({}, 1)).rows[0]).toMatchObject({ logIndex: 5, messages: 5 });
  });

  it('keeps regions apart', async () => {
    await views.apply(STREAM, batch(0, numbered(1)));
    const other = new CaseViews(redis, 'ccec');
    expect((await other.list({}, 10)).rows).toEqual([]);
    await other.drop();
    expect(await caseNos()).toEqual(['C-0001']);
  });
});

describe('a search', () => {
  it('finds a case once however often it was applied, and each message', async () => {
    await views.apply(STREAM, batch(0, numbered(1), numbered(1, { logIndex: 2 })));
    await views.apply(STREAM, batch(2, numbered(1, { logIndex: 3 })));
    expect(await views.find('C-0001')).toEqual([expect.objectContaining({ kind: 'case', logIndex: 3 })]);
    expect(await views.find('m-C-0001-2')).toHaveLength(1);
    expect(await views.find('nothing')).toEqual([]);
  });

  it('takes a value of any length', async () => {
    const value = '号'.repeat(10_000);
    await views.apply(STREAM, { previousSequence: 0, lastSequence: 1, changes: [{ references: [{ value, match: { kind: 'case', region: 'yrd', caseNo: 'C' } }] }] });
    expect(await views.find(value)).toEqual([{ kind: 'case', region: 'yrd', caseNo: 'C' }]);
  });
});

describe('a list', () => {
  it('pages in the order of opening, then of number, without loss or repeat', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => numbered(n, { openedAt: new Date(Date.UTC(2026, 2, 2, 1, Math.floor(n / 7))).toISOString() }));
    await views.apply(STREAM, batch(0, ...[...rows].reverse()));
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await views.list({}, 4, after);
      expect(page.rows.length).toBeLessThanOrEqual(4);
      seen.push(...page.rows.map(({ caseNo }) => caseNo));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(rows.map(({ caseNo }) => caseNo));
  });

  it('reads a date as the whole Beijing day', async () => {
    await views.apply(STREAM, batch(0,
      caseRow({ caseNo: 'A', openedAt: '2026-03-01T23:59:59.999+08:00' }), caseRow({ caseNo: 'B', openedAt: '2026-03-02T00:00:00+08:00' }),
      caseRow({ caseNo: 'C', openedAt: '2026-03-02T15:59:59.999Z' }), caseRow({ caseNo: 'D', openedAt: '2026-03-02T16:00:00Z' })));
    expect(await caseNos({ openedFrom: '2026-03-02', openedTo: '2026-03-02' })).toEqual(['B', 'C']);
    expect(await caseNos({ openedFrom: '2026-03-02T23:59:59.999+08:00' })).toEqual(['C', 'D']);
    expect(await caseNos({ openedFrom: '2026-03-02' }, 500, 'A')).toEqual(['B', 'C', 'D']);
    expect(await caseNos({}, 500, '2026-03-02T00:00:00+08:00|A-case-of-another-region')).toEqual(['B', 'C', 'D']);
    expect(await caseNos({}, 500, '2026-03-02T00:00:00+08:00|B')).toEqual(['C', 'D']);
  });

  it.each([0, 501, 1.5])('refuses a limit of %s', async (limit) =>
    expect(views.list({}, limit)).rejects.toMatchObject({ code: 'query.invalid' }));

  it('refuses to go on after a case it does not hold, and to show a view that is being dropped', async () => {
    await expect(views.list({}, 1, 'nobody')).rejects.toMatchObject({ code: 'query.invalid' });
    await redis.set(dropMarkerKey('yrd'), 'somebody');
    await expect(views.list({}, 1)).rejects.toMatchObject({ code: 'hub.starting' });
    expect(await views.apply(STREAM, batch(0, numbered(1)))).toEqual({ applied: false, checkpoint: 0 });
    await views.drop();
    expect(await caseNos()).toEqual([]);
  });

  it('equals a naive computation after any updates', async () => {
    const one = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
    const update = fc.record({
      work: fc.nat(7), caseNo: one('C1', 'C2', 'C3', 'C4', 'C5', 'C6'), state: one('s', 't'), closed: fc.boolean(), outcome: one('', 'completed', 'refused'),
    });
    const side = one<'opener' | 'counterpart'>('opener', 'counterpart');
    const work = fc.record({ holder: fc.option(side, { nil: undefined }), due: one(undefined, '2026-03-05', '2026-03-09', '2026-04-01'), handler: one(undefined, 'H-1', 'H-2'), agency: one('AG-1', 'AG-2') });
    const birth = fc.record({
      minute: fc.integer({ min: 0, max: 2 }), itemCode: one('I1', 'I2'), flowId: one('F1', 'F2'), opener: one('310000', '320000'), counterpart: one('510000', '110000'),
    });
    const filters = fc.record({
      participant: one('310000', '510000', '110000'), item: one('I1', 'I2'), flow: one('F1'), state: one('s', 't'), outcome: one('completed'), closed: fc.boolean(),
      regions: one<readonly [string, string]>(['yrd', 'ccec'], ['jjj', 'yrd'], ['yrd', 'yrd']),
      openedFrom: one('2026-03-02T09:01:00+08:00', '2026-03-02'), openedTo: one('2026-03-02T09:01:00+08:00', '2026-03-01'),
      opener: one('310000', '320000'), counterpart: one('510000'), holder: one('310000', '510000'), holderSide: side, holderActor: one('A-opener', 'A-counterpart'), agency: one('AG-1'),
      handler: one({ participant: '310000', id: 'H-1' }, { participant: '510000', id: 'H-1' }), dueFrom: one('2026-03-05', '2026-03-06'), dueTo: one('2026-03-05', '2026-03-31'), number: one('C1', 'C2', 'C9'),
    }, { requiredKeys: [] });
    await fc.assert(fc.asyncProperty(fc.array(update, { maxLength: 30 }), fc.array(birth, { minLength: 6, maxLength: 6 }), fc.array(work, { minLength: 8, maxLength: 8 }), fc.array(filters, { maxLength: 6 }), fc.integer({ min: 1, max: 4 }),
      async (updates, births, works, asked, size) => {
        await redis.flushall();
        const newest = new Map<string, CaseRow>();
        let sequence = 0;
        for (let from = 0; from < updates.length; from += size) {
          const rows = updates.slice(from, from + size).map(({ caseNo, state, closed, outcome, work: at }) => {
            const { minute, itemCode, flowId, opener, counterpart } = births[Number(caseNo[1]) - 1] ?? births[0]!;
            const row = caseRow({
              caseNo, itemCode, flowId, opener, counterpart, closed, outcome, states: { main: state }, counterpartRegion: counterpart === '510000' ? 'ccec' : 'jjj',
              ...(closed ? {} : worked(works[at]!)),
              openedAt: `2026-03-02T09:0${minute}:00+08:00`, logIndex: (newest.get(caseNo)?.logIndex ?? 0) + 1,
            });
            newest.set(caseNo, row);
            return row;
          });
          expect((await views.apply(STREAM, batch(sequence, ...rows))).applied).toBe(true);
          sequence += rows.length;
        }
        for (const filter of [{}, ...asked]) {
          const expected = [...newest.values()].filter((row) => naiveMatch(row, filter)).sort((a, b) =>
            Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.caseNo < b.caseNo ? -1 : 1));
          const rows: CaseRow[] = [];
          let page = await views.list(filter, size);
          for (rows.push(...page.rows); page.next !== undefined; rows.push(...page.rows)) page = await views.list(filter, size, page.next);
          expect(rows).toEqual(expected);
          expect(await views.count(filter)).toBe(expected.length);
          const duties = expected.filter(({ nextDue }) => nextDue !== undefined).sort((a, b) => (a.nextDue!.on < b.nextDue!.on ? -1 : a.nextDue!.on > b.nextDue!.on ? 1 : 0));
          const byDue: CaseRow[] = [];
          let duePage = await views.list(filter, size, undefined, 'due');
          for (byDue.push(...duePage.rows); duePage.next !== undefined; byDue.push(...duePage.rows)) duePage = await views.list(filter, size, duePage.next, 'due');
          expect(byDue).toEqual(duties);
          // Where too many are due to be read at once, the indexes are walked: the answer is the same.
          const { openedFrom: _from, openedTo: _to, number: _number, ...unbounded } = filter as CaseFilters;
          const walked = await selectMembers({ redis, region: 'yrd', numbered: () => Promise.resolve([]), dueReadMax: -1 }, unbounded, { from: '-', to: '+' }, Infinity);
          expect(walked).toEqual(await selectMembers({ redis, region: 'yrd', numbered: () => Promise.resolve([]) }, unbounded, { from: '-', to: '+' }, Infinity));
          const inDueOrder = (dueReadMax: number) => selectByDue({ redis, region: 'yrd', numbered: () => Promise.resolve([]), dueReadMax }, unbounded, { from: '-', to: '+' }, undefined, Infinity);
          expect(await inDueOrder(-1)).toEqual(await inDueOrder(100));
        }
        const fed = JSON.stringify(await views.snapshot());
        await redis.flushall();
        await views.apply(STREAM, batch(0, ...newest.values()));
        // References remember every entry; rows and indexes are those of the newest alone.
        const rebuilt = await views.snapshot();
        expect({ ...JSON.parse(fed), references: {} }).toEqual({ ...rebuilt, references: {} });
      }), { numRuns: 60 });
  });
});

const SIDES = ['opener', 'counterpart'] as const;
interface Work { readonly holder?: 'opener' | 'counterpart' | undefined; readonly due?: string | undefined; readonly handler?: string | undefined; readonly agency: string }
const worked = ({ holder, due, handler, agency }: Work): Partial<CaseRow> => ({
  agencies: { opener: agency }, ...(holder && { holders: [{ track: 'main', actor: `A-${holder}`, side: holder }] }),
  ...(due && { nextDue: { on: due, deadline: 'D-1', side: 'opener' as const } }), ...(handler && { handlers: { opener: handler } }),
});

function naiveMatch(row: CaseRow, filters: CaseFilters): boolean {
  const opened = Date.parse(row.openedAt);
  const from = openedFromMs(filters);
  const before = openedBeforeMs(filters);
  const { holders = [], nextDue } = row;
  const due = nextDue?.on;
  return (filters.participant === undefined || [row.opener, row.counterpart].includes(filters.participant))
    && (filters.item === undefined || row.itemCode === filters.item) && (filters.flow === undefined || row.flowId === filters.flow)
    && (filters.state === undefined || Object.values(row.states).includes(filters.state))
    && (filters.outcome === undefined || row.outcome === filters.outcome) && (filters.closed === undefined || row.closed === filters.closed)
    && (filters.regions === undefined || [...filters.regions].sort().join() === [row.openerRegion, row.counterpartRegion].sort().join())
    && (from === undefined || opened >= from) && (before === undefined || opened < before)
    && (filters.opener === undefined || row.opener === filters.opener) && (filters.counterpart === undefined || row.counterpart === filters.counterpart)
    && (filters.holder === undefined || holders.some(({ side }) => row[side] === filters.holder)) && (filters.holderSide === undefined || holders.some(({ side }) => side === filters.holderSide))
    && (filters.holderActor === undefined || holders.some(({ actor }) => actor === filters.holderActor)) && (filters.agency === undefined || Object.values(row.agencies ?? {}).includes(filters.agency))
    && (filters.handler === undefined || SIDES.some((side) => row[side] === filters.handler?.participant && row.handlers?.[side] === filters.handler.id))
    && (filters.dueFrom === undefined || (due !== undefined && due >= filters.dueFrom)) && (filters.dueTo === undefined || (due !== undefined && due <= filters.dueTo))
    && (filters.number === undefined || row.caseNo === filters.number);
}
