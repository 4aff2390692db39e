import { type RegionSummary, v1 } from '@tongban/contracts';
import { type ClockSettingData, isFinished, realMsOf } from '@tongban/domain';
import { openMessage, readReceipt, receiptLevelName } from '@tongban/trust';
import { type CaseRecord, receiptsOf } from '../record/case-record';

/** Outcomes of a main track, as the summary counts them; the words are those of the flow format. */
const COUNTERS = { completed: 'completed', refused: 'notAccepted', withdrawn: 'withdrawn' } as const;
type Counter = 'completed' | 'notAccepted' | 'withdrawn' | 'running';

/** Counts cases and measures receipts of one region, from folded logs. */
export class SummaryBuilder {
  private readonly summary: RegionSummary;
  private readonly alerts: Record<string, number> = {};
  constructor(region: string, private readonly clock: ClockSettingData) {
    this.summary = {
      region,
      cases: { opened: 0, completed: 0, notAccepted: 0, withdrawn: 0, running: 0, crossRegion: 0, inRegion: 0 },
      flows: {}, rejectionsByCode: {}, alertsByCode: this.alerts,
      latencySamplesMs: { RECEIVED: [], REGISTERED: [], DELIVERED: [], TAKEN: [] },
    };
  }

  addCase(record: CaseRecord): void {
    for (const { entry, message } of record.entries) {
      if (entry.rejected?.rejected) this.addRejection(readReceipt(entry.rejected.rejected).code);
      for (const { code } of entry.registered?.alerts ?? []) if (code) this.alerts[code] = (this.alerts[code] ?? 0) + 1;
      if (entry.registered && message) this.addLatencies(entry.registered.message ?? new Uint8Array(), receiptsOf(message));
    }
    const { opening, state } = record;
    if (!opening || !state) return;
    const { flow } = opening.release;
    const { opener, counterpart } = opening.parties;
    const main = flow.states.get(state.active['main'] ?? '');
    const outcome = main?.outcome;
    const counter: Counter = !isFinished(flow, state) ? 'running' : outcome && outcome in COUNTERS ? COUNTERS[outcome as keyof typeof COUNTERS] : 'completed';
    const ofFlow = (this.summary.flows[flow.id] ??= { opened: 0, completed: 0, notAccepted: 0, withdrawn: 0, running: 0, placements: {} });
    const placement = opener.region === counterpart.region ? 'in-region' : [opener.region, counterpart.region].includes('nat') ? 'region-nat' : 'cross-region';
    for (const counts of [this.summary.cases, ofFlow]) {
      counts.opened++;
      counts[counter]++;
    }
    ofFlow.placements[placement] = (ofFlow.placements[placement] ?? 0) + 1;
    this.summary.cases[opener.region === counterpart.region ? 'inRegion' : 'crossRegion']++;
  }

  addRejection(code: string): void {
    this.summary.rejectionsByCode[code] = (this.summary.rejectionsByCode[code] ?? 0) + 1;
  }

  done(): RegionSummary {
    return this.summary;
  }

  /** Business instants are turned back into real ones, so that a fast sandbox clock does not look slow. */
  private addLatencies(bytes: Uint8Array, receipts: readonly v1.SignedReceipt.$Properties[]): void {
    const sentMs = realMsOf(this.clock, openMessage(bytes).envelope.sentAt);
    for (const signed of receipts) {
      const receipt = readReceipt(signed);
      const level = receiptLevelName(receipt.level);
      if (level !== 'REJECTED') this.summary.latencySamplesMs[level].push(Math.max(0, Math.round(realMsOf(this.clock, receipt.at) - sentMs)));
    }
  }
}
