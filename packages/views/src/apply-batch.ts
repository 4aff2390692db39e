import { createHash } from 'node:crypto';
import { type CaseRow, type FindMatch, redisKeys } from '@tongban/contracts';
import { type CaseChange, type ChangeBatch, canonicalJson } from './case-change';
import { dueKey, dueScoreOf, indexKeysOf, memberOf } from './case-index';

/**
 * Applies a batch and moves the checkpoint, both or neither. It does nothing when the checkpoint is not the batch's predecessor
 * or while the view is being dropped. The keys of cases, indexes and references come in ARGV: the indexes a case leaves are known
 * only here. They share the hash tag of KEYS, so they are on the same node of a cluster.
 *
 * KEYS: checkpoint, drop marker, cases by the day of their next alarm. ARGV: previous sequence, last sequence, incarnation, JSON {cases, references, dueKey}.
 * Returns {1 when applied, checkpoint}.
 */
export const APPLY_BATCH_LUA = `
local present = tonumber(redis.call('HGET', KEYS[1], 'sequence') or '0')
if redis.call('EXISTS', KEYS[2]) == 1 or present ~= tonumber(ARGV[1]) then return {0, present} end
local batch = cjson.decode(ARGV[4])
for _, case in ipairs(batch.cases) do
  local known = redis.call('HMGET', case.key, 'logIndex', 'indexes', 'member')
  if not known[1] or tonumber(known[1]) <= case.logIndex then
    if known[2] then
      for _, index in ipairs(cjson.decode(known[2])) do redis.call('ZREM', index, known[3]) end
      redis.call('ZREM', batch.dueKey, known[3])
    end
    for _, index in ipairs(cjson.decode(case.indexes)) do redis.call('ZADD', index, 0, case.member) end
    if case.due then redis.call('ZADD', batch.dueKey, case.due, case.member) end
    if case.alarmDay > 0 then redis.call('ZADD', KEYS[3], case.alarmDay, case.caseNo) else redis.call('ZREM', KEYS[3], case.caseNo) end
    redis.call('HSET', case.key, 'row', case.row, 'logIndex', case.logIndex, 'indexes', case.indexes, 'member', case.member)
  end
end
for _, reference in ipairs(batch.references) do redis.call('HSET', reference.key, reference.field, reference.match) end
redis.call('HSET', KEYS[1], 'sequence', ARGV[2], 'incarnation', ARGV[3])
return {1, tonumber(ARGV[2])}`;

/** Longer values are looked up by their digest: a sender chooses them, and keys stay small. */
const FIND_VALUE_LENGTH_MAX = 128;

export const findKey = (region: string, value: string): string =>
  redisKeys.find(region, value.length <= FIND_VALUE_LENGTH_MAX ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`);

/** What makes two matches the same one. A case is one match however far its log has grown. */
function matchIdentity(match: FindMatch): string {
  const { kind, region, caseNo, participant, messageId, logIndex, digest, stream, streamSequence } = match;
  return JSON.stringify(kind === 'case' ? [kind, region, caseNo] : [kind, region, caseNo, participant, messageId, logIndex, digest, stream, streamSequence]);
}

/** Last row per case: a batch often holds several messages of one case. */
function newestRows(changes: readonly CaseChange[]): CaseRow[] {
  const rows = new Map<string, CaseRow>();
  for (const { row } of changes) {
    if (row !== undefined && (rows.get(row.caseNo)?.logIndex ?? 0) <= row.logIndex) rows.set(row.caseNo, row);
  }
  return [...rows.values()];
}

/** Score of a day, `YYYYMMDD` as a number; 0 for none. */
export const alarmDay = (day: string | undefined): number => (day === undefined ? 0 : Number(day.replaceAll('-', '')));

/** ARGV of the script. */
export function applyBatchArguments(region: string, batch: ChangeBatch): [number, number, string, string] {
  const cases = newestRows(batch.changes).map((row) => ({
    key: redisKeys.case(region, row.caseNo), logIndex: row.logIndex, row: canonicalJson(row),
    caseNo: row.caseNo, alarmDay: alarmDay(row.alarmOn), member: memberOf(row.openedAt, row.caseNo), indexes: JSON.stringify(indexKeysOf(region, row)),
    ...(row.nextDue && { due: dueScoreOf(row.nextDue.on) }),
  }));
  const references = batch.changes.flatMap((change) => change.references.map(({ value, match }) => ({
    key: findKey(region, value), field: matchIdentity(match), match: canonicalJson(match),
  })));
  return [batch.previousSequence, batch.lastSequence, batch.incarnation ?? '', JSON.stringify({ cases, references, dueKey: dueKey(region) })];
}
