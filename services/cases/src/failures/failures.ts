import { AUDIT_OK, FAILURE_LIST_LIMIT_DEFAULT, FAILURE_LIST_LIMIT_MAX, type FailureDocument, type FailureListDocument, TongbanError, consumers, decode, isFailurePlace, v1 } from '@tongban/contracts';
import { FAILURE_STATES, type ParticipantRecord, causesOf, failureState, isInHand, isInstant, requireOperatorActor, requireReason, waitingEdit } from '@tongban/domain';
import { Defer, type DurableMessage, SequenceConflict, causeOf, originalOf } from '@tongban/messaging';
import { type TrustDirectory, verifyFailureAction } from '@tongban/trust';
import type { AuditFields } from '../audit/audit-log';
import { FailureEdits } from './failure-edits';
import type { OpenPart } from './open-fields';
import { actionDocument, deskOf, editDocument, failureDocument, failureGroup, failureRow } from './failure-documents';
import { FailureLog, type FailureLogPorts, type KnownFailure, type StoredStep, stepOf } from './failure-log';

export interface FailuresPorts extends FailureLogPorts {
  readonly trust: TrustDirectory;
  readonly clock: { now(): string; at(realMs: number): string };
  /** Where the consumer that gave up is read by this process; undefined where it is not. Of lanes any division will do. */
  readonly handlerOf: (stream: string, consumer: string) => ((message: DurableMessage) => Promise<void>) | undefined;
  readonly participant: (code: string, at: string) => ParticipantRecord | undefined;
  /** Names of fields that are personal whatever the message. */
  readonly personalNames: readonly string[];
  /** What can be read of a message; undefined where nothing can. */
  readonly openPartOf: (message: Uint8Array) => OpenPart | undefined;
  /** Puts the act on the audit trail. */
  readonly audit: (entry: AuditFields) => Promise<void>;
  readonly onActed?: (failure: { readonly sequence: number; readonly outcome: string; readonly code?: string }) => void;
}

const OUTCOME = v1.FailureOutcome;
const KIND = v1.FailureActionKind;
/** As the audit trail names them, with `failure.` before. */
const ACTS: Readonly<Record<number, string>> = {
  [KIND.FAILURE_ACTION_KIND_RETRY]: 'retry', [KIND.FAILURE_ACTION_KIND_DISCARD]: 'discard', [KIND.FAILURE_ACTION_KIND_EDIT_PROPOSE]: 'edit-propose', [KIND.FAILURE_ACTION_KIND_EDIT_APPROVE]: 'edit-approve', [KIND.FAILURE_ACTION_KIND_EDIT_REFUSE]: 'edit-refuse',
};
const REASONED: ReadonlySet<number> = new Set([KIND.FAILURE_ACTION_KIND_DISCARD, KIND.FAILURE_ACTION_KIND_EDIT_PROPOSE, KIND.FAILURE_ACTION_KIND_EDIT_REFUSE]);
const STATES: readonly string[] = [...FAILURE_STATES, 'any'];
const RECORD_ATTEMPTS_MAX = 10;

/** What an operator sees of messages that no handler of the region could take, and does about them. Outcomes are told from the log, and from nothing else. */
export class Failures {
  private readonly log: FailureLog;
  private readonly edits: FailureEdits;

  constructor(private readonly ports: FailuresPorts) {
    this.log = new FailureLog(ports);
    this.edits = new FailureEdits(this.log, ports.personalNames);
  }

  /** Failed messages that nobody has dealt with. */
  async openCount(): Promise<number> {
    await this.log.level();
    return this.log.openCount();
  }

  /** @param bytes FailureListQuery. @throws TongbanError `query.invalid`, `hub.unreachable`. */
  async list(bytes: Uint8Array): Promise<FailureListDocument> {
    const query = decode(v1.FailureListQuery, bytes);
    const { limit, after } = query;
    if (limit > FAILURE_LIST_LIMIT_MAX) throw new TongbanError('query.invalid', `at most ${FAILURE_LIST_LIMIT_MAX}`);
    if (after !== '' && !isFailurePlace(after)) throw new TongbanError('query.invalid', 'a list goes on after the next of a page, unchanged');
    const fits = filterOf(query);
    await this.log.level();
    const nowMs = Date.now();
    const found = this.log.all().filter(fits);
    const left = after === '' ? found : found.filter(({ sequence }) => sequence < Number(after));
    const page = left.slice(0, limit || FAILURE_LIST_LIMIT_DEFAULT);
    return {
      rows: page.map((failure) => failureRow(this.ports.region, failure, nowMs)), groups: causesOf(found).map((cause) => failureGroup(this.ports.region, cause)), total: found.length,
      ...(left.length > page.length && { next: String(page.at(-1)!.sequence) }),
    };
  }

  /** @throws TongbanError `find.nothing`, `hub.unreachable`. */
  async show(sequence: number): Promise<FailureDocument> {
    const { ports } = this;
    const [record, steps] = await Promise.all([this.log.read(sequence), this.log.steps(sequence), this.log.level()]);
    const known = this.log.get(sequence);
    if (record === undefined || known === undefined) throw new TongbanError('find.nothing', `no failed message ${sequence}`);
    const failed = readFailed(record.data);
    const row = failureRow(ports.region, { ...known, steps: steps.map(({ action }) => stepOf(action)) }, Date.now());
    const desk = known.sender === undefined ? undefined : deskOf(ports.participant(known.sender, ports.clock.now()), known.itemCode);
    const actions = await Promise.all(steps.map(async (step) => actionDocument(step.action, await this.isSigned(step))));
    const edit = editDocument(steps.map(({ action }) => action), known.messageId);
    const template = known.kind === 'message' || known.kind === 'entry' ? templateOf(known, ports.openPartOf(failed.original)) : undefined;
    return failureDocument({ edit, template, row, failed, here: ports.handlerOf(known.stream, known.consumer) !== undefined, desk, actions });
  }

  /**
   * Retries or discards one, or proposes, approves or refuses a correction of it. @param bytes FailureAct. @returns it as it is on record then; a retry may have failed again. @throws TongbanError `query.invalid`, `reason.personal-data`, `find.nothing`, `failure.*`, `hub.unreachable`,
   * `hub.storage-full`.
   */
  async act(bytes: Uint8Array): Promise<FailureDocument> {
    const { sequence: long, action, reason, by, roles, client, correction, correctionDigest } = decode(v1.FailureAct, bytes);
    const sequence = Number(long);
    requireOperatorActor(by);
    const name = ACTS[action];
    if (name === undefined) throw new TongbanError('query.invalid', 'no such act');
    requireReason(reason, { required: REASONED.has(action) });
    const record = await this.log.read(sequence);
    if (record === undefined) throw new TongbanError('find.nothing', `no failed message ${sequence}`);
    const doing = this.doing(action, { sequence, data: record.data, by, reason, correction, correctionDigest });
    const outcome = await doing.catch((cause: unknown) => TongbanError.from(cause));
    const code = outcome instanceof TongbanError ? outcome.code : outcome;
    this.ports.onActed?.({ sequence, outcome: name, ...(code !== AUDIT_OK && { code }) });
    await this.ports.audit({ actor: by, roles, action: `failure.${name}`, target: `${this.ports.region}/${sequence}`, reason, outcome: code, client: client || 'cli' });
    if (outcome instanceof TongbanError) throw outcome;
    return this.show(sequence);
  }

  private async doing(action: v1.FailureActionKind, { sequence, data, by, reason, correction, correctionDigest }: Pick<v1.FailureAct, 'by' | 'reason' | 'correction' | 'correctionDigest'> & { readonly sequence: number; readonly data: Uint8Array }): Promise<string> {
    switch (action) {
      case KIND.FAILURE_ACTION_KIND_DISCARD:
        return this.discard(sequence, by, reason);
      case KIND.FAILURE_ACTION_KIND_RETRY:
        return this.retry(sequence, data, by, reason);
      case KIND.FAILURE_ACTION_KIND_EDIT_PROPOSE: {
        const after = await this.requireOpen(sequence);
        return this.edits.propose(after, { failureSequence: sequence, by, reason, correction, known: this.log.get(sequence) });
      }
      case KIND.FAILURE_ACTION_KIND_EDIT_APPROVE:
        return this.edits.approve(sequence, { by, reason, digest: correctionDigest });
      default:
        return this.edits.refuse(sequence, { by, reason });
    }
  }

  private async discard(failureSequence: number, by: string, reason: string): Promise<string> {
    const after = await this.requireOpen(failureSequence);
    await this.record(after, { failureSequence, action: KIND.FAILURE_ACTION_KIND_DISCARD, by, reason, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_DISCARDED });
    return AUDIT_OK;
  }

  /** @returns `ok`, or the code with which it failed again. */
  private async retry(failureSequence: number, data: Uint8Array, by: string, reason: string): Promise<string> {
    const after = await this.requireOpen(failureSequence);
    const { stream, consumer } = readFailed(data);
    const handle = this.ports.handlerOf(stream, consumer);
    if (handle === undefined) throw new TongbanError('failure.handler-elsewhere', `${consumer} of ${stream} is not read by this process`);
    const message = originalOf({ data }, await this.storedAt(data));
    const about = { failureSequence, action: KIND.FAILURE_ACTION_KIND_RETRY };
    // On record before it runs: whoever asks meanwhile, here or at another process of the region, is refused; and a stream that is full refuses before anything was done.
    const started = await this.record(after, { ...about, by, reason, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_STARTED });
    const failure = await handle(message).then(() => undefined, (cause: unknown) => cause);
    if (failure === undefined) {
      await this.conclude(started, { ...about, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_HANDLED });
      return AUDIT_OK;
    }
    const error = failure instanceof Defer ? new TongbanError('failure.not-now', failure.message) : TongbanError.from(failure);
    await this.conclude(started, { ...about, at: now(), outcome: OUTCOME.FAILURE_OUTCOME_FAILED_AGAIN, code: error.code, detail: causeOf(error) });
    return error.code;
  }

  /** @returns the sequence of the last step; 0 when there is none. */
  private async requireOpen(sequence: number): Promise<number> {
    const steps = await this.log.steps(sequence);
    const known = steps.map(({ action }) => stepOf(action));
    if (failureState(known) !== 'open') throw new TongbanError('failure.closed', `failed message ${sequence} is ${failureState(known)}`);
    if (waitingEdit(known) !== undefined) throw new TongbanError('failure.edit-waits', `a correction of failed message ${sequence} waits for a second person`);
    if (isInHand(known, Date.now())) throw new TongbanError('failure.in-hand', `failed message ${sequence} is being retried`);
    return steps.at(-1)?.sequence ?? 0;
  }

  private record(after: number, fields: Parameters<FailureLog['append']>[1]): Promise<number> {
    return this.log.append(after, fields).catch((error: unknown) => {
      if (error instanceof SequenceConflict) throw new TongbanError('failure.in-hand', `somebody else acted on failed message ${fields.failureSequence} first`, [], { cause: error });
      throw error;
    });
  }

  /** An outcome is a fact, whatever was put on record since the run began. */
  private async conclude(started: number, fields: Parameters<FailureLog['append']>[1]): Promise<void> {
    for (let after = started, attempt = 1; ; attempt++) {
      try {
        await this.log.append(after, fields);
        return;
      } catch (error) {
        if (!(error instanceof SequenceConflict) || attempt >= RECORD_ATTEMPTS_MAX) throw error;
        after = (await this.log.steps(fields.failureSequence)).at(-1)?.sequence ?? after;
      }
    }
  }

  /** Of what an earlier release set aside: from its stream, as long as that has it. */
  private async storedAt(data: Uint8Array): Promise<string | undefined> {
    const { storedAt, stream, streamSequence, subject, original } = decode(v1.FailedMessage, data);
    if (storedAt !== '') return storedAt;
    const jsm = await this.ports.nats.jetstreamManager({ checkAPI: false });
    const stored = await jsm.streams.getMessage(stream, { seq: Number(streamSequence) }).catch(() => undefined);
    return stored?.subject === subject && Buffer.from(stored.data).equals(original) ? stored.time.toISOString() : undefined;
  }

  private async isSigned({ action: { at }, signed }: StoredStep): Promise<boolean> {
    const { trust, environment, region, clock } = this.ports;
    return verifyFailureAction(trust, signed, { environment, region }, clock.at(Date.parse(at))).then(() => true, () => false);
  }
}

/** What a lane of an earlier division gave up on, one of the present division handles. */
export const readsInstead = (reads: readonly { readonly stream: string; readonly consumer: string }[], stream: string, consumer: string): string | undefined =>
  (reads.find((one) => one.stream === stream && one.consumer === consumer) ?? reads.find((one) => one.stream === stream && consumers.isLane(one.consumer) && consumers.isLane(consumer)))?.consumer;

function filterOf({ code, consumer, stream, state, since }: Pick<v1.FailureListQuery, 'code' | 'consumer' | 'stream' | 'state' | 'since'>): (failure: KnownFailure) => boolean {
  if (state !== '' && !STATES.includes(state)) throw new TongbanError('query.invalid', `state is ${STATES.join(', ')}`);
  if (since !== '' && !isInstant(since)) throw new TongbanError('query.invalid', 'since is no instant');
  const sinceMs = since === '' ? -Infinity : Date.parse(since);
  return (failure) => failure.failedAtMs >= sinceMs && (code === '' || failure.code === code) && (consumer === '' || failure.consumer === consumer) && (stream === '' || failure.stream === stream)
    && (state === 'any' || failureState(failure.steps) === (state || 'open'));
}

/** A record that is none is shown empty. */
function readFailed(data: Uint8Array): v1.FailedMessage {
  try {
    return decode(v1.FailedMessage, data);
  } catch {
    return v1.FailedMessage.create({ original: data });
  }
}

/** What a correction begins with: where the original belongs, and its open content, as far as either can be read. */
const templateOf = ({ messageType = '', caseNo, itemCode }: KnownFailure, open: OpenPart | undefined): Readonly<Record<string, unknown>> =>
  ({ message: messageType, division: open?.division ?? '', ...(caseNo !== undefined && open?.opens !== true ? { caseNo } : { item: itemCode ?? '', counterpart: open?.counterpart ?? '' }), ...(open?.onBehalfOf && { onBehalfOf: open.onBehalfOf }), fields: open?.fields ?? {} });

const now = (): string => new Date().toISOString();
