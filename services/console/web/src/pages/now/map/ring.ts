import type { PairFlow } from '@console/documents';

/** Where everything of the ring stands. Pure: the same regions are always at the same place, whatever comes. */
export interface RingSize { readonly width: number; readonly height: number; readonly radius: number; readonly node: number; readonly bow: number }
export interface Point { readonly x: number; readonly y: number }
export interface RingNode extends Point { readonly region: string; /** Baseline of its name, outside the circle and away from the middle. */ readonly nameY: number }
export interface RingArrow {
  readonly id: string; readonly flow: PairFlow;
  /** A quadratic curve from one node to the other, ending where the arrow head begins. */
  readonly path: string;
  readonly head: string;
  readonly label: Point;
  readonly width: number;
}
export const WIDE_RING: RingSize = { width: 470, height: 450, radius: 172, node: 34, bow: 25 };
export const NARROW_RING: RingSize = { width: 340, height: 330, radius: 118, node: 27, bow: 17 };
const HEAD = 9;
/** The label is nearer to the sender, so that labels of crossing arrows do not meet in the middle. */
const LABEL_AT = 0.3;

export const pairId = ({ from, to }: Pick<PairFlow, 'from' | 'to'>): string => `${from}-${to}`;

export function ringNodes(regions: readonly string[], { width, height, radius, node }: RingSize): readonly RingNode[] {
  const centre = { x: width / 2, y: height / 2 + radius * 0.08 };
  return regions.map((region, index) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * index) / Math.max(1, regions.length);
    const y = round(centre.y + radius * Math.sin(angle));
    return { region, x: round(centre.x + radius * Math.cos(angle)), y, nameY: Math.sin(angle) > 0.3 ? y + node + 17 : y - node - 8 };
  });
}

export function ringArrows(flows: readonly PairFlow[], nodes: readonly RingNode[], size: RingSize): readonly RingArrow[] {
  const at = new Map(nodes.map((node) => [node.region, node]));
  const most = Math.max(...flows.map(({ perSecond }) => perSecond), 0);
  return flows.flatMap((flow) => {
    const [from, to] = [at.get(flow.from), at.get(flow.to)];
    return from === undefined || to === undefined || from === to ? [] : [arrow(flow, from, to, most, size)];
  });
}

function arrow(flow: PairFlow, from: Point, to: Point, most: number, { node, bow }: RingSize): RingArrow {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  // Each direction bows to its own right, so that the two of a pair lie apart.
  const control = { x: (from.x + to.x) / 2 - along.y * bow * 2, y: (from.y + to.y) / 2 + along.x * bow * 2 };
  const start = towards(from, control, node + 2);
  const tip = towards(to, control, node + 3);
  const end = towards(tip, control, HEAD - 1);
  return {
    id: pairId(flow), flow, path: `M${start.x} ${start.y}Q${round(control.x)} ${round(control.y)} ${end.x} ${end.y}`, head: headAt(tip, control), label: onCurve(start, control, end, LABEL_AT),
    width: flow.perSecond === 0 ? 1 : round(1.2 + 2.8 * Math.sqrt(flow.perSecond / most)),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: round(from.x + ((to.x - from.x) / length) * distance), y: round(from.y + ((to.y - from.y) / length) * distance) };
}
const onCurve = (a: Point, b: Point, c: Point, t: number): Point => ({ x: round((1 - t) ** 2 * a.x + 2 * (1 - t) * t * b.x + t ** 2 * c.x), y: round((1 - t) ** 2 * a.y + 2 * (1 - t) * t * b.y + t ** 2 * c.y) });
function headAt(tip: Point, from: Point): string {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y);
  const [ux, uy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  const [bx, by] = [tip.x - ux * HEAD, tip.y - uy * HEAD];
  return `M${tip.x} ${tip.y}L${round(bx - uy * HEAD * 0.42)} ${round(by + ux * HEAD * 0.42)}L${round(bx + uy * HEAD * 0.42)} ${round(by - ux * HEAD * 0.42)}Z`;
}
