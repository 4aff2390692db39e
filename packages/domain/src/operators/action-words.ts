import { TongbanError } from '@tongban/contracts';
import { checkCitizenId } from '../identifiers/citizen-id';

export const REASON_MAX = 500;
const REASON_MIN = 4;
/** `operator:` and a login, or `person:` and an id that is free of personal data. */
const ACTOR = /^(?:person|operator):[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** What people put between the digits of a number. */
const BETWEEN_DIGITS = /(?<=\d)[\s\-.·](?=[\dXx])/gu;
const NUMBER_LENGTH = 18;

export const isOperatorActor = (by: string): boolean => ACTOR.test(by);

/** Whether a citizen id stands anywhere in free text, also in full-width digits, in groups, or inside a longer number. */
export function holdsCitizenId(text: string): boolean {
  const plain = text.normalize('NFKC').replace(BETWEEN_DIGITS, '').toUpperCase();
  for (let at = 0; at + NUMBER_LENGTH <= plain.length; at++) if (checkCitizenId(plain.slice(at, at + NUMBER_LENGTH)).valid) return true;
  return false;
}

/**
 * What operators say of their actions is free text that is kept for good. @param required an action that nobody can take back needs one.
 * @throws TongbanError `query.invalid` for one that is missing, too short, too long or has control characters; `reason.personal-data`.
 */
export function requireReason(reason: string, { required }: { readonly required: boolean }): void {
  if (reason === '' && !required) return;
  if (reason.trim().length < REASON_MIN || reason.length > REASON_MAX) throw new TongbanError('query.invalid', `a reason of ${REASON_MIN} to ${REASON_MAX} characters`);
  if (/\p{Cc}/u.test(reason)) throw new TongbanError('query.invalid', 'a reason is one line of text');
  if (holdsCitizenId(reason)) throw new TongbanError('reason.personal-data', 'a citizen id stands in the reason');
}

/** @throws TongbanError `query.invalid`. */
export function requireOperatorActor(by: string): void {
  if (!isOperatorActor(by)) throw new TongbanError('query.invalid', 'who acts is person:<id> or operator:<login>');
}
