import { csvOf } from '@tongban/domain';
import type { Options } from '../command-action';
import type { CommandResult, ExitCode } from '../outcome';
import { View, type Worded } from '../view';

/** A report as a table: its rows for machines, and each row in cells for people and for `--csv`. */
export interface Report<Row> {
  readonly rows: readonly Row[];
  readonly headings: readonly Worded[];
  readonly cells: (row: Row, view: View) => readonly (string | number | undefined)[];
  /** Said under the table, and with `--json` part of the document. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly lines?: (view: View) => readonly string[];
  readonly exit?: ExitCode;
}

/** CSV has every row and nothing else, in the language asked for and without colours. */
export function reportResult<Row>(options: Options, { rows, headings, cells, more = {}, lines = () => [], exit }: Report<Row>): CommandResult {
  return {
    document: { ...more, rows }, ...(exit !== undefined && { exit }),
    human: (view) => (options['csv'] === true
      ? csvReport(headings, rows, cells, new View(view.language, false))
      : [view.table(headings, rows.map((row) => cells(row, view))), ...lines(view)].join('\n')),
  };
}

const csvReport = <Row>(headings: Report<Row>['headings'], rows: readonly Row[], cells: Report<Row>['cells'], plain: View): string =>
  csvOf(headings.map((heading) => plain.words(heading)), rows.map((row) => cells(row, plain).map((cell) => cell ?? ''))).trimEnd();

export const CSV_OPTION = ['--csv', 'CSV，全部行 / CSV, every row'] as const;
/** `98.5%`; a dash while nothing can be judged. */
export const percent = (rate: number | null): string => (rate === null ? '—' : `${Math.round(rate * 1_000) / 10}%`);
