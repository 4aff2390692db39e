import { randomBytes } from 'node:crypto';
import type { Province } from '@tongban/client';
import type { NextActionDocument } from '@tongban/contracts';
import { CASE_NUMBER_RANDOM_BYTES, beijingDateOf, makeCaseNumber } from '@tongban/domain';
import { fillMessage } from '../../../services/province/src/fields/fill-message';
import { chooseAction } from '../../../services/province/src/policy/choose-action';
import { eventually } from '../../harness/eventually';
import { ITEM } from './skill-verification';

/** One side of a case and where it sits. */
export interface Place { readonly province: Province; readonly division: string }
type Sent = { readonly caseNo: string; readonly messageId: string };

/** First message of the item, once the SDK has installed what was published. */
const openingOf = (opener: Place, counterpart: Place): Promise<NextActionDocument> => eventually('the SDK knows the item', () =>
  opener.province.openings(ITEM, { opener: opener.division, counterpart: counterpart.division })[0], { tolerate: true });

/** Opens a case with made-up fields, and tells which message it was; nothing is waited for. */
export async function openByHand(opener: Place, counterpart: Place): Promise<Sent> {
  const action = await openingOf(opener, counterpart);
  const now = opener.province.now();
  const caseNo = makeCaseNumber({ division: opener.division, date: beijingDateOf(now), random: randomBytes(CASE_NUMBER_RANDOM_BYTES) });
  const fields = fillMessage(action, action.outcomes[0]!, { caseNo, now, ownDivision: opener.division });
  return opener.province.open({
    caseNo, item: ITEM, opener: opener.division, counterpart: counterpart.division, message: action.message.type, fields, ...(action.onBehalfOf && { onBehalfOf: action.onBehalfOf }),
  });
}

/** Sends what this side has to send next on the normal path. */
export async function stepByHand({ province, division }: Place, caseNo: string): Promise<Sent> {
  const { choice, now } = await eventually(`a step of ${division} in ${caseNo}`, async () => {
    const verdict = chooseAction(await province.next(caseNo), [], 'normal');
    return verdict.do === 'send' ? { choice: verdict.choice, now: province.now() } : undefined;
  }, { tolerate: true });
  const { action, outcome } = choice;
  const fields = fillMessage(action, outcome, { caseNo, now, ownDivision: division });
  return province.send(caseNo, { message: action.message.type, division, fields, ...(action.onBehalfOf && { onBehalfOf: action.onBehalfOf }) });
}

/** Open and personal part of an opening's fields, for who makes the bytes without the SDK. */
export async function openingFields(opener: Place, counterpart: Place) {
  const action = await openingOf(opener, counterpart);
  const now = opener.province.now();
  const caseNo = makeCaseNumber({ division: opener.division, date: beijingDateOf(now), random: randomBytes(CASE_NUMBER_RANDOM_BYTES) });
  const fields = fillMessage(action, action.outcomes[0]!, { caseNo, now, ownDivision: opener.division });
  const part = (wanted: 'open' | 'personal') => Object.fromEntries(Object.entries(fields).filter(([id]) => action.fields.find((field) => field.id === id)?.part === wanted));
  return { message: action.message.type, open: part('open'), personal: part('personal'), ...(action.onBehalfOf && { onBehalfOf: action.onBehalfOf }) };
}
