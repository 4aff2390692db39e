import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { queryString } from '../../api/query-string';
import { useDocument } from '../../api/use-document';
import type { AuditEntry, AuditListDocument } from '../../api/other-documents';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { DayInput } from '../../parts/day-input';
import { EmptyNote } from '../../parts/empty-note';
import { Field } from '../../parts/field';
import { Heading } from '../../parts/heading';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { Refresh } from '../../parts/refresh';
import { cursorOf } from '../../parts/table/cursor';
import { DataTable } from '../../parts/table/data-table';
import { Pager, usePages } from '../../parts/table/pager';
import { Instant } from '../../parts/time/instant';
import { beginOfDay, endOfDay } from '../../parts/time/instants';

interface Filters { readonly actor: string; readonly action: string; readonly from: string; readonly to: string }
const NONE: Filters = { actor: '', action: '', from: '', to: '' };
/** Days of the form are Beijing's, the first and the last of them included. */
const instantsOf = ({ from, to }: Filters) => ({ from: from === '' ? undefined : beginOfDay(from), to: to === '' ? undefined : endOfDay(to) });
/** Words that outcomes of actions are told by; any other is shown plainly. */
const toneOf = (outcome: string | undefined): 'ok' | 'bad' | 'plain' => (outcome === undefined ? 'plain' : /^(ok|done|allowed|succeeded)$/.test(outcome) ? 'ok' : /^(refused|failed|denied|error)$|\./.test(outcome) ? 'bad' : 'plain');

/** Who did what with the console: for the auditor. */
export default function AuditPage() {
  const { say } = useWords();
  const id = useId();
  const [form, setForm] = useState(NONE);
  const [asked, ask] = useState(NONE);
  const filters = { actor: asked.actor, action: asked.action, ...instantsOf(asked) };
  const [pages, turn] = usePages(queryString(filters));
  const query = useDocument<AuditListDocument>('/audit', { ...filters, limit: 100, after: cursorOf(pages) }, { keep: true });
  const send = (event: FormEvent) => { event.preventDefault(); ask(form); };
  const set = (name: keyof Filters, value: string) => setForm((before) => ({ ...before, [name]: value }));
  const text = (name: 'actor' | 'action', label: string) => <Field id={`${id}-${name}`} label={label}><Input id={`${id}-${name}`} value={form[name]} maxLength={80} autoComplete="off" onChange={({ target }) => set(name, target.value)} /></Field>;
  const day = (name: 'from' | 'to', label: string) => <Field id={`${id}-${name}`} label={label}><DayInput id={`${id}-${name}`} value={form[name]} onChange={(value) => set(name, value ?? '')} /></Field>;
  return (
    <>
      <Heading title={say('app.audit')} aside={<Refresh askedAt={query.dataUpdatedAt} busy={query.isFetching} onClick={() => void query.refetch()} />} />
      <section className="card" aria-label={say('cases.filters')}>
        <form className="pad" onSubmit={send}>
          <div className="field-grid">{text('actor', say('audit.actor'))}{text('action', say('audit.action'))}{day('from', say('audit.from'))}{day('to', say('audit.to'))}</div>
          <div className="form-foot"><Button type="primary" htmlType="submit">{say('audit.apply')}</Button><Button onClick={() => { setForm(NONE); ask(NONE); }}>{say('audit.clear')}</Button><a className="export" href={`/api/v1/audit/export${queryString(filters)}`} download title={say('audit.downloadHint')}>{say('audit.download')}</a></div>
        </form>
      </section>
      <section className="card" aria-label={say('app.audit')}>
        <Answer query={query} rows={12}>
          {({ entries, next, broken = [], unreachableRegions }) => (
            <>
              <MissingRegions regions={unreachableRegions} />
              {broken.length > 0 && <div className="notice notice-bad"><strong>{say('audit.broken', { entries: broken.join(', ') })}</strong></div>}
              <DataTable<AuditEntry>
                label={say('app.audit')} rows={entries} rowKey={(entry) => `${entry.region ?? ''}-${entry.number ?? ''}-${entry.at}-${entry.actor}-${entry.action}-${entry.target ?? ''}`} busy={query.isPlaceholderData} empty={<EmptyNote title={say('audit.none')} next={say('audit.noneNext')} />} headedBy="action"
                columns={[
                  { key: 'at', title: say('audit.at'), cell: ({ at }) => <Instant at={at} /> },
                  { key: 'actor', title: say('audit.actor'), cell: ({ actor }) => actor },
                  { key: 'action', title: say('audit.action'), cell: ({ action }) => <span className="mono">{action}</span> },
                  { key: 'region', title: say('audit.region'), cell: ({ region }) => <span className="mono">{region}</span> },
                  { key: 'target', title: say('audit.target'), wraps: true, cell: ({ target }) => <span className="mono wrap">{target}</span> },
                  { key: 'reason', title: say('audit.reason'), wraps: true, cell: ({ reason }) => reason },
                  { key: 'outcome', title: say('audit.outcome'), cell: ({ outcome }) => outcome && <Mark tone={toneOf(outcome)}>{outcome}</Mark> },
                  { key: 'client', title: say('audit.client'), cell: ({ client }) => <span className="quiet mono">{client}</span> },
                ]}
              />
              <Pager pages={pages} next={next} rows={entries.length} onChange={turn} />
            </>
          )}
        </Answer>
      </section>
    </>
  );
}
