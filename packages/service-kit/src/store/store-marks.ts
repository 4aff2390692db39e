import type { Redis } from 'ioredis';
import { redisKeys, streams } from '@tongban/contracts';
import type { StreamMark } from '@tongban/messaging';
import type { StreamInfo } from 'nats';

/** The field that says when this memory began: without it Redis was emptied, with it a mark that is absent was removed by somebody. */
const SINCE = 'since';
const ERASED = 'erased ';

/** What was last seen of a region's streams, and since when (RFC 3339, real time) that is remembered. */
export interface RememberedMarks {
  readonly since: string;
  readonly marks: ReadonlyMap<string, StreamMark>;
  /** Sequences whose messages were erased lawfully, or are about to be, by `erasedOf`: no loss. Those that expired since are forgotten. */
  readonly erased: ReadonlyMap<string, ReadonlySet<number>>;
}

/** A stream as the server made it: another one of the same name has its own. */
export function erasedOf(stream: string, created: string): string {
  return `${stream} ${created}`;
}

/** The marks of a region's streams, in Redis: beside the store, so that they are there when it is not. */
export class StoreMarks {
  private readonly key: string;
  /** `store` tells one set-up's streams from another's of the same region. */
  constructor(private readonly redis: Redis, private readonly region: string, store: string) {
    this.key = redisKeys.streamMarks(region, store);
  }

  /** How an operator removes them: HDEL one stream from this, or DEL it whole. */
  get removal(): string {
    return `redis-cli DEL '${this.key}'`;
  }

  /** Undefined when Redis knows nothing. */
  async read(): Promise<RememberedMarks | undefined> {
    const { [SINCE]: since, ...fields } = await this.redis.hgetall(this.key);
    if (since === undefined) return undefined;
    const erased = new Map<string, Set<number>>();
    const marks = new Map<string, StreamMark>();
    for (const [field, text] of Object.entries(fields)) {
      if (!field.startsWith(ERASED)) marks.set(field, JSON.parse(text) as StreamMark);
      else {
        const [stream, created, sequence] = field.slice(ERASED.length).split(' ') as [string, string, string];
        const of = erasedOf(stream, created);
        erased.set(of, (erased.get(of) ?? new Set()).add(Number(sequence)));
      }
    }
    return { since, marks, erased };
  }
  /** A stream that was rebuilt, told by when the server made it, is the one that was lost: what it had is what it is measured by from now on. Heads are told anew, and lack nothing. */
  async acceptRebuilt(rebuilt: ReadonlyMap<string, string>, present: ReadonlyMap<string, StreamInfo>): Promise<void> {
    const remembered = await this.read();
    const accepted = [...remembered?.marks ?? []].flatMap(([stream, mark]): [string, StreamMark][] => {
      const created = present.get(stream)?.created;
      if (created === undefined || rebuilt.get(stream) !== created || (created === mark.created && mark.loss?.kind !== 'made-anew')) return [];
      const { loss, ...had } = mark;
      return [[stream, { ...had, created, lastSequence: loss?.had ?? mark.lastSequence, ...(stream === streams.heads(this.region) && { lastSequence: 0 }) }]];
    });
    if (remembered && accepted.length > 0) await this.write({ since: remembered.since, marks: new Map(accepted) });
  }
  async remove(stream: string): Promise<void> {
    await this.redis.hdel(this.key, stream);
  }
  /** Adds marks and erased sequences to what is there. */
  async write({ since, marks, erased }: Pick<RememberedMarks, 'since' | 'marks'> & Partial<RememberedMarks>): Promise<void> {
    await this.redis.hset(this.key, {
      [SINCE]: since, ...Object.fromEntries([...marks].map(([stream, mark]) => [stream, JSON.stringify(mark)])),
      ...Object.fromEntries([...erased ?? []].flatMap(([of, sequences]) => [...sequences].map((sequence) => [`${ERASED}${of} ${sequence}`, '']))),
    });
  }
  async forgetErased(of: string, sequences: readonly number[]): Promise<void> {
    if (sequences.length > 0) await this.redis.hdel(this.key, ...sequences.map((sequence) => `${ERASED}${of} ${sequence}`));
  }
}
