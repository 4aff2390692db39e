import { createHash } from 'node:crypto';
import { type AlarmRow, type CaseRow, type FindMatch, alarmPlace, redisKeys } from '@tongban/contracts';
import { type CaseChange, type ChangeBatch, canonicalJson } from './case-change';
import { dueScoreOf, indexesOf, memberOf } from './case-index';
import { desksOf } from './duty-desks';
import { MATCHES, ROWS } from './packing';

/**
 * Applies a batch and moves the checkpoint, both or neither. It does nothing when the checkpoint is not the batch's predecessor
 * or while the view is being dropped. The keys of cases, indexes and references come in ARGV: the indexes a case leaves are known
 * only here. They share the hash tag of KEYS, so they are on the same node of a cluster.
 *
 * KEYS: checkpoint, drop marker, cases by the day of their next alarm, cases by the day they are due. ARGV: previous sequence, last sequence, incarnation,
 * JSON {cases, references}, what the key of every index begins with. A case keeps the rest of them, one a line. Returns {1 when applied, checkpoint}.
 */
export const APPLY_BATCH_LUA = `
local present = tonumber(redis.call('HGET', KEYS[1], 'sequence') or '0')
if redis.call('EXISTS', KEYS[2]) == 1 or present ~= tonumber(ARGV[1]) then return {0, present} end
local batch = cjson.decode(ARGV[4])
for _, case in ipairs(batch.cases) do
  local known = redis.call('HMGET', case.key, 'logIndex', 'indexes', 'desks')
  if not known[1] or tonumber(known[1]) <= case.logIndex then
    if known[2] ~= case.indexes then
      for index in string.gmatch(known[2] or '', '[^\\n]+') do redis.call('ZREM', ARGV[5] .. index, case.member) end
      for index in string.gmatch(case.indexes, '[^\\n]+') do redis.call('ZADD', ARGV[5] .. index, 0, case.member) end
    end
    if (known[3] or '') ~= case.desks then
      for desk, place in string.gmatch(known[3] or '', '([^\\n\\t]+)\\t([^\\n]+)') do redis.call('ZREM', ARGV[5] .. desk, place) end
      for desk, place in string.gmatch(case.desks, '([^\\n\\t]+)\\t([^\\n]+)') do redis.call('ZADD', ARGV[5] .. desk, 0, place) end
    end
    if case.due then redis.call('ZADD', KEYS[4], case.due, case.member) else redis.call('ZREM', KEYS[4], case.member) end
    if case.alarmDay > 0 then redis.call('ZADD', KEYS[3], case.alarmDay, case.caseNo) else redis.call('ZREM', KEYS[3], case.caseNo) end
    redis.call('HSET', case.key, 'row', case.row, 'logIndex', case.logIndex, 'indexes', case.indexes)
    -- Few cases have one: the others are not to pay for it.
    if case.desks == '' then redis.call('HDEL', case.key, 'desks', 'alarms') else redis.call('HSET', case.key, 'desks', case.desks, 'alarms', case.alarms) end
  end
end
for _, reference in ipairs(batch.references) do redis.call('HSET', reference.key, reference.field, reference.match) end
redis.call('HSET', KEYS[1], 'sequence', ARGV[2], 'incarnation', ARGV[3])
return {1, tonumber(ARGV[2])}`;

/** Longer values are looked up by their digest: a sender chooses them, and keys stay small. */
const FIND_VALUE_LENGTH_MAX = 128;

export const findKey = (region: string, value: string): string =>
  redisKeys.find(region, value.length <= FIND_VALUE_LENGTH_MAX ? value : `sha256:${createHash('sha256').update(value).digest('hex')}`);

/** Of the digest that tells the matches of one value apart, in base64: 72 bits for at most a thousand. */
const IDENTITY_LENGTH = 12;

/** What makes two matches the same one. A case is one match however far its log has grown. */
function matchIdentity(match: FindMatch): string {
  const { kind, region, caseNo, participant, messageId, logIndex, digest, stream, streamSequence } = match;
  const identity = JSON.stringify(kind === 'case' ? [kind, region, caseNo] : [kind, region, caseNo, participant, messageId, logIndex, digest, stream, streamSequence]);
  return createHash('sha256').update(identity).digest('base64url').slice(0, IDENTITY_LENGTH);
}

/** Last row per case: a batch often holds several messages of one case. */
function newestRows(changes: readonly CaseChange[]): { readonly row: CaseRow; readonly alarms: readonly AlarmRow[] }[] {
  const rows = new Map<string, { readonly row: CaseRow; readonly alarms: readonly AlarmRow[] }>();
  for (const { row, alarms = [] } of changes) {
    if (row !== undefined && (rows.get(row.caseNo)?.row.logIndex ?? 0) <= row.logIndex) rows.set(row.caseNo, { row, alarms });
  }
  return [...rows.values()];
}

/** Score of a day, `YYYYMMDD` as a number; 0 for none. */
export const alarmDay = (day: string | undefined): number => (day === undefined ? 0 : Number(day.replaceAll('-', '')));

/** ARGV of the script. */
export function applyBatchArguments(region: string, batch: ChangeBatch): [number, number, string, string, string] {
  const cases = newestRows(batch.changes).map(({ row, alarms }) => ({
    key: redisKeys.case(region, row.caseNo), logIndex: row.logIndex, row: ROWS.pack(row),
    caseNo: row.caseNo, alarmDay: alarmDay(row.alarmOn), member: memberOf(row.openedAt, row.caseNo), indexes: indexesOf(row).join('\n'),
    alarms: canonicalJson(alarms), desks: alarms.flatMap((alarm) => desksOf(alarm).map((desk) => `${desk}\t${alarmPlace(alarm)}`)).join('\n'),
    ...(row.nextDue && { due: dueScoreOf(row.nextDue.on) }),
  }));
  const references = batch.changes.flatMap((change) => change.references.map(({ value, match }) => ({
    key: findKey(region, value), field: matchIdentity(match), match: MATCHES.pack(match),
  })));
  return [batch.previousSequence, batch.lastSequence, batch.incarnation ?? '', JSON.stringify({ cases, references }), redisKeys.caseIndexes(region)];
}
