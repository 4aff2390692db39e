import type { ParticipantFlow } from '@console/documents';
import { useWords } from '../../i18n/use-words';
import { Card } from '../../parts/card';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount, formatRate } from '../../parts/figures';
import { Party } from '../../parts/party';

const SHOWN = 10;

/** Ordered pairs of participants with traffic, busiest first. */
export function Busiest({ flows }: { readonly flows: readonly ParticipantFlow[] }) {
  const { say } = useWords();
  return (
    <Card title={say('now.busiest')} pad={false} aside={flows.length > SHOWN ? <span className="quiet figure">{say('now.more', { n: flows.length - SHOWN })}</span> : null}>
      {flows.length === 0 ? <EmptyNote title={say('app.empty')} /> : (
        <div className="lean-box" role="group" aria-label={say('now.busiest')} tabIndex={0}>
          <table className="lean">
            <thead><tr><th scope="col">{say('now.from')}</th><th scope="col">{say('now.to')}</th><th scope="col" className="num">{say('now.rate')}</th><th scope="col" className="num">{say('now.messages')}</th><th scope="col" className="num">{say('now.pairRejected')}</th></tr></thead>
            <tbody>
              {flows.slice(0, SHOWN).map(({ from, to, perSecond, messages, rejected }) => (
                <tr key={`${from}-${to}`}><td><Party code={from} /></td><td><Party code={to} /></td><td className="num">{formatRate(perSecond)}</td><td className="num">{formatCount(messages)}</td><td className={`num${rejected > 0 ? ' tone-warn' : ''}`}>{formatCount(rejected)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}
