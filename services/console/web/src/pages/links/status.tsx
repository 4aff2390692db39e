import type { RegionStatus } from '@tongban/contracts';
import { Checkbox, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { StatusDocument } from '../../api/other-documents';
import { useDocument } from '../../api/use-document';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { ActButton } from '../../parts/act-button';
import { Answer } from '../../parts/answer';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount, formatMegabytes } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { MissingRegions } from '../../parts/missing-regions';
import { Refresh } from '../../parts/refresh';
import { Instant } from '../../parts/time/instant';
import { Checks, Mirrors, Sources } from './status-tables';
import { Consumers, Streams } from './status-streams';

/** The technical side of the hubs: what runs, what waits, what does not follow. */
export function HubStatus() {
  const { say } = useWords();
  const { regionName } = useSession();
  const query = useDocument<StatusDocument>('/status', {}, { every: 15_000 });
  const [address] = useSearchParams();
  const [region, setRegion] = useState(address.get('region') ?? '');
  const [busy, setBusy] = useState(true);
  return (
    <>
      <div className="tab-head">
        <div className="segments"><Segmented value={region} onChange={setRegion} aria-label={say('links.region')} options={[{ value: '', label: say('links.allRegions') }, ...(query.data?.regions ?? []).map((one) => ({ value: one.region, label: regionName(one.region) }))]} /></div>
        <Checkbox checked={busy} onChange={({ target }) => setBusy(target.checked)}>{say('links.onlyBusy')}</Checkbox>
        <span className="heading-space" />
        <Refresh askedAt={query.dataUpdatedAt} busy={query.isFetching} onClick={() => void query.refetch()} />
      </div>
      <Answer query={query} rows={14}>
        {({ regions, unreachableRegions, clockAgrees }) => {
          const shown = regions.filter((one) => region === '' || one.region === region);
          return (
            <div className="status-parts">
              <MissingRegions regions={unreachableRegions} />
              {!clockAgrees && <div className="notice notice-warn">{say('links.clocksDisagree')}</div>}
              {shown.length === 0 ? <EmptyNote title={say('links.noHub')} /> : <><Hubs regions={shown} /><Checks regions={shown} /><Sources regions={shown} /><Consumers regions={shown} onlyBusy={busy} /><Streams regions={shown} onlyBusy={busy} /><Mirrors regions={shown} /></>}
            </div>
          );
        }}
      </Answer>
    </>
  );
}

function Hubs({ regions }: { readonly regions: readonly RegionStatus[] }) {
  const { say } = useWords();
  const { regionName, may } = useSession();
  return (
    <section aria-label={say('links.status')}>
      <div className="lean-box" role="group" aria-label={say('links.status')} tabIndex={0}>
        <table className="lean">
          <thead><tr><th scope="col">{say('links.region')}</th><th scope="col">{say('now.ready')}</th><th scope="col">{say('links.server')}</th><th scope="col" className="num">{say('now.memory')}</th><th scope="col">{say('links.clock')}</th><th scope="col">{say('links.viewState')}</th><th scope="col" className="num">{say('now.alarms')}</th></tr></thead>
          <tbody>
            {regions.map(({ region, ready, server, rssBytes, clock, view, caseClocks }) => (
              <tr key={region}><th scope="row">{regionName(region)} <span className="quiet mono">{region}</span></th><td>{ready ? <Mark tone="ok">{say('now.ready')}</Mark> : <Mark tone="bad">{say('now.notReady')}</Mark>}</td><td className="mono">{server.name} {server.version}</td><td className="num">{formatMegabytes(rssBytes)}</td>
                <td><Instant at={clock.businessNow} />{clock.speed !== 1 && <span className="quiet"> ×{clock.speed}</span>}</td><td>{view.ok ? <Mark tone="ok">{say('links.fine')}</Mark> : <Mark tone="bad" {...(view.detail !== undefined && { title: view.detail })}>{say('links.wrong')}</Mark>} <span className="quiet figure">{say('links.viewLag')} {formatCount(view.lag)}</span> {may('links.act') && !view.ok && <ActButton label={say('links.rebuild')} path={`/hubs/${region}/cures`} body={{ cure: 'rebuild-views' }} done={say('links.cured')} />}</td><td className="num">{formatCount(caseClocks?.openAlarms)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
