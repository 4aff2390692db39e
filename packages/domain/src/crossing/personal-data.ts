import type { DivisionDirectory } from '../identifiers/divisions';
import type { FieldSpec, Fields, MessageSpec } from '../flow/model';
import { parseFieldType } from '../schema/field-type';

/** Whether what one participant sends to another leaves the mainland side. Divisions of any level; an unknown one leaves nowhere. */
export const leavesMainland = (divisions: Pick<DivisionDirectory, 'participantOf'>, sender: string, recipient: string): boolean =>
  classOf(divisions, sender) === 'mainland' && classOf(divisions, recipient) === 'sar';

/** Whether one side of a case is of the mainland and the other a SAR, whichever opened it. */
export const liesAcrossBorder = (divisions: Pick<DivisionDirectory, 'participantOf'>, one: string, other: string): boolean =>
  leavesMainland(divisions, one, other) || leavesMainland(divisions, other, one);

const classOf = (divisions: Pick<DivisionDirectory, 'participantOf'>, division: string): string | undefined => divisions.participantOf(division)?.participantClass;

/** What can be seen of a message without opening its seal. */
export interface VisibleParts {
  /** The envelope says that there is no personal data. A claim: what is sealed all the same is not believed to be nothing. */
  readonly claimedNone: boolean;
  /** Length of the sealed part in bytes; 0 where there is none. */
  readonly sealedBytes: number;
  readonly open: Fields;
  readonly spec?: Pick<MessageSpec, 'fields'>;
}

/** Whether a message carries, or claims by the digest of an attachment, what may be personal data. The bytes of an attachment are always sealed, so a claim counts. */
export const carriesPersonalData = ({ claimedNone, sealedBytes, open, spec }: VisibleParts): boolean =>
  !claimedNone || sealedBytes > 0 || (spec?.fields ?? []).some((field) => isAttachment(field) && isGiven(open[field.id]));

function isAttachment({ type }: FieldSpec): boolean {
  const parsed = parseFieldType(type);
  return parsed?.kind === 'scalar' && parsed.scalar === 'attachment';
}
const isGiven = (value: unknown): boolean => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
