import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePortBase } from '@tongban/local';

interface Shown {
  readonly ok: boolean;
  readonly run: string;
  readonly environment: string;
  readonly cases: Readonly<Record<string, number>>;
  readonly flows: Readonly<Record<string, { readonly opened: number; readonly running: number; readonly placements: Readonly<Record<string, number>> }>>;
  readonly rejectionsByCode: Readonly<Record<string, number>>;
  readonly latencyMs: Readonly<Record<string, { readonly p50: number; readonly p99: number }>>;
  readonly secondsToFirstCase: number | null;
}

/** What a person types, without the installation: `npm start -- --once --json`; quick, unless `npm run test:long -- --start` asks for every case. */
describe('npm start', () => {
  let directory: string;
  let portBase: number;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tongban-start-'));
    portBase = await findFreePortBase();
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const start = (): Promise<{ code: number | null; summary: Shown }> => new Promise((resolve, reject) => {
    const args = [join(__dirname, '../../deploy/local/dist/start.js'), '--once', '--json', ...(process.env['TONGBAN_START'] === 'all' ? [] : ['--quick']), '--data', directory, '--port-base', String(portBase)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, told] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const line = out.trim().split('\n').at(-1) ?? '';
      if (!line.startsWith('{')) return reject(new Error(`no summary (exit ${code}): ${told.slice(-1500)}`));
      resolve({ code, summary: JSON.parse(line) as Shown });
    });
  });
  let first: Shown;

  it('runs every flow in every placement to its end and says so in one JSON line', async () => {
    const { code, summary } = await start();
    first = summary;
    expect({ code, ok: summary.ok, run: summary.run, environment: summary.environment }).toEqual({ code: 0, ok: true, run: 'first', environment: 'sandbox' });
    expect(Object.keys(summary.flows)).toHaveLength(6);
    for (const { running, placements } of Object.values(summary.flows)) {
      expect(running).toBe(0);
      expect(Object.keys(placements).sort()).toEqual(['cross-region', 'in-region', 'region-nat']);
    }
    const { opened, completed, notAccepted, withdrawn, crossRegion, inRegion } = summary.cases;
    expect(opened).toBe(completed! + notAccepted! + withdrawn!);
    expect(opened).toBe(crossRegion! + inRegion!);
    for (const count of [completed, notAccepted, withdrawn]) expect(count).toBeGreaterThan(0);
    expect(Object.keys(summary.rejectionsByCode)).toEqual(['message.invalid-fields']);
    expect(summary.secondsToFirstCase).toBeGreaterThan(0);
    for (const level of ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN']) expect(summary.latencyMs[level]!.p99).toBeGreaterThan(0);
  }, 600_000);

  it('started again it continues: the demonstration is not run twice', async () => {
    const { code, summary } = await start();
    const { ok, run, cases, rejectionsByCode, secondsToFirstCase } = summary;
    expect({ code, ok, run, cases, rejectionsByCode, secondsToFirstCase })
      .toEqual({ code: 0, ok: true, run: 'continued', cases: first.cases, rejectionsByCode: first.rejectionsByCode, secondsToFirstCase: null });
  }, 300_000);
});
