import { columns, machineLines } from '../report-lines';
import type { AttachmentsResult } from './run-attachments';

/** How fast each part of the way was, and what it took in memory. */
export function linesOfAttachments({ machine, node, arguments: { mib }, attachedMs, takenMs, savedMs, memory }: AttachmentsResult): string[] {
  const rate = (ms: number): [string, string] => [(ms / 1_000).toFixed(1), (mib / (ms / 1_000)).toFixed(1)];
  return [
    ...machineLines(machine, node), '',
    ...columns([
      [`${mib} MiB`, '秒 · s', 'MiB/s'],
      ['附上：本区域存妥并签名 · attached: whole in the own region, signed for', ...rate(attachedMs)],
      ['复制、投递、取出、摘要相符 · copied, delivered, saved, its digest right', ...rate(takenMs)],
      ['其中取出 · of that, saving', ...rate(savedMs)],
      ['合计 · all of it', ...rate(attachedMs + takenMs)],
    ]), '',
    ...columns([
      ['RSS MiB', '之前 · before', '最高 · highest', '之后 · after', '增加 · more'],
      ...memory.map(({ name, before, highest, after }) => [name, before.toFixed(0), highest.toFixed(0), after.toFixed(0), (highest - before).toFixed(0)]),
    ]),
  ];
}
