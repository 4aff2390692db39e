import { type HeldPlace, type RegionCode, TongbanError, headers, messageIds, streams, subjects } from '@tongban/contracts';
import { type DurablePublisher, type LogEntry, SequenceConflict, apiErrorCode, readStreamPart, readSubjectPart } from '@tongban/messaging';
import { readReceipt, receiptFromHeader, receiptToHeader, wrappedKeysFromHeader, wrappedKeysToHeader } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import type { IncomingMessage } from '../register-message';
import type { HeldPort } from './held-port';

/** A held message without its bytes. */
export interface HeldMessage extends HeldPlace {
  /** In the stream: the smaller, the longer it waits. */
  readonly sequence: number;
  /** Business instant at which its border received it. */
  readonly receivedAt: string;
}

export interface HeldStreamPorts {
  readonly nats: NatsConnection;
  readonly region: RegionCode;
  readonly publisher: DurablePublisher;
  /** Sends a sender the RECEIVED of a held message again. */
  readonly answerAgain: (incoming: IncomingMessage, place: HeldPlace) => Promise<void>;
}

const NO_SUCH_MESSAGE = 10037;

/** The stream of a region that keeps first messages while a switch holds them: as they came, with the border's receipt beside them. */
export class HeldStream implements HeldPort {
  private readonly stream: string;

  constructor(private readonly ports: HeldStreamPorts) {
    this.stream = streams.held(ports.region);
  }

  async firstOf(caseNo: string): Promise<HeldMessage | undefined> {
    const { entries: [first] } = await readSubjectPart(this.ports.nats, this.stream, subjects.heldOf(this.ports.region, caseNo), 1, 1);
    return first && heldMessage(first);
  }

  async keep({ bytes, received, wrappedKeys, inboxSequence }: IncomingMessage, place: HeldPlace, digestHex: string): Promise<'kept' | 'known' | 'full'> {
    try {
      await this.ports.publisher.publish(subjects.held(this.ports.region, place, digestHex), bytes, {
        msgId: messageIds.held(inboxSequence, digestHex), expectedLastSubjectSequence: 0,
        headers: { [headers.ceSubject]: place.caseNo, [headers.received]: receiptToHeader(received), [headers.inboxSequence]: String(inboxSequence), ...(wrappedKeys.length > 0 && { [headers.wrappedKeys]: wrappedKeysToHeader(wrappedKeys) }) },
      });
      return 'kept';
    } catch (error) {
      if (error instanceof SequenceConflict) return 'known';
      if (error instanceof TongbanError && error.code === 'hub.storage-full') return 'full';
      throw error;
    }
  }

  answerAgain(incoming: IncomingMessage, place: HeldPlace): Promise<void> {
    return this.ports.answerAgain(incoming, place);
  }

  /** What was kept from a sequence on, oldest first, and whether there is more. */
  async part(fromSequence: number): Promise<{ readonly messages: readonly HeldMessage[]; readonly more: boolean }> {
    const { entries, more } = await readStreamPart(this.ports.nats, this.stream, fromSequence);
    return { messages: entries.map(heldMessage), more };
  }

  /** The whole message as the decision takes it, released; undefined when it is not held any more. */
  async read(sequence: number): Promise<IncomingMessage | undefined> {
    const jsm = await this.ports.nats.jetstreamManager({ checkAPI: false });
    try {
      const stored = await jsm.streams.getMessage(this.stream, { seq: sequence });
      const received = receiptFromHeader(stored.header.get(headers.received));
      return {
        bytes: stored.data, received, wrappedKeys: wrappedKeysFromHeader(stored.header.get(headers.wrappedKeys)), fromRegion: regionOfIssuer(readReceipt(received).issuer), inboxSequence: Number(stored.header.get(headers.inboxSequence)),
        storedAtMs: stored.time.getTime(), released: true,
      };
    } catch (error) {
      if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
      throw error;
    }
  }

  /** Lets go of a message that is decided on. One that is gone already is as well. */
  async remove(sequence: number): Promise<void> {
    const jsm = await this.ports.nats.jetstreamManager({ checkAPI: false });
    try {
      await jsm.streams.deleteMessage(this.stream, sequence, false);
    } catch (error) {
      if ((await this.read(sequence)) !== undefined) throw error;
    }
  }

  /** The place of every held message, in no order. */
  async places(): Promise<readonly HeldPlace[]> {
    const jsm = await this.ports.nats.jetstreamManager({ checkAPI: false });
    const { state } = await jsm.streams.info(this.stream, { subjects_filter: subjects.heldAll(this.ports.region) });
    return Object.keys(state.subjects ?? {}).map(placeOfSubject);
  }
}

/** held.<region>.<caseNo>.<opener>.<counterpart>.<itemCode>.<digest> */
function placeOfSubject(subject: string): HeldPlace {
  const [, , caseNo = '', opener = '', counterpart = '', itemCode = ''] = subject.split('.');
  return { caseNo, opener, counterpart, itemCode };
}
const heldMessage = ({ seq, subject, headers: sent }: LogEntry): HeldMessage =>
  ({ ...placeOfSubject(subject), sequence: seq, receivedAt: readReceipt(receiptFromHeader(sent[headers.received] ?? '')).at });
const regionOfIssuer = (issuer: string): string => issuer.slice(issuer.indexOf(':') + 1);

