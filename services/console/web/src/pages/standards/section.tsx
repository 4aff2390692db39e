import type { StandardsPage } from '@tongban/contracts';
import type { ReactNode } from 'react';
import { type QueryValues, queryString } from '../../api/query-string';
import { useDocument } from '../../api/use-document';
import { useSettings } from '../../app/settings';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { EmptyNote } from '../../parts/empty-note';
import { cursorOf } from '../../parts/table/cursor';
import { type Column, DataTable } from '../../parts/table/data-table';
import { Pager, usePages } from '../../parts/table/pager';
import { formatInstant } from '../../parts/time/instants';

interface Props<Row extends object> {
  readonly section: string;
  readonly label: string;
  readonly filters?: QueryValues;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly headedBy?: string;
  readonly empty?: string;
  readonly limit?: number;
  readonly controls?: ReactNode;
  readonly rowClass?: (row: Row) => string;
  readonly expanded?: (row: Row) => ReactNode;
  /** Shows the rows of a page otherwise than as a table. */
  readonly show?: (rows: readonly Row[]) => ReactNode;
}

/** One section of the registries: its filters, its rows, and who answered as of when. */
export function StandardsSection<Row extends object>({ section, label, filters = {}, columns, rowKey, headedBy, empty, limit = 100, controls, rowClass, expanded, show }: Props<Row>) {
  const { say } = useWords();
  const { zone } = useSettings();
  const [pages, turn] = usePages(`${section}${queryString(filters)}`);
  const query = useDocument<StandardsPage<Row>>(`/standards/${section}`, { ...filters, limit, after: cursorOf(pages) }, { keep: true });
  const faulty = (query.data?.copies ?? []).filter(({ fault }) => fault !== undefined).map(({ owner }) => owner);
  return (
    <>
      <div className="tab-head">
        {controls}<span className="heading-space" />
        {query.data && <span className="quiet figure">{say('standards.copies', { region: query.data.region, at: formatInstant(query.data.at, zone) })}</span>}
      </div>
      {faulty.length > 0 && <div className="notice notice-warn notice-line">{say('standards.copyFault', { owners: faulty.join(', ') })}</div>}
      <Answer query={query} rows={10}>
        {({ rows, next }) => (
          <>
            {show && rows.length > 0 ? show(rows) : <DataTable label={label} columns={columns} rows={rows} rowKey={rowKey} busy={query.isPlaceholderData} empty={<EmptyNote title={empty ?? say('standards.none')} next={empty === undefined ? say('standards.noneNext') : undefined} />} {...{ headedBy, rowClass, expanded }} />}
            <Pager pages={pages} next={next} rows={rows.length} onChange={turn} />
          </>
        )}
      </Answer>
    </>
  );
}
