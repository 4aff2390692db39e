import type { FindDocument, FindMatch } from '@tongban/contracts';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { getDocument } from '../api/http';
import { useWords } from '../i18n/use-words';
import { looksPersonal } from '../parts/looks-personal';
import { MissingRegions } from '../parts/missing-regions';
import { ProblemNotice } from '../parts/problem-notice';
import { Instant } from '../parts/time/instant';
import { useSession } from './session';

type Answer = { readonly kind: 'personal' } | { readonly kind: 'found'; readonly document: FindDocument } | { readonly kind: 'failed'; readonly error: unknown };

/** Any number leads to its case. What is typed stays in this box: it goes into no address of a page. */
export function FindBox() {
  const { say } = useWords();
  const { may } = useSession();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<Answer>();

  const find = async () => {
    const value = text.trim();
    if (value === '') return;
    if (looksPersonal(value)) return setAnswer({ kind: 'personal' });
    setAsking(true);
    try {
      const document = await getDocument<FindDocument>('/find', { value });
      const cases = new Set(document.matches.map(({ caseNo }) => caseNo));
      const [only] = cases;
      if (cases.size === 1 && only !== undefined) { setText(''); void navigate(pathOf(document.matches[0]!)); } else setAnswer({ kind: 'found', document });
    } catch (error) {
      setAnswer({ kind: 'failed', error });
    } finally {
      setAsking(false);
    }
  };
  const close = () => setAnswer(undefined);
  if (!may('cases.read')) return null;
  return (
    <search className="find">
      <Input.Search value={text} onChange={({ target }) => setText(target.value)} onSearch={() => void find()} loading={asking} placeholder={say('app.findHint')} aria-label={`${say('app.find')}: ${say('app.findHint')}`} autoComplete="off" maxLength={200} />
      <Modal open={answer !== undefined} onCancel={close} footer={null} title={say('app.findResults')} destroyOnHidden>
        {answer?.kind === 'personal' && <p role="alert">{say('app.findPersonal')}</p>}
        {answer?.kind === 'failed' && <ProblemNotice error={answer.error} onRetry={() => void find()} />}
        {answer?.kind === 'found' && <Matches document={answer.document} onGo={close} />}
      </Modal>
    </search>
  );
}

const pathOf = ({ caseNo, logIndex }: FindMatch): string => `/cases/${encodeURIComponent(caseNo ?? '')}${logIndex === undefined ? '' : `#entry-${logIndex}`}`;

function Matches({ document: { matches, unreachableRegions = [] }, onGo }: { readonly document: FindDocument; readonly onGo: () => void }) {
  const { say, code } = useWords();
  const { participantName } = useSession();
  return (
    <div className="stack">
      <MissingRegions regions={unreachableRegions} />
      {matches.length === 0 ? <p>{say('app.findNone')}</p> : <p className="quiet">{say('app.findMany', { n: matches.length })}</p>}
      <ul className="plain-list">
        {matches.map((match, index) => (
          <li key={index} className="find-match">
            {match.caseNo === undefined ? <span className="mono">{match.messageId ?? match.digest}</span> : <Link className="mono" to={pathOf(match)} onClick={onGo}>{match.caseNo}</Link>}
            <span className="quiet">{[match.region, match.participant && participantName(match.participant), match.kind === 'rejected' ? `${code('receipt', 'REJECTED')} ${match.code ?? ''}` : match.messageId].filter(Boolean).join(' · ')} <Instant at={match.at} /></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
