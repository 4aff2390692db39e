import { Button } from 'antd';
import { useRouteError } from 'react-router';
import { useWords } from '../i18n/use-words';
import { Heading } from '../parts/heading';

/** What a page that throws leaves behind: words and a way on, and the menu stays. After a release, old chunks are gone; loading anew fetches the new ones. */
export function PageFault() {
  const { say } = useWords();
  const error = useRouteError();
  return (
    <>
      <Heading title={say('app.broken')} />
      <section className="card pad stack" role="alert">
        <p>{say('app.brokenNext')}</p>
        <p className="quiet mono">{error instanceof Error ? error.message : ''}</p>
        <div><Button type="primary" onClick={() => location.reload()}>{say('app.reload')}</Button></div>
      </section>
    </>
  );
}
