import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Choice, type Option } from '../../parts/choice';
import { DayInput } from '../../parts/day-input';
import { Field } from '../../parts/field';
import { codeOptions, namedOptions } from '../../parts/names';
import { type CaseFilter, type CaseFilters, type CaseQuestion, faultsOf, usesMore } from './case-filters';

const FORM = 'case-filters';

/** Asks when it is sent, not while it is filled in. */
export function FilterForm({ question, onAsk }: { readonly question: CaseQuestion; readonly onAsk: (question: CaseQuestion) => void }) {
  const { say, code, wording } = useWords();
  const { session } = useSession();
  const prefix = useId();
  const [filters, setFilters] = useState<CaseFilters>(question.filters);
  const [order, setOrder] = useState(question.order);
  const [more, setMore] = useState(usesMore(question.filters));
  const [faults, setFaults] = useState<ReturnType<typeof faultsOf>>({});
  useEffect(() => { setFilters(question.filters); setOrder(question.order); setFaults({}); if (usesMore(question.filters)) setMore(true); }, [question]);

  const set = (name: CaseFilter) => (value: string | undefined) => setFilters((before) => ({ ...before, [name]: value === '' ? undefined : value }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(filters);
    setFaults(found);
    if (Object.keys(found).length === 0) onAsk({ filters, order });
  };
  const fault = (name: CaseFilter): string | undefined => (faults[name] === 'date' ? say('cases.dateInvalid') : faults[name] === 'personal' ? say('cases.personal') : undefined);
  const id = (name: string): string => `${prefix}-${name}`;
  const text = (name: CaseFilter, label: string, placeholder = '') => (
    <Field id={id(name)} label={label} fault={fault(name)}><Input id={id(name)} value={filters[name] ?? ''} onChange={({ target }) => set(name)(target.value)} placeholder={placeholder} allowClear autoComplete="off" maxLength={80} {...(faults[name] && { status: 'error' as const })} /></Field>
  );
  const choice = (name: CaseFilter, label: string, options: readonly Option[]) => <Field id={id(name)} label={label}><Choice id={id(name)} value={filters[name]} options={options} onChange={set(name)} placeholder={say('app.all')} /></Field>;
  const days = (from: CaseFilter, to: CaseFilter, label: string) => (
    <div className="field" role="group" aria-label={label}>
      <span className="field-name">{label}</span>
      <div className="field-pair">
        {([[from, say('cases.from')], [to, say('cases.to')]] as const).map(([name, word]) => <DayInput key={name} label={`${label} ${word}`} value={filters[name]} onChange={set(name)} fault={faults[name] !== undefined} />)}
      </div>
      {(fault(from) ?? fault(to)) !== undefined && <span className="field-error" role="alert">{fault(from) ?? fault(to)}</span>}
    </div>
  );
  const participants = namedOptions(session.participants, wording);
  const sides = codeOptions('side', code, ['opener', 'counterpart']);
  return (
    <form id={FORM} className="pad" onSubmit={send} aria-label={say('cases.filters')}>
      <div className="field-grid">
        {text('number', say('cases.number'))}
        {choice('item', say('cases.item'), namedOptions(session.items, wording))}
        {choice('opener', say('cases.opener'), participants)}
        {choice('counterpart', say('cases.counterpart'), participants)}
        {choice('closed', say('cases.closed'), [{ value: 'false', label: say('cases.open') }, { value: 'true', label: say('cases.isClosed') }])}
        {choice('overdue', say('cases.timeliness'), [{ value: 'true', label: say('cases.overdue') }])}
        {more && (
          <>
            {choice('participant', say('cases.participant'), participants)}
            {choice('holder', say('cases.holder'), participants)}
            {choice('holderSide', say('cases.holderSide'), sides)}
            {choice('flow', say('cases.flow'), namedOptions(session.flows, wording))}
            {text('state', say('cases.state'), say('cases.stateHint'))}
            {choice('outcome', say('cases.outcome'), codeOptions('outcome', code))}
            {choice('timeliness', `${say('cases.timeliness')} (${say('cases.isClosed')})`, codeOptions('timeliness', code, ['on-time', 'late']))}
            {days('openedFrom', 'openedTo', say('cases.opened'))}
            {days('dueFrom', 'dueTo', say('cases.due'))}
            {text('agency', say('cases.agency'))}
            {text('handler', say('cases.handler'))}
          </>
        )}
        <Field id={id('order')} label={say('cases.order')}><Choice id={id('order')} value={order} clearable={false} options={[{ value: 'opening', label: say('cases.byOpening') }, { value: 'due', label: say('cases.byDue') }]} onChange={(value) => setOrder(value === 'due' ? 'due' : 'opening')} /></Field>
      </div>
      <div className="form-foot">
        <Button type="primary" htmlType="submit">{say('cases.apply')}</Button>
        <Button onClick={() => onAsk({ filters: {}, order: 'opening' })}>{say('cases.clear')}</Button>
        <Button type="link" aria-expanded={more} onClick={() => setMore(!more)}>{more ? say('cases.fewerFilters') : say('cases.moreFilters')}</Button>
        {order === 'due' && <span className="quiet">{say('cases.byDueHint')}</span>}
      </div>
    </form>
  );
}
