import type { FieldDocument, NextActionDocument, NextActionsDocument, SideName } from '@tongban/contracts';
import { LockOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useDocument } from '../../../api/use-document';
import { useWords } from '../../../i18n/use-words';
import { Answer } from '../../../parts/answer';
import { EmptyNote } from '../../../parts/empty-note';
import { LegalMark } from '../../../parts/legal-mark';
import { Mark } from '../../../parts/mark';

/** What each side may send now, as its own system is told. Nothing is sent from here. */
export function NextActions({ caseNo, logIndex }: { readonly caseNo: string; readonly logIndex: number }) {
  const { say, code } = useWords();
  const [side, setSide] = useState<SideName>('opener');
  const query = useDocument<NextActionsDocument>(`/cases/${encodeURIComponent(caseNo)}/next`, { side }, { keep: true, version: logIndex });
  return (
    <div className="stack">
      <Segmented<SideName> value={side} onChange={setSide} aria-label={say('casePage.forSide')} options={[{ value: 'opener', label: code('side', 'opener') }, { value: 'counterpart', label: code('side', 'counterpart') }]} />
      <Answer query={query} rows={4}>
        {({ actions, materials, mayFollow = [] }) => (
          <div className={`stack${query.isPlaceholderData ? ' table-busy' : ''}`}>
            {actions.length === 0 ? <EmptyNote title={say('casePage.noActions')} /> : <ul className="plain-list actions">{actions.map((action) => <Action key={`${action.message.type}-${action.onBehalfOf ?? ''}`} action={action} />)}</ul>}
            {materials !== undefined && (materials.missing.length > 0 || materials.requests.length > 0) && <Missing materials={materials} />}
            {mayFollow.length > 0 && <MayFollow options={mayFollow} />}
          </div>
        )}
      </Answer>
    </div>
  );
}

function Action({ action }: { readonly action: NextActionDocument }) {
  const { say, wording } = useWords();
  const { message, actor, due, outcomes, fields } = action;
  return (
    <li className="action">
      <details>
        <summary>
          <strong>{wording(message)}</strong> <span className="quiet mono">{message.type}</span>
          {actor && <span className="quiet"> {wording(actor.wording)}</span>}
          {due && <> <span className={`figure ${due.overdue && !due.undetermined ? 'tone-bad' : ''}`}>{say('casePage.byDate', { date: due.on })}</span> <LegalMark kind={action.dueKind ?? ''} legal={due.legal} /></>}
        </summary>
        <p>{say('casePage.mayLeadTo')}: {outcomes.map((outcome) => <span key={outcome.transitionId}><span>{wording(outcome.toWording) || outcome.to}</span>{outcome.onNormalPath && <> <Mark tone="ok">{say('casePage.normalPath')}</Mark></>} </span>)}</p>
        <p className="quiet"><LockOutlined aria-hidden="true" /> {say('casePage.sealedHint')}</p>
        <FieldList fields={fields} />
      </details>
    </li>
  );
}

/** Which fields the message has; those that are personal are sealed, and no value of any field is shown. */
function FieldList({ fields }: { readonly fields: readonly FieldDocument[] }) {
  const { say, wording } = useWords();
  return (
    <ul className="fields">
      {fields.map((field) => (
        <li key={field.id}>
          <span>{wording(field)}</span> <span className="quiet mono">{field.type}</span> <span className="quiet">{field.required ? say('casePage.required') : say('casePage.optional')}</span> {field.part === 'personal' && <Mark tone="warn">{say('casePage.sealed')}</Mark>}
          {field.fields && <FieldList fields={field.fields} />}
        </li>
      ))}
    </ul>
  );
}

function Missing({ materials: { missing, requests } }: { readonly materials: NonNullable<NextActionsDocument['materials']> }) {
  const { say, wording } = useWords();
  return (
    <div>
      <h3>{say('casePage.missing')}</h3>
      <ul>
        {missing.map((one) => <li key={one.code}>{wording(one)} <span className="quiet mono">{one.code}</span></li>)}
        {requests.filter(({ sealed }) => sealed).map((request) => <li key={request.messageId}>{wording(request.wording)} <Mark tone="warn">{say('casePage.sealed')}</Mark> <span className="quiet">{say('casePage.requestSealed')}</span></li>)}
      </ul>
    </div>
  );
}

function MayFollow({ options }: { readonly options: NonNullable<NextActionsDocument['mayFollow']> }) {
  const { say, wording } = useWords();
  return <p>{say('casePage.mayFollow')}: {options.map((option) => wording(option)).join(', ')}</p>;
}
