import { Skeleton } from 'antd';
import { useWords } from '../i18n/use-words';

/** The room that a page or a list will take. */
export function PageSkeleton() {
  const { say } = useWords();
  return <div className="card pad" role="status" aria-label={say('app.loading')}><Skeleton active title={{ width: 160 }} paragraph={{ rows: 8 }} /></div>;
}
export function RowsSkeleton({ rows = 6 }: { readonly rows?: number }) {
  const { say } = useWords();
  return <div className="pad" role="status" aria-label={say('app.loading')}><Skeleton active title={false} paragraph={{ rows, width: '100%' }} /></div>;
}
