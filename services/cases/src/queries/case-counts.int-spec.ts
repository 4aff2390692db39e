import type { Redis } from 'ioredis';
import { CASE_COUNTS_MAX, encode, v1 } from '@tongban/contracts';
import { CaseViews, openViewRedis } from '@tongban/views';
import { caseRow, changeOf } from '../../../../packages/views/test/case-rows';
import { RedisServer } from '../../../../packages/views/test/redis-server';
import { caseCounts } from './case-counts';

let server: RedisServer;
let redis: Redis;
let views: CaseViews;
const asked = (query: unknown) => caseCounts(views, encode(v1.JsonDocument, { json: Buffer.from(typeof query === 'string' ? query : JSON.stringify(query)) }), '2026-03-10');

beforeAll(async () => {
  server = await RedisServer.start();
  redis = openViewRedis(server.url);
  views = new CaseViews(redis, 'yrd');
  const rows = [
    caseRow({ caseNo: 'A', itemCode: 'I-1', closed: true, timeliness: 'on-time' }), caseRow({ caseNo: 'B', itemCode: 'I-1', closed: true, timeliness: 'late' }), caseRow({ caseNo: 'C', itemCode: 'I-1', timeliness: 'late' }),
    caseRow({ caseNo: 'D', itemCode: 'I-2', counterpart: '500000' }),
  ];
  await views.apply('CASES_YRD_2026', { previousSequence: 0, lastSequence: rows.length, changes: rows.map(changeOf) });
});
afterAll(async () => {
  redis?.disconnect();
  await server?.stop();
});

describe('counts of the cases homed here', () => {
  it('answer each set of filters in the order asked, from the indexes', async () => {
    expect(await asked({ counts: [{}, { item: 'I-1' }, { item: 'I-1', participant: '500000' }, { participant: '500000' }, { openedFrom: '2027-01-01' }] })).toEqual({
      region: 'yrd', counts: [{ cases: 4, closed: 2, onTime: 1, late: 2 }, { cases: 3, closed: 2, onTime: 1, late: 2 }, { cases: 0, closed: 0, onTime: 0, late: 0 }, { cases: 1, closed: 0, onTime: 0, late: 0 }, { cases: 0, closed: 0, onTime: 0, late: 0 }],
    });
    expect(await asked({ counts: [] })).toEqual({ region: 'yrd', counts: [] });
  });

  it.each<[string, unknown, string[]]>([
    ['no JSON', '{', []], ['no list', { counts: 'all' }, ['counts']], ['nothing at all', {}, ['counts']], ['too many', { counts: Array.from({ length: CASE_COUNTS_MAX + 1 }, () => ({})) }, ['counts']],
    ['several faults at once', { counts: [{ item: 1 }, { colour: 'red', openedFrom: 'monday' }, 'all', { item: 'x'.repeat(201) }] }, ['counts.0', 'counts.1.colour', 'counts.1.openedFrom', 'counts.2', 'counts.3']],
  ])('are refused with every fault by its path: %s', async (_what, query, paths) =>
    expect(await asked(query).then(() => [], (error: { code: string; faults: { path: string }[] }) => [error.code, ...error.faults.map(({ path }) => path)])).toEqual(['query.invalid', ...paths]));
});
