import { type DryRunQuery, type FieldFault, TongbanError, decode, fieldFault, isRegionCode, v1 } from '@tongban/contracts';
import { isArtefactId, isDate } from '@tongban/domain';

const QUERY_BYTES_MAX = 4 * 1024;
const DIGEST = /^[0-9a-f]{64}$/;
const AFTER = /^(\d{4}):(\d{1,15})$/;

/** Where a page begins: a year of opening, and the sequence in its stream. */
export interface PagePlace { readonly year: string; readonly sequence: number }
export interface ReadDryRunQuery extends Omit<DryRunQuery, 'after'> { readonly from?: PagePlace }

export const afterOf = ({ year, sequence }: PagePlace): string => `${year}:${sequence}`;

/** @throws TongbanError `message.malformed`, or `query.invalid` with what is wrong by path. */
export function readDryRunQuery(bytes: Uint8Array): ReadDryRunQuery {
  const { json } = decode(v1.JsonDocument, bytes);
  if (json.length > QUERY_BYTES_MAX) throw new TongbanError('query.invalid', `a query of ${json.length} bytes; ${QUERY_BYTES_MAX} are allowed`);
  const query = record(parsed(json));
  const draft = record(query['draft']);
  const [owner, draftId, digest, since, after] = [draft['owner'], draft['draftId'], draft['digest'], query['since'], query['after']].map((value) => (typeof value === 'string' ? value : ''));
  const place = AFTER.exec(after!);
  const wrong: readonly (readonly [path: string, isWrong: boolean, words: string])[] = [
    ['draft.owner', !isRegionCode(owner!), 'a region that owns a registry'], ['draft.draftId', !isArtefactId(draftId!), 'the id of a draft'],
    ['draft.digest', !DIGEST.test(digest!), '64 hexadecimal digits'], ['since', !isDate(since!), 'a date, YYYY-MM-DD'], ['after', query['after'] !== undefined && !place, 'the next of the page before'],
  ];
  const faults = wrong.flatMap(([path, isWrong, words]): FieldFault[] => (isWrong ? [fieldFault(path, 'query.invalid', undefined, words)] : []));
  if (faults.length > 0) throw new TongbanError('query.invalid', faults.map(({ path, en }) => `${path}: ${en}`).join('; '), faults);
  return { draft: { owner: owner!, draftId: draftId!, digest: digest! }, since: since!, ...(place && { from: { year: place[1]!, sequence: Number(place[2]) } }) };
}

function parsed(json: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(json).toString('utf8'));
  } catch (cause) {
    throw new TongbanError('query.invalid', 'the query is no JSON', [], { cause });
  }
}

const record = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});
