import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CaseDocument, type CaseListDocument, errorTraits } from '@tongban/contracts';
import { eventually } from '../../../test/harness/eventually';
import type { TestEnvironment } from '../../../test/harness/test-environment';
import { type Walk, walk } from '../../../test/harness/walks';
import { type Ran, tongban } from './run';

const BUILT = resolve(__dirname, '../dist/main.js');
const BATCH_LINES = 40;

/** The case commands against real hubs: what they send is registered, what they say is so. */
export function describeCaseCommands(environment: () => TestEnvironment): void {
  const normal: Walk = walk('F-PEN-ENT.normal');
  const [first] = normal.messages;
  const fields = { ...first!.open, ...first!.personal };
  let directory: string;
  const file = (name: string, content: unknown): string => {
    const path = join(directory, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const data = (): string[] => ['--data', environment().setup.layout.root, '--json'];
  const run = (...args: string[]): Promise<Ran> => tongban([...args, ...data()]);
  const open = (...more: string[]): Promise<Ran> => run('case', 'open', '--item', normal.item, '--opener', normal.opener.division, '--counterpart', normal.counterpart.division, ...more);
  const behalf = first!.onBehalfOf === undefined ? [] : ['--on-behalf-of', first!.onBehalfOf];

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'tongban-cases-'));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  describe('case open, next, send, show, list and find', () => {
    it('take a case from its opening to the next message, seen from both sides and by the operator', async () => {
      const counterpart = await environment().province(`${normal.counterpart.division.slice(0, 2)}0000`);
      await counterpart.receive(() => undefined);
      const opened = await open('--entry', first!.message, ...behalf, '--local-case-no', 'CLI-0001', '--file', file('open.json', fields), '--wait', 'TAKEN');
      expect(opened).toMatchObject({ exit: 0, json: { ok: true, level: 'TAKEN' } });
      const { caseNo, messageId } = opened.json;

      const shown = await run('case', 'show', caseNo);
      expect(shown).toMatchObject({ exit: 0, json: { caseNo, chainWhole: true, itemCode: normal.item } });
      for (const as of [normal.opener.division, normal.counterpart.division]) {
        const { json } = await run('case', 'show', caseNo, '--as', as);
        const entry = (json as CaseDocument).entries[0]!;
        expect(entry).toMatchObject({ messageId, localCaseNo: 'CLI-0001' });
        expect(entry.receipts.map(({ level }) => level)).toEqual(['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN']);
      }
      expect((await tongban(['case', 'show', caseNo, '--data', environment().setup.layout.root])).stdout).toContain('已入库');

      const second = normal.messages[1]!;
      const side = second.as === 'opener' ? normal.opener.division : normal.counterpart.division;
      const next = await run('case', 'next', caseNo, '--as', side);
      expect(next.json.actions.map(({ message }: { message: { type: string } }) => message.type)).toContain(second.message);
      const sent = await run('case', 'send', caseNo, second.message, '--as', side, '--file', file('send.json', { ...second.open, ...second.personal }));
      expect(sent).toMatchObject({ exit: 0, json: { ok: true, level: 'REGISTERED', caseNo } });

      const traced = await run('trace', caseNo);
      expect(traced).toMatchObject({ json: { caseNo, failures: [], messages: [{ messageId, hops: [{ stop: 'sender' }, { stop: 'border', at: expect.any(String) }, { stop: 'home', at: expect.any(String) }, { stop: 'recipient', at: expect.any(String) }, { stop: 'handler', at: expect.any(String) }] }, expect.anything()] } });

      const listed = await eventually('the case in the list', async () => {
        const { json } = await run('case', 'list', '--participant', normal.opener.division);
        return (json as CaseListDocument).rows.find((row) => row.caseNo === caseNo && row.messages === 2);
      });
      expect(listed).toMatchObject({ localCaseNo: 'CLI-0001', rejected: 0 });
      for (const value of [caseNo, messageId, 'CLI-0001']) expect((await run('find', value)).json.matches).toEqual(expect.arrayContaining([expect.objectContaining({ caseNo })]));
    });

    it('have receipts that prove what they say, from the log of the case and from the own store', async () => {
      const counterpart = await environment().province(`${normal.counterpart.division.slice(0, 2)}0000`);
      await counterpart.receive(() => undefined);
      const { caseNo } = (await open('--entry', first!.message, ...behalf, '--file', file('open.json', fields), '--wait', 'TAKEN')).json;
      const levels = ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN'];
      const asOperator = await eventually('all four in the log', async () => {
        const ran = await run('receipts', 'verify', caseNo);
        return ran.json.receipts === levels.length ? ran : undefined;
      });
      expect(asOperator).toMatchObject({ exit: 0, json: { ok: true, verdicts: levels.map((level) => expect.objectContaining({ level, digest: 'stated' })) } });
      expect(await run('receipts', 'verify', caseNo, '--as', normal.counterpart.division)).toMatchObject({ exit: 0, json: { ok: true, verdicts: levels.map((level) => expect.objectContaining({ level, digest: 'message' })) } });
      const outsider = ['440000', '650000', '230000'].find((code) => ![normal.opener, normal.counterpart].some(({ division }) => division.startsWith(code.slice(0, 2))))!;
      expect(await run('receipts', 'verify', caseNo, '--as', outsider)).toMatchObject({ exit: 1, json: { error: { code: 'query.forbidden' } } });

      const out = join(directory, 'held.ndjson');
      expect(await run('receipts', 'export', '--as', normal.opener.division, '--case', caseNo, '--out', out)).toMatchObject({ exit: 0, json: { ok: true } });
      expect(await run('receipts', 'verify', out)).toMatchObject({ exit: 0, json: { ok: true, verdicts: expect.arrayContaining([expect.objectContaining({ level: 'REGISTERED', caseNo, digest: 'stated' })]) } });
      const [line = ''] = readFileSync(out, 'utf8').split('\n');
      const held = JSON.parse(line) as { receipt: string };
      const spoilt = Buffer.from(held.receipt, 'base64');
      spoilt[spoilt.length >> 1]! ^= 1;
      expect(await run('receipts', 'verify', file('spoilt.ndjson', { ...held, receipt: spoilt.toString('base64') }))).toMatchObject({ exit: 1, json: { ok: false, faulty: 1 } });
    });

    it('refuse before sending what the hub would refuse, with every fault', async () => {
      const broken = Object.fromEntries(Object.entries(fields).slice(2));
      const refused = await open('--entry', first!.message, ...behalf, '--file', file('broken.json', { ...broken, surprise: 1 }));
      expect(refused).toMatchObject({ exit: 1, json: { error: { code: 'message.invalid-fields' } } });
      expect(refused.json.error.faults.length).toBeGreaterThan(1);
      expect(await run('case', 'open', '--item', 'NONE', '--opener', '310000', '--counterpart', '510000')).toMatchObject({ exit: 1, json: { error: { code: 'item.unknown' } } });
      expect(await open('--file', join(directory, 'absent.json'))).toMatchObject({ exit: 2 });
    });

    it('wait for the verdict, and tell a rejection by the border with its code and the next step in both languages', async () => {
      const path = file('open.json', fields);
      const late = ['--entry', first!.message, ...behalf, '--file', path, '--expires-at', '2020-01-01T00:00:00+08:00'];
      expect(await open(...late)).toMatchObject({ exit: 1, json: { ok: false, pending: false, code: 'message.expired', nextZh: expect.any(String), nextEn: expect.any(String) } });
      const told = await tongban(['case', 'open', '--item', normal.item, '--opener', normal.opener.division, '--counterpart', normal.counterpart.division, ...late, '--data', environment().setup.layout.root]);
      expect(told.exit).toBe(1);
      const { zh, en, nextZh, nextEn } = errorTraits('message.expired');
      for (const part of ['拒收  message.expired', zh, en, `下一步：${nextZh}`, `Next: ${nextEn}`]) expect(told.stdout).toContain(part);
      const unawaited = await open('--entry', first!.message, ...behalf, '--file', path, '--no-wait');
      expect(unawaited).toMatchObject({ exit: 0, json: { ok: true, pending: true } });
      await eventually('it is registered all the same', async () => ((await run('find', unawaited.json.messageId)).exit === 0 ? true : undefined));
    });

    it('tell the code of the hub for a message that is not allowed now', async () => {
      const opened = await open('--entry', first!.message, ...behalf, '--file', file('open.json', fields));
      const last = normal.messages.at(-1)!;
      const side = last.as === 'opener' ? normal.opener.division : normal.counterpart.division;
      const sent = await run('case', 'send', opened.json.caseNo, last.message, '--as', side, '--file', file('last.json', { ...last.open, ...last.personal }));
      expect(sent).toMatchObject({ exit: 1, json: { ok: false, pending: false, code: 'message.not-allowed', caseNo: opened.json.caseNo } });
    });
  });

  describe('case open --batch', () => {
    const lines = Array.from({ length: BATCH_LINES }, (_, n) => JSON.stringify({ ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }), entry: first!.message, localCaseNo: `BATCH-${n}`, fields }));
    const results = (stdout: string): { line: number; ok: boolean; caseNo: string; code?: string }[] => stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
    const batch = (path: string): string[] => ['case', 'open', '--batch', path, '--item', normal.item, '--opener', normal.opener.division, '--counterpart', normal.counterpart.division, ...data()];

    it('opens each case once although it is killed on the way', async () => {
      const path = file('cases.ndjson', `${lines.join('\n')}\n`);
      const child = spawn(process.execPath, [BUILT, ...batch(path)], { stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      await new Promise<void>((some) => {
        child.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
          if (printed.split('\n').length > 3) some();
        });
        child.once('exit', () => some());
      });
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await new Promise((ended) => child.once('exit', ended));

      const again = await tongban(batch(path));
      expect({ exit: again.exit, stderr: JSON.parse(again.stderr) }).toMatchObject({ exit: 0, stderr: { done: true, lines: BATCH_LINES, refused: 0, pending: 0 } });
      expect((await tongban(batch(path))).stdout).toBe('');

      const journal = results(readFileSync(`${path}.results.ndjson`, 'utf8')) as unknown as { line: number; result?: { ok: boolean; caseNo: string } }[];
      const done = journal.flatMap(({ result }) => (result ? [result] : []));
      expect(new Set(done.map(({ caseNo }) => caseNo)).size).toBe(BATCH_LINES);
      const opened = await eventually('all cases in the list', async () => {
        const { json } = await run('case', 'list', '--limit', '500');
        const rows = (json as CaseListDocument).rows.filter(({ localCaseNo }) => localCaseNo.startsWith('BATCH-'));
        return rows.length >= BATCH_LINES ? rows : undefined;
      });
      expect(opened.map(({ localCaseNo }) => localCaseNo).sort()).toEqual(lines.map((_, n) => `BATCH-${n}`).sort());
    });

    it('tells of each line that is wrong and opens the others', async () => {
      const path = file('mixed.ndjson', [lines[0], 'no json', '{"fields":{}}', '{"colour":"red"}', lines[1]].join('\n'));
      const { exit, stdout } = await tongban(batch(path));
      expect(exit).toBe(1);
      expect(results(stdout).sort((a, b) => a.line - b.line).map(({ ok, code }) => code ?? ok)).toEqual([true, 'query.invalid', expect.stringMatching(/entry|invalid/), 'query.invalid', true]);
    });
  });

  describe('status and clock', () => {
    it('ask the real hubs', async () => {
      const status = await run('status');
      expect(status.json).toMatchObject({ environment: 'sandbox', clockAgrees: true, unreachableRegions: [] });
      expect(status.json.regions).toHaveLength(5);
      const before = (await run('clock', 'show')).json;
      const advanced = await run('clock', 'advance', '2h');
      expect([advanced.exit, advanced.json.revision]).toEqual([0, before.revision + 1]);
      const after = (await run('clock', 'show')).json;
      expect(after).toMatchObject({ agree: true, revision: before.revision + 1 });
      expect(Date.parse(after.businessNow) - Date.parse(before.businessNow)).toBeGreaterThanOrEqual(2 * 3_600_000);
    });
  });

  describe('top, alerts, views and cure', () => {
    it('show the same as status, live or once, and every alert', async () => {
      const once = await run('top', '--once');
      expect(once.json.regions.map(({ region, reachable }: { region: string; reachable: boolean }) => [region, reachable])).toEqual(['nat', 'jjj', 'yrd', 'gba', 'ccec'].map((region) => [region, true]));
      expect(once.json.links).toHaveLength(20);
      let end = (): void => undefined;
      const frames: string[] = [];
      const live = await tongban(['top', '--every', '0.05', ...data()], {
        interrupted: () => new Promise<void>((resolve) => { end = resolve; }), stdout: (text) => { frames.push(...text.trim().split('\n')); if (frames.length === 2) end(); },
      });
      expect(live.exit).toBe(once.exit);
      expect(frames.length).toBeGreaterThanOrEqual(3);
      expect((JSON.parse(frames[1]!) as { regions: { entriesPerSecond?: number }[] }).regions.every(({ entriesPerSecond }) => typeof entriesPerSecond === 'number')).toBe(true);
      expect((await run('alerts', 'list', '--state', 'any')).json).toMatchObject({ rows: expect.any(Array), open: expect.any(Number) });
      expect(await run('alerts', 'ack', 'yrd/999999')).toMatchObject({ json: { error: { code: 'find.nothing' } } });
    });
    it('make the lists of a region anew, and refuse a cure where nothing is stalled', async () => {
      const before = (await run('case', 'list', '--limit', '500')).json as CaseListDocument;
      expect(await run('views', 'rebuild', 'yrd')).toMatchObject({ exit: 0, json: { level: true, regions: [{ region: 'yrd', ok: true, lag: 0 }] } });
      expect(((await run('case', 'list', '--limit', '500')).json as CaseListDocument).rows).toEqual(before.rows);
      expect(await run('cure', 'source', 'yrd', 'ccec')).toMatchObject({ exit: 1, json: { error: { code: 'cure.not-stalled' } } });
    });
  });
}
