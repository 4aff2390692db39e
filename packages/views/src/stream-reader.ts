import type { CaseChange } from './case-change';

export interface StreamPosition {
  /** Sequence of the last message the stream ever took; 0 when it never took one. */
  readonly lastSequence: number;
  /** Tells this stream from an earlier one of the same name, e.g. its creation time. */
  readonly incarnation?: string;
}

/** Messages in the order of their sequences, which may have gaps; `more` when the stream had others after them. */
export interface StreamPart<Message> {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

/** How a service lets the feeder read one record stream. Rejections are retried with back-off. */
export interface StreamReader<Message extends { readonly sequence: number }> {
  position(): Promise<StreamPosition>;
  /** The messages from `fromSequence` on, at most `maxMessages`; none when there is none now. */
  read(fromSequence: number, maxMessages: number): Promise<StreamPart<Message>>;
}

/** What a message changes; undefined when nothing. It may be asked again for the same message. */
export type Projector<Message> = (message: Message) => CaseChange | undefined | Promise<CaseChange | undefined>;
