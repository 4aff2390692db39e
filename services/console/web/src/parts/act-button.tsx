import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { post } from '../api/http';
import { problemIn } from '../api/problem';
import { useWords } from '../i18n/use-words';

interface Props { readonly label: string; readonly path: string; readonly body?: unknown; readonly hint?: string; readonly done?: string; readonly onDone?: () => void }

/** Asks for one act and says what was answered; what came of it, the record shows. */
export function ActButton({ label, path, body = {}, hint, done, onDone }: Props) {
  const { say, wording } = useWords();
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [error, setError] = useState<unknown>();
  const act = async () => {
    setState('busy');
    setError(undefined);
    try {
      await post(path, body);
      setState('done');
      onDone?.();
    } catch (caught) {
      setError(caught);
      setState('idle');
    }
  };
  const problem = error === undefined ? undefined : problemIn(error);
  return (
    <span className="act-button">
      <Tooltip title={hint}><Button size="small" loading={state === 'busy'} onClick={() => void act()}>{label}</Button></Tooltip>
      {state === 'done' && done !== undefined && <span role="status" className="quiet">{done}</span>}
      {problem !== undefined && <span role="alert" className="tone-bad">{problem.network ? say('app.network') : wording(problem.words) || String(problem.status)} <span className="mono">{problem.code}</span></span>}
    </span>
  );
}
