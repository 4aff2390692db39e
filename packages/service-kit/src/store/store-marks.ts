import type { Redis } from 'ioredis';
import { redisKeys, streams } from '@tongban/contracts';
import type { StreamMark } from '@tongban/messaging';
import type { StreamInfo } from 'nats';

/** The field that says when this memory began: without it Redis was emptied, with it a mark that is absent was removed by somebody. */
const SINCE = 'since';

/** What was last seen of a region's streams, and since when (RFC 3339, real time) that is remembered. */
export interface RememberedMarks {
  readonly since: string;
  readonly marks: ReadonlyMap<string, StreamMark>;
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
    const { [SINCE]: since, ...marks } = await this.redis.hgetall(this.key);
    return since === undefined ? undefined : { since, marks: new Map(Object.entries(marks).map(([stream, text]) => [stream, JSON.parse(text) as StreamMark])) };
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
  /** Adds `marks` to what is there. */
  async write({ since, marks }: RememberedMarks): Promise<void> {
    await this.redis.hset(this.key, { [SINCE]: since, ...Object.fromEntries([...marks].map(([stream, mark]) => [stream, JSON.stringify(mark)])) });
  }
}
