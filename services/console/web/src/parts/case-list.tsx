import type { CaseListDocument, CaseRow } from '@tongban/contracts';
import type { QueryValues } from '../api/query-string';
import { queryString } from '../api/query-string';
import { useDocument } from '../api/use-document';
import { Answer } from './answer';
import { CasesTable } from './cases-table';
import { EmptyNote } from './empty-note';
import { MissingRegions } from './missing-regions';
import { Refresh } from './refresh';
import { cursorOf } from './table/cursor';
import { Pager, usePages } from './table/pager';
import { useWords } from '../i18n/use-words';

const ROWS = 50;

/** A list of cases page by page. It is not asked anew by itself when cases change: it says that they did. */
export function CaseList({ label, query, empty, emptyNext, only, hint }: { readonly label: string; readonly query: QueryValues; readonly empty: string; readonly emptyNext?: string; /** Of the rows of each page. */ readonly only?: (row: CaseRow) => boolean; readonly hint?: string }) {
  const { say } = useWords();
  const [pages, turn] = usePages(queryString(query));
  const answer = useDocument<CaseListDocument>('/cases', { ...query, limit: ROWS, count: true, after: cursorOf(pages) }, { keep: true });
  return (
    <>
      <div className="tab-head">
        {hint !== undefined && <span className="quiet">{hint}</span>}<span className="heading-space" />
        <Refresh follows askedAt={answer.dataUpdatedAt} busy={answer.isFetching} onClick={() => void answer.refetch()} />
      </div>
      <Answer query={answer} rows={12}>
        {({ rows, next, total, unreachableRegions }) => {
          const shown = only === undefined ? rows : rows.filter(only);
          return (
            <>
              <MissingRegions regions={unreachableRegions} />
              <CasesTable label={label} rows={shown} busy={answer.isPlaceholderData} empty={<EmptyNote title={shown.length < rows.length ? say('cases.none') : empty} next={emptyNext} />} />
              <Pager pages={pages} next={next} rows={shown.length} {...(only === undefined && { total })} onChange={turn} />
            </>
          );
        }}
      </Answer>
    </>
  );
}
