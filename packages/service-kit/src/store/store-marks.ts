import type { Redis } from 'ioredis';
import { redisKeys } from '@tongban/contracts';
import type { StreamMark } from '@tongban/messaging';

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
  constructor(private readonly redis: Redis, region: string, store: string) {
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
  /** Adds `marks` to what is there. */
  async write({ since, marks }: RememberedMarks): Promise<void> {
    await this.redis.hset(this.key, { [SINCE]: since, ...Object.fromEntries([...marks].map(([stream, mark]) => [stream, JSON.stringify(mark)])) });
  }
}
