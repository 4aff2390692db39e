import { TongbanError } from '@tongban/contracts';
import { holdsCitizenId } from '../operators/action-words';

export const CORRECTION_BYTES_MAX = 64 * 1024;

/**
 * The message that is to take the place of a failed one, as a person wrote it. Open content only: the personal part is sealed for its recipient, so no hub could read it, and it is given
 * to the sender's own system when it sends.
 */
export interface Correction {
  /** Message type of the flow. */
  readonly message: string;
  /** The sender's own division that acts. */
  readonly division: string;
  /** The running case it belongs to; absent where it opens one. */
  readonly caseNo?: string;
  /** Where it opens a case: item, and division of the other side. */
  readonly item?: string;
  readonly counterpart?: string;
  /** Actor on whose behalf it is sent; absent for the side's own agency. */
  readonly onBehalfOf?: string;
  /** Open fields by id. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** @param personal names of fields that always hold personal data. @throws TongbanError `query.invalid` naming what is wrong, `failure.edit-personal`. */
export function readCorrection(bytes: Uint8Array, personal: readonly string[]): Correction {
  const refuse = (why: string): never => {
    throw new TongbanError('query.invalid', why);
  };
  if (bytes.length === 0 || bytes.length > CORRECTION_BYTES_MAX) refuse(`a correction of at most ${CORRECTION_BYTES_MAX} bytes`);
  const text = new TextDecoder().decode(bytes);
  let value: Partial<Correction>;
  try {
    value = JSON.parse(text) as Partial<Correction>;
  } catch {
    return refuse('a correction is JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('a correction is an object');
  const { message, division, caseNo, item, counterpart, onBehalfOf, fields, ...more } = value;
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) refuse(`a correction has no ${unknown}`);
  for (const [name, one] of Object.entries({ message, division })) if (typeof one !== 'string' || one === '') refuse(`${name} is missing`);
  for (const [name, one] of Object.entries({ caseNo, item, counterpart, onBehalfOf })) if (one !== undefined && typeof one !== 'string') refuse(`${name} is text`);
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) refuse('fields are an object');
  if ((caseNo === undefined) !== (item !== undefined && counterpart !== undefined)) refuse('a correction names its case, or item and counterpart of the case it opens');
  const held = namesIn(fields).find((name) => personal.includes(name));
  if (held !== undefined) throw new TongbanError('failure.edit-personal', `the field ${held} is personal`);
  if (holdsCitizenId(text)) throw new TongbanError('failure.edit-personal', 'a citizen id stands in the correction');
  return value as Correction;
}

const namesIn = (value: unknown): string[] =>
  typeof value !== 'object' || value === null ? [] : Object.entries(value).flatMap(([name, member]) => [...(Array.isArray(value) ? [] : [name]), ...namesIn(member)]);
