import type { AlertListDocument, AlertRow } from '@tongban/contracts';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { ActButton } from '../../parts/act-button';
import { Answer } from '../../parts/answer';
import { EmptyNote } from '../../parts/empty-note';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { Refresh } from '../../parts/refresh';
import { cursorOf } from '../../parts/table/cursor';
import { DataTable } from '../../parts/table/data-table';
import { Pager, usePages } from '../../parts/table/pager';
import { Instant } from '../../parts/time/instant';

const TONES = { critical: 'bad', warning: 'warn', info: 'info' } as const;

/** What the hubs find wrong with themselves, who has it in hand, and whether anybody could be told. */
export function Alerts() {
  const { say, wording } = useWords();
  const { may, regionName, participantName } = useSession();
  const [state, setState] = useState<'open' | 'any'>('open');
  const [pages, turn] = usePages(state);
  const query = useDocument<AlertListDocument>('/alerts', { state, limit: 50, after: cursorOf(pages) }, { every: 10_000, keep: true });
  const nameOf = (about: string): string => (regionName(about) === about ? participantName(about) : regionName(about));
  return (
    <>
      <div className="tab-head">
        <Segmented<'open' | 'any'> value={state} onChange={setState} aria-label={say('links.standing')} options={[{ value: 'open', label: say('alerts.onlyOpen') }, { value: 'any', label: say('alerts.any') }]} />
        <span className="heading-space" />
        <Refresh askedAt={query.dataUpdatedAt} busy={query.isFetching} onClick={() => void query.refetch()} />
      </div>
      <Answer query={query} rows={8}>
        {({ rows, next, channels, unreachableRegions }) => (
          <>
            <MissingRegions regions={unreachableRegions} />
            {channels.filter(({ failures }) => failures > 0).map(({ region, channel, failures }) => <div key={`${region}-${channel}`} className="notice notice-warn">{say('alerts.untold', { region: regionName(region), channel, n: failures })}</div>)}
            <DataTable<AlertRow>
              label={say('alerts.title')} rows={rows} rowKey={({ region, number }) => `${region}-${number}`} busy={query.isPlaceholderData} empty={<EmptyNote title={say('alerts.none')} next={say('alerts.noneNext')} />} headedBy="what"
              columns={[
                { key: 'severity', title: say('alerts.severity'), cell: ({ severity }) => <Mark tone={TONES[severity]}>{say(`alerts.${severity}`)}</Mark> },
                { key: 'region', title: say('links.region'), cell: ({ region }) => regionName(region) },
                { key: 'about', title: say('alerts.about'), cell: ({ about }) => about && nameOf(about) },
                { key: 'what', title: say('alerts.what'), wraps: 'wide', cell: ({ wording: words, detail }) => <>{wording(words)}{detail && <span className="quiet"> {wording(detail)}</span>}</> },
                { key: 'raised', title: say('alerts.raised'), cell: ({ raisedAt }) => <Instant at={raisedAt} /> },
                { key: 'recovered', title: say('alerts.recovered'), cell: ({ recoveredAt }) => recoveredAt && <Instant at={recoveredAt} /> },
                { key: 'hand', title: say('alerts.inHand'), wraps: true, cell: (row) => <InHand row={row} mayAct={may('alerts.act')} onDone={() => void query.refetch()} /> },
                { key: 'next', title: say('alerts.next'), wraps: 'wide', cell: ({ recoveredAt, next: step }) => (recoveredAt ? '' : wording(step)) },
              ]}
            />
            <Pager pages={pages} next={next} rows={rows.length} onChange={turn} />
          </>
        )}
      </Answer>
    </>
  );
}

function InHand({ row: { region, number, acknowledged, recoveredAt }, mayAct, onDone }: { readonly row: AlertRow; readonly mayAct: boolean; readonly onDone: () => void }) {
  const { say } = useWords();
  if (acknowledged) return <><span className="mono">{acknowledged.by}</span> <Instant at={acknowledged.at} />{acknowledged.reason && <> · {acknowledged.reason}</>}</>;
  return mayAct && !recoveredAt ? <ActButton label={say('alerts.acknowledge')} path={`/alerts/${region}/${number}/acknowledge`} onDone={onDone} /> : null;
}
