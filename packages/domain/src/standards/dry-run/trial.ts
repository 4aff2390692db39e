import type { ErrorCode } from '@tongban/contracts';
import type { WorkCalendar } from '../../calendar/work-calendar';
import type { CompiledFlow } from '../../flow/compile';
import type { Limit } from '../../flow/due-date';
import type { ValidationContext } from '../../schema/context-rules';
import type { MessageTypes } from '../../schema/message-types';

/** A flow ready to judge by: what decides, and what checks fields. */
export interface JudgingFlow { readonly flow: CompiledFlow; readonly types: Pick<MessageTypes, 'splitFields' | 'validateOpen' | 'validatePersonal'> }

/** What new cases of one item would begin with, were the draft published. */
export interface ItemTrial {
  /** Or why no case could begin. */
  readonly flow: JudgingFlow | { readonly refused: ErrorCode };
  /** The processing limit of the item, where the draft changes it. */
  readonly processingLimit?: Limit & { readonly deadlineKind: string };
  /** The draft requires material that was not required: whether applicants had it, no message says. */
  readonly newMaterials: boolean;
}

/** The surroundings that past messages are judged in: those of the hub or SDK that judges. */
export interface TrialSurroundings {
  readonly validation: Pick<ValidationContext, 'environment' | 'syntheticOnly' | 'divisions'>;
  readonly participantOf: (division: string) => string | undefined;
  /** With every year that the draft brings. */
  readonly calendarOf: (participant: string) => WorkCalendar;
}
