import { spreadOf } from '../measure/percentiles';
import { columns, machineLines } from '../report-lines';
import type { Rotation, RotationResult } from './run-rotation';

const ms = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

export function linesOfRotation({ machine, node, rotations, bystander: { quiet, meanwhile, asked, unanswered, drops } }: RotationResult): string[] {
  const cell = (pick: (one: Rotation) => number): string => {
    const { median, min, max } = spreadOf(rotations.map(pick));
    return `${ms(median)} (${ms(min)}–${ms(max)})`;
  };
  return [
    ...machineLines(machine, node),
    `连接密钥轮换与吊销 ${rotations.length} 次，不重启；中位数（最小–最大），毫秒 · ${rotations.length} keys replaced and revoked, no restart; median (least–most), ms`,
    '', ...columns([
      ['', 'command', 'of that from the signal', 'old connection dropped'],
      ['new-broker-key', cell(({ addMs }) => addMs), cell(({ addSignalMs }) => addSignalMs), '–'],
      ['revoke-broker-key', cell(({ revokeMs }) => revokeMs), cell(({ revokeSignalMs }) => revokeSignalMs), cell(({ droppedMs }) => droppedMs)],
    ]),
    '', `另一参与方 · another participant: ${asked} asked, ${unanswered} unanswered, ${drops} connections dropped; p50/p99 ${ms(quiet.p50)}/${ms(quiet.p99)} ms quiet, ${ms(meanwhile.p50)}/${ms(meanwhile.p99)} ms meanwhile (p99 ×${(meanwhile.p99 / quiet.p99).toFixed(1)})`,
  ];
}
