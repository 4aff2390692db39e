import { randomUUID } from 'node:crypto';
import { AUDIT_OK, type AuditClient, type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import { requireReason } from '@tongban/domain';
import type { OperatorDesk } from '../operator-desk';

/** Who acts at the command line. */
export const CLI_ACTOR = 'operator:cli';

export interface AuditedAct {
  /** Regions whose trail takes it: those at whose hubs it is done. */
  readonly regions: readonly RegionCode[];
  /** `person:<id>` or `operator:<login>`. */
  readonly actor: string;
  readonly client: AuditClient;
  readonly roles?: readonly string[];
  /** Dotted: `clock.advance`. */
  readonly action: string;
  readonly target?: string;
  /** Free text; refused beforehand when it names a person. */
  readonly reason?: string;
}

/** Puts what was done on the audit trail of its regions. @throws TongbanError `query.invalid`, `reason.personal-data`, `region.unreachable`, `hub.*`. */
export async function appendAudit(desk: OperatorDesk, { regions, actor, client, roles = [], action, target = '', reason = '' }: AuditedAct, outcome: string): Promise<void> {
  await Promise.all(regions.map((region) => desk.ask(region, 'audit.append', encode(v1.AuditAppend, { actor, roles: [...roles], action, target, reason, outcome, client, appendId: randomUUID() }))));
}

/**
 * Acts, and puts on the audit trail what came of it. What failed is recorded as far as its regions answer. @throws what the work throws; of what was done and could not be recorded the fault of the recording,
 * which says so.
 */
export async function audited<T>(desk: OperatorDesk, act: AuditedAct, work: () => Promise<T>): Promise<T> {
  requireReason(act.reason ?? '', { required: false });
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await appendAudit(desk, act, TongbanError.from(error).code).catch(() => undefined);
    throw error;
  }
  await appendAudit(desk, act, AUDIT_OK).catch((cause: unknown) => {
    const { code, message } = TongbanError.from(cause);
    throw new TongbanError(code, `${act.action} was done, and is not on the audit trail of every region: ${message}`, [], { cause });
  });
  return result;
}
