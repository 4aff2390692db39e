import { Segmented } from 'antd';
import { useId, useState } from 'react';
import type { SecurityListDocument } from '../../api/other-documents';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Answer } from '../../parts/answer';
import { Choice } from '../../parts/choice';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount } from '../../parts/figures';
import { MissingRegions } from '../../parts/missing-regions';
import { namedOptions } from '../../parts/names';
import { Refresh } from '../../parts/refresh';
import { DataTable } from '../../parts/table/data-table';
import { Instant } from '../../parts/time/instant';

const HOUR_MS = 3_600_000;
const SPANS = [1, 24, 168] as const;

/** What was refused, and by whose credentials: for the security administrator. */
export function SecurityEvents() {
  const { say, code, wording } = useWords();
  const { session, participantName, regionName } = useSession();
  const id = useId();
  const [span, setSpan] = useState<number>(24);
  const [since, setSince] = useState(() => new Date(Date.now() - 24 * HOUR_MS).toISOString());
  const [participant, setParticipant] = useState<string>();
  const [region, setRegion] = useState<string>();
  const look = (hours: number) => { setSpan(hours); setSince(new Date(Date.now() - hours * HOUR_MS).toISOString()); };
  const query = useDocument<SecurityListDocument>('/security-events', { since, participant, region }, { keep: true });
  const spanWords = (hours: number): string => (hours < 48 ? say('links.lastHours', { n: hours }) : say('links.lastDays', { n: hours / 24 }));
  return (
    <>
      <div className="tab-head">
        <Segmented<number> value={span} onChange={look} aria-label={say('links.since')} options={SPANS.map((value) => ({ value, label: spanWords(value) }))} />
        <label className="inline-field" htmlFor={`${id}-r`}>{say('links.region')}<Choice id={`${id}-r`} width={160} value={region} onChange={setRegion} placeholder={say('app.all')} options={namedOptions(session.regions, wording)} /></label>
        <label className="inline-field" htmlFor={`${id}-p`}>{say('links.by')}<Choice id={`${id}-p`} width={180} value={participant} onChange={setParticipant} placeholder={say('app.all')} options={namedOptions(session.participants, wording)} /></label>
        <span className="heading-space" />
        <Refresh askedAt={query.dataUpdatedAt} busy={query.isFetching} onClick={() => { look(span); void query.refetch(); }} />
      </div>
      <Answer query={query} rows={10}>
        {({ events, more, unwatchedRegions = [], unreachableRegions }) => (
          <>
            <MissingRegions regions={unreachableRegions} />
            {unwatchedRegions.length > 0 && <div className="notice notice-warn">{say('links.unwatched', { regions: unwatchedRegions.map(regionName).join(', ') })}</div>}
            <DataTable
              label={say('links.security')} rows={[...events].reverse()} rowKey={(event) => `${event.region}-${event.kind}-${event.by}-${event.firstAt}-${event.credential ?? ''}`} busy={query.isPlaceholderData} empty={<EmptyNote title={say('links.noEvents')} />} headedBy="kind"
              columns={[
                { key: 'last', title: say('links.last'), cell: ({ lastAt }) => <Instant at={lastAt} /> },
                { key: 'region', title: say('links.region'), cell: (event) => regionName(event.region) },
                { key: 'kind', title: say('links.kind'), wraps: 'wide', cell: (event) => <span>{wording(event.wording)} <span className="quiet mono">{event.kind}</span></span> },
                { key: 'by', title: say('links.by'), cell: ({ by, credential }) => <span title={credential}>{participantName(by)} <span className="quiet mono">{participantName(by) === by ? '' : by}</span></span> },
                { key: 'count', title: say('links.count'), figure: true, cell: ({ count, atLeast }) => `${atLeast ? '≥' : ''}${formatCount(count)}` },
                { key: 'seen', title: say('links.seenBy'), cell: ({ seenBy }) => code('observer', seenBy) },
                { key: 'code', title: say('app.code'), cell: (event) => <span className="mono">{event.code}</span> },
                { key: 'first', title: say('links.first'), cell: ({ firstAt }) => <Instant at={firstAt} /> },
              ]}
            />
            {(Array.isArray(more) ? more.length > 0 : more === true) && <p className="quiet pad">{say('links.moreEvents')}</p>}
          </>
        )}
      </Answer>
    </>
  );
}
