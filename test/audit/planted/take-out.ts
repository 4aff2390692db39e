import type { World } from './small-world';

interface Place { readonly stream: string; readonly seq: number }

/** Deletes one stored message, as whoever holds the rights of its region's hub may: a stream whose first is gone begins later. */
export function takeOut(world: World, { stream, seq }: Place): void {
  const drop = <T extends Place>(list: T[]): void => void list.splice(0, list.length, ...list.filter((row) => row.stream !== stream || row.seq !== seq));
  const all = [world.submissions, world.rejections, world.failures, world.entries, ...world.outbox.values(), ...world.arrivals.values()].flat().filter((row) => row.stream === stream);
  for (const list of [world.submissions, world.rejections, world.failures, world.entries] as Place[][]) drop(list);
  for (const lists of [world.outbox, world.arrivals, world.hubMail]) for (const list of lists.values()) drop(list as Place[]);
  const facts = world.streams.get(stream)!;
  const after = all.filter((row) => row.seq > seq).sort((a, b) => a.seq - b.seq)[0];
  facts.gaps.push({ from: seq, to: seq, ...(after && { untilMs: after.storedMs }) });
  facts.gaps.sort((a, b) => a.from - b.from);
  while (facts.gaps[0]?.from === facts.firstSeq) {
    const { to, untilMs } = facts.gaps.shift()!;
    facts.firstSeq = to + 1;
    if (untilMs !== undefined) facts.firstMs = untilMs;
  }
}

/** Messages with these bytes that are on their way in a region's streams: submitted, forwarded, delivered. */
export function carriersIn(world: World, region: string, digests: ReadonlySet<string>): Place[] {
  const there = [world.submissions.filter((row) => row.region === region), world.outbox.get(region)!, world.arrivals.get(region)!].flat().filter(({ digest }) => digests.has(digest));
  return [...new Map(there.map(({ stream, seq }) => [`${stream}#${seq}`, { stream, seq }])).values()];
}

/** @returns how many there were. */
export function takeOutCarriers(world: World, region: string, digests: ReadonlySet<string>): number {
  const carriers = carriersIn(world, region, digests);
  for (const carrier of carriers) takeOut(world, carrier);
  return carriers.length;
}
