import { type EnvironmentCode, type RegionCode, TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { type Difference, type LinkRange, compareMessages, differing, within } from '@tongban/domain';
import { type TrustDirectory, verifyLinkDigest } from '@tongban/trust';
import { findingToProto, linkRecord, openSequences, unrecorded } from './findings';
import { type HeldLinkMessage, linkMessageFromProto } from './link-messages';
import type { ReconciliationLog } from './reconciliation-log';

/** What a reader needs to compare one of its links. */
export interface ComparisonPorts {
  readonly environment: EnvironmentCode;
  /** The reader. */
  readonly region: RegionCode;
  readonly trust: TrustDirectory;
  readonly log: ReconciliationLog;
  /** What the INBOX holds of the link, in the order it came, from a sequence of the INBOX on. */
  readonly held: (from: string, inboxSequence: number) => Promise<{ readonly messages: readonly HeldLinkMessage[]; readonly more: boolean }>;
  /** Sequence of the first message that the INBOX stored at an instant (real time) or after. */
  readonly inboxSince: (instantMs: number) => Promise<number>;
  /** First and last sequence of the INBOX, and whether it is old enough to have dropped messages by age. */
  readonly inboxState: () => Promise<{ readonly first: number; readonly last: number; readonly ages: boolean }>;
  /** Asks the sending hub; bytes of the reply. */
  readonly ask: (from: string, name: 'links.digest' | 'links.resend', bytes: Uint8Array) => Promise<Uint8Array>;
  readonly onGap: (from: string, differences: readonly Difference[]) => void;
  readonly onSetBack: (from: string, place: { readonly readThrough: number; readonly lastSequence: number }) => void;
  readonly onRepaired: (from: string, sequences: readonly number[]) => void;
}

const PARTS = 64;
/** Parts of fewer messages are compared message by message. */
const NAMED_BELOW = 128;
/** A record of findings stays far below the largest message. */
const FINDINGS_PER_RECORD = 256;
const RESENT_AT_ONCE = 256;
/** From one look at the other end to the next there is no more than this to go through, or the rest follows in the next round. */
const PIECES_PER_ROUND = 200;

interface Place { readonly sequence: number; readonly inboxSequence: number }

/**
 * Compares what a region holds of one link with what the other hub says it sent: digests first, and where they differ, of smaller parts, down to the messages. What is
 * lacking is put on record and asked for again; it comes over the link like everything else. Through the last message that came a source keeps the order, so whatever is
 * absent before it is a gap; what is behind it is on its way.
 */
export class LinkComparison {
  constructor(private readonly ports: ComparisonPorts, private readonly from: string) {}

  /**
   * From where the last round ended, or once more all that came since an instant.
   * @throws TongbanError `region.unreachable` when the other hub does not answer, or what is wrong with its answer.
   */
  async round(sinceMs?: number): Promise<void> {
    const { log } = this.ports;
    let place = await this.placeNow(sinceMs);
    for (let piece = 0; piece < PIECES_PER_ROUND; piece++) {
      const { messages, more } = await this.ports.held(this.from, place.inboxSequence + 1);
      await this.noteRepairs(messages);
      const through = Math.max(place.sequence, ...messages.map(({ sequence }) => sequence));
      const next = await this.compare(place, messages, through);
      if (next === undefined) {
        place = await this.placeBehind(1);
        continue;
      }
      if (next.sequence > place.sequence) {
        await log.add(this.from, 'checked', `${next.sequence}:${next.inboxSequence}`, { checked: { sequence: next.sequence, inboxSequence: next.inboxSequence, messages: messages.length, digest: next.digest } });
      }
      place = next;
      if (!more && next.sequence >= through) break;
    }
    await this.askAgain(place.sequence);
  }

  /** Where the last round ended; before the first one, and when the sender was set back since, where the INBOX begins. */
  private async placeNow(sinceMs: number | undefined): Promise<Place> {
    const { log, inboxState, inboxSince } = this.ports;
    const [checked, setBack, { last }] = await Promise.all([log.last(this.from, 'checked'), log.last(this.from, 'set-back'), inboxState()]);
    if (setBack?.setBack && (checked === undefined || setBack.at >= checked.at)) return this.placeBehind(1);
    if (sinceMs !== undefined) return this.placeBehind(await inboxSince(sinceMs));
    // An INBOX that was set back is gone through anew.
    if (checked?.checked && Number(checked.checked.inboxSequence) <= last) return { sequence: Number(checked.checked.sequence), inboxSequence: Number(checked.checked.inboxSequence) };
    return this.placeBehind(1);
  }

  /** Right before the first message of the link that the INBOX has from a sequence on. What came before, and what has gone by age, is nobody's gap. */
  private async placeBehind(inboxSequence: number): Promise<Place> {
    const { first, ages } = await this.ports.inboxState();
    if (!ages && inboxSequence <= first) return { sequence: 0, inboxSequence: 0 };
    const { messages: [next] } = await this.ports.held(this.from, inboxSequence);
    return { sequence: next === undefined ? 0 : next.sequence - 1, inboxSequence: inboxSequence - 1 };
  }

  /** Undefined when the sender was set back: numbers that were compared before may be others by now. */
  private async compare(place: Place, messages: readonly HeldLinkMessage[], through: number): Promise<(Place & { digest: Uint8Array }) | undefined> {
    const range = { from: place.sequence + 1, to: through };
    const { digest, bytes } = await this.digest(range, { parts: 1 });
    const last = Number(digest.lastSequence);
    if (last < through) {
      await this.noteSetBack({ readThrough: through, lastSequence: last });
      return undefined;
    }
    const told = Math.min(through, Math.max(Number(digest.throughSequence), place.sequence));
    const held = [...within(messages, { from: Math.max(range.from, Number(digest.firstSequence)), to: told })].sort((a, b) => a.sequence - b.sequence);
    // Two of one id that the OUTBOX took long apart may come together over a link that was down: the INBOX keeps one.
    const ids = new Set(messages.map(({ messageId }) => messageId));
    const found = (await this.bisect(digest, held)).filter(({ kind, message }) => kind !== 'missing' || !ids.has(message.messageId));
    const differences = found.length > 0 ? unrecorded(found, await linkRecord(this.ports.log, this.from)) : [];
    if (differences.length > 0) await this.noteGap(differences);
    const read = told >= through ? messages.at(-1)?.inboxSequence : messages.filter(({ sequence }) => sequence <= told).at(-1)?.inboxSequence;
    return { sequence: told, inboxSequence: Math.max(place.inboxSequence, read ?? 0), digest: bytes };
  }

  private async bisect({ parts }: v1.LinkDigest, held: readonly HeldLinkMessage[]): Promise<Difference[]> {
    const told = parts.map((part) => ({ from: Number(part.fromSequence), to: Number(part.toSequence), messages: Number(part.messages), hashHex: Buffer.from(part.hash ?? []).toString('hex'), named: part.named ?? [] }));
    const found: Difference[] = [];
    for (const part of differing(told, held) as typeof told) {
      const own = within(held, part);
      if (part.messages === part.named.length) found.push(...compareMessages(part.named.map(linkMessageFromProto), own));
      else {
        const isSmall = part.messages < NAMED_BELOW;
        const { digest } = await this.digest(part, isSmall ? { parts: 1, messages: true } : { parts: PARTS });
        // A sender that answers less than it said would be asked for ever.
        if (isSmall && digest.parts.some(({ messages, named }) => Number(messages) !== (named ?? []).length)) throw new TongbanError('message.malformed', 'a hub does not name the messages it counts');
        found.push(...await this.bisect(digest, own));
      }
    }
    return found;
  }

  private async digest({ from, to }: LinkRange, { parts, messages = false }: { readonly parts: number; readonly messages?: boolean }): Promise<{ digest: v1.LinkDigest; bytes: Uint8Array }> {
    const { region, environment, trust, ask } = this.ports;
    const bytes = await ask(this.from, 'links.digest', encode(v1.LinkDigestQuery, { toRegion: region, fromSequence: from, toSequence: to, parts, messages }));
    return { bytes, digest: await verifyLinkDigest(trust, bytes, { environment, from: this.from, to: region }) };
  }

  private async noteGap(differences: readonly Difference[]): Promise<void> {
    for (let at = 0; at < differences.length; at += FINDINGS_PER_RECORD) {
      const part = differences.slice(at, at + FINDINGS_PER_RECORD);
      await this.ports.log.add(this.from, 'gap', part.map(({ kind, message }) => `${kind[0]}${message.sequence}`).join(',').slice(0, 512), { gap: { findings: part.map(findingToProto) } });
    }
    this.ports.onGap(this.from, differences);
  }

  private async noteSetBack(setBack: { readonly readThrough: number; readonly lastSequence: number }): Promise<void> {
    await this.ports.log.add(this.from, 'set-back', `${setBack.readThrough}:${setBack.lastSequence}`, { setBack });
    this.ports.onSetBack(this.from, setBack);
    for (let last = setBack.lastSequence; last < setBack.readThrough;) {
      const { lastSequence } = await this.resend([], setBack.readThrough);
      if (Number(lastSequence) <= last) throw new TongbanError('region.unreachable', `the OUTBOX of ${this.from} stays behind what was read of it`);
      last = Number(lastSequence);
    }
  }

  private async noteRepairs(messages: readonly HeldLinkMessage[]): Promise<void> {
    const marked = messages.flatMap((message) => message.repairs.map((sequence) => ({ sequence, message })));
    if (marked.length === 0) return;
    const open = new Set(openSequences(await linkRecord(this.ports.log, this.from)));
    const repairs = marked.filter(({ sequence }) => open.has(sequence));
    for (const { sequence, message } of repairs) {
      await this.ports.log.add(this.from, 'repaired', `${sequence}:${message.sequence}`, { repaired: { sequence, againSequence: message.sequence, inboxSequence: message.inboxSequence } });
    }
    if (repairs.length > 0) this.ports.onRepaired(this.from, repairs.map(({ sequence }) => sequence));
  }

  /** Whatever is on record as lacking and has not come. */
  private async askAgain(readThrough: number): Promise<void> {
    const open = openSequences(await linkRecord(this.ports.log, this.from));
    for (let at = 0; at < open.length; at += RESENT_AT_ONCE) await this.resend(open.slice(at, at + RESENT_AT_ONCE), readThrough);
  }

  private async resend(sequences: readonly number[], readThrough: number): Promise<v1.LinkResendReply> {
    return decode(v1.LinkResendReply, await this.ports.ask(this.from, 'links.resend', encode(v1.LinkResendQuery, { toRegion: this.ports.region, sequences: [...sequences], readThrough })));
  }
}
