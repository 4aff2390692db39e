import { type EnvironmentCode, type ErrorCode, REGION_CODES, type RegionCode, type RegionStatus, consumers, streams } from '@tongban/contracts';
import { type OperatorDesk, type RegionLooked, environmentStatus, failedOf, needsOf } from '@tongban/operator';
import type { NowDocument, NowRegion, PairFlow } from '../documents';
import { type FlowMeter, WINDOW_SECONDS } from '../live/flow-meter';

/** A link that was not heard for longer is shown as silent: its heartbeat comes every second. Sooner than anything is raised because of it. */
const SILENT_AFTER_MS = 5_000;
/** Hubs are asked for their standing no more often. */
const FRESH_FOR_MS = 2_000;

export interface BoardPorts {
  readonly desk: OperatorDesk;
  readonly environment: EnvironmentCode;
  readonly meter: FlowMeter;
  readonly regionOf: (participant: string) => RegionCode | undefined;
}

/** Puts together what the page Now shows. Whoever asks within a moment gets the same answer, so that many who look cost the hubs no more than one. */
export class NowBoard {
  private made: { readonly atMs: number; readonly document: Promise<NowDocument> } | undefined;
  constructor(private readonly ports: BoardPorts) {}

  document(): Promise<NowDocument> {
    const nowMs = Date.now();
    if (this.made === undefined || nowMs - this.made.atMs >= FRESH_FOR_MS) {
      const document = this.make();
      this.made = { atMs: nowMs, document };
      document.catch(() => { this.made = undefined; });
    }
    return this.made.document;
  }

  private async make(): Promise<NowDocument> {
    const { desk, meter, environment } = this.ports;
    const { status, reasons } = await environmentStatus(desk, environment);
    const looked: RegionLooked[] = desk.regions.map((region) => {
      const found = status.regions.find((one) => one.region === region);
      return found ? { region, status: found } : { region, code: reasons.get(region) ?? ('region.unreachable' satisfies ErrorCode) };
    });
    return {
      at: new Date().toISOString(), ok: status.ok, environment, regions: looked.map(regionOf), pairs: this.pairs(looked), participantPairs: meter.participantPairs(), needs: needsOf(looked), windowSeconds: WINDOW_SECONDS,
    };
  }

  /** Every ordered pair, so that the map keeps its shape; the order of regions is that of the contract. */
  private pairs(looked: readonly RegionLooked[]): PairFlow[] {
    const regions = REGION_CODES.filter((region) => looked.some((one) => one.region === region));
    return regions.flatMap((from) => regions.map((to) => this.pair(from, to, looked.find((one) => one.region === to)?.status, looked.find((one) => one.region === from)?.status)));
  }

  private pair(from: RegionCode, to: RegionCode, reading: RegionStatus | undefined, sending: RegionStatus | undefined): PairFlow {
    const { regionOf: home } = this.ports;
    const { perSecond, rejected, latencyMs } = this.ports.meter.measure((sender, recipient) => home(sender) === from && home(recipient) === to);
    const flow = { from, to, perSecond, rejected, ...(latencyMs && { latencyMs }) };
    if (from === to) return { ...flow, link: 'own' };
    const source = reading?.sources.find(({ name }) => name === streams.outbox(from));
    // Where the reading end does not answer, the sending one still knows what nobody fetched.
    const waiting = sending?.consumers.find(({ name }) => name === consumers.source(to));
    const backlog = source?.lag ?? (waiting && waiting.pending + waiting.ackPending);
    if (source === undefined) return { ...flow, ...(backlog !== undefined && { backlog }), link: 'unknown' };
    const heard = source.activeMsAgo >= 0 && source.activeMsAgo <= SILENT_AFTER_MS && source.error === undefined;
    return { ...flow, ...(backlog !== undefined && { backlog }), link: heard ? 'up' : 'silent', ...(source.activeMsAgo >= 0 && { heardMsAgo: source.activeMsAgo }) };
  }
}

function regionOf({ region, status, code }: RegionLooked): NowRegion {
  if (status === undefined) return { region, reachable: false, ...(code && { code }) };
  const { ready, clock, rssBytes, view, checks, caseClocks, consumers } = status;
  return {
    region, reachable: true, ready, businessNow: clock.businessNow, speed: clock.speed, rssBytes, viewLag: view.lag, failed: failedOf(checks), ...(caseClocks && { openAlarms: caseClocks.openAlarms }),
    backlog: consumers.reduce((sum, { pending }) => sum + pending, 0), checks,
  };
}
