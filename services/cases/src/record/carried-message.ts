import { TongbanError } from '@tongban/contracts';
import { type Fields, type ValidationContext, hasSamePersonalPart } from '@tongban/domain';
import { type FlowRelease, releaseName } from './flow-releases';

/**
 * A message that was made under a version its case followed before is judged under the present one when it says the same there: the type is there, its open
 * part is valid there too, and its personal part, which no hub reads, has the same fields and rules. It is registered as it is, and its recipient reads it by
 * the version it names. @throws TongbanError `schema.version-unknown` with the faults, naming the version the case follows now: nothing of it is lost,
 * its sender makes it anew.
 */
export function requireCarried(type: string, open: Fields, { sentUnder, release }: { readonly sentUnder: FlowRelease; readonly release: FlowRelease }, validation: ValidationContext): void {
  const why = `schema ${sentUnder.types.digest} is a version this case followed before; it was moved to ${releaseName(release)}`;
  if (!hasSamePersonalPart({ from: sentUnder.flow, to: release.flow }, type)) throw new TongbanError('schema.version-unknown', `${why}, where ${type} is another message`);
  const faults = release.types.validateOpen(type, open, validation);
  if (faults.length > 0) throw new TongbanError('schema.version-unknown', `${why}, where ${faults.length} of its open fields are wrong`, faults);
}
