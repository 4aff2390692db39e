import type { ReceiptDocument } from '@tongban/contracts';

const RADIUS = 5;
/** How much of the circle is filled: the further a message came, the fuller. */
const FILLED: Readonly<Record<ReceiptDocument['level'], number>> = { RECEIVED: 0, REGISTERED: 0.5, DELIVERED: 0.75, TAKEN: 1, REJECTED: 0 };

/** The level of a receipt as a drawn mark; fonts differ too much in theirs. */
export function LevelMark({ level, x, y, title }: { readonly level: ReceiptDocument['level']; readonly x: number; readonly y: number; readonly title?: string }) {
  if (level === 'REJECTED') return <g className="level level-bad">{title && <title>{title}</title>}<circle cx={x} cy={y} r={RADIUS + 2} className="level-ground" /><path d={`M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`} /></g>;
  const share = FILLED[level];
  const angle = -Math.PI / 2 + share * 2 * Math.PI;
  const sector = share > 0 && share < 1 ? `M${x} ${y}V${y - RADIUS}A${RADIUS} ${RADIUS} 0 ${share > 0.5 ? 1 : 0} 1 ${x + RADIUS * Math.cos(angle)} ${y + RADIUS * Math.sin(angle)}Z` : undefined;
  return (
    <g className="level">{title && <title>{title}</title>}
      <circle cx={x} cy={y} r={RADIUS} className={share === 1 ? 'level-full' : 'level-ground'} />
      {sector !== undefined && <path d={sector} className="level-sector" />}
      <circle cx={x} cy={y} r={RADIUS} className="level-rim" />
    </g>
  );
}
