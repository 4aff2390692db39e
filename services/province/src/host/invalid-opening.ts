import { type NextActionDocument, TongbanError } from '@tongban/contracts';
import { type Guard, guardFields } from '@tongban/domain';
import type { Opening } from './open-command';

/**
 * The same opening without one required open field: the hub has to reject it, so the SDK is told not to look. The field is
 * none that says which entry is meant, and an open one, because personal ones the hub cannot see.
 */
export function invalidOpening(opening: Opening, { fields, outcomes }: NextActionDocument): Opening {
  const chosenBy = new Set(outcomes.flatMap(({ when }) => guardFields(when as Guard | undefined)));
  const left = fields.find(({ id, part, required }) => required && part === 'open' && !chosenBy.has(id));
  if (left === undefined) throw new TongbanError('entry.not-found', 'the first message has no required open field to leave out');
  return { ...opening, unchecked: true, fields: Object.fromEntries(Object.entries(opening.fields).filter(([id]) => id !== left.id)) };
}
