import { Table } from 'antd';
import type { Key, ReactNode } from 'react';
import { useWords } from '../../i18n/use-words';
import { useIsNarrow } from '../use-narrow';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures: right, in digits of one width. */
  readonly figure?: boolean;
  /** May wrap; others stay on one line. */
  readonly wraps?: boolean | 'wide';
  readonly width?: number;
}
interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
  readonly empty: ReactNode;
  /** The column that names a card on a narrow screen; the first by default. */
  readonly headedBy?: string;
  readonly busy?: boolean;
  readonly rowClass?: (row: Row) => string;
  readonly expanded?: (row: Row) => ReactNode;
  /** Rows that have more to show; all by default. */
  readonly opens?: (row: Row) => boolean;
  /** Stays a table on a narrow screen and scrolls in its own box: for few short columns. */
  readonly always?: boolean;
}

/** A table that scrolls within itself; on a narrow screen each row is a card, so that nothing has to be scrolled sideways. */
export function DataTable<Row extends object>({ label, columns, rows, rowKey, empty, headedBy, busy = false, rowClass, expanded, opens = () => true, always = false }: Props<Row>) {
  const { say } = useWords();
  const narrow = useIsNarrow(700);
  if (rows.length === 0) return <>{empty}</>;
  if (narrow && !always) return <RowCards {...{ label, columns, rows, rowKey, headedBy, rowClass, expanded, opens }} />;
  return (
    <div className={`table-box${busy ? ' table-busy' : ''}`} role="group" aria-label={label} tabIndex={0}>
      <Table<Row>
        size="small" pagination={false} rowKey={rowKey} dataSource={[...rows]} tableLayout="auto"
        columns={columns.map(({ key, title, cell, figure, wraps, width }) => ({
          key, title, render: (_: unknown, row: Row) => cell(row), ...(figure && { align: 'right' as const }), ...(width !== undefined && { width }), className: `${figure ? 'figure ' : ''}${wraps === 'wide' ? 'cell-wraps cell-wide' : wraps ? 'cell-wraps' : 'nowrap'}`,
        }))}
        {...(rowClass && { rowClassName: rowClass })}
        {...(expanded && { expandable: { expandedRowRender: expanded, rowExpandable: opens, columnTitle: <span className="hidden-words">{say('app.more')}</span> } })}
      />
    </div>
  );
}

function RowCards<Row extends object>({ label, columns, rows, rowKey, headedBy, rowClass, expanded, opens = () => true }: Pick<Props<Row>, 'label' | 'columns' | 'rows' | 'rowKey' | 'headedBy' | 'rowClass' | 'expanded' | 'opens'>) {
  const { say } = useWords();
  const head = columns.find(({ key }) => key === headedBy) ?? columns[0]!;
  return (
    <ul className="row-cards" aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={`row-card ${rowClass?.(row) ?? ''}`}>
          <div className="row-card-head">{head.cell(row)}</div>
          <dl>
            {columns.filter(({ key }) => key !== head.key).map(({ key, title, cell, figure }) => {
              const value = cell(row);
              return value === null || value === undefined || value === '' || value === false ? null : <div key={key}><dt>{title}</dt><dd className={figure ? 'figure' : ''}>{value}</dd></div>;
            })}
          </dl>
          {expanded && opens(row) && <details><summary>{say('app.more')}</summary>{expanded(row)}</details>}
        </li>
      ))}
    </ul>
  );
}
