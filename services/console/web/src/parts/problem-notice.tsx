import { Button } from 'antd';
import { problemIn } from '../api/problem';
import { useWords } from '../i18n/use-words';

/** What went wrong, what to do next, and a way to do it. */
export function ProblemNotice({ error, onRetry, title }: { readonly error: unknown; readonly onRetry?: (() => void) | undefined; readonly title?: string }) {
  const { say, wording } = useWords();
  const problem = problemIn(error);
  const what = problem.network ? say('app.network') : (wording(problem.words) || `${say('app.failedToLoad')} (${problem.status})`);
  const next = wording(problem.next) || (problem.network ? say('app.networkNext') : say('app.unexpectedNext'));
  return (
    <div className="notice notice-bad" role="alert">
      <strong>{title ?? say('app.failedToLoad')}</strong>
      <p>{what}</p>
      <p><span className="quiet">{say('app.next')}: </span>{next}</p>
      {(problem.code ?? problem.traceId) !== undefined && (
        <p className="quiet mono wrap">{[problem.code && `${say('app.code')} ${problem.code}`, problem.traceId && `${say('app.trace')} ${problem.traceId}`].filter(Boolean).join('   ')}</p>
      )}
      {onRetry && <Button onClick={onRetry}>{say('app.retry')}</Button>}
    </div>
  );
}
