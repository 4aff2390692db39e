import type { NowDocument } from '@console/documents';
import { Link } from 'react-router';
import { useWords } from '../../i18n/use-words';
import { formatCount, formatRate } from '../../parts/figures';
import { type Totals, totalsOf } from './totals';

interface Tile { readonly name: string; readonly value: string; readonly to: string; readonly tone: 'bad' | 'warn' | 'plain' }

/** The figures an operator looks at first, each the way to the list behind it. */
export function Tiles({ document }: { readonly document: NowDocument }) {
  const { say } = useWords();
  const totals: Totals = totalsOf(document);
  const over = (value: number | undefined, tone: 'bad' | 'warn'): Tile['tone'] => (value !== undefined && value > 0 ? tone : 'plain');
  const tiles: readonly Tile[] = [
    { name: say('now.failed'), value: formatCount(totals.failed), to: '/failures', tone: over(totals.failed, 'bad') },
    { name: say('now.alarms'), value: formatCount(totals.openAlarms), to: '/deadlines?tab=alarms', tone: over(totals.openAlarms, 'warn') },
    { name: say('now.backlog'), value: formatCount(totals.backlog), to: '/links?tab=consumers', tone: 'plain' },
    { name: say('now.rejected'), value: formatCount(totals.rejected), to: '/links?tab=pairs', tone: over(totals.rejected, 'warn') },
    { name: say('now.perSecond'), value: formatRate(totals.perSecond), to: '/links?tab=pairs', tone: 'plain' },
    { name: say('now.viewLag'), value: formatCount(totals.viewLag), to: '/links?tab=hubs', tone: 'plain' },
    { name: say('now.silent'), value: formatCount(totals.silentLinks), to: '/links?tab=pairs', tone: over(totals.silentLinks, 'bad') },
    { name: say('now.unreachable'), value: formatCount(totals.unreachable), to: '/links?tab=hubs', tone: over(totals.unreachable, 'bad') },
  ];
  return (
    <nav aria-label={say('now.tiles')}>
      <ul className="tiles">
        {tiles.map(({ name, value, to, tone }) => <li key={name}><Link to={to} className={`tile tile-${tone}`}><span className="tile-name">{name}</span><span className="tile-value">{value}</span></Link></li>)}
      </ul>
    </nav>
  );
}
