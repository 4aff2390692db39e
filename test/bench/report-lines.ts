import type { Machine } from './measure/machine';

/** What every report begins with. */
export function machineLines({ at, cpu, cores, memoryGiB, system, fileSystem, fsyncMs, loadBefore }: Machine, node: string): string[] {
  return [
    `${at}  ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}`,
    `数据 · data: ${fileSystem}, 4 KiB + fsync p50 ${fsyncMs.p50.toFixed(2)} p99 ${fsyncMs.p99.toFixed(2)} ms; 开始前负载 · load before: ${loadBefore.toFixed(2)}`,
  ];
}

/** Columns as wide as their widest cell; Chinese characters take two places on a terminal. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  const padded = (cell: string, column: number): string => {
    const gap = ' '.repeat(widths[column]! - widthOf(cell));
    return column === 0 ? cell + gap : gap + cell;
  };
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}
const widthOf = (text: string): number => [...text].reduce((width, character) => width + (/[⺀-鿿＀-￯]/.test(character) ? 2 : 1), 0);
