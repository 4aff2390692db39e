import { CASE_COUNTS_MAX, type CaseCount, type CaseCountsDocument, type FieldFault, TongbanError, decode, fieldFault, v1 } from '@tongban/contracts';
import { type CaseFilters, type CaseViews, type PassedUntil, parseCaseFilters } from '@tongban/views';

const TEXT_MAX = 200;

/**
 * Counts cases homed here, for each set of filters that is asked for: read from the view's indexes, without its rows.
 * @param today Beijing date, by which something is overdue; `passed` the days that regions have vouched for. @throws TongbanError `message.malformed`, `query.invalid` with what is wrong by path; `hub.starting` while the view is dropped.
 */
export async function caseCounts(views: CaseViews, bytes: Uint8Array, today: string, passed?: PassedUntil): Promise<CaseCountsDocument> {
  const counts: CaseCount[] = [];
  for (const filters of readCounts(bytes, { today, passed })) counts.push(await countOf(views, filters));
  return { region: views.region, counts };
}

async function countOf(views: CaseViews, filters: CaseFilters): Promise<CaseCount> {
  const [cases, closed, onTime, late] = await Promise.all([
    views.count(filters), views.count({ ...filters, closed: true }), views.count({ ...filters, timeliness: 'on-time' }), views.count({ ...filters, timeliness: 'late' }),
  ]);
  return { cases, closed, onTime, late };
}

interface Day { readonly today: string; readonly passed: PassedUntil | undefined }

function readCounts(bytes: Uint8Array, day: Day): readonly CaseFilters[] {
  const { counts } = questionOf(decode(v1.JsonDocument, bytes).json);
  if (!Array.isArray(counts) || counts.length > CASE_COUNTS_MAX)
    throw new TongbanError('query.invalid', `counts: a list of at most ${CASE_COUNTS_MAX} sets of filters`, [fieldFault('counts', 'query.invalid')]);
  const faults: FieldFault[] = [];
  const filters = counts.map((texts: unknown, at) => {
    if (isTexts(texts)) return filtersOf(texts, day, `counts.${at}`, faults);
    faults.push(fieldFault(`counts.${at}`, 'query.invalid', '须为筛选条件名到文本的对象', `an object of filter names to texts of at most ${TEXT_MAX} characters`));
    return {};
  });
  if (faults.length > 0) throw new TongbanError('query.invalid', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
  return filters;
}

function filtersOf(texts: Readonly<Record<string, string>>, { today, passed }: Day, path: string, faults: FieldFault[]): CaseFilters {
  try {
    return parseCaseFilters(texts, today, passed);
  } catch (cause) {
    faults.push(...TongbanError.from(cause).faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` })));
    return {};
  }
}

function questionOf(json: Uint8Array): { readonly counts?: unknown } {
  try {
    const question: unknown = JSON.parse(Buffer.from(json).toString('utf8'));
    return typeof question === 'object' && question !== null ? question : {};
  } catch (cause) {
    throw new TongbanError('query.invalid', 'the query is no JSON', [], { cause });
  }
}

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((text) => typeof text === 'string' && text.length <= TEXT_MAX);
