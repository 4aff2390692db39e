import type { PairFlow } from '@console/documents';
import { useSession } from '../../../app/session';
import { useWords } from '../../../i18n/use-words';
import { formatCount, formatMs, formatRate } from '../../../parts/figures';
import { Mark } from '../../../parts/mark';
import { useAge } from '../../../parts/time/age';
import { pairId } from './ring';

const LINK_TONES = { up: 'ok', silent: 'bad', unknown: 'warn', own: 'plain' } as const;

/** Every ordered pair with its figures. A row that is pointed at or has the focus is shown in the ring too. */
export function PairTable({ pairs, chosen, onChoose }: { readonly pairs: readonly PairFlow[]; readonly chosen: string | undefined; readonly onChoose: (id: string | undefined) => void }) {
  const { say, code } = useWords();
  const { regionName } = useSession();
  const age = useAge();
  const figures = [['rate', say('now.rate')], ['p50', say('now.p50')], ['p99', say('now.p99')], ['backlog', say('now.pairBacklog')], ['rejected', say('now.pairRejected')]] as const;
  return (
    <div className="pair-rows" role="group" aria-label={say('now.pairs')} tabIndex={0}>
      <table className="lean">
        <thead><tr><th scope="col">{say('now.direction')}</th>{figures.map(([key, title]) => <th key={key} scope="col" className="num">{title}</th>)}<th scope="col">{say('now.linkState')}</th></tr></thead>
        <tbody>
          {pairs.map((flow) => {
            const id = pairId(flow);
            return (
              <tr key={id} className={id === chosen ? 'pair-chosen' : ''} onPointerEnter={() => onChoose(id)} onPointerLeave={() => onChoose(undefined)}>
                <th scope="row" title={`${regionName(flow.from)} → ${regionName(flow.to)}`}><span className="mono">{flow.from === flow.to ? flow.from : `${flow.from} → ${flow.to}`}</span></th>
                <td className="num">{formatRate(flow.perSecond)}</td>
                <td className="num">{formatMs(flow.latencyMs?.p50)}</td>
                <td className="num">{formatMs(flow.latencyMs?.p99)}</td>
                <td className="num">{flow.link === 'own' ? '' : formatCount(flow.backlog)}</td>
                <td className={`num${flow.rejected > 0 ? ' tone-warn' : ''}`}>{formatCount(flow.rejected)}</td>
                <td><Mark tone={LINK_TONES[flow.link]} {...(flow.heardMsAgo !== undefined && { title: say('now.heard', { age: age(flow.heardMsAgo) }) })}>{code('link', flow.link)}</Mark></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
