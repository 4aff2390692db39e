import { Link } from 'react-router';
import { useWords } from '../i18n/use-words';
import { Heading } from '../parts/heading';
import { firstPlace } from './places';
import { useSession } from './session';

/** An address that leads nowhere, or to what somebody may not see: in words, with a way on. */
export function NoPlace({ why }: { readonly why: 'not-found' | 'not-allowed' }) {
  const { say } = useWords();
  const { may } = useSession();
  const home = firstPlace(may);
  const title = why === 'not-found' ? say('app.notFound') : say('app.notAllowed');
  return (
    <>
      <Heading title={title} />
      <section className="card pad">
        <p>{why === 'not-found' ? say('app.notFoundNext') : say('app.notAllowedNext')}</p>
        {home !== undefined && <Link to={home}>{say('app.now')}</Link>}
      </section>
    </>
  );
}
