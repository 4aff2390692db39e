import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/use-words';
import { queryString } from '../../api/query-string';
import { CaseList } from '../../parts/case-list';
import { Heading } from '../../parts/heading';
import { type CaseQuestion, addressOf, readQuestion } from './case-filters';
import { FilterForm } from './filter-form';
import { SavedBar } from './saved-bar';
import './cases.css';

/** Which case is it. The question is in the address: going back from a case comes to the same list. */
export default function CasesPage() {
  const { say } = useWords();
  const [address, setAddress] = useSearchParams();
  const question = useMemo(() => readQuestion(address), [address]);
  const ask = (next: CaseQuestion) => setAddress(addressOf(next));
  return (
    <>
      <Heading title={say('app.cases')} />
      <SavedBar question={question} />
      <section className="card" aria-label={say('cases.filters')}><FilterForm question={question} onAsk={ask} /></section>
      <section className="card" aria-label={say('app.cases')}>
        <div className="tab-head"><span className="heading-space" /><a className="export" href={`/api/v1/case-export${queryString({ ...question.filters, order: question.order })}`} download title={say('cases.exportHint')}>{say('cases.export')}</a></div>
        <CaseList label={say('app.cases')} query={{ ...question.filters, order: question.order }} empty={say('cases.none')} emptyNext={say('cases.noneNext')} />
      </section>
    </>
  );
}
