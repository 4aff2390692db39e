import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useWords } from '../../i18n/use-words';
import { formatCount } from '../figures';
import { type CursorPages, FIRST_PAGE, nextPage, pageNumber, previousPage } from './cursor';

/** The pages of one question; another question begins at its first page. */
export function usePages(question: string): readonly [CursorPages, (pages: CursorPages) => void] {
  const [kept, setKept] = useState<{ readonly question: string; readonly pages: CursorPages }>({ question, pages: FIRST_PAGE });
  useEffect(() => { setKept((before) => (before.question === question ? before : { question, pages: FIRST_PAGE })); }, [question]);
  return [kept.question === question ? kept.pages : FIRST_PAGE, (pages) => setKept({ question, pages })];
}

/** Under every list, always of the same height. */
export function Pager({ pages, next, rows, total, onChange }: { readonly pages: CursorPages; readonly next: string | undefined; readonly rows: number; readonly total?: number | undefined; readonly onChange: (pages: CursorPages) => void }) {
  const { say } = useWords();
  return (
    <nav className="pager" aria-label={say('app.pages')}>
      <span className="quiet figure">{total === undefined ? say('app.rows', { n: formatCount(rows) }) : say('app.total', { n: formatCount(total) })}</span>
      <span className="heading-space" />
      <Button size="small" disabled={pageNumber(pages) === 1} onClick={() => onChange(previousPage(pages))}>{say('app.previous')}</Button>
      <span className="figure pager-page">{say('app.page', { n: pageNumber(pages) })}</span>
      <Button size="small" disabled={next === undefined} onClick={() => next !== undefined && onChange(nextPage(pages, next))}>{say('app.nextPage')}</Button>
    </nav>
  );
}
