import { STANDARDS_FILTERS, STANDARDS_ROWS_DEFAULT, STANDARDS_ROWS_MAX, STANDARDS_SECTIONS, type StandardsFilter, type StandardsSection, TongbanError, decode, fieldFault, isRegionCode, v1 } from '@tongban/contracts';
import { isPlacedInstant } from '@tongban/domain';
import { z } from 'zod';

export type Filters = { readonly [name in StandardsFilter]?: string };
export interface ReadQuery { readonly section: StandardsSection; readonly filters: Filters; readonly limit: number; readonly first: number }

const QUERY_BYTES_MAX = 64 * 1024;
const TEXT_MAX = 200;
const shape = z.strictObject({
  section: z.enum(STANDARDS_SECTIONS as unknown as [StandardsSection, ...StandardsSection[]]),
  filters: z.partialRecord(z.enum(STANDARDS_FILTERS), z.string().min(1).max(TEXT_MAX)).default({}),
  limit: z.int().min(1).max(STANDARDS_ROWS_MAX).default(STANDARDS_ROWS_DEFAULT),
  after: z.string().regex(/^\d{1,9}$/).optional(),
});

/** @throws TongbanError `message.malformed`, or `query.invalid` with what is wrong by path. */
export function readStandardsQuery(bytes: Uint8Array): ReadQuery {
  const { json } = decode(v1.JsonDocument, bytes);
  if (json.length > QUERY_BYTES_MAX) throw new TongbanError('query.invalid', `a query of ${json.length} bytes; ${QUERY_BYTES_MAX} are allowed`);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(json).toString('utf8'));
  } catch (cause) {
    throw new TongbanError('query.invalid', 'the query is no JSON', [], { cause });
  }
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => fieldFault(path.join('.') || 'query', 'query.invalid', undefined, message));
    throw new TongbanError('query.invalid', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
  }
  const { section, filters, limit, after } = parsed.data;
  if (filters.at !== undefined && !isPlacedInstant(filters.at)) throw new TongbanError('query.invalid', 'at is an RFC 3339 instant with offset', [fieldFault('filters.at', 'field.date')]);
  for (const name of ['owner', 'region', 'with'] as const) {
    const region = filters[name];
    if (region !== undefined && !isRegionCode(region)) throw new TongbanError('query.invalid', `there is no region ${region}`, [fieldFault(`filters.${name}`, 'field.not-in-list')]);
  }
  return { section, filters, limit, first: Number(after ?? 0) };
}
