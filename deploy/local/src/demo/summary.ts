import type { RegionSummary } from '@tongban/contracts';
import { PLACEMENTS } from './plan';

type Level = 'RECEIVED' | 'REGISTERED' | 'DELIVERED' | 'TAKEN';
const LEVELS: readonly Level[] = ['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN'];

export interface Summary {
  readonly ok: boolean;
  readonly run: 'first' | 'continued';
  readonly environment: string;
  readonly cases: RegionSummary['cases'];
  readonly flows: RegionSummary['flows'];
  readonly rejectionsByCode: Readonly<Record<string, number>>;
  readonly latencyMs: Readonly<Record<Level, { readonly p50: number; readonly p99: number }>>;
  /** From the command to the first case that was completed in this run; null when none was. */
  readonly secondsToFirstCase: number | null;
  readonly rssMb: number;
  readonly endpoints: Readonly<Record<string, string>>;
}

/** Adds the regions' own counts; nothing here comes from the one who opened the cases. */
export function mergeSummaries(regions: readonly RegionSummary[]): Pick<Summary, 'cases' | 'flows' | 'rejectionsByCode' | 'latencyMs'> {
  const cases = { opened: 0, completed: 0, notAccepted: 0, withdrawn: 0, running: 0, crossRegion: 0, inRegion: 0 };
  const flows: RegionSummary['flows'] = {};
  const rejectionsByCode: Record<string, number> = {};
  const samples: Record<Level, number[]> = { RECEIVED: [], REGISTERED: [], DELIVERED: [], TAKEN: [] };
  for (const region of regions) {
    addInto(cases, region.cases);
    addInto(rejectionsByCode, region.rejectionsByCode);
    for (const [id, counts] of Object.entries(region.flows)) {
      const flow = (flows[id] ??= { opened: 0, completed: 0, notAccepted: 0, withdrawn: 0, running: 0, placements: {} });
      const { placements, ...numbers } = counts;
      addInto(flow as unknown as Record<string, number>, numbers);
      addInto(flow.placements, placements);
    }
    for (const level of LEVELS) samples[level].push(...region.latencySamplesMs[level]);
  }
  const latencyMs = Object.fromEntries(LEVELS.map((level) => [level, { p50: percentile(samples[level], 0.5), p99: percentile(samples[level], 0.99) }])) as Summary['latencyMs'];
  return { cases, flows, rejectionsByCode, latencyMs };
}

function addInto(target: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(more)) target[key] = (target[key] ?? 0) + value;
}

/** Nearest rank; 0 for no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The matrix of flows and placements as text for a terminal. */
export function summaryTable(summary: Summary): string {
  const row = (cells: readonly (string | number)[]): string => cells.map((cell, index) => String(cell)[index === 0 ? 'padEnd' : 'padStart'](index === 0 ? 12 : 13)).join(' ');
  const lines = [
    row(['flow', 'opened', 'completed', 'notAccepted', 'withdrawn', 'running', ...PLACEMENTS]),
    ...Object.entries(summary.flows).sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, flow]) =>
      row([id, flow.opened, flow.completed, flow.notAccepted, flow.withdrawn, flow.running, ...PLACEMENTS.map((placement) => flow.placements[placement] ?? 0)])),
    '',
    `拒收 rejected: ${Object.entries(summary.rejectionsByCode).map(([code, count]) => `${code} ${count}`).join(', ') || '0'}`,
    `延迟 latency ms (p50/p99): ${LEVELS.map((level) => `${level} ${summary.latencyMs[level].p50}/${summary.latencyMs[level].p99}`).join('  ')}`,
    `${summary.secondsToFirstCase === null ? '' : `首件办结 first case after ${summary.secondsToFirstCase} s · `}内存 RSS ${summary.rssMb} MB`,
  ];
  return lines.join('\n');
}
