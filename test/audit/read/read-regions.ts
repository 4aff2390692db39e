import type { Facts, StreamFacts } from '../core/facts';
import { type StreamKind, streamKindOf } from '../core/published-names';
import { type Reading, caseEntry, failure, inbox, outbox, rejection, submission } from './interpret';
import type { RegionLink, StreamInfo } from './region-link';
import type { Snapshot } from './snapshot';

const INTERPRETERS = { SUBMIT: submission, OUTBOX: outbox, INBOX: inbox, CASES: caseEntry, REJECTED: rejection, FAILED: failure } as const satisfies Record<StreamKind, unknown>;
const NANOSECONDS_PER_MS = 1_000_000;

/** No facts yet, about an environment with these regions and participants. */
export const emptyFacts = (environment: string, regions: readonly string[], participants: readonly string[], floors: Facts['floors'], settled: boolean): Facts & { readonly streams: Map<string, StreamFacts> } => ({
  environment, regions, participants, floors, settled, streams: new Map(), submissions: [], entries: [], rejections: [], failures: [], held: [], keptBack: new Set(), unreadable: [],
  outbox: new Map(regions.map((region) => [region, []])), arrivals: new Map(regions.map((region) => [region, []])), hubMail: new Map(regions.map((region) => [region, []])),
});

/** Reads every record stream of every region within the bounds of the snapshot; the regions at the same time, payloads let go at once. */
export async function readRegions(links: readonly RegionLink[], snapshot: Snapshot, reading: Reading & { readonly facts: { readonly streams: Map<string, StreamFacts> } }): Promise<void> {
  await Promise.all(links.map(async (link) => {
    for (const info of snapshot.streams.get(link.region) ?? []) {
      const facts = streamFacts(link.region, info);
      reading.facts.streams.set(facts.stream, facts);
      await readStream(link, facts, reading);
    }
  }));
}

async function readStream(link: RegionLink, facts: StreamFacts, reading: Reading): Promise<void> {
  const interpret = INTERPRETERS[streamKindOf(facts.stream)!];
  let expected = facts.firstSeq;
  for await (const batch of link.read(facts.stream, facts.firstSeq, facts.lastSeq)) {
    for (const stored of batch) {
      facts.firstMs ??= stored.storedMs;
      if (stored.seq > expected) facts.gaps.push({ from: expected, to: stored.seq - 1, untilMs: stored.storedMs });
      expected = stored.seq + 1;
      interpret(reading, facts, stored);
    }
    await reading.evidence.settle();
  }
  if (expected <= facts.lastSeq) facts.gaps.push({ from: expected, to: facts.lastSeq });
}

function streamFacts(region: string, { config, state, created, ts }: StreamInfo): StreamFacts {
  return {
    // A stream that never had a message says 0 and 0, an emptied one says n + 1 and n.
    stream: config.name, region, firstSeq: Math.max(1, state.first_seq), lastSeq: state.last_seq, createdMs: Date.parse(created), takenMs: Date.parse(ts),
    maxAgeMs: (config.max_age ?? 0) / NANOSECONDS_PER_MS, perSubjectMax: Math.max(0, config.max_msgs_per_subject ?? 0), duplicateWindowMs: (config.duplicate_window ?? 0) / NANOSECONDS_PER_MS, gaps: [],
  };
}
