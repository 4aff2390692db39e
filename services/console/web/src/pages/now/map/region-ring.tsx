import type { NowDocument, NowRegion, PairFlow } from '@console/documents';
import { useSession } from '../../../app/session';
import { useWords } from '../../../i18n/use-words';
import { formatRate } from '../../../parts/figures';
import { useIsNarrow } from '../../../parts/use-narrow';
import { clipped } from '../../../parts/clipped';
import { NARROW_RING, WIDE_RING, pairId, ringArrows, ringNodes } from './ring';
import './map.css';

/** How a direction stands: the line says it in colour and dashes, the table in words. */
export const toneOf = ({ link, rejected, backlog = 0 }: PairFlow): 'bad' | 'warn' | 'ok' | 'idle' => (link === 'silent' ? 'bad' : link === 'unknown' || rejected > 0 || backlog > 100 ? 'warn' : 'ok');
export const regionTone = ({ reachable, ready, failed = 0 }: NowRegion): 'bad' | 'warn' | 'ok' => (!reachable || ready === false ? 'bad' : failed > 0 ? 'warn' : 'ok');

/** Columns of a name that have room beside a node. */
const NAME_MAX = 18;

interface Props { readonly document: NowDocument; readonly chosen: string | undefined; readonly onChoose: (id: string | undefined) => void }

/** The regions in a ring, every ordered pair an arrow. Drawn for the eye; the table beside it has the same for everybody. */
export function RegionRing({ document: { regions, pairs }, chosen, onChoose }: Props) {
  const { say } = useWords();
  const { regionName } = useSession();
  const narrow = useIsNarrow(700);
  const size = narrow ? NARROW_RING : WIDE_RING;
  const nodes = ringNodes(regions.map(({ region }) => region), size);
  const arrows = ringArrows(pairs, nodes, size);
  const own = new Map(pairs.filter(({ from, to }) => from === to).map((flow) => [flow.from, flow]));
  // What is chosen is drawn last, over the others.
  const ordered = [...arrows].sort((a, b) => Number(a.id === chosen) - Number(b.id === chosen));
  return (
    <svg className="ring" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={say('now.mapLabel', { n: arrows.length })}>
      {ordered.map(({ id, flow, path, head, width }) => (
        <g key={id} className={`ring-arrow ring-${flow.perSecond === 0 && toneOf(flow) === 'ok' ? 'idle' : toneOf(flow)}${id === chosen ? ' ring-chosen' : ''}${chosen !== undefined && id !== chosen ? ' ring-faint' : ''}`} onPointerEnter={() => onChoose(id)} onPointerLeave={() => onChoose(undefined)}>
          <path d={path} className="ring-reach" />
          <path d={path} className="ring-line" strokeWidth={width} />
          <path d={head} className="ring-head" />
        </g>
      ))}
      {!narrow && ordered.filter(({ flow }) => flow.perSecond > 0 || flow.link === 'silent').map(({ id, flow, label }) => (
        <text key={id} x={label.x} y={label.y + 4} className={`ring-label${chosen !== undefined && id !== chosen ? ' ring-faint' : ''}`}>{flow.link === 'silent' ? '✕ ' : ''}{formatRate(flow.perSecond)}{flow.rejected > 0 ? ' !' : ''}</text>
      ))}
      {nodes.map(({ region, x, y, nameY }) => {
        const known = regions.find((one) => one.region === region)!;
        const inside = own.get(region);
        const self = pairId({ from: region, to: region });
        return (
          <g key={region} className={`ring-node ring-node-${regionTone(known)}${self === chosen ? ' ring-chosen' : ''}`} onPointerEnter={() => onChoose(self)} onPointerLeave={() => onChoose(undefined)}>
            <circle cx={x} cy={y} r={size.node} />
            <text x={x} y={nameY} className="ring-name">{clipped(regionName(region), NAME_MAX)}<title>{regionName(region)}</title></text>
            <text x={x} y={y - 2} className="ring-code">{region}</text>
            <text x={x} y={y + 13} className="ring-figure">{known.reachable ? `${formatRate(inside?.perSecond)}/s` : '✕'}</text>
          </g>
        );
      })}
    </svg>
  );
}
