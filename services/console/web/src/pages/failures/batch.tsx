import { Button, InputNumber, Modal, Progress } from 'antd';
import { useId, useState } from 'react';
import type { BatchDocument, FailureGroup } from '../../api/failure-documents';
import { post, remove } from '../../api/http';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Field } from '../../parts/field';
import { formatCount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { ProblemNotice } from '../../parts/problem-notice';

const PER_SECOND = { begin: 5, most: 100 } as const;

/** Asks for a batch at a rate; what becomes of it is told by the server. */
export function BatchDialog({ group, onClose, onStarted }: { readonly group: FailureGroup | undefined; readonly onClose: () => void; readonly onStarted: (id: string) => void }) {
  const { say, wording } = useWords();
  const { regionName } = useSession();
  const id = useId();
  const [perSecond, setPerSecond] = useState<number>(PER_SECOND.begin);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const start = async () => {
    if (group === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      const batch = await post<{ readonly id: string }>('/failures/batches', { ...(group.region !== undefined && { region: group.region }), code: group.code, consumer: group.consumer, perSecond });
      onStarted(batch.id);
      onClose();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open={group !== undefined} onCancel={onClose} title={say('failures.batchTitle')} okText={say('failures.start')} cancelText={say('failures.cancel')} onOk={() => void start()} confirmLoading={busy} destroyOnHidden>
      {group && (
        <div className="stack">
          <p>{say('failures.batchOf')}: {wording(group.wording)} <span className="mono">{group.code}</span> · {(group.regions ?? [group.region ?? '']).map(regionName).join(', ')} · <span className="mono">{group.consumer}</span> · {formatCount(group.count)}</p>
          <Field id={id} label={say('failures.perSecond')}><InputNumber id={id} min={1} max={PER_SECOND.most} value={perSecond} onChange={(value) => setPerSecond(value ?? PER_SECOND.begin)} /></Field>
          {error !== undefined && <ProblemNotice error={error} />}
        </div>
      )}
    </Modal>
  );
}

/** How far a batch is, with a way to stop it. */
export function BatchProgress({ id, onGone }: { readonly id: string; readonly onGone: () => void }) {
  const { say, code } = useWords();
  const [stopFault, setStopFault] = useState<unknown>();
  const [over, setOver] = useState(false);
  const query = useDocument<BatchDocument>(`/failures/batches/${encodeURIComponent(id)}`, {}, { every: over ? false : 1_500 });
  const { total = 0, done = 0, failed = 0, state = 'running' } = query.data ?? {};
  if (!over && query.data !== undefined && state !== 'running') setOver(true);
  const stop = () => void remove(`/failures/batches/${encodeURIComponent(id)}`).then(() => query.refetch(), setStopFault);
  return (
    <section className="card pad stack" aria-label={say('failures.batchNow')}>
      <div className="heading">
        <strong>{say('failures.batchNow')}</strong><Mark tone={state === 'done' ? 'ok' : state === 'stopped' ? 'warn' : 'info'}>{code('batchState', state)}</Mark>
        <span className="figure">{say('failures.progress', { done: formatCount(done), total: formatCount(total), failed: formatCount(failed) })}</span><span className="heading-space" />
        {state === 'running' ? <Button danger size="small" onClick={stop}>{say('failures.stop')}</Button> : <Button size="small" onClick={onGone}>{say('app.close')}</Button>}
      </div>
      <MissingRegions regions={query.data?.unreachableRegions} />
      <Progress percent={total === 0 ? 0 : Math.round((done / total) * 100)} size="small" aria-label={say('failures.batchNow')} />
      {stopFault !== undefined && <ProblemNotice error={stopFault} />}
      {query.error && query.data === undefined && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
    </section>
  );
}
