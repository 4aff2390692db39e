import type { MigrationDocument } from '@tongban/contracts';
import type { MigrationOrder, StayReason } from '@tongban/domain';

/** Cases whose reason to stay is remembered; of more, only the number. */
const NAMED_MAX = 100_000;

/** What became of the cases of one home, as one process saw it. Nothing is decided from it. */
export class MigrationCounts {
  private readonly movedBy = new Map<string, number>();
  /** Of each order, cases and why they stay. */
  private readonly staying = new Map<string, Map<string, StayReason>>();

  moved(caseNo: string, actionId: string): void {
    this.movedBy.set(actionId, (this.movedBy.get(actionId) ?? 0) + 1);
    for (const cases of this.staying.values()) cases.delete(caseNo);
  }
  stays(caseNo: string, actionId: string, reason: StayReason): void {
    const cases = this.staying.get(actionId) ?? new Map<string, StayReason>();
    if (cases.size < NAMED_MAX) this.staying.set(actionId, cases.set(caseNo, reason));
  }

  document({ actionId, at, targets: [from, to] }: MigrationOrder, lookedThrough: boolean): MigrationDocument {
    const staying: Record<string, number> = {};
    for (const reason of this.staying.get(actionId)?.values() ?? []) staying[reason] = (staying[reason] ?? 0) + 1;
    return { actionId, orderedAt: at, flowId: from?.id ?? '', from: from?.version ?? '', to: to?.version ?? '', moved: this.movedBy.get(actionId) ?? 0, staying, lookedThrough };
  }
}
