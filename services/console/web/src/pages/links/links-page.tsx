import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Heading } from '../../parts/heading';
import { PageTabs } from '../../parts/tabs';
import { Alerts } from './alerts';
import { Participants } from './participants';
import { LinkPairs } from './pairs';
import { SecurityEvents } from './security-events';
import { HubStatus } from './status';
import './links.css';

/** Who takes part, and how the ways between them stand. A tab that somebody may not see is not there. */
export default function LinksPage() {
  const { say } = useWords();
  const { may } = useSession();
  const tabs = [
    ...(may('status.read') ? [{ key: 'alerts', label: say('alerts.title'), content: () => <Alerts /> }] : []),
    ...(may('standards.read') ? [{ key: 'participants', label: say('links.participants'), content: () => <Participants /> }] : []),
    ...(may('status.read') ? [{ key: 'hubs', aka: ['status', 'checks', 'consumers', 'streams', 'sources', 'mirrors'], label: say('links.status'), content: () => <HubStatus /> }] : []),
    { key: 'pairs', label: say('links.pairs'), content: () => <LinkPairs /> },
    ...(may('security.read') ? [{ key: 'security', label: say('links.security'), content: () => <SecurityEvents /> }] : []),
  ];
  return (
    <>
      <Heading title={say('app.links')} />
      <section className="card" aria-label={say('links.tabs')}><PageTabs label={say('links.tabs')} tabs={tabs} /></section>
    </>
  );
}
