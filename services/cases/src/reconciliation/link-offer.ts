import { ENVIRONMENTS, HUB, NOBODY, TongbanError, decode, encode, headers, isRegionCode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { type LinkMessage, type LinkRange, partsOf, summarise, within } from '@tongban/domain';
import { shardTokens } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { signLinkDigest } from '@tongban/trust';
import { linkMessageToProto, sentMessages } from './link-messages';

/** Messages one answer tells about; a longer range is told piece by piece. */
const MESSAGES_MAX = 5_000;
const PARTS_MAX = 64;
const NAMED_MAX = 512;
const RESENT_MAX = 256;
/** What one request may make this hub put in its OUTBOX only to move it on. */
const SKIPPED_MAX = 20_000;
const AT_ONCE = 128;
const BATCH = 256;

type Runtime = Pick<RegionRuntime, 'environment' | 'region' | 'topology' | 'nats' | 'signer' | 'clock' | 'exchange' | 'log'>;

/** The sending end of this region's links: says what its OUTBOX holds for a reader, and sends again what the reader lacks. */
export class LinkOffer {
  private skipping: Promise<unknown> = Promise.resolve();

  constructor(private readonly runtime: Runtime) {}

  /** A LinkDigestQuery, answered by a SignedLinkDigest. @throws TongbanError `query.invalid`, `hub.unreachable`. */
  async digest(bytes: Uint8Array): Promise<Uint8Array> {
    const { toRegion, fromSequence, toSequence, parts, messages: named } = decode(v1.LinkDigestQuery, bytes);
    const { environment, region, signer, clock } = this.runtime;
    this.requireReader(toRegion);
    if (parts < 1 || parts > PARTS_MAX) throw new TongbanError('query.invalid', `1 to ${PARTS_MAX} parts`);
    const { first, last } = await this.reach();
    const asked = { from: Math.max(Number(fromSequence), first, 1), to: Math.min(Number(toSequence), last) };
    const { messages, through } = await this.sent(toRegion, asked);
    return signLinkDigest(signer, {
      environment: ENVIRONMENTS[environment], fromRegion: region, toRegion, at: clock.now(), firstSequence: first, lastSequence: last, throughSequence: through,
      parts: partsOf({ from: asked.from, to: through }, parts).map((range) => partOf(range, messages, named)),
    });
  }

  /**
   * A LinkResendQuery, answered by a LinkResendReply. What it asks for goes out again as it was, under another id and with a mark: who handled the first takes it for
   * the repeat it is. An OUTBOX that was set back gives numbers that its reader has passed; it is moved on first. @throws TongbanError `query.invalid`, `hub.unreachable`, `hub.storage-full`.
   */
  async resend(bytes: Uint8Array): Promise<Uint8Array> {
    const { toRegion, sequences, readThrough } = decode(v1.LinkResendQuery, bytes);
    this.requireReader(toRegion);
    if (sequences.length > RESENT_MAX) throw new TongbanError('query.invalid', `at most ${RESENT_MAX} messages at once`);
    const isPast = await this.moveOn(toRegion, Number(readThrough));
    const sent: number[] = [];
    for (const sequence of isPast ? sequences.map(Number) : []) if (await this.sendAgain(toRegion, sequence)) sent.push(sequence);
    if (sent.length > 0) this.runtime.log.warn({ code: 'link.gap', other: toRegion, messages: sent.length }, 'messages were sent again that their reader lacks');
    return encode(v1.LinkResendReply, { sequences: sent, lastSequence: (await this.reach()).last });
  }

  private async sendAgain(toRegion: string, sequence: number): Promise<boolean> {
    const { entries: [entry] } = await sentMessages(this.runtime.nats, this.outbox, this.link(toRegion), sequence, 1);
    if (entry?.seq !== sequence) return false;
    const own = Object.fromEntries(Object.entries(entry.headers).filter(([name]) => !name.startsWith('Nats-')));
    // What was itself sent again stands for the first as well.
    const repairs = [own[headers.repairs], String(sequence)].filter(Boolean).join(',');
    await this.runtime.exchange.send({ subject: entry.subject, data: entry.data, msgId: messageIds.repair(toRegion, sequence), headers: { ...own, [headers.repairs]: repairs } });
    return true;
  }

  /** Empty messages for nobody take the numbers up to `readThrough`, one run at a time. @returns whether that is reached. */
  private moveOn(toRegion: string, readThrough: number): Promise<boolean> {
    const mine = this.skipping.then(async () => {
      const { environment, region, exchange, log } = this.runtime;
      const { last } = await this.reach();
      const lacking = Math.min(readThrough - last, SKIPPED_MAX);
      if (lacking <= 0) return true;
      log.error({ code: 'store.lost', other: toRegion, lastSequence: last, readThrough }, 'the OUTBOX was set back: it is moved on to where its reader is');
      const [shard = ''] = shardTokens();
      for (let done = 0; done < lacking; done += AT_ONCE) {
        await Promise.all(Array.from({ length: Math.min(AT_ONCE, lacking - done) }, (_, index) => exchange.send({
          subject: subjects.exchange(environment, region, HUB, toRegion, NOBODY, shard, 'greeting'), data: new Uint8Array(), msgId: messageIds.skip(toRegion, last + done + index + 1), headers: {},
        })));
      }
      return last + lacking >= readThrough;
    });
    this.skipping = mine.catch(() => undefined);
    return mine;
  }

  private async sent(toRegion: string, { from, to }: LinkRange): Promise<{ messages: LinkMessage[]; through: number }> {
    const messages: LinkMessage[] = [];
    for (let next = from; next <= to;) {
      const part = await sentMessages(this.runtime.nats, this.outbox, this.link(toRegion), next, BATCH);
      messages.push(...within(part.messages, { from, to }));
      const furthest = part.entries.at(-1)?.seq ?? to;
      if (!part.more || furthest >= to) return { messages, through: to };
      if (messages.length >= MESSAGES_MAX) return { messages, through: furthest };
      next = furthest + 1;
    }
    return { messages, through: to };
  }

  private async reach(): Promise<{ first: number; last: number }> {
    const jsm = await this.runtime.nats.jetstreamManager({ checkAPI: false });
    const { state } = await jsm.streams.info(this.outbox);
    return { first: state.first_seq, last: state.last_seq };
  }

  private requireReader(region: string): void {
    if (!isRegionCode(region) || region === this.runtime.region || !this.runtime.topology.regions.includes(region)) throw new TongbanError('query.invalid', 'the reader of a link is another region');
  }
  private get outbox(): string {
    return streams.outbox(this.runtime.region);
  }
  private link(toRegion: string): string {
    return subjects.exchangeToRegion(this.runtime.environment, this.runtime.region, toRegion);
  }
}

function partOf(range: LinkRange, messages: readonly LinkMessage[], named: boolean): v1.LinkPart.$Properties {
  const part = summarise(range, messages);
  const own = named && part.messages <= NAMED_MAX ? within(messages, range) : [];
  return { fromSequence: part.from, toSequence: part.to, messages: part.messages, hash: Buffer.from(part.hashHex, 'hex'), named: own.map(linkMessageToProto) };
}
