import type { LinkPair, LinksDocument } from '@console/documents';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { ActButton } from '../../parts/act-button';
import { Answer } from '../../parts/answer';
import { casePath } from '../../parts/cases-table';
import { DayInput } from '../../parts/day-input';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { DataTable } from '../../parts/table/data-table';
import { Instant } from '../../parts/time/instant';
import { beijingDay } from '../../parts/time/instants';
import { endsOf } from './stall';

/** Every ordered pair of regions as both of its ends have it on record, for one day. */
export function LinkPairs() {
  const { say, wording } = useWords();
  const { regionName, may } = useSession();
  const id = useId();
  const [date, setDate] = useState(beijingDay(Date.now()));
  const query = useDocument<LinksDocument>('/links', { date }, { keep: true });
  return (
    <>
      <div className="tab-head"><label className="inline-field" htmlFor={id}>{say('links.date')}<DayInput id={id} value={date} clearable={false} width={150} onChange={(day) => day !== undefined && setDate(day)} /></label></div>
      <Answer query={query} rows={10}>
        {({ pairs, unreachableRegions }) => (
          <>
            <MissingRegions regions={unreachableRegions} />
            <DataTable<LinkPair>
              label={say('links.pairs')} rows={pairs} rowKey={({ from, to }) => `${from}-${to}`} busy={query.isPlaceholderData} empty={<EmptyNote title={say('links.noPairs')} />}
              expanded={(pair) => <Standing pair={pair} />} opens={hasMore} rowClass={({ standing }) => ((standing?.open ?? 0) > 0 ? 'row-late' : '')}
              columns={[
                { key: 'pair', title: say('now.direction'), wraps: 'wide', cell: ({ from, to }) => `${regionName(from)} → ${regionName(to)}` },
                { key: 'ends', title: say('links.agree'), cell: ({ sent, received }) => <Ends sent={sent?.sent} received={received} /> },
                { key: 'sent', title: say('links.sent'), figure: true, cell: ({ sent }) => formatCount(sent?.sent) },
                { key: 'received', title: say('links.received'), figure: true, cell: ({ received }) => formatCount(received) },
                { key: 'owed', title: say('links.owed'), figure: true, cell: ({ sent }) => formatCount(sent?.owed) },
                { key: 'acknowledged', title: say('links.acknowledged'), figure: true, cell: ({ sent }) => formatCount(sent?.acknowledged) },
                { key: 'stuck', title: say('links.stuck'), figure: true, cell: ({ sent }) => <span className={(sent?.stuck ?? 0) > 0 ? 'tone-bad' : ''}>{formatCount(sent?.stuck)}</span> },
                { key: 'open', title: say('links.open'), figure: true, cell: ({ standing }) => <span className={(standing?.open ?? 0) > 0 ? 'tone-bad' : ''}>{formatCount(standing?.open)}</span> },
                { key: 'compared', title: say('links.compared'), cell: ({ standing }) => (standing?.blind ? <span className="tone-warn">{wording(standing.blind)}</span> : <span className="figure">{formatCount(standing?.comparedThrough)} <Instant at={standing?.comparedAt} /></span>) },
                ...(may('links.act') ? [{ key: 'act', title: '', cell: ({ from, to }: LinkPair) => <ActButton label={say('links.compareNow')} path={`/links/${from}/${to}/compare`} onDone={() => void query.refetch()} /> }] : []),
              ]}
            />
          </>
        )}
      </Answer>
    </>
  );
}

function Ends({ sent, received }: { readonly sent: number | undefined; readonly received: number | undefined }) {
  const { say } = useWords();
  const ends = endsOf(sent, received);
  if (ends.kind === 'equal') return <Mark tone="ok">{say('links.equal')}</Mark>;
  return ends.kind === 'one-end' ? <Mark tone="warn">{say('links.oneEnd')}</Mark> : <Mark tone="warn">{say('links.unequal', { n: formatCount(ends.by) })}</Mark>;
}

const hasMore = ({ sent, standing }: LinkPair): boolean => (sent?.stuckDeliveries?.length ?? 0) + (standing?.findings.length ?? 0) + (standing?.setBacks.length ?? 0) > 0;

function Standing({ pair: { sent, standing } }: { readonly pair: LinkPair }) {
  const { say, code } = useWords();
  const stuck = sent?.stuckDeliveries ?? [];
  const findings = standing?.findings ?? [];
  return (
    <div className="entry-detail stack">
      {(standing?.setBacks.length ?? 0) > 0 && <p className="tone-warn">{say('links.setBacks', { n: standing!.setBacks.length })}</p>}
      {findings.length > 0 && <div><h3>{say('links.findings')}</h3><ul className="plain-list">{findings.slice(0, 20).map((one) => <li key={one.sequence}><Mark tone={one.repairedAt === undefined ? 'bad' : 'ok'}>{code('difference', one.difference)}</Mark> <span className="figure">{one.sequence}</span> {one.caseNo && <Link className="mono" to={casePath(one.caseNo)}>{one.caseNo}</Link>} <Instant at={one.foundAt} />{one.repairedAt !== undefined && <> → <Instant at={one.repairedAt} /></>}</li>)}</ul></div>}
      {stuck.length > 0 && <div><h3>{say('links.stuck')}</h3><ul className="plain-list">{stuck.slice(0, 20).map((one) => <li key={`${one.caseNo}-${one.logIndex}`}><Link className="mono" to={casePath(one.caseNo)}>{one.caseNo}</Link> <span className="figure">{one.logIndex} · {one.participant}</span> <Instant at={one.sentAt} /></li>)}</ul></div>}
    </div>
  );
}
