import { randomUUID } from 'node:crypto';
import { AUDIT_CLIENTS, AUDIT_LIST_LIMIT_DEFAULT, AUDIT_LIST_LIMIT_MAX, AUDIT_OK, type AuditListDocument, type AuditRow, type RegionCode, TongbanError, decode, encode, isAuditPlace, isErrorCode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { holdsCitizenId, isInstant, requireOperatorActor, requireReason } from '@tongban/domain';
import { type DurablePublisher, type LogEntry, readLast, readSubjectPart } from '@tongban/messaging';
import { sha256Hex } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { appendChained } from '../chained/append-chained';

export type AuditFields = Omit<v1.AuditAppend.$Properties, 'appendId'> & { readonly appendId?: string };
export interface AuditLogPorts { readonly nats: NatsConnection; readonly region: RegionCode; readonly publisher: DurablePublisher }

const READ_AT_ONCE = 256;
/** Entries that one page looks through: filters may fit none of many. */
const LOOKED_THROUGH_MAX = 10_000;
const ACTION = /^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*$/;
const ROLE = /^[a-z][a-z0-9-]{0,39}$/;
const APPEND_ID = /^[A-Za-z0-9-]{1,64}$/;
const ROLES_MAX = 10;
const ACTION_MAX = 80;
const TARGET_MAX = 200;

/** AUDIT_<R>: what operators did at a region, each entry with the hash of the one before, appended under the expected sequence. Nobody can take one out or put one in without its showing. */
export class AuditLog {
  constructor(private readonly ports: AuditLogPorts) {}

  /** @returns the number of the entry. @throws TongbanError `query.invalid`, `reason.personal-data`, `hub.storage-full`, `hub.unreachable`; `log.conflict` when others kept coming first. */
  async append(fields: AuditFields): Promise<number> {
    refuseWrong(fields);
    const { nats, region, publisher } = this.ports;
    const { appendId = randomUUID(), ...said } = fields;
    const log = { nats, publisher, stream: streams.audit(region), subject: subjects.audit(region), numberOf: (data: Uint8Array) => Number(decode(v1.AuditEntry, data).number) };
    const { sequence, number, duplicate } = (await appendChained(log, () => messageIds.audit(appendId), (place) => encode(v1.AuditEntry, { ...said, ...place, at: new Date().toISOString(), region })))!;
    return duplicate ? this.numberAt(sequence) : number;
  }

  /** Newest first. @param bytes AuditQuery. @throws TongbanError `query.invalid`, `hub.unreachable`. */
  async list(bytes: Uint8Array): Promise<AuditListDocument> {
    const filters = decode(v1.AuditQuery, bytes);
    const { after, limit } = filters;
    if (limit > AUDIT_LIST_LIMIT_MAX) throw new TongbanError('query.invalid', `at most ${AUDIT_LIST_LIMIT_MAX}`);
    if (after !== '' && !isAuditPlace(after)) throw new TongbanError('query.invalid', 'a list goes on after the next of a page, unchanged');
    for (const [name, instant] of Object.entries({ from: filters.from, to: filters.to })) if (instant !== '' && !isInstant(instant)) throw new TongbanError('query.invalid', `${name} is no instant`);
    const { nats, region } = this.ports;
    const last = await readLast(nats, streams.audit(region), subjects.audit(region));
    const rows: AuditRow[] = [];
    const broken = new Set<string>();
    let later: AuditRow | undefined;
    let end = after === '' ? (last?.seq ?? 0) : Number(after) - 1;
    for (let looked = 0; end > 0; ) {
      const from = Math.max(1, end - READ_AT_ONCE + 1);
      const { entries } = await readSubjectPart(nats, streams.audit(region), subjects.audit(region), from, READ_AT_ONCE);
      for (const row of entries.filter(({ seq }) => seq <= end).map((entry) => auditRow(region, entry)).reverse()) {
        if (later !== undefined && (later.previousHash !== row.hash || later.number !== row.number + 1)) broken.add(`${region}/${row.number}`);
        later = row;
        looked += 1;
        if (isBefore(row, filters.from)) return page(rows, broken);
        if (fits(row, filters)) rows.push(row);
        if (row.number > 1 && (rows.length >= (limit || AUDIT_LIST_LIMIT_DEFAULT) || looked >= LOOKED_THROUGH_MAX)) return page(rows, broken, String(row.sequence));
      }
      end = from - 1;
    }
    if (later !== undefined && later.number > 1) broken.add(`${region}/${later.number - 1}`);
    return page(rows, broken);
  }

  private async numberAt(sequence: number): Promise<number> {
    const { entries: [entry] } = await readSubjectPart(this.ports.nats, streams.audit(this.ports.region), subjects.audit(this.ports.region), sequence, 1);
    return entry === undefined ? 0 : Number(decode(v1.AuditEntry, entry.data).number);
  }
}

function refuseWrong({ actor = '', roles = [], action = '', target = '', reason = '', outcome = '', client = '', appendId }: { [K in keyof AuditFields]?: AuditFields[K] | null }): void {
  const refuse = (why: string): never => {
    throw new TongbanError('query.invalid', why);
  };
  requireOperatorActor(actor ?? '');
  if ((roles ?? []).length > ROLES_MAX || !(roles ?? []).every((role) => ROLE.test(role))) refuse('roles are lower-case letters, digits and hyphens');
  if (!ACTION.test(action ?? '') || (action ?? '').length > ACTION_MAX) refuse('an action is a dotted name');
  if ((target ?? '').length > TARGET_MAX || /\p{Cc}/u.test(target ?? '')) refuse(`a target of at most ${TARGET_MAX} characters`);
  if (holdsCitizenId(target ?? '')) throw new TongbanError('reason.personal-data', 'a citizen id stands in the target');
  requireReason(reason ?? '', { required: false });
  if (outcome !== AUDIT_OK && !isErrorCode(outcome ?? '')) refuse('an outcome is ok or a code of the error catalogue');
  if (!(AUDIT_CLIENTS as readonly string[]).includes(client ?? '')) refuse(`a client is ${AUDIT_CLIENTS.join(' or ')}`);
  if (appendId && !APPEND_ID.test(appendId)) refuse('an id of up to 64 letters, digits and hyphens');
}

function auditRow(region: RegionCode, { seq, data }: LogEntry): AuditRow {
  const { number, previousHash, at, actor, roles, action, target, reason, outcome, client } = decode(v1.AuditEntry, data);
  return {
    region, sequence: seq, number: Number(number), at, actor, roles, action, target, reason, outcome, client,
    hash: sha256Hex(data), previousHash: Buffer.from(previousHash).toString('hex'), entry: Buffer.from(data).toString('base64'),
  };
}

type Filters = Pick<v1.AuditQuery, 'actor' | 'action' | 'from' | 'to'>;
const isBefore = ({ at }: AuditRow, from: string): boolean => from !== '' && Date.parse(at) < Date.parse(from);
const fits = (row: AuditRow, { actor, action, to }: Filters): boolean =>
  (actor === '' || row.actor === actor) && (action === '' || row.action === action || (action.endsWith('.') && row.action.startsWith(action))) && (to === '' || Date.parse(row.at) <= Date.parse(to));

const page = (rows: readonly AuditRow[], broken: ReadonlySet<string>, next?: string): AuditListDocument => ({ rows, ...(next !== undefined && { next }), ...(broken.size > 0 && { broken: [...broken] }) });
