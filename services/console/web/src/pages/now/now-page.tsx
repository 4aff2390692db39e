import type { NowDocument } from '@console/documents';
import { NOW_KEY } from '../../api/live-store';
import { useLive } from '../../api/use-live';
import { useDocument } from '../../api/use-document';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { Heading } from '../../parts/heading';
import { Mark } from '../../parts/mark';
import { Busiest } from './busiest';
import { FlowMap } from './flow-map';
import { LiveLine } from './live-line';
import { NeedList } from './need-list';
import { RegionHealth } from './region-health';
import { Tiles } from './tiles';
import './now.css';

/** Without the live stream the page asks by itself. */
const ASK_EVERY_MS = 10_000;

/** Is anything wrong now. Fed by the live stream; nothing of it changes its size when something comes. */
export default function NowPage() {
  const { say } = useWords();
  const { phase } = useLive();
  const query = useDocument<NowDocument>(NOW_KEY[0], NOW_KEY[1], { every: phase === 'open' ? 60_000 : ASK_EVERY_MS });
  return (
    <>
      <Heading title={say('app.now')} asOf={query.data === undefined ? 0 : Date.parse(query.data.at) || query.dataUpdatedAt}>
        {query.data && (query.data.ok && query.data.needs.length === 0 ? <Mark tone="ok">{say('now.wellTitle')}</Mark> : <Mark tone="bad">{say('now.unwellTitle', { n: query.data.needs.length })}</Mark>)}
      </Heading>
      <Answer query={query} rows={14}>
        {(document) => (
          <>
            <Tiles document={document} />
            <div className="grid now-top"><NeedList needs={document.needs} /><LiveLine /></div>
            <RegionHealth regions={document.regions} />
            <FlowMap document={document} />
            <Busiest flows={document.participantPairs} />
          </>
        )}
      </Answer>
    </>
  );
}
