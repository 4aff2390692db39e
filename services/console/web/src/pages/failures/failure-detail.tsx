import { Button, Drawer, Input } from 'antd';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { FailureDocument } from '../../api/failure-documents';
import { post } from '../../api/http';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { casePath } from '../../parts/cases-table';
import { Facts } from '../../parts/facts';
import { Field } from '../../parts/field';
import { formatCount } from '../../parts/figures';
import { looksPersonal } from '../../parts/looks-personal';
import { ProblemNotice } from '../../parts/problem-notice';
import { Instant } from '../../parts/time/instant';
import { Correction } from './correction';
import { FailureMark } from './failure-mark';
import { eitherWords } from './open-words';

export interface FailureKey { readonly region: string; readonly sequence: number }

/** One failed message: why, who acts, what was done, and what may be done. Its number, headers and size are shown when its bytes cannot be read. */
export function FailureDrawer({ chosen, onClose, onActed }: { readonly chosen: FailureKey | undefined; readonly onClose: () => void; readonly onActed: () => void }) {
  const { say } = useWords();
  return (
    <Drawer open={chosen !== undefined} onClose={onClose} size={640} title={say('failures.detail')} destroyOnHidden styles={{ wrapper: { maxWidth: '100vw' } }}>
      {chosen && <FailureDetail chosen={chosen} onActed={onActed} />}
    </Drawer>
  );
}

function FailureDetail({ chosen: { region, sequence }, onActed }: { readonly chosen: FailureKey; readonly onActed: () => void }) {
  const { say, code, wording } = useWords();
  const { may, regionName, participantName } = useSession();
  const path = `/failures/${encodeURIComponent(region)}/${sequence}`;
  const query = useDocument<FailureDocument>(path, {}, { every: 5_000 });
  return (
    <Answer query={query} rows={10}>
      {(failure) => (
        <div className="stack">
          <div className="notice notice-bad">
            <strong>{say('failures.what')}: {wording(failure.wording)}</strong>
            {failure.code && <span className="mono quiet">{failure.code}</span>}
            {failure.next && <p><span className="quiet">{say('failures.next')}: </span>{wording(failure.next)}</p>}
            <p><span className="quiet">{say('failures.side')}: </span>{code('side', failure.side)} {eitherWords(failure.who, wording)}{failure.dutyDesk && <> · {say('failures.dutyDesk')} {eitherWords(failure.dutyDesk, wording)}</>}</p>
          </div>
          {failure.undecodable !== undefined && failure.undecodable !== false && <div className="notice notice-warn">{say('failures.undecodable')}{typeof failure.undecodable === 'string' && <span className="mono wrap">{failure.undecodable}</span>}</div>}
          <Facts facts={[
            [say('failures.state'), failure.state && <FailureMark state={failure.state} inHand={failure.inHand} editWaits={failure.editWaits} />], [say('failures.failedAt'), failure.failedAt && <Instant at={failure.failedAt} />],
            [say('cases.caseNo'), failure.caseNo && <Link className="mono" to={casePath(failure.caseNo)}>{failure.caseNo}</Link>], [say('failures.message'), failure.messageId && <span className="mono wrap">{failure.messageId}</span>],
            [say('casePage.message'), failure.messageType && <span className="mono">{failure.messageType}</span>], [say('failures.sender'), failure.sender && participantName(failure.sender)], [say('failures.attempts'), formatCount(failure.attempts)], [say('failures.region'), `${regionName(region)} · ${sequence}`], [say('failures.layer'), code('layer', failure.layer)],
            [say('failures.target'), failure.target && <span className="mono wrap">{failure.target.stream} → {failure.target.consumer}</span>], [say('failures.size'), failure.size === undefined ? undefined : `${formatCount(failure.size)} B`], [say('failures.digest'), failure.digest && <span className="mono wrap">{failure.digest}</span>], [say('failures.subject'), failure.subject && <span className="mono wrap">{failure.subject}</span>],
            [say('failures.cause'), failure.cause && <span className="mono wrap">{eitherWords(failure.cause, wording)}</span>],
          ]} />
          {may('failures.act') && failure.state === 'open' && failure.inHand !== true && failure.editWaits !== true && <Act path={path} onActed={() => { void query.refetch(); onActed(); }} />}
          <Correction failure={failure} path={path} onActed={() => { void query.refetch(); onActed(); }} />
          <section><h3>{say('failures.history')}</h3><History actions={failure.actions ?? []} /></section>
          {failure.headers && Object.keys(failure.headers).length > 0 && <details><summary>{say('failures.headers')}</summary><dl className="headers">{Object.entries(failure.headers).map(([name, value]) => <div key={name}><dt className="mono">{name}</dt><dd className="mono wrap">{Array.isArray(value) ? value.join(', ') : String(value)}</dd></div>)}</dl></details>}
        </div>
      )}
    </Answer>
  );
}

/** Retry gives the same bytes back to where they failed; both are on record with their reason, and the record tells what came of it. */
function Act({ path, onActed }: { readonly path: string; readonly onActed: () => void }) {
  const { say } = useWords();
  const id = useId();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState<'retry' | 'discard'>();
  const [fault, setFault] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [asked, setAsked] = useState(false);
  const act = async (action: 'retry' | 'discard') => {
    if (looksPersonal(reason)) return setFault(say('cases.personal'));
    if (action === 'discard' && reason.trim() === '') return setFault(say('failures.reasonNeeded'));
    setFault(undefined); setError(undefined); setBusy(action);
    try {
      await post(`${path}/${action}`, reason.trim() === '' ? {} : { reason: reason.trim() });
      setAsked(true);
      onActed();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <section className="stack act">
      <p className="quiet">{say('failures.targetHint')}</p>
      <Field id={id} label={say('failures.reason')} fault={fault} hint={say('failures.reasonHint')}><Input.TextArea id={id} value={reason} maxLength={300} autoSize={{ minRows: 2, maxRows: 4 }} onChange={({ target }) => setReason(target.value)} /></Field>
      <div className="form-foot">
        <Button type="primary" loading={busy === 'retry'} disabled={busy !== undefined} onClick={() => void act('retry')}>{say('failures.retry')}</Button>
        <Button danger loading={busy === 'discard'} disabled={busy !== undefined} onClick={() => void act('discard')}>{say('failures.discard')}</Button>
        <span className="quiet">{say('failures.discardWarn')}</span>
      </div>
      {asked && <p role="status">{say('failures.asked')}</p>}
      {error !== undefined && <ProblemNotice error={error} />}
    </section>
  );
}

function History({ actions }: { readonly actions: NonNullable<FailureDocument['actions']> }) {
  const { say, code, wording } = useWords();
  if (actions.length === 0) return <p className="quiet">{say('failures.noHistory')}</p>;
  return (
    <ol className="history">
      {actions.map((one, index) => <li key={index}><Instant at={one.at} /> {one.by} · <strong>{one.action === 'retry' ? say('failures.retry') : one.action === 'discard' ? say('failures.discard') : one.action === 'edit' ? say('failures.edit') : one.action}</strong>{one.reason && <> · {one.reason}</>}{one.outcome !== undefined && <div><span className="quiet">{say('failures.outcomeOf')}: </span>{typeof one.outcome === 'string' ? code('failureOutcome', one.outcome) : eitherWords(one.outcome, wording)} <span className="mono quiet wrap">{one.code} {one.detail}</span></div>}</li>)}
    </ol>
  );
}
