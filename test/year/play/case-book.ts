import type { RegionCode, SideName } from '@tongban/contracts';
import type { SendRequest } from '@tongban/client';
import type { Day } from '../expected/work-days';
import type { PlannedOpening } from './year-plan';

/** A message as its sender made it. */
export interface SentMessage {
  readonly messageId: string;
  readonly caseNo: string;
  /** Participants. */
  readonly sender: string;
  readonly recipient: string;
  readonly side: SideName;
  readonly kind: string;
  readonly dates: Readonly<Record<string, Day>>;
  /** Day on which it was decided upon, from what its sender knew then. */
  readonly drawnOn: Day;
}
/** What the driver of the year knows of a case. */
export interface PlayedCase {
  readonly caseNo: string;
  readonly opening: Omit<PlannedOpening, 'day'>;
  readonly participants: Readonly<Record<SideName, string>>;
  readonly home: RegionCode;
  readonly flowId: string;
  readonly messages: SentMessage[];
  /** Turns taken, also those that came to nothing: they name what is drawn. */
  steps: number;
  /** Day on which it is gone on with; undefined: nobody will. */
  nextOn: Day | undefined;
  /** It would have been gone on with after the last day. */
  yearIsOver?: boolean;
  /** Drawn before its home went out of reach, to be sent without asking. */
  prepared?: PreparedStep;
  isClosed: boolean;
  /** Code of the refusal of its opening, or of a message that could not be sent in any form. */
  refusal?: string;
  isAbandoned: boolean;
}
export interface PreparedStep { readonly side: SideName; readonly request: SendRequest; readonly kind: string; readonly dates: Readonly<Record<string, Day>>; readonly drawnOn: Day }

export const otherSide = (side: SideName): SideName => (side === 'opener' ? 'counterpart' : 'opener');
