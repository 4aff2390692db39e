import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, Popover } from 'antd';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words';
import { looksPersonal } from '../../parts/looks-personal';
import { type CaseQuestion, WORKLISTS, addressOf, sameQuestion } from './case-filters';
import { NAME_MAX, SAVED_KEY, questionOf, readSaved, withSaved, withoutSaved } from './saved-filters';

/** Worklists that everybody has, and filters that somebody saved: each is a link, so that it can be opened beside another. */
export function SavedBar({ question }: { readonly question: CaseQuestion }) {
  const { say } = useWords();
  const [saved, setSaved] = useState(() => readSaved(localStorage.getItem(SAVED_KEY)));
  const keep = (next: typeof saved) => { setSaved(next); localStorage.setItem(SAVED_KEY, JSON.stringify(next)); };
  const pathOf = (to: CaseQuestion): string => `/cases?${addressOf(to).toString()}`;
  const current = (to: CaseQuestion) => (sameQuestion(to, question) ? { 'aria-current': 'true' as const, className: 'chip chip-current' } : { className: 'chip' });
  return (
    <div className="saved-bar">
      <nav aria-label={say('cases.worklists')} className="chips">
        {WORKLISTS.map(({ id, question: to }) => <Link key={id} to={pathOf(to)} {...current(to)}>{say(`cases.${id}`)}</Link>)}
      </nav>
      <nav aria-label={say('cases.saved')} className="chips">
        {saved.map((one) => (
          <span key={one.name} className="chip-pair">
            <Link to={pathOf(questionOf(one))} {...current(questionOf(one))}>{one.name}</Link>
            <button type="button" className="chip-remove" aria-label={say('cases.remove', { name: one.name })} onClick={() => keep(withoutSaved(saved, one.name))}><CloseOutlined /></button>
          </span>
        ))}
        <SaveButton onSave={(name) => keep(withSaved(saved, name, question))} />
      </nav>
    </div>
  );
}

function SaveButton({ onSave }: { readonly onSave: (name: string) => void }) {
  const { say } = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const personal = looksPersonal(name);
  const save = () => { if (name.trim() === '' || personal) return; onSave(name); setName(''); setOpen(false); };
  const form = (
    <div className="stack" style={{ width: 240 }}>
      <label htmlFor={id}>{say('cases.saveName')}</label>
      <Input id={id} value={name} maxLength={NAME_MAX} onChange={({ target }) => setName(target.value)} onPressEnter={save} autoFocus {...(personal && { status: 'error' as const })} />
      <span className={personal ? 'field-error' : 'quiet'}>{personal ? say('cases.personal') : say('cases.saveNameHint')}</span>
      <Button type="primary" disabled={name.trim() === '' || personal} onClick={save}>{say('cases.saveConfirm')}</Button>
    </div>
  );
  return <Popover trigger="click" open={open} onOpenChange={setOpen} content={form} destroyOnHidden><Button size="small" type="dashed">{say('cases.save')}</Button></Popover>;
}
