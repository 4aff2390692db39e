import type { FailureEditDocument } from '@tongban/contracts';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { FailureDocument } from '../../api/failure-documents';
import { post } from '../../api/http';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { ActButton } from '../../parts/act-button';
import { Facts } from '../../parts/facts';
import { Field } from '../../parts/field';
import { looksPersonal } from '../../parts/looks-personal';
import { Mark } from '../../parts/mark';
import { ProblemNotice } from '../../parts/problem-notice';
import { Instant } from '../../parts/time/instant';
import { contentChanges } from './content-changes';

interface Props { readonly failure: FailureDocument; readonly path: string; readonly onActed: () => void }

/** A new message in place of a failed one: what is proposed or approved, and who may do what about it. */
export function Correction({ failure, path, onActed }: Props) {
  const { say } = useWords();
  const { may } = useSession();
  const { edit, state, inHand, template } = failure;
  const canPropose = may('failures.act') && state === 'open' && inHand !== true && template !== undefined && edit?.state !== 'waits';
  if (edit === undefined && !canPropose) return null;
  return (
    <section className="stack" aria-label={say('failures.editTitle')}>
      <h3>{say('failures.editTitle')}</h3>
      {edit && <Standing edit={edit} failure={failure} path={path} onActed={onActed} />}
      {canPropose && <Proposal template={template} path={path} onActed={onActed} />}
    </section>
  );
}

const TONES = { waits: 'warn', approved: 'ok', refused: 'plain' } as const;

function Standing({ edit, failure: { template }, path, onActed }: Props & { readonly edit: FailureEditDocument }) {
  const { say, code } = useWords();
  const { may, session } = useSession();
  const [reason, setReason] = useState('');
  const isOwn = edit.proposedBy === `operator:${session.login}`;
  return (
    <>
      <Facts facts={[
        [say('failures.state'), <Mark key="state" tone={TONES[edit.state]}>{code('editState', edit.state)}</Mark>], [say('failures.editBy'), <span key="by"><span className="mono">{edit.proposedBy}</span> <Instant at={edit.proposedAt} /> · {edit.reason}</span>],
        [say('failures.editDecided'), edit.decidedBy && <span><span className="mono">{edit.decidedBy}</span> {edit.decidedAt && <Instant at={edit.decidedAt} />}</span>],
        [say('failures.editMessage'), <span key="id" className="mono wrap">{edit.messageId}</span>], [say('failures.editCause'), edit.causationId && <span className="mono wrap">{edit.causationId}</span>],
      ]} />
      <Changes before={template} after={parsed(edit.correction)} />
      {edit.state === 'waits' && (
        <div className="form-foot">
          {may('failures.act') && <Input aria-label={say('failures.reason')} placeholder={say('failures.reasonHint')} value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} />}
          {may('failures.approve') && (isOwn ? <span className="quiet">{say('failures.editOwn')}</span> : <ActButton label={say('failures.editApprove')} path={`${path}/correction/approve`} body={{ digest: edit.digest, ...(reason.trim() !== '' && { reason: reason.trim() }) }} onDone={onActed} />)}
          {may('failures.act') && reason.trim() !== '' && <ActButton label={say('failures.editRefuse')} path={`${path}/correction/refuse`} body={{ reason: reason.trim() }} onDone={onActed} />}
        </div>
      )}
      {edit.state === 'approved' && may('failures.act') && <ActButton label={say('failures.editSend')} path={`${path}/correction/send`} done={say('failures.editSent')} onDone={onActed} />}
    </>
  );
}

function Changes({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const { say } = useWords();
  const changes = contentChanges(before ?? {}, after ?? {});
  if (changes.length === 0) return <p className="quiet">{say('failures.editSame')}</p>;
  return (
    <div className="lean-box" role="group" aria-label={say('failures.editChanges')} tabIndex={0}>
      <table className="lean">
        <thead><tr><th scope="col">{say('failures.editChanges')}</th><th scope="col">{say('failures.editBefore')}</th><th scope="col">{say('failures.editAfter')}</th></tr></thead>
        <tbody>{changes.map((change) => <tr key={change.path}><td className="mono lean-wraps">{change.path}</td><td className="mono lean-wraps">{change.before}</td><td className="mono lean-wraps">{change.after}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

function Proposal({ template, path, onActed }: { readonly template: NonNullable<FailureDocument['template']>; readonly path: string; readonly onActed: () => void }) {
  const { say } = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(() => JSON.stringify(template, undefined, 2));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<{ readonly content?: string; readonly reason?: string }>({});
  const [error, setError] = useState<unknown>();
  if (!open) return <div><Button onClick={() => setOpen(true)}>{say('failures.edit')}</Button></div>;
  const propose = async () => {
    const correction = parsed(text);
    const faults = { ...(correction === undefined ? { content: say('failures.editInvalid') } : looksPersonal(text) ? { content: say('cases.personal') } : {}), ...(reason.trim() === '' ? { reason: say('failures.reasonNeeded') } : {}) };
    setFault(faults);
    if (Object.keys(faults).length > 0) return;
    setError(undefined);
    setBusy(true);
    try {
      await post(`${path}/correction`, { correction, reason: reason.trim() });
      onActed();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <p className="quiet">{say('failures.editHint')}</p>
      <Field id={`${id}-c`} label={say('failures.editContent')} fault={fault.content}><Input.TextArea id={`${id}-c`} className="mono" value={text} autoSize={{ minRows: 8, maxRows: 20 }} maxLength={65_536} onChange={({ target }) => setText(target.value)} /></Field>
      <Changes before={template} after={parsed(text) ?? template} />
      <Field id={`${id}-r`} label={say('failures.reason')} fault={fault.reason} hint={say('failures.reasonHint')}><Input id={`${id}-r`} value={reason} maxLength={300} onChange={({ target }) => setReason(target.value)} /></Field>
      <div className="form-foot"><Button type="primary" loading={busy} onClick={() => void propose()}>{say('failures.editPropose')}</Button><Button disabled={busy} onClick={() => setOpen(false)}>{say('failures.cancel')}</Button></div>
      {error !== undefined && <ProblemNotice error={error} />}
    </div>
  );
}

/** Undefined for what is no object. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
