import type { RegionStatus } from '@tongban/contracts';
import { useSession } from '../../app/session';
import { useWords } from '../../i18n/use-words';
import { ActButton } from '../../parts/act-button';
import { EmptyNote } from '../../parts/empty-note';
import { formatCount, formatMegabytes } from '../../parts/figures';
import { Part, Scroll } from './status-tables';

/** Others are read by participants' systems and by other regions: no hub can ask for them. */
const readByHub = (name: string): boolean => !/^(?:p_|src_)/.test(name);

interface Props { readonly regions: readonly RegionStatus[]; readonly onlyBusy: boolean }

export function Consumers({ regions, onlyBusy }: Props) {
  const { say } = useWords();
  const { may } = useSession();
  const rows = regions.flatMap(({ region, consumers }) => consumers.map((consumer) => ({ region, ...consumer }))).filter(({ pending, ackPending, redelivered }) => !onlyBusy || pending + ackPending + redelivered > 0).sort((a, b) => b.pending - a.pending);
  return (
    <Part name="consumers" title={say('links.consumers')} aside={<span className="quiet figure">{formatCount(rows.length)}</span>}>
      {rows.length === 0 ? <EmptyNote title={say('app.empty')} /> : (
        <div className="tall"><Scroll label={say('links.consumers')}>
          <thead><tr><th scope="col">{say('links.region')}</th><th scope="col">{say('links.stream')}</th><th scope="col">{say('links.consumer')}</th><th scope="col" className="num">{say('links.pending')}</th><th scope="col" className="num">{say('links.ackPending')}</th><th scope="col" className="num">{say('links.redelivered')}</th>{may('links.act') && <th scope="col"><span className="hidden-words">{say('links.askAnew')}</span></th>}</tr></thead>
          <tbody>{rows.map(({ region, stream, name, pending, ackPending, redelivered }) => <tr key={`${region}-${stream}-${name}`}><td className="mono">{region}</td><td className="mono">{stream}</td><td className="mono">{name}</td><td className="num">{formatCount(pending)}</td><td className="num">{formatCount(ackPending)}</td><td className={`num${redelivered > 0 ? ' tone-warn' : ''}`}>{formatCount(redelivered)}</td>{may('links.act') && <td>{pending > 0 && readByHub(name) && <ActButton label={say('links.askAnew')} path={`/hubs/${region}/cures`} body={{ cure: 'ask-anew', target: `${stream}/${name}` }} done={say('links.cured')} />}</td>}</tr>)}</tbody>
        </Scroll></div>
      )}
    </Part>
  );
}

export function Streams({ regions, onlyBusy }: Props) {
  const { say } = useWords();
  const rows = regions.flatMap(({ region, streams }) => streams.map((stream) => ({ region, ...stream }))).filter(({ messages }) => !onlyBusy || messages > 0);
  return (
    <Part name="streams" title={say('links.streams')} aside={<span className="quiet figure">{formatCount(rows.length)}</span>}>
      {rows.length === 0 ? <EmptyNote title={say('app.empty')} /> : (
        <div className="tall"><Scroll label={say('links.streams')}>
          <thead><tr><th scope="col">{say('links.region')}</th><th scope="col">{say('links.stream')}</th><th scope="col" className="num">{say('links.messages')}</th><th scope="col" className="num">{say('links.megabytes')}</th><th scope="col" className="num">{say('links.lastSequence')}</th></tr></thead>
          <tbody>{rows.map(({ region, name, messages, bytes, lastSequence }) => <tr key={`${region}-${name}`}><td className="mono">{region}</td><td className="mono">{name}</td><td className="num">{formatCount(messages)}</td><td className="num">{formatMegabytes(bytes)}</td><td className="num">{formatCount(lastSequence)}</td></tr>)}</tbody>
        </Scroll></div>
      )}
    </Part>
  );
}
