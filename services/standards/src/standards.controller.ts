import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type RegionCode, type HubQuery, TongbanError, decode, encode, isRegionCode, subjects, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { answerStandardsQuery, isWanted } from '@tongban/registry';
import { serviceQuery } from '@tongban/service-kit';
import { openRegistryCommand, openRegistryEntry, withoutContent } from '@tongban/trust';
import { StandardsRuntime } from './standards.runtime';

const RANGE_DEFAULT = 100;
const RANGE_MAX = 500;
/** Entries read at once from the stream. */
const PART_MAX = 64;
/** Entries of one reply, in bytes: one entry is never larger than the rest that a broker takes. */
const REPLY_BYTES_MAX = 3 * 2 ** 20;
const NONCE_BYTES_MAX = 32;

/** What anybody asks of a region's registries: decodes, and delegates. */
@Controller()
export class StandardsController {
  constructor(@Inject(StandardsRuntime) private readonly standards: StandardsRuntime) {}

  @OnQuery(serviceQuery('standards.command'))
  async command(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { owner } = openRegistryCommand(bytes).command;
    if (owner !== this.own) return this.forward(requireOwner(owner), 'standards.command', bytes);
    return encode(v1.RegistryCommandReply, { entry: await this.standards.give(bytes) });
  }

  /** The own log's head is made for the question. Of another owner, one with a nonce is asked for there; without, the newest that was heard will do. */
  @OnQuery(serviceQuery('standards.head'))
  async head(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { owner: asked, nonce } = decode(v1.RegistryHeadQuery, bytes);
    const owner = requireOwner(asked);
    if (nonce.length > NONCE_BYTES_MAX) throw new TongbanError('query.invalid', `a nonce of ${nonce.length} bytes; ${NONCE_BYTES_MAX} are allowed`);
    if (owner === this.own) return encode(v1.RegistryHeadReply, { head: await this.standards.own.head(nonce) });
    const heard = nonce.length === 0 ? this.standards.heads.heardOf(owner) : undefined;
    return heard === undefined ? this.forward(owner, 'standards.head', bytes) : encode(v1.RegistryHeadReply, { head: heard });
  }

  @OnQuery(serviceQuery('standards.range'))
  async range(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { owner: asked, from, max, filter } = decode(v1.RegistryRangeQuery, bytes);
    const owner = requireOwner(asked);
    if (from < 1 || max > RANGE_MAX) throw new TongbanError('query.invalid', `from is 1 or more, max at most ${RANGE_MAX}`);
    const entries = await this.entries(owner, from, max || RANGE_DEFAULT, filter ?? undefined);
    return encode(v1.RegistryRangeReply, { entries, head: owner === this.own ? await this.standards.own.head() : this.standards.heads.heardOf(owner) });
  }

  @OnQuery(serviceQuery('standards.snapshot'))
  async snapshot(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const query = decode(v1.RegistrySnapshotQuery, bytes);
    return encode(v1.SignedRegistrySnapshotPage, await this.standards.snapshots.page(requireOwner(query.owner), query));
  }

  @OnQuery(serviceQuery('standards.announce'))
  async announce(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    await this.standards.announced(bytes);
    return new Uint8Array();
  }

  @OnQuery(serviceQuery('standards.show'))
  show(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { standards: book, catalogue: base, clock } = this.standards.region;
    return Promise.resolve(answerStandardsQuery({ book, base, region: this.own, at: clock.now() }, bytes));
  }

  private get own(): RegionCode {
    return this.standards.region.region;
  }

  private forward(owner: RegionCode, name: HubQuery, bytes: Uint8Array): Promise<Uint8Array> {
    const { queries, environment } = this.standards.region;
    return queries.request(subjects.service(environment, owner, name), bytes, { unreachable: 'region.unreachable' });
  }

  /** As many as fit, without a gap; at least one where there is one. */
  private async entries(owner: RegionCode, from: number, max: number, filter: v1.RegistryFilter.$Properties | undefined): Promise<Uint8Array[]> {
    const reply: Uint8Array[] = [];
    let bytes = 0;
    while (reply.length < max) {
      const part = await this.standards.stream.entries(owner, from + reply.length, Math.min(PART_MAX, max - reply.length));
      if (part.length === 0) return reply;
      for (const whole of part) {
        const entry = filter === undefined || isWanted(filter, openRegistryEntry(whole).entry.topics) ? whole : withoutContent(whole);
        bytes += entry.length;
        if (reply.length > 0 && bytes > REPLY_BYTES_MAX) return reply;
        reply.push(entry);
      }
    }
    return reply;
  }
}

function requireOwner(owner: string): RegionCode {
  if (!isRegionCode(owner)) throw new TongbanError('standard.wrong-owner', 'the query names no owner of a registry');
  return owner;
}
