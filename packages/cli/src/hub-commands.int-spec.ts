import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { CaseDocument, CaseRow, NextActionsDocument, RegionStatus } from '@tongban/contracts';
import { REGION_CODES, TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { businessInstant, makeCaseNumber } from '@tongban/domain';
import { QueryServer } from '@tongban/messaging';
import { LoneServer } from '../test/lone-server';
import { type Ran, tongban } from '../test/run';

// Every command connects to five regions: patience for a machine that is busy with other tests.
jest.setTimeout(60_000);

let server: LoneServer;
let queries: QueryServer;
let silent: Set<string>;
let failing: Set<string>;
let clocks: Map<string, v1.ClockSetting>;
let rows: CaseRow[];
let asked: { subject: string; payload: Uint8Array }[];

const CASE_NO = makeCaseNumber({ division: '310115', date: '2026-03-02', random: new Uint8Array([1, 2, 3, 4, 5]) });
const json = (value: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(value)) });
const run = (...args: string[]): Promise<Ran> => tongban([...args, '--data', server.directory]);
const row = (n: number, region: string): CaseRow => ({
  caseNo: `C${n}`, homeRegion: region, itemCode: 'I', flowId: 'F', openedAt: `2026-03-02T09:00:0${n}+08:00`, opener: '310000', openerDivision: '310115', counterpart: '510000',
  counterpartDivision: '510100', openerRegion: region, counterpartRegion: 'ccec', states: { main: 's' }, closed: false, outcome: '', logIndex: 1, messages: 1, rejected: 0, localCaseNo: '', updatedAt: '',
});
const caseDocument: CaseDocument = {
  caseNo: CASE_NO, homeRegion: 'yrd', itemCode: 'I', item: { zh: '转移接续', en: 'Transfer' }, flowId: 'F', flowVersion: '1', entryId: 'E', openedAt: '2026-03-02T09:00:00+08:00',
  parties: [
    { side: 'opener', participant: '310000', division: '310115', region: 'yrd', name: { zh: '上海市', en: 'Shanghai' } },
    { side: 'counterpart', participant: '510000', division: '510100', region: 'ccec', name: { zh: '四川省', en: 'Sichuan' } },
  ],
  tracks: [{ track: 'main', state: 'SENT', wording: { zh: '已发出', en: 'Sent' }, terminal: false, holder: { actor: 'A', wording: { zh: '转出地', en: 'Sending' }, side: 'counterpart' } }],
  closed: false,
  deadlines: [
    { id: 'd1', wording: { zh: '总时限', en: 'Total' }, status: 'running', responsible: 'A', startedOn: '2026-03-02', dueOn: '2026-03-23', daysLeft: -2, overdue: true, deadlineKind: 'statutory', legal: true, confidence: 'high', basis: '', sourceStandardIds: ['LAW-1'] },
    { id: 'd2', wording: { zh: '登记', en: 'Register' }, status: 'met', responsible: 'A', metOn: '2026-03-03', deadlineKind: 'project-default', legal: false, confidence: 'low', basis: '', sourceStandardIds: [] },
    { id: 'd3', wording: { zh: '审核', en: 'Review' }, status: 'calendar-not-covered', responsible: 'A', notBefore: '2027-01-05', deadlineKind: 'ministerial-rule', legal: true, confidence: 'low', basis: '', sourceStandardIds: [] },
  ],
  entries: [
    {
      logIndex: 1, kind: 'registered', registeredAt: '2026-03-02T01:00:02Z', messageId: 'm1', messageType: 'APPLY', messageKind: 'application', wording: { zh: '申请', en: 'Application' }, sender: '310000', senderDivision: '310115',
      onBehalfOf: 'APPLICANT', occurredAt: '2026-03-01T10:00:00+08:00', receivedAt: '2026-03-02T09:00:01+08:00', deliveredAt: '2026-03-02T09:00:03+08:00', takenAt: '2026-03-02T09:00:04+08:00', states: { main: 'SENT' },
      receipts: [
        { level: 'RECEIVED', at: '', issuer: 'hub:yrd', keyId: '' }, { level: 'REGISTERED', at: '', issuer: 'hub:yrd', keyId: '' },
        { level: 'DELIVERED', at: '', issuer: 'participant:510000', keyId: '' }, { level: 'TAKEN', at: '', issuer: 'participant:510000', keyId: '' },
      ],
    },
    { logIndex: 2, kind: 'rejected', registeredAt: '2026-03-02T09:00:05+08:00', messageType: 'LETTER', sender: '510000', code: 'message.invalid-fields', faults: [{ path: 'due_on', code: 'field.date', zh: '日期无效', en: 'bad date' }], receipts: [{ level: 'REJECTED', at: '', issuer: 'hub:yrd', keyId: '', code: 'message.invalid-fields' }] },
    { logIndex: 3, kind: 'receipts', registeredAt: '2026-03-02T09:00:06+08:00', receipts: [{ level: 'TAKEN', at: '', issuer: 'participant:510000', keyId: '' }] },
  ],
  logIndex: 3, chainWhole: true, predecessorCaseNo: 'C-BEFORE', successorKind: 'correction',
  successors: [{ caseNo: 'C-AFTER', kind: 'reopening', wording: { zh: '重新办理', en: 'Reopening' }, homeRegion: 'ccec', openedAt: '2026-04-01T09:00:00+08:00' }], successorsUnknownIn: ['yrd'],
};
const nextActions: NextActionsDocument = {
  caseNo: CASE_NO, logIndex: 3, side: 'counterpart', closed: false, tracks: [],
  actions: [{
    message: { type: 'LETTER', kind: 'request', zh: '联系函', en: 'Letter' }, holder: true, dueOn: '2026-03-09', dueKind: 'project-default',
    fields: [{ id: 'due_on', zh: '日期', en: 'Date', type: 'date', part: 'open', required: true },
      { id: 'why', zh: '原因', en: 'Why', type: 'enum:Why', part: 'open', required: false, requiredWhen: { field: 'due_on', present: true }, values: [{ code: 'X01', zh: '材料不清', en: 'Unclear' }], choices: [{ value: 'X01', outcomes: ['t'] }] }, { id: 'name', zh: '姓名', en: 'Name', type: 'string', part: 'personal', required: false, maxLength: 20 }],
    outcomes: [{ transitionId: 't', path: 'normal', onNormalPath: true, to: 'LETTER_SENT', toWording: { zh: '已发函', en: 'Letter sent' }, track: 'main', terminal: false, zh: '发函', en: 'Send' }],
  }],
  deadlines: [{ id: 'd4', wording: { zh: '发函', en: 'Send the letter' }, status: 'suspended', responsible: 'A', daysLeft: 3, deadlineKind: 'project-default', legal: false, confidence: 'low', basis: '', sourceStandardIds: [] }],
  standstills: [{
    track: 'main', why: 'suspended', wording: { zh: '待补正', en: 'Waits' }, since: '2026-03-04', deadlines: ['d4'],
    by: {
      messageId: 'm2', messageType: 'ASK', messageKind: 'supplement-request', wording: { zh: '补正通知', en: 'Supplement request' }, side: 'opener', receivedAt: '2026-03-04T09:00:00+08:00',
      reasons: [{ field: 'reason', fieldWording: { zh: '原因', en: 'Reason' }, code: 'X01', wording: { zh: '材料不清', en: 'Unclear' } }], dates: [{ field: 'until', fieldWording: { zh: '补正期限', en: 'Until' }, on: '2026-03-18' }],
    },
  }],
  awaited: [{ track: 'main', state: 'W', wording: { zh: '待补正', en: 'Waits' }, actor: 'P', actorWording: { zh: '申请人', en: 'Applicant' }, side: 'opener', participant: '310000', division: '310115', messages: [{ type: 'ANSWER', kind: 'supplement-response', zh: '补正材料', en: 'Answer', dueOn: '2026-03-18', dueKind: 'project-default', legal: false, overdue: false }] }],
  materials: {
    ofItem: [{ code: 'M-1', zh: '申请表', en: 'Form', required: true, shareable: false }], missing: [{ code: 'M-1', zh: '申请表', en: 'Form', messageId: 'm2' }],
    requests: [{ messageId: 'm2', messageType: 'ASK', messageKind: 'supplement-request', wording: { zh: '补正通知', en: 'Supplement request' }, side: 'opener', receivedAt: '2026-03-04T09:00:00+08:00', reasons: [], dates: [], track: 'main', sealed: true }],
  },
  mayFollow: [{ kind: 'correction', zh: '更正', en: 'Correction' }],
};
const regionStatus = (region: string): RegionStatus => ({
  region, environment: 'sandbox', ready: true, server: { name: 'n', version: '2.15.1' }, rssBytes: 2 ** 27, clock: { businessNow: '2026-03-02T09:00:00+08:00', speed: 1, revision: clocks.get(region)!.revision },
  streams: [{ name: `OUTBOX_${region.toUpperCase()}`, messages: 3, bytes: 2 ** 21, lastSequence: 3 }], consumers: [], sources: [{ name: 'OUTBOX_NAT', lag: 0, activeMsAgo: 300 }], view: { ok: true, lag: 0 }, checks: {}, alarms: [],
});

/** What the services answer here; a silent region answers nothing at all. */
async function answer(payload: Uint8Array, subject: string): Promise<Uint8Array> {
  asked.push({ subject, payload });
  const [prefix, , region = '', ...rest] = subject.split('.');
  const name = prefix === 'q' ? rest.slice(1).join('.') : rest.join('.');
  if (silent.has(region)) return new Promise(() => undefined);
  if (failing.has(region)) throw new TongbanError('hub.internal', 'a stream is not there');
  switch (name) {
    case 'cases.show': case 'case-show': return json(caseDocument);
    case 'case-next': return json(nextActions);
    case 'case-list': return json({ rows });
    case 'cases.list': {
      const { filters, limit, after } = decode(v1.CaseListQuery, payload);
      if (filters['item'] === 'bad') throw new TongbanError('query.invalid', 'item', [{ path: 'item', code: 'query.invalid', zh: '错', en: 'wrong' }]);
      const own = rows.filter(({ homeRegion, openedAt, caseNo }) => homeRegion === region && (after === '' || `${openedAt}|${caseNo}` > after));
      return json({ rows: own.slice(0, limit), ...(own.length > limit && { next: own[limit - 1]!.caseNo }) });
    }
    case 'cases.alarms': return json({ rows: [], total: region === 'yrd' ? 2 : 0 });
    case 'cases.find': return json({ value: 'x', matches: decode(v1.FindQuery, payload).value === 'nothing' || region !== 'yrd' ? [] : [{ kind: 'case', region, caseNo: CASE_NO }] });
    case 'hub.status': return json(regionStatus(region));
    case 'clock.set': clocks.set(region, v1.ClockSetting.create(decode(v1.ClockCommand, payload).setting ?? {})); return encode(v1.ClockSetting, clocks.get(region)!);
    case 'audit.append': return json({ region, number: 1 });
    case 'clock.show': return encode(v1.ClockSetting, clocks.get(region)!);
    default: throw new TongbanError('query.invalid', name);
  }
}

beforeAll(async () => {
  server = await LoneServer.start(['310000', '510000']);
  queries = new QueryServer(server.hub, 'test');
  for (const subject of ['svc.>', 'q.>']) queries.serve(subject, answer);
  await server.hub.flush();
});
afterAll(() => server?.stop());
beforeEach(() => {
  silent = new Set();
  failing = new Set();
  asked = [];
  rows = [row(5, 'yrd'), row(1, 'yrd'), row(3, 'ccec'), row(2, 'nat'), row(4, 'nat')].sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1));
  clocks = new Map(REGION_CODES.map((region) => [region, v1.ClockSetting.create({ revision: 1, anchors: [{ realAt: new Date().toISOString(), businessAt: '2026-03-02T09:00:00+08:00', speed: 1 }] })]));
});

describe('case show', () => {
  it('asks the home hub as an operator and the own border as a side', async () => {
    expect((await run('case', 'show', CASE_NO, '--json')).json).toEqual(caseDocument);
    expect((await run('case', 'show', CASE_NO.toLowerCase(), '--as', '510100', '--json')).json).toEqual(caseDocument);
    expect(asked.map(({ subject }) => subject)).toEqual(['svc.sandbox.yrd.cases.show', 'q.sandbox.yrd.510000.case-show']);
  });

  it('tells every entry with its times, sender and receipts, and calls only legal limits legal', async () => {
    const { stdout } = await run('case', 'show', CASE_NO);
    for (const part of ['上海市', '310115 (310000)', '510100 (510000)', '已逾期2天', '不早于2027-01-05', '项目默认值，非法定', '法定时限（部门规章）', '代 APPLICANT', '发生(自述) 2026-03-01 10:00:00', '接收 2026-03-02 09:00:01',
      '登记 2026-03-02 09:00:02', '投递 2026-03-02 09:00:03', '入库 2026-03-02 09:00:04', 'TAKEN 已入库 participant:510000', '拒收 message.invalid-fields', 'due_on', 'C-BEFORE  更正', 'C-AFTER  重新办理  ccec', 'yrd无法到达']) expect(stdout).toContain(part);
    expect(stdout.split('\n').find((line) => line.startsWith('登记'))).not.toContain('法定时限');
    const en = (await run('case', 'show', CASE_NO, '--lang', 'en')).stdout;
    for (const part of ['legal limit (statutory)', 'project default, not legal', 'on behalf of APPLICANT', 'not before 2027-01-05']) expect(en).toContain(part);
  });

  it('refuses a number that is none, and a division without credentials', async () => {
    expect(await run('case', 'show', `${CASE_NO.slice(0, -1)}?`, '--json')).toMatchObject({ exit: 1, json: { error: { code: 'case.number-invalid' } } });
    expect(await run('case', 'show', CASE_NO, '--as', '110000', '--json')).toMatchObject({ exit: 1, json: { error: { code: 'division.not-addressable' } } });
    expect(await run('case', 'show', CASE_NO, '--as', '990000', '--json')).toMatchObject({ exit: 1, json: { error: { code: 'division.unknown' } } });
  });
});

describe('case next', () => {
  it('lists what may be sent and the fields of one message', async () => {
    expect((await run('case', 'next', CASE_NO, '--as', '510100', '--json')).json).toEqual(nextActions);
    const { stdout } = await run('case', 'next', CASE_NO, '--as', '510100');
    for (const part of ['LETTER', '联系函', '2026-03-09', '●', 'due_on']) expect(stdout).toContain(part);
    for (const part of ['等待 申请人（发起方）：ANSWER 补正材料（2026-03-18前，项目默认值，非法定）', '自2026-03-04  发函  ← ASK 补正通知', 'X01 材料不清；补正期限 2026-03-18', '余3天', 'M-1', '已密封', 'correction  更正']) expect(stdout).toContain(part);
    const fields = (await run('case', 'next', CASE_NO, '--as', '510100', '--message', 'LETTER')).stdout;
    for (const part of ['length ..20', '已填due_on', '发函 → 已发函']) expect(fields).toContain(part);
    const en = (await run('case', 'next', CASE_NO, '--as', '510100', '--lang', 'en')).stdout;
    for (const part of ['waits for Applicant', 'since 2026-03-04', 'X01 Unclear', 'the rest is sealed', 'Cases that may follow']) expect(en).toContain(part);
    expect((await run('case', 'next', CASE_NO, '--as', '510100', '--message', 'OTHER')).exit).toBe(2);
    expect((await run('case', 'next', CASE_NO)).exit).toBe(2);
  });
});

describe('case alarms', () => {
  it('asks every region for those of a desk, and names the regions that are out of reach', async () => {
    silent.add('gba');
    expect(await run('case', 'alarms', '--to', '510104', '--stage', 'warning', '--count', '--json')).toMatchObject({ exit: 3, json: { rows: [], total: 2, unreachableRegions: ['gba'] } });
    const queries = asked.map(({ payload }) => decode(v1.CaseListQuery, payload));
    expect(queries.length).toBe(REGION_CODES.length);
    for (const { filters, counted } of queries) expect([filters, counted]).toEqual([{ to: '510000', stage: 'warning' }, true]);
    silent.clear();
    expect((await run('case', 'alarms', '--to', 'hub')).stdout).toContain('没有未撤销的时限提醒');
    for (const refused of [['--limit', '0'], ['--after', 'somewhere']]) expect((await run('case', 'alarms', ...refused)).exit).toBeGreaterThan(0);
  });
});

describe('case list', () => {
  it('merges the regions and pages through all without loss', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { json: page, exit } = await run('case', 'list', '--limit', '2', '--json', ...(after === undefined ? [] : ['--after', after]));
      expect(exit).toBe(0);
      seen.push(...page.rows.map(({ caseNo }: CaseRow) => caseNo));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(['C1', 'C2', 'C3', 'C4', 'C5']);
  });

  it('passes filters on, and asks the own border as a side', async () => {
    await run('case', 'list', '--opener', '310115', '--counterpart', '510100', '--holder', '510104', '--holder-side', 'counterpart', '--holder-actor', 'A', '--due-from', '2026-03-02', '--due-to', '2026-03-09', '--overdue', '--agency', 'AG', '--handler', '310000/h', '--number', 'N-1', '--count', '--json');
    expect(decode(v1.CaseListQuery, asked[0]!.payload)).toMatchObject({ counted: true, filters: { opener: '310000', counterpart: '510000', holder: '510000', holderSide: 'counterpart', holderActor: 'A', dueFrom: '2026-03-02', dueTo: '2026-03-09', overdue: 'true', agency: 'AG', handler: '310000/h', number: 'N-1' } });
    asked = [];
    await run('case', 'list', '--participant', '310115', '--closed', '--regions', 'yrd+ccec', '--json');
    expect(decode(v1.CaseListQuery, asked[0]!.payload)).toMatchObject({ filters: { participant: '310000', closed: 'true', regions: 'yrd+ccec' }, limit: 50 });
    expect((await run('case', 'list', '--as', '510100', '--json')).json.rows).toHaveLength(5);
    expect(asked.at(-1)!.subject).toBe('q.sandbox.yrd.510000.case-list');
    expect((await run('case', 'list', '--open', '--closed')).exit).toBe(2);
    expect(await run('case', 'list', '--item', 'bad', '--json')).toMatchObject({ exit: 1, json: { error: { code: 'query.invalid', faults: [{ path: 'item' }] } } });
    expect((await run('case', 'list')).stdout).toContain('310115');
    rows = [];
    const [none, document] = [await run('case', 'list'), await run('case', 'list', '--json')];
    expect([none.exit, none.stdout, document.exit, document.json]).toEqual([0, '没有符合条件的办件\n', 0, { rows: [] }]);
  });
});

describe('a hub that is silent', () => {
  it('is named, the exit code is 3, and the clock of all stays untouched', async () => {
    silent.add('ccec');
    const [list, advance] = await Promise.all([run('case', 'list', '--json'), run('clock', 'advance', '1d', '--json')]);
    expect(list).toMatchObject({ exit: 3, json: { unreachableRegions: ['ccec'], rows: [{ caseNo: 'C1' }, { caseNo: 'C2' }, { caseNo: 'C4' }, { caseNo: 'C5' }] } });
    expect(advance).toMatchObject({ exit: 3, json: { error: { code: 'region.unreachable' } } });
    expect([...clocks.values()].map(({ revision }) => revision)).toEqual([1, 1, 1, 1, 1]);
  });

  it('has a line of its own in the status, and is named where nothing is found', async () => {
    silent.add('ccec');
    const [shown, found] = await Promise.all([run('status'), run('find', 'nothing', '--lang', 'en')]);
    expect([shown.exit, shown.stdout.split('\n').find((line) => line.startsWith('ccec'))]).toEqual([3, expect.stringContaining('无应答')]);
    expect([found.exit, found.stdout]).toEqual([3, expect.stringMatching(/the regions that answered know nothing of it\n.*ccec/)]);
  });
});

describe('find', () => {
  it('looks in every region', async () => {
    expect(await run('find', CASE_NO, '--json')).toMatchObject({ exit: 0, json: { matches: [{ caseNo: CASE_NO, region: 'yrd' }] } });
    expect(asked).toHaveLength(5);
    expect(await run('find', 'nothing', '--json')).toMatchObject({ exit: 1, json: { error: { code: 'find.nothing' } } });
  });
});

describe('status', () => {
  it('shows every hub, and says when they disagree about the time', async () => {
    expect(await run('status', '--json')).toMatchObject({ exit: 0, json: { ok: true, environment: 'sandbox', clockAgrees: true, regions: REGION_CODES.map((region) => ({ region })) } });
    expect((await run('status')).stdout).toContain('OUTBOX_NAT');
    clocks.set('jjj', v1.ClockSetting.create({ revision: 7 }));
    expect(await run('status', '--json')).toMatchObject({ exit: 1, json: { ok: false, clockAgrees: false } });
  });
});

describe('clock', () => {
  it.each([
    [['15wd'], '2026-03-23'], [['3d'], '2026-03-05'], [['24h'], '2026-03-03'], [['to', '2026-06-01T08:00:00+08:00'], '2026-06-01'],
  ])('advances %j in every hub', async (amount, date) => {
    const { exit, json: document } = await run('clock', 'advance', ...amount, '--json');
    expect([exit, document.to.slice(0, 10), document.revision, document.regions.length]).toEqual([0, date, 2, 5]);
    for (const { revision, anchors } of clocks.values()) {
      expect(revision).toBe(2);
      const setting = { revision, anchors: anchors.map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 })) };
      expect(businessInstant(setting, Date.now()).slice(0, 10)).toBe(date);
    }
    const trails = asked.filter(({ subject }) => subject.endsWith('audit.append')).map(({ subject, payload }) => [subject.split('.')[2], decode(v1.AuditAppend, payload)] as const);
    expect(trails.map(([region]) => region).sort()).toEqual([...REGION_CODES].sort());
    for (const [, said] of trails) expect(said).toMatchObject({ actor: 'operator:cli', client: 'cli', action: 'clock.advance', target: document.to, outcome: 'ok' });
    expect((await run('clock', 'show', '--json')).json).toMatchObject({ agree: true, revision: 2 });
  });

  it('catches up a hub that missed a change, with one revision for all', async () => {
    clocks.set('nat', v1.ClockSetting.create({ revision: 4, anchors: [{ realAt: new Date().toISOString(), businessAt: '2026-04-01T09:00:00+08:00', speed: 2 }] }));
    expect((await run('clock', 'show', '--json')).exit).toBe(1);
    expect((await run('clock', 'advance', '1h', '--json')).json).toMatchObject({ revision: 5, speed: 2 });
    expect([...clocks.values()].map(({ revision }) => revision)).toEqual([5, 5, 5, 5, 5]);
  });

  it.each<[string[], number, string]>([
    [['to', '2026-01-01T00:00:00+08:00'], 1, 'query.invalid'], [['9999wd'], 1, 'calendar.not-covered'], [['soon'], 2, 'usage'], [['to'], 2, 'usage'], [['1h', '--speed', '0'], 2, 'usage'],
  ])('refuses %j', async (amount, exit, code) => expect(await run('clock', 'advance', ...amount, '--json')).toMatchObject({ exit, json: { error: { code } } }));
});

describe('the built command', () => {
  it('ends by itself with the exit code of its answer', async () => {
    const child = spawn(process.execPath, [resolve(__dirname, '../dist/main.js'), 'case', 'show', CASE_NO, '--json', '--data', server.directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString(); });
    expect(await new Promise((ended) => child.once('close', ended))).toBe(0);
    expect(JSON.parse(printed)).toEqual(caseDocument);
  });
});

describe('a region that answers with a fault of its own', () => {
  it('is named with it, and hides no other', async () => {
    failing.add('jjj');
    expect(await run('status', '--json')).toMatchObject({ exit: 3, json: { ok: false, unreachableRegions: ['jjj'], regions: REGION_CODES.filter((region) => region !== 'jjj').map((region) => ({ region })) } });
    expect((await run('status')).stdout).toMatch(/jjj.*hub\.internal/);
    expect(await run('case', 'list', '--json')).toMatchObject({ exit: 3, json: { unreachableRegions: ['jjj'] } });
  });
});

describe('without a hub', () => {
  it('says so with exit code 3: no set-up, and no server', async () => {
    expect(await tongban(['status', '--json'], { env: { TONGBAN_DATA: '/nowhere' } })).toMatchObject({ exit: 3, json: { error: { code: 'hub.unreachable' } } });
    const other = await LoneServer.start(['310000']);
    await other.stopServer();
    try {
      expect(await tongban(['status', '--data', other.directory, '--json'])).toMatchObject({ exit: 3, json: { regions: [], unreachableRegions: [...REGION_CODES].sort() } });
      expect(await tongban(['case', 'show', CASE_NO, '--data', other.directory, '--json'])).toMatchObject({ exit: 3 });
      expect(await tongban(['case', 'show', CASE_NO, '--as', '310000', '--data', other.directory, '--json'])).toMatchObject({ exit: 3, json: { error: { code: 'hub.unreachable' } } });
    } finally {
      await other.stop();
    }
  });
});
