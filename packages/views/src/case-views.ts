import type { Redis } from 'ioredis';
import { type AlarmListDocument, type AlarmRow, CASE_LIST_LIMIT_MAX, type CaseListDocument, type CaseListOrder, type CaseRow, type FindMatch, TongbanError, redisKeys } from '@tongban/contracts';
import { APPLY_BATCH_LUA, alarmDay, applyBatchArguments, findKey } from './apply-batch';
import { type ApplyResult, type ChangeBatch, type Checkpoint, canonicalJson } from './case-change';
import { type CaseFilters, hasDue, openedBeforeMs, openedFromMs, withDuty } from './case-filters';
import { beyondCalendarKey, caseNoOf, dueKey, dueScoreOf, indexKeysFor, lowestMemberAt, memberOf } from './case-index';
import { type SelectionSource, selectMembers } from './case-selection';
import { type AlarmFilters, countAlarms, listAlarms } from './duty-desks';
import { dropMarkerKey, dropView } from './drop-view';
import { type DueMember, selectByDue } from './due-selection';
import { MATCHES, ROWS } from './packing';
import { type ViewSnapshot, takeSnapshot } from './snapshot';
import { VIEW } from './view-name';

/** A case that may have an alarm to raise, from which day on (`YYYYMMDD`), and how far of its log is shown. */
export interface WaitingCase { readonly caseNo: string; readonly day: number; readonly logIndex: number }

/** Read at a time by whoever goes through many. */
const WALK_CHUNK = 500;
/** A value that leads to more is no help to anybody. */
const MATCHES_MAX = 1_000;

/**
 * The cases of one region as a list and a search, in Redis. JetStream is the record: everything here can be dropped and is built
 * again from the streams, each of which has a checkpoint that moves with its batch or not at all (DESIGN §3).
 * Redis must not evict (`maxmemory-policy noeviction`). Failures of Redis reject with ioredis' errors.
 */
export class CaseViews {
  constructor(private readonly redis: Redis, readonly region: string) {}

  /** One script call. Refused, and nothing changed, unless the checkpoint of the stream is the batch's predecessor. */
  async apply(stream: string, batch: ChangeBatch): Promise<ApplyResult> {
    const keys = [redisKeys.checkpoint(this.region, VIEW, stream), dropMarkerKey(this.region), redisKeys.caseAlarms(this.region), dueKey(this.region)];
    const [applied, checkpoint] = (await this.redis.eval(APPLY_BATCH_LUA, keys.length, ...keys, ...applyBatchArguments(this.region, batch))) as [number, number];
    return { applied: applied === 1, checkpoint };
  }

  /** A row made anew from the same log, e.g. with another calendar; the checkpoint stays where it is. */
  async refresh(stream: string, { row, alarms }: { readonly row: CaseRow; readonly alarms: readonly AlarmRow[] }): Promise<ApplyResult> {
    const { sequence, incarnation } = await this.checkpoint(stream);
    return this.apply(stream, { previousSequence: sequence, lastSequence: sequence, incarnation, changes: [{ row, alarms, references: [] }] });
  }

  async checkpoint(stream: string): Promise<Checkpoint> {
    const [sequence, incarnation] = await this.redis.hmget(redisKeys.checkpoint(this.region, VIEW, stream), 'sequence', 'incarnation');
    return { sequence: Number(sequence ?? 0), incarnation: incarnation ?? '' };
  }

  /** A drop has begun and is not over; `drop` ends it. */
  async dropping(): Promise<boolean> {
    return (await this.redis.exists(dropMarkerKey(this.region))) === 1;
  }

  /** Nothing in the view can be of another layout than the present one. */
  async hasPresentLayout(): Promise<boolean> {
    return (await this.redis.get(redisKeys.viewLayout(this.region))) === VIEW;
  }

  /** Removes every key of the region, checkpoints included; feeders then build it again. */
  async drop(): Promise<void> {
    await dropView(this.redis, this.region);
  }

  /**
   * Rows in the order of opening (to the millisecond), then of case number; or the soonest due first, of cases with a running duty only. `limit` is 1 to 500; `after` is the `next` of the page
   * before, or OPENED-AT|CASE-NO, of due dates DUE-ON|OPENED-AT|CASE-NO, where the list is merged from several regions and the last case may be another's.
   * @throws TongbanError `query.invalid`; `hub.starting` while the view is dropped.
   */
  async list(filters: CaseFilters, limit: number, after?: string, order: CaseListOrder = 'opening'): Promise<CaseListDocument> {
    if (!isLimit(limit)) throw new TongbanError('query.invalid', `limit is 1 to ${CASE_LIST_LIMIT_MAX}`);
    await this.refuseWhileDropping();
    return order === 'due' ? this.listByDue(withDuty(filters), limit, after) : this.listByOpening(filters, limit, after);
  }

  /**
   * How many cases `list` would show on all its pages. With filters, or with a period of opening alone, it costs no walk over the rows. @throws TongbanError as `list`.
   */
  async count(filters: CaseFilters): Promise<number> {
    await this.refuseWhileDropping();
    const [from, before] = bounds(filters);
    if (!hasDue(filters) && filters.number === undefined) {
      const keys = indexKeysFor(this.region, filters);
      if (keys.length === 1) return this.redis.zlexcount(keys[0]!, from, before);
      if (filters.openedFrom === undefined && filters.openedTo === undefined) return this.redis.zintercard(keys.length, ...keys);
    }
    return (await selectMembers(this.source, filters, { from, to: before }, Infinity)).length;
  }

  /** Cases that may have an alarm to raise on a day or before, page by page, the longest due first. @throws TongbanError `hub.starting` while the view is dropped. */
  withAlarmsUntil(day: string): AsyncGenerator<readonly WaitingCase[]> {
    return this.withAlarms(String(alarmDay(day)));
  }
  /** As above, on any day. All numbers are read before the first page is given: whoever deals with a case moves it, and others would be passed over. */
  async *withAlarms(to = '+inf'): AsyncGenerator<readonly WaitingCase[]> {
    await this.refuseWhileDropping();
    const found: string[] = [];
    for (let offset = 0; ; offset += WALK_CHUNK) {
      const part = await this.redis.zrangebyscore(redisKeys.caseAlarms(this.region), '-inf', to, 'WITHSCORES', 'LIMIT', offset, WALK_CHUNK);
      found.push(...part);
      if (part.length < 2 * WALK_CHUNK) break;
    }
    const waiting = found.flatMap((caseNo, at) => (at % 2 === 0 ? [{ caseNo, day: Number(found[at + 1]) }] : []));
    for (let at = 0; at < waiting.length; at += WALK_CHUNK) {
      const page = waiting.slice(at, at + WALK_CHUNK);
      const shown = await Promise.all(page.map(({ caseNo }) => this.redis.hget(redisKeys.case(this.region, caseNo), 'logIndex')));
      yield page.map((one, index) => ({ ...one, logIndex: Number(shown[index] ?? 0) }));
    }
  }

  /** Cases with a duty whose due date lies beyond the calendar their rows were made with, page by page. @throws TongbanError `hub.starting` while the view is dropped. */
  async *beyondCalendar(): AsyncGenerator<readonly string[]> {
    await this.refuseWhileDropping();
    for (let next = '-'; ;) {
      const members = await this.redis.zrangebylex(beyondCalendarKey(this.region), next, '+', 'LIMIT', 0, WALK_CHUNK);
      if (members.length > 0) yield members.map(caseNoOf);
      if (members.length < WALK_CHUNK) return;
      next = `(${members.at(-1)}`;
    }
  }

  /** Alarms that stand open, newest first. @throws TongbanError `query.invalid`; `hub.starting` while the view is dropped. */
  async alarms(filters: AlarmFilters, limit: number, after?: string): Promise<AlarmListDocument> {
    if (!isLimit(limit)) throw new TongbanError('query.invalid', `limit is 1 to ${CASE_LIST_LIMIT_MAX}`);
    await this.refuseWhileDropping();
    return listAlarms(this.redis, this.region, filters, limit, after);
  }
  async countAlarms(filters: AlarmFilters): Promise<number> {
    await this.refuseWhileDropping();
    return countAlarms(this.redis, this.region, filters);
  }

  /** Everything a value leads to, sorted. @throws TongbanError `query.invalid` for more than 1,000 matches; `hub.starting` while dropped. */
  async find(value: string): Promise<FindMatch[]> {
    const key = findKey(this.region, value);
    const [, count] = await Promise.all([this.refuseWhileDropping(), this.redis.hlen(key)]);
    if (count === 0) return [];
    if (count > MATCHES_MAX) throw new TongbanError('query.invalid', `the value leads to more than ${MATCHES_MAX} matches`);
    return (await this.redis.hvals(key)).map((text) => MATCHES.unpack(text)).sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  }

  /** Everything the view holds in one canonical form: a view equals its rebuild when the JSON of both snapshots is equal. */
  async snapshot(): Promise<ViewSnapshot> {
    return takeSnapshot(this.redis, this.region);
  }

  private async listByOpening(filters: CaseFilters, limit: number, after: string | undefined): Promise<CaseListDocument> {
    const [first, before] = bounds(filters);
    const fromMs = openedFromMs(filters);
    let from = first;
    if (after) {
      const member = await this.memberAfter(after);
      if (fromMs === undefined || member >= lowestMemberAt(fromMs)) from = `(${member}`;
    }
    const caseNos = (await selectMembers(this.source, filters, { from, to: before }, limit + 1)).map(caseNoOf);
    const rows = await this.rows(caseNos.slice(0, limit));
    return caseNos.length > limit ? { rows, next: caseNos[limit - 1] } : { rows };
  }

  private async listByDue(filters: CaseFilters, limit: number, after: string | undefined): Promise<CaseListDocument> {
    const [from, to] = bounds(filters);
    const places = await selectByDue(this.source, filters, { from, to }, after ? duePlace(after) : undefined, limit + 1);
    const rows = await this.rows(places.slice(0, limit).map(({ member }) => caseNoOf(member)));
    const last = places.length > limit ? rows.at(-1) : undefined;
    return last === undefined ? { rows } : { rows, next: `${last.nextDue?.on ?? ''}|${last.openedAt}|${last.caseNo}` };
  }

  private get source(): SelectionSource {
    return { redis: this.redis, region: this.region, numbered: (number) => this.numbered(number) };
  }

  /** Members of the cases that a number leads to, in order; a number may be used in several. */
  private async numbered(number: string): Promise<string[]> {
    const caseNos = new Set((await this.find(number)).flatMap(({ caseNo }) => caseNo ?? []));
    return (await this.rows([...caseNos])).map(({ openedAt, caseNo }) => memberOf(openedAt, caseNo)).sort();
  }

  private async memberAfter(after: string): Promise<string> {
    const [openedAt = '', caseNo] = after.split('|');
    if (caseNo !== undefined && !Number.isNaN(Date.parse(openedAt))) return memberOf(openedAt, caseNo);
    const [row] = await this.rows([after]);
    if (row === undefined) throw new TongbanError('query.invalid', 'the list cannot continue after a case it does not hold');
    return memberOf(row.openedAt, row.caseNo);
  }

  private async rows(caseNos: readonly string[]): Promise<CaseRow[]> {
    const texts = await Promise.all(caseNos.map((caseNo) => this.redis.hget(redisKeys.case(this.region, caseNo), 'row')));
    return texts.flatMap((text) => (text === null ? [] : [ROWS.unpack(text)]));
  }

  private async refuseWhileDropping(): Promise<void> {
    if (await this.dropping()) throw new TongbanError('hub.starting', 'the view is being rebuilt');
  }
}

const isLimit = (limit: number): boolean => Number.isInteger(limit) && limit >= 1 && limit <= CASE_LIST_LIMIT_MAX;
/** The place after a row of a list in the order of due dates. @throws TongbanError `query.invalid`. */
function duePlace(after: string): DueMember {
  const [on = '', openedAt = '', caseNo = ''] = after.split('|');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || Number.isNaN(Date.parse(openedAt)) || caseNo === '') throw new TongbanError('query.invalid', 'a list by due date goes on after DUE-ON|OPENED-AT|CASE-NO');
  return { score: dueScoreOf(on), member: memberOf(openedAt, caseNo) };
}

/** Range of members of the period of opening, both ends as Redis takes them. @throws TongbanError `query.invalid`. */
function bounds(filters: CaseFilters): readonly [from: string, before: string] {
  const [fromMs, beforeMs] = [openedFromMs(filters), openedBeforeMs(filters)];
  if (Number.isNaN(fromMs) || Number.isNaN(beforeMs)) throw new TongbanError('query.invalid', 'openedFrom and openedTo are dates or instants');
  return [fromMs === undefined ? '-' : `[${lowestMemberAt(fromMs)}`, beforeMs === undefined ? '+' : `(${lowestMemberAt(beforeMs)}`];
}
