import type { NowDocument, NowRegion } from '@console/documents';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { Card } from '../../parts/card';
import { formatCount, formatMegabytes } from '../../parts/figures';
import { Mark } from '../../parts/mark';
import { Instant } from '../../parts/time/instant';

/** One row for every region, of one that does not answer too: nobody should have to notice that it is missing. */
export function RegionHealth({ regions }: { readonly regions: NowDocument['regions'] }) {
  const { say } = useWords();
  const { regionName } = useSession();
  return (
    <Card title={say('now.health')} pad={false}>
      <div className="lean-box" role="group" aria-label={say('now.health')} tabIndex={0}>
        <table className="lean">
          <thead><tr>
            <th scope="col">{say('now.region')}</th><th scope="col">{say('now.ready')}</th><th scope="col">{say('now.checks')}</th><th scope="col" className="num">{say('now.failed')}</th>
            <th scope="col" className="num">{say('now.alarms')}</th><th scope="col" className="num">{say('now.backlog')}</th><th scope="col" className="num">{say('now.viewLag')}</th><th scope="col" className="num">{say('now.memory')}</th><th scope="col">{say('now.businessNow')}</th>
          </tr></thead>
          <tbody>
            {regions.map((region) => (
              <tr key={region.region}>
                <th scope="row"><span className="nowrap">{regionName(region.region)} <span className="quiet mono">{region.region}</span></span></th>
                <td>{!region.reachable ? <Mark tone="bad">{say('now.noAnswer')}</Mark> : region.ready === false ? <Mark tone="bad">{say('now.notReady')}</Mark> : <Mark tone="ok">{say('now.ready')}</Mark>}</td>
                <td>{region.reachable ? <CheckMarks checks={region.checks} /> : <span className="mono quiet">{region.code}</span>}</td>
                <td className={`num${(region.failed ?? 0) > 0 ? ' tone-bad' : ''}`}>{formatCount(region.failed)}</td>
                <td className="num">{formatCount(region.openAlarms)}</td>
                <td className="num">{formatCount(region.backlog)}</td>
                <td className="num">{formatCount(region.viewLag)}</td>
                <td className="num">{formatMegabytes(region.rssBytes)}</td>
                <td><Instant at={region.businessNow} />{region.speed !== undefined && region.speed !== 1 && <span className="quiet"> ×{region.speed}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function CheckMarks({ checks }: { readonly checks: NowRegion['checks'] }) {
  const { say, wording } = useWords();
  const all = Object.values(checks ?? {});
  const failed = all.filter(({ ok }) => !ok);
  const blind = all.filter(({ blind: cannotSee }) => cannotSee);
  if (all.length === 0) return null;
  return (
    <span className="marks">
      {failed.length > 0 ? <Mark tone="bad" title={failed.map((check) => wording(check.wording)).join('\n')}>{say('now.checksFailed', { n: failed.length })}</Mark> : <Mark tone="ok">{say('now.checksOk', { n: all.length })}</Mark>}
      {blind.length > 0 && <Mark tone="warn" title={blind.map((check) => wording(check.blind)).join('\n')}>{say('now.checksBlind', { n: blind.length })}</Mark>}
    </span>
  );
}
