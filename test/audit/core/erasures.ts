import type { CaseLog } from './case-log';
import type { Entry, ErasedMessageFact, ErasureDoneFact, Facts } from './facts';
import type { FindingClass, Words } from './findings';
import { STATEMENTS, hubOwner, openerOf } from './published-names';

/** A lawful erasure 依法删除: its order is by the home of the case, and is what the log says. */
export interface Erasure {
  readonly caseNo: string;
  readonly actionId: string;
  /** Entry that carries the order. */
  readonly entry: Entry;
  readonly messages: readonly ErasedMessageFact[];
  /** Who was told. */
  readonly regions: readonly string[];
  /** Stored messages that a region says it has deleted; nothing for one whose word there is not. */
  readonly deleted: ReadonlyMap<string, number>;
  /** Regions whose word the log has. */
  readonly recorded: ReadonlySet<string>;
}
interface Place { readonly stream: string; readonly seq: number }
export interface ErasureFault { readonly cls: FindingClass; readonly place: Place; readonly caseNo: string; readonly words: Words }
type Reason = undefined | { readonly cls: FindingClass; readonly words: Words };

const unexplained = (zh: string, en: string): Reason => ({ cls: 'unexplained', words: { zh, en } });
const unsigned = (what: Words, fault: string): Reason => ({ cls: 'unsigned', words: { zh: `${what.zh}的签名不成立：${fault}`, en: `the signature of ${what.en} does not hold: ${fault}` } });
const ORDER: Words = { zh: '删除令', en: 'the order' };
const DONE: Words = { zh: '删除确认', en: 'the confirmation' };

interface Judged { readonly erasure: Erasure & { readonly deleted: Map<string, number>; readonly recorded: Set<string> }; readonly isLawful: boolean }

/** Orders and confirmations of all case logs. One that does not verify is a fault, and excuses nothing. */
export class Erasures {
  readonly faults: ErasureFault[] = [];
  private readonly judged = new Map<string, Judged>();
  private readonly byDigest = new Map<string, Erasure>();
  private readonly counted = new Set<string>();

  constructor(private readonly facts: Pick<Facts, 'environment' | 'outbox'>, cases: Iterable<CaseLog>, private readonly regionOf: (participant: string) => string | undefined) {
    const logs = [...cases].filter(({ entries }) => entries.some(({ erasure, confirmation }) => erasure ?? confirmation));
    for (const log of logs) for (const entry of log.inOrder) this.takeOrder(log, entry);
    for (const log of logs) for (const entry of log.inOrder) this.takeConfirmation(log, entry);
    for (const rows of facts.outbox.values()) {
      for (const row of rows) {
        if (row.kind !== 'erasure-done') continue;
        const fault = this.takeWord(row.erasureDone, row.region, row.erasureDone?.caseNo ?? '', row.erasureDone?.actionId ?? '');
        if (fault) this.faults.push({ ...fault, place: row, caseNo: row.erasureDone?.caseNo ?? '' });
      }
    }
  }

  get lawful(): Erasure[] {
    return [...this.judged.values()].flatMap(({ erasure, isLawful }) => (isLawful ? [erasure] : []));
  }
  /** The lawful erasure that names the message with these bytes. */
  of(digest: string | undefined): Erasure | undefined {
    return digest === undefined ? undefined : this.byDigest.get(digest);
  }
  find(caseNo: string, actionId: string): Erasure | undefined {
    const found = this.judged.get(`${caseNo}|${actionId}`);
    return found?.isLawful ? found.erasure : undefined;
  }
  /** Stored messages that a region says it has deleted for all lawful erasures. */
  deletedBy(region: string): number {
    return this.lawful.reduce((sum, { deleted }) => sum + (deleted.get(region) ?? 0), 0);
  }

  private takeOrder(log: CaseLog, entry: Entry): void {
    const { erasure: said } = entry;
    if (said === undefined) return;
    const { actionId, regions, messages } = said;
    const fault = this.faultOfOrder(log, entry);
    if (fault) this.faults.push({ ...fault, place: entry, caseNo: log.caseNo });
    const key = `${log.caseNo}|${actionId}`;
    if (this.judged.has(key)) return;
    const erasure = { caseNo: log.caseNo, actionId, entry, messages, regions, deleted: new Map<string, number>(), recorded: new Set<string>() };
    this.judged.set(key, { erasure, isLawful: fault === undefined });
    if (fault === undefined) for (const { digest } of messages) this.byDigest.set(digest, erasure);
  }

  private faultOfOrder(log: CaseLog, { region, logIndex, erasure }: Entry): Reason {
    const { order, actionId, proposedBy, confirmedBy, messages } = erasure!;
    if (order === undefined) return unexplained('没有可读的删除令', 'carries no order that can be read');
    if (order.statement !== STATEMENTS.erasureOrder || order.environment !== this.facts.environment || order.caseNo !== log.caseNo || order.actionId !== actionId) {
      return unexplained('所载删除令不是本环境、本办件、该决定的删除令', 'carries what is no order of this environment about this case and command');
    }
    if (order.issuer !== hubOwner(region) || region !== this.regionOf(openerOf(log.caseNo))) return unexplained(`删除令出自 ${order.issuer}，不是办件的属地枢纽`, `the order is by ${order.issuer}, which is not the home of the case`);
    if (order.fault !== undefined) return unsigned(ORDER, order.fault);
    if (messages.length === 0 || !isSame(order.messages, messages)) return unexplained('删除令所列消息与该条所列不同', 'the order lists other messages than the entry does');
    if (proposedBy === '' || confirmedBy === '' || proposedBy === confirmedBy) return unexplained('不是由两人决定的', 'was not ordered by two persons');
    const isOfCase = messages.every(({ messageId, sender, digest }) => {
      const about = log.byDigest.get(digest);
      return about?.kind === 'registered' && about.logIndex < logIndex && about.message?.messageId === messageId && about.message.sender === sender;
    });
    if (!isOfCase) return unexplained('删除令所列消息不是该办件此前登记的', 'the order lists a message that the case had not registered');
    const isAgain = this.judged.has(`${log.caseNo}|${actionId}`) || messages.some(({ digest }) => this.byDigest.has(digest));
    return isAgain ? { cls: 'doubled', words: { zh: '同一消息或同一决定已删除过', en: 'the message, or by this command the case, was erased already' } } : undefined;
  }

  private takeConfirmation(log: CaseLog, entry: Entry): void {
    const { confirmation } = entry;
    if (confirmation === undefined) return;
    const { actionId, region, done } = confirmation;
    const judged = this.judged.get(`${log.caseNo}|${actionId}`);
    const isAgain = judged?.erasure.recorded.has(region) ?? false;
    const isBefore = judged !== undefined && entry.logIndex < judged.erasure.entry.logIndex;
    const fault = isBefore ? unexplained('先于其删除令', 'stands before its order') : this.takeWord(done, region, log.caseNo, actionId);
    if (fault) this.faults.push({ ...fault, place: entry, caseNo: log.caseNo });
    else if (isAgain) this.faults.push({ cls: 'doubled', place: entry, caseNo: log.caseNo, words: { zh: `${region} 的删除确认已记录`, en: `the confirmation of ${region} was recorded already` } });
    else judged?.erasure.recorded.add(region);
  }

  /** A region answers each delivery of an order with what it deleted that time: distinct words add up, wherever they were found. */
  private takeWord(done: ErasureDoneFact | undefined, region: string, caseNo: string, actionId: string): Reason {
    if (done === undefined) return unexplained('没有可读的删除确认', 'carries no confirmation that can be read');
    const judged = this.judged.get(`${caseNo}|${actionId}`);
    if (judged === undefined || !judged.erasure.regions.includes(region)) return unexplained(`办件日志没有要 ${region} 删除的该决定`, `the case has no order for ${region} by this command`);
    if (done.statement !== STATEMENTS.erasureDone || done.environment !== this.facts.environment || done.caseNo !== caseNo || done.actionId !== actionId) {
      return unexplained('所载确认不是本环境、本办件、该决定的删除确认', 'carries what is no confirmation in this environment about this case and command');
    }
    if (done.issuer !== hubOwner(region)) return unexplained(`删除确认出自 ${done.issuer}，不是 ${region}`, `the confirmation is by ${done.issuer} and not by ${region}`);
    if (done.fault !== undefined) return unsigned(DONE, done.fault);
    if (this.counted.has(done.id)) return undefined;
    this.counted.add(done.id);
    judged.erasure.deleted.set(region, (judged.erasure.deleted.get(region) ?? 0) + done.messages);
    return undefined;
  }
}

const printOf = (messages: readonly ErasedMessageFact[]): string => JSON.stringify(messages.map(({ messageId, sender, digest }) => [messageId, sender, digest].join('|')).sort());
const isSame = (a: readonly ErasedMessageFact[], b: readonly ErasedMessageFact[]): boolean => printOf(a) === printOf(b);
