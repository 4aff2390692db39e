import { spreadOf } from '../measure/percentiles';
import { columns, machineLines } from '../report-lines';
import type { ReplicasMeasurement, ReplicasResult } from './run-replicas';

export function linesOfReplicas({ machine, node, arguments: { rounds, seconds }, messageBytes, measurements }: ReplicasResult): string[] {
  const kinds = [...new Set(measurements.map(({ replicas, inFlight }) => `${replicas}/${inFlight}`))];
  const rows = kinds.map((kind) => {
    const of = measurements.filter(({ replicas, inFlight }) => `${replicas}/${inFlight}` === kind);
    const cell = (pick: (one: ReplicasMeasurement) => number, digits: number): string => {
      const { median, min, max } = spreadOf(of.map(pick));
      return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
    };
    const { replicas, inFlight } = of[0]!;
    return [
      `R${replicas}`, String(inFlight), cell(({ perSecond }) => perSecond, 0), cell(({ latencyMs }) => latencyMs.p50, 2), cell(({ latencyMs }) => latencyMs.p99, 2),
      cell(({ cpuMsPerMessage }) => cpuMsPerMessage, 2), cell(({ diskKiBPerMessage }) => diskKiBPerMessage, 1),
    ];
  });
  return [
    ...machineLines(machine, node),
    `一条流，每次写入都落盘后确认，${messageBytes} 字节，${rounds} 轮各 ${seconds} 秒；R3 的三台服务器同在一台机器、一块磁盘 · one stream, acknowledged when synced, ${messageBytes} bytes, ${rounds} rounds of ${seconds} s; the three servers of R3 share one machine and one disk`,
    '', ...columns([['', 'in flight', 'messages/s', 'p50 ms', 'p99 ms', 'server CPU ms/message', 'disk KiB/message'], ...rows]),
  ];
}
