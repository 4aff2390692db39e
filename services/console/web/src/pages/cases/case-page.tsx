import type { CaseDocument } from '@tongban/contracts';
import { useEffect, useRef } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Button } from 'antd';
import { useCaseRevision } from '../../api/use-live';
import { useDocument } from '../../api/use-document';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { Card } from '../../parts/card';
import { Heading } from '../../parts/heading';
import { Mark } from '../../parts/mark';
import { CaseFacts, Tracks } from './parts/case-facts';
import { DeadlineTable } from './parts/deadline-table';
import { EntryTable } from './parts/entry-table';
import { Erasures } from './parts/erasures';
import { NextActions } from './parts/next-actions';
import { Responsibility } from './parts/responsibility';
import { Awaited, Standstills } from './parts/situation';
import { Versions } from './parts/versions';
import { SequenceView } from './sequence/sequence-view';
import './case-page.css';

/** Changes that come together are asked for once. */
const SETTLE_MS = 600;

/** One case: where it stands, by when, why, and everything that happened to it. It follows its log by itself. */
export default function CasePage() {
  const { say, code } = useWords();
  const { caseNo = '' } = useParams();
  const navigate = useNavigate();
  const { key } = useLocation();
  const query = useDocument<CaseDocument>(`/cases/${encodeURIComponent(caseNo)}`);
  const revision = useCaseRevision(caseNo);
  useFollow(revision, () => void query.refetch());
  const { data } = query;
  return (
    <>
      <Heading title={caseNo} asOf={query.dataUpdatedAt} aside={<Button size="small" onClick={() => void (key === 'default' ? navigate('/cases') : navigate(-1))}>{say('casePage.back')}</Button>}>
        {data && (data.closed ? <Mark tone={data.outcome === 'completed' ? 'ok' : 'plain'}>{code('outcome', data.outcome) || say('cases.isClosed')}</Mark> : <Mark tone="info">{say('cases.open')}</Mark>)}
      </Heading>
      <Answer query={query} rows={14}>{(document) => <CaseParts document={document} />}</Answer>
    </>
  );
}

function CaseParts({ document }: { readonly document: CaseDocument }) {
  const { say } = useWords();
  const { standstills = [], awaited = [], responsibility = [], erasures = [], erasuresOrdered = [] } = document;
  return (
    <>
      <div className="grid case-top">
        <Card title={say('casePage.facts')}><CaseFacts document={document} /></Card>
        <Card title={say('casePage.holderNow')}>
          <div className="stack">
            <Tracks document={document} />
            {standstills.length > 0 && <><h3>{say('casePage.standstills')}</h3><Standstills standstills={standstills} deadlines={document.deadlines} /></>}
            {awaited.length > 0 && <><h3>{say('casePage.awaited')}</h3><Awaited awaited={awaited} /></>}
          </div>
        </Card>
      </div>
      <Card title={say('casePage.deadlines')} pad={false}><DeadlineTable deadlines={document.deadlines} /></Card>
      <Card title={say('casePage.sequence')}><SequenceView document={document} /></Card>
      <Card title={say('casePage.entries')} pad={false}><EntryTable entries={document.entries} /></Card>
      <div className="grid grid-2">
        <Card title={say('casePage.nextActions')}><NextActions caseNo={document.caseNo} logIndex={document.logIndex} /></Card>
        <Card title={say('casePage.versions')} pad={false}><Versions document={document} /></Card>
      </div>
      {responsibility.length > 0 && <Card title={say('casePage.responsibility')} pad={false}><Responsibility rows={responsibility} /></Card>}
      {erasures.length + erasuresOrdered.length > 0 && <Card title={say('casePage.erasures')}><Erasures document={document} /></Card>}
    </>
  );
}

/** Asks anew when what is followed changed, not when the page is opened. */
function useFollow(revision: string, ask: () => void): void {
  const first = useRef(revision);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (first.current === revision) return undefined;
    first.current = revision;
    const timer = setTimeout(() => latest.current(), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [revision]);
}
