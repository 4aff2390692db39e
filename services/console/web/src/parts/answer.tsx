import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/use-words';
import { ProblemNotice } from './problem-notice';
import { RowsSkeleton } from './skeletons';

/** What a question shows: room while it waits, words when it failed, and old data with a warning when only the last update did. */
export function Answer<T>({ query, rows, children }: { readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>; readonly rows?: number; readonly children: (data: T) => ReactNode }) {
  const { say } = useWords();
  const { data, error, refetch } = query;
  const again = () => void refetch();
  if (data === undefined) return error ? <div className="pad"><ProblemNotice error={error} onRetry={again} /></div> : <RowsSkeleton {...(rows !== undefined && { rows })} />;
  return (
    <>
      {error && <div className="notice notice-warn notice-line" role="status"><span>{say('app.oldShown')}</span><Button size="small" onClick={again}>{say('app.retry')}</Button></div>}
      {children(data)}
    </>
  );
}
