import { COUNTERPART, OPENER } from '../workload';
import type { FaultRequest } from '../../faults/switchboard/fault';

/** One fault under traffic from the opener's region to the counterpart's. */
export interface Drill {
  readonly name: string;
  readonly request: FaultRequest;
  /** How long it is left; what happens at once heals at once. */
  readonly lastsSeconds: number;
  /** The same with durable sources and nothing around them, where that was measured: first message and caught up, in words (NATS.md §1.2, a3). */
  readonly bare?: string;
}

const [from, to] = [OPENER.region, COUNTERPART.region];
const held = (process: string, bare?: string): Drill => ({ name: `kill -9 ${process}`, request: { fault: 'kill', process, hold: true }, lastsSeconds: 3, ...(bare !== undefined && { bare }) });

export const DRILLS: readonly Drill[] = [
  { name: `cut ${to}`, request: { fault: 'cut', region: to }, lastsSeconds: 6, bare: '0.5–0.7 / 0.6–1.8 s' },
  { name: `blackhole ${to}`, request: { fault: 'blackhole', region: to }, lastsSeconds: 6, bare: '2.1 / 4.2 s' },
  held(`nats-${from}`, '1.0 s'),
  held(`nats-${to}`, '0.3 s'),
  held('nats-backbone', '1.2 / 3.3 s'),
  held(`hub-${from}`),
  held(`hub-${to}`),
  { name: 'stop-redis', request: { fault: 'stop-redis' }, lastsSeconds: 3 },
  { name: 'flush-redis', request: { fault: 'flush-redis' }, lastsSeconds: 0 },
  { name: `disk-full ${to}`, request: { fault: 'disk-full', region: to }, lastsSeconds: 2 },
  { name: `skew ${to} 5m`, request: { fault: 'skew', region: to, byMs: 300_000 }, lastsSeconds: 3 },
];
