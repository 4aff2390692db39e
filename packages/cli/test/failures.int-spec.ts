import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditListDocument, type FailureDocument, type FailureListDocument, type FailureRow, type RegionCode, TongbanError, decode, encode, errorTraits, v1 } from '@tongban/contracts';
import { QueryServer } from '@tongban/messaging';
import { LoneServer } from './lone-server';
import { type Ran, tongban } from './run';

jest.setTimeout(60_000);

const WORDS = { zh: '消息无法按契约解码', en: 'not a message of the contract' };
const row = (region: RegionCode, sequence: number): FailureRow => ({
  region, sequence, failedAt: `2026-03-02T01:${String(sequence).padStart(2, '0')}:00.000Z`, state: 'open', inHand: false, code: 'message.malformed', wording: WORDS, consumer: 'border', stream: 'SUBMIT_310000', streamSequence: sequence,
  subject: 'sub.sandbox.yrd.310000.yrd.receipts', attempts: 1, size: 2, retries: 0, kind: 'receipts', caseNo: 'C-1', sender: '310000', undecodable: 'invalid wire type',
});
const documentOf = (base: FailureRow, outcome?: 'handled' | 'failed-again' | 'discarded'): FailureDocument => ({
  ...base, ...(outcome === 'handled' && { state: 'retried' }), ...(outcome === 'discarded' && { state: 'discarded' }), layer: 'transport', side: 'sender', retryable: false, next: { zh: '用SDK重新编码', en: 'encode it with the SDK' }, cause: 'no', digest: 'ab',
  headers: { 'ce-subject': 'C-1' }, target: { stream: base.stream, consumer: base.consumer, subject: base.subject, here: true }, desk: { zh: '养老窗口', en: 'Pensions', hours: '9-17', contact: '021-0', escalation: '021-1' },
  actions: outcome === undefined ? [] : [{ action: 'retry', by: '', reason: '', at: base.failedAt, outcome, ...(outcome === 'failed-again' && { code: 'sender.not-party' }), signed: true }],
});
const json = (value: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(value)) });

describe('failures and audit at the command line', () => {
  let server: LoneServer;
  let rows: FailureRow[];
  let acts: { region: string; sequence: number; action: number; reason: string; by: string; atMs: number }[];
  let silent: string[];
  let failing: number[];
  let onAct: (sequence: number) => Promise<void>;
  const run = (...args: string[]): Promise<Ran> => tongban([...args, '--data', server.directory]);

  beforeAll(async () => {
    server = await LoneServer.start([]);
    new QueryServer(server.hub, 'test').serve('svc.>', answer);
    await server.hub.flush();
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    rows = [row('yrd', 9), row('yrd', 4), row('nat', 7)];
    [acts, silent, failing, onAct] = [[], [], [], async () => undefined];
  });

  async function answer(payload: Uint8Array, subject: string): Promise<Uint8Array> {
    const [, , region = '', ...rest] = subject.split('.');
    if (silent.includes(region)) throw new TongbanError('hub.starting', 'not yet');
    switch (rest.join('.')) {
      case 'failures.list': {
        const { after, limit, code } = decode(v1.FailureListQuery, payload);
        const all = rows.filter((one) => one.region === region && (code === '' || one.code === code));
        const left = all.filter(({ sequence }) => after === '' || sequence < Number(after));
        const groups = all.length === 0 ? [] : [{ code: 'message.malformed', wording: WORDS, consumer: 'border', count: all.length, firstAt: all.at(-1)!.failedAt, lastAt: all[0]!.failedAt, regions: [region as RegionCode] }];
        return json({ rows: left.slice(0, limit), groups, total: all.length, ...(left.length > limit && { next: String(left[limit - 1]!.sequence) }) } satisfies FailureListDocument);
      }
      case 'failures.show': return json(documentOf(rows.find((one) => one.sequence === Number(decode(v1.FailureQuery, payload).sequence))!));
      case 'failures.act': {
        const { sequence, action, reason, by } = decode(v1.FailureAct, payload);
        acts.push({ region, sequence: Number(sequence), action, reason, by, atMs: Date.now() });
        await onAct(Number(sequence));
        if (failing.includes(Number(sequence))) return json(documentOf(row(region as RegionCode, Number(sequence)), 'failed-again'));
        return json(documentOf(row(region as RegionCode, Number(sequence)), action === 1 ? 'handled' : 'discarded'));
      }
      case 'audit.list': {
        const { after } = decode(v1.AuditQuery, payload);
        const entry = (number: number) => ({ region, sequence: number, number, at: `2026-03-02T01:0${number}:00.000Z`, actor: 'operator:cli', roles: [], action: 'failure.retry', target: 'yrd/9', reason: '', outcome: 'ok', client: 'cli', hash: 'a', previousHash: '', entry: '' }) as const;
        if (region !== 'yrd') return json({ rows: [] });
        return json((after === '' ? { rows: [entry(3), entry(2)], next: '2' } : { rows: [entry(1)], broken: ['yrd/1'] }) as AuditListDocument);
      }
      default: throw new TongbanError('query.invalid', subject);
    }
  }

  it('list tells causes and each of them in the language asked for, and pages', async () => {
    const [zh, en, two, empty] = await Promise.all([run('failures', 'list'), run('failures', 'list', '--lang', 'en'), run('failures', 'list', '--limit', '2', '--json'), run('failures', 'list', '--code', 'hub.internal')]);
    expect([zh.exit, zh.stdout]).toEqual([0, expect.stringMatching(/按原因（共3条）[\s\S]*message\.malformed +border +3 [\s\S]*nat yrd +消息无法按契约解码[\s\S]*yrd\/9 [\s\S]*无法解码/)]);
    expect(en.stdout).toMatch(/By cause \(3\)[\s\S]*not a message of the contract[\s\S]*yrd\/9[\s\S]*nat\/7[\s\S]*yrd\/4/);
    expect(two.json).toMatchObject({ rows: [{ sequence: 9 }, { sequence: 7 }], next: 'nat=7;yrd=9', total: 3, groups: [{ count: 3 }] });
    expect((await run('failures', 'list', '--after', two.json.next, '--json')).json.rows).toMatchObject([{ region: 'yrd', sequence: 4 }]);
    expect([empty.exit, empty.stdout]).toEqual([0, '没有符合条件的失败消息\n']);
    silent = ['nat'];
    const cut = await run('failures', 'list', '--json');
    expect(cut).toMatchObject({ exit: 3, json: { unreachableRegions: ['nat'], total: 2 } });
  });

  it('show tells what happened, who acts next and where a retry goes', async () => {
    const { exit, stdout } = await run('failures', 'show', 'yrd/9');
    expect(exit).toBe(0);
    for (const part of ['用SDK重新编码', '发送方', 'SUBMIT_310000 / border', '养老窗口', 'invalid wire type', 'sub.sandbox.yrd.310000.yrd.receipts', 'ce-subject']) expect(stdout).toContain(part);
    expect((await run('failures', 'show', 'yrd/9', '--lang', 'en')).stdout).toContain('encode it with the SDK');
  });

  it('retry does all of a cause, the oldest first, at no more than the rate, and exits 1 when some failed again', async () => {
    failing = [4];
    const ran = await run('failures', 'retry', '--all', '--code', 'message.malformed', '--rate', '5', '--json');
    expect(ran).toMatchObject({ exit: 1, json: { ok: 2, failed: 1, left: 0, stopped: false, results: [{ region: 'yrd', sequence: 4, ok: false, code: 'sender.not-party' }, { region: 'nat', sequence: 7, ok: true, state: 'retried' }, { sequence: 9 }] } });
    expect(acts.map(({ sequence, action, by }) => [sequence, action, by])).toEqual([[4, 1, 'operator:cli'], [7, 1, 'operator:cli'], [9, 1, 'operator:cli']]);
    expect(acts[2]!.atMs - acts[0]!.atMs).toBeGreaterThan(350);
    expect((await run('failures', 'retry', 'yrd/4')).stdout).toMatch(/未成1条[\s\S]*yrd\/4 +sender\.not-party +/);
    failing = [];
    expect(await run('failures', 'retry', 'yrd/4', 'nat/7', '--by', 'person:steward-1')).toMatchObject({ exit: 0, stdout: '已处理2条，未成0条\n' });
    expect(acts.at(-1)!.by).toBe('person:steward-1');
  });

  it('shows its progress to a person, and Ctrl-C lets the one in hand end and says how many are left', async () => {
    let press: () => void = () => undefined;
    const interrupted = new Promise<void>((resolve) => (press = resolve));
    onAct = async () => press(); // while the first is in hand
    const ran = await tongban(['failures', 'retry', '--all', '--consumer', 'border', '--rate', '0.1', '--lang', 'en', '--data', server.directory], { isErrTty: true, interrupted: () => interrupted });
    expect([ran.exit, ran.stdout, acts.length]).toEqual([1, '1 handled, 0 not\nstopped; 2 left as they were\n', 1]);
    expect(ran.stderr).toContain('1 of 3 done, 2 left');
    expect((await run('failures', 'retry', '--all', '--consumer', 'border')).stderr).toBe('');
  });

  it('keeps what is left of a region that falls silent, and goes on with the others', async () => {
    onAct = async (sequence) => {
      if (sequence === 4) throw new TongbanError('hub.starting', 'gone');
    };
    expect(await run('failures', 'retry', 'yrd/4', 'yrd/9', 'nat/7', '--json')).toMatchObject({ exit: 3, json: { ok: 1, left: 2, unreachableRegions: ['yrd'], results: [{ region: 'nat' }] } });
  });

  it('discard says why, and no citizen is named', async () => {
    expect(await run('failures', 'discard', 'yrd/9', '--reason', '重复消息，原件已登记')).toMatchObject({ exit: 0, stdout: '已放弃1条，未成0条\n' });
    expect(acts).toMatchObject([{ action: 2, reason: '重复消息，原件已登记' }]);
    expect(await run('failures', 'discard', 'yrd/9', '--reason', '为11010519491231002X办理', '--json')).toMatchObject({ exit: 1, json: { error: { code: 'reason.personal-data', zh: errorTraits('reason.personal-data').zh } } });
    expect(acts).toHaveLength(1);
  });

  it.each<[string[]]>([
    [['retry']], [['retry', '--all']], [['retry', 'yrd/4', '--all', '--code', 'hub.internal']], [['retry', 'yrd-4']], [['retry', 'mars/4']], [['retry', 'yrd/4', '--rate', '0']], [['discard', 'yrd/4']], [['list', '--state', 'lost']], [['list', '--code', 'no.such']],
    [['list', '--region', 'mars']], [['list', '--limit', '501']], [['list', '--since', 'soon']],
  ])('refuses %j', async (args) => {
    expect((await run('failures', ...args, '--json')).exit).toBe(2);
    expect(acts).toEqual([]);
  });

  it('audit lists what operators did, says where a trail is broken, and exports all of it into a file of its own', async () => {
    const [zh, en] = await Promise.all([run('audit', 'list'), run('audit', 'list', '--lang', 'en')]);
    expect([zh.exit, zh.stdout, en.stdout]).toEqual([0, expect.stringMatching(/操作人[\s\S]*operator:cli +failure\.retry +yrd\/9 +成功[\s\S]*下一页：/), expect.stringContaining('next page')]);
    const file = join(server.directory, 'trail.ndjson');
    expect(await run('audit', 'list', '--export', file, '--json')).toMatchObject({ exit: 1, json: { file, entries: 3, broken: ['yrd/1'] } });
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { number: number }).number)).toEqual([3, 2, 1]);
    expect(await run('audit', 'list', '--export', file)).toMatchObject({ exit: 2, stderr: expect.stringContaining('EEXIST') });
    expect(existsSync(file)).toBe(true);
  });
});
