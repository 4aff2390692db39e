import { type AuditClient, type ErrorCode, type FailureDocument, type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import type { Correction } from '@tongban/domain';
import type { OperatorDesk } from '../operator-desk';

export type FailureActName = 'retry' | 'discard';
export type FailureEditName = 'edit-propose' | 'edit-approve' | 'edit-refuse';
const KIND = v1.FailureActionKind;
const KINDS: Readonly<Record<FailureActName | FailureEditName, v1.FailureActionKind>> = {
  retry: KIND.FAILURE_ACTION_KIND_RETRY, discard: KIND.FAILURE_ACTION_KIND_DISCARD, 'edit-propose': KIND.FAILURE_ACTION_KIND_EDIT_PROPOSE, 'edit-approve': KIND.FAILURE_ACTION_KIND_EDIT_APPROVE, 'edit-refuse': KIND.FAILURE_ACTION_KIND_EDIT_REFUSE,
};
/** A handler may wait for other regions. */
const ACTED_WITHIN_MS = 60_000;
const SILENT: ReadonlySet<ErrorCode> = new Set(['region.unreachable', 'hub.unreachable', 'hub.starting']);

/** One failed message: its region and its sequence in FAILED_<R>. */
export interface FailureRef { readonly region: RegionCode; readonly sequence: number }
export interface FailureActor {
  /** `person:<id>` or `operator:<login>`. */
  readonly by: string;
  readonly client: AuditClient;
  readonly roles?: readonly string[];
  /** Not left out when something is discarded. */
  readonly reason?: string;
}

/** Retries or discards one; its hub puts that on its audit trail. @returns it as it is on record then: a retry may have failed again. @throws TongbanError `query.invalid`, `reason.personal-data`, `find.nothing`, `failure.*`, `region.unreachable`. */
export const actOnFailure = (desk: OperatorDesk, { region, sequence }: FailureRef, act: FailureActName, { by, client, roles = [], reason = '' }: FailureActor): Promise<FailureDocument> =>
  desk.askJson<FailureDocument>(region, 'failures.act', encode(v1.FailureAct, { sequence, action: KINDS[act], by, client, roles: [...roles], reason }), ACTED_WITHIN_MS);

/** Proposes a new message in place of a failed one. @returns it with the proposal on record. @throws as `actOnFailure`, and `failure.edit-personal`, `failure.edit-unsuited`, `failure.edit-waits`. */
export const proposeEdit = (desk: OperatorDesk, ref: FailureRef, correction: Correction, actor: FailureActor): Promise<FailureDocument> =>
  edit(desk, ref, { action: KINDS['edit-propose'], correction: Buffer.from(JSON.stringify(correction), 'utf8') }, actor);
/** By another person. @param digest of the correction that was seen, hexadecimal. @throws as `actOnFailure`, and `failure.edit-none`, `failure.edit-same-person`, `failure.edit-other`. */
export const approveEdit = (desk: OperatorDesk, ref: FailureRef, digest: string, actor: FailureActor): Promise<FailureDocument> =>
  edit(desk, ref, { action: KINDS['edit-approve'], correctionDigest: Buffer.from(digest, 'hex') }, actor);
export const refuseEdit = (desk: OperatorDesk, ref: FailureRef, actor: FailureActor): Promise<FailureDocument> => edit(desk, ref, { action: KINDS['edit-refuse'] }, actor);

const edit = (desk: OperatorDesk, { region, sequence }: FailureRef, what: v1.FailureAct.$Properties, { by, client, roles = [], reason = '' }: FailureActor): Promise<FailureDocument> =>
  desk.askJson<FailureDocument>(region, 'failures.act', encode(v1.FailureAct, { sequence, by, client, roles: [...roles], reason, ...what }), ACTED_WITHIN_MS);

export interface FailureActResult extends FailureRef {
  /** Handled, or discarded. */
  readonly ok: boolean;
  readonly state?: FailureDocument['state'];
  /** With which it failed again, or was refused. */
  readonly code?: string;
  readonly detail?: string;
}
export interface FailureBatch extends FailureActor {
  readonly failures: readonly FailureRef[];
  readonly act: FailureActName;
  /** At most so many a second begin. */
  readonly perSecond: number;
  /** Ends the batch after the one in hand. */
  readonly stop?: AbortSignal;
  /** Told after each. */
  readonly onEach?: (result: FailureActResult, left: number) => void;
}

/** One after the other, at a rate. A region that falls silent keeps what is left of its own; the others go on. @returns what was done, and what was not begun or is not known. */
export async function actOnFailures(desk: OperatorDesk, { failures, act, perSecond, stop, onEach, ...actor }: FailureBatch): Promise<{ readonly done: readonly FailureActResult[]; readonly left: readonly FailureRef[] }> {
  const done: FailureActResult[] = [];
  const left: FailureRef[] = [];
  const silent = new Set<RegionCode>();
  let beginsAtMs = Date.now();
  for (const [at, failure] of failures.entries()) {
    if (silent.has(failure.region)) {
      left.push(failure);
      continue;
    }
    await pause(beginsAtMs - Date.now(), stop);
    if (stop?.aborted) return { done, left: [...left, ...failures.slice(at)] };
    beginsAtMs = Math.max(beginsAtMs, Date.now() - 1_000 / perSecond) + 1_000 / perSecond;
    const result = await resultOf(failure, actOnFailure(desk, failure, act, actor));
    if (result.code !== undefined && SILENT.has(result.code as ErrorCode)) {
      silent.add(failure.region);
      left.push(failure);
    } else done.push(result);
    onEach?.(result, failures.length - at - 1);
  }
  return { done, left };
}

async function resultOf({ region, sequence }: FailureRef, acting: Promise<FailureDocument>): Promise<FailureActResult> {
  try {
    const { state, actions } = await acting;
    const last = actions.at(-1);
    return { region, sequence, ok: state !== 'open', state, ...(last?.code && { code: last.code }), ...(last?.detail && { detail: last.detail }) };
  } catch (cause) {
    const { code, message } = TongbanError.from(cause);
    return { region, sequence, ok: false, code, detail: message };
  }
}

/** Resolves at once when it is stopped. */
function pause(ms: number, stop?: AbortSignal): Promise<void> {
  if (ms <= 0 || stop?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    stop?.addEventListener('abort', over);
  });
}
