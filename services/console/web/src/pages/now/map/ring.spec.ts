import type { PairFlow } from '@console/documents';
import { NARROW_RING, WIDE_RING, pairId, ringArrows, ringNodes } from './ring';

const REGIONS = ['nat', 'jjj', 'yrd', 'gba', 'ccec'];
const flows = REGIONS.flatMap((from) => REGIONS.map((to): PairFlow => ({ from, to, perSecond: from === 'nat' ? 4 : 0, rejected: 0, link: from === to ? 'own' : 'up' })));

describe.each([['wide', WIDE_RING], ['narrow', NARROW_RING]])('the %s ring', (_, size) => {
  const nodes = ringNodes(REGIONS, size);
  const arrows = ringArrows(flows, nodes, size);
  it('has every region within the drawing', () => {
    for (const { x, y } of nodes) {
      expect(x).toBeGreaterThanOrEqual(size.node); expect(x).toBeLessThanOrEqual(size.width - size.node);
      expect(y).toBeGreaterThanOrEqual(size.node); expect(y).toBeLessThanOrEqual(size.height - size.node);
    }
  });
  it('has an arrow for every ordered pair of two regions', () => {
    expect(arrows).toHaveLength(20);
    expect(new Set(arrows.map(({ id }) => id)).size).toBe(20);
  });
  it('has labels apart from each other', () => {
    for (const a of arrows) for (const b of arrows) if (a.id < b.id) expect(Math.hypot(a.label.x - b.label.x, a.label.y - b.label.y)).toBeGreaterThan(size.node / 4);
  });
  it('is wider where more goes', () => {
    expect(arrows.find(({ flow }) => flow.from === 'nat')!.width).toBe(4);
    expect(arrows.find(({ flow }) => flow.from === 'yrd')!.width).toBe(1);
  });
});

it('a pair without one of its regions on the ring is not drawn', () => expect(ringArrows(flows, ringNodes(['nat'], WIDE_RING), WIDE_RING)).toEqual([]));
it('a direction has a name of its own', () => expect(pairId({ from: 'a', to: 'b' })).not.toBe(pairId({ from: 'b', to: 'a' })));
