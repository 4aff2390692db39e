import { type InstalledStandards, Province } from '@tongban/client';
import { outsideHandling, traceNow } from '@tongban/telemetry';
import type { TrustDirectory } from '@tongban/trust';
import type { Logger } from 'pino';
import { CaseActor } from '../actor/case-actor';
import { CaseMemory, noteDelivery } from '../actor/case-memory';
import { type OpenCommand, type Opened, openCase } from './open-command';
import { hubPortOf, openingPortOf } from './sdk-ports';

const FIRST_RETRY_MS = 250;
const CLERK_DRAIN_MS = 2_000;

export interface ParticipantSettings {
  readonly code: string;
  readonly credentialsFile: string;
  readonly trust: TrustDirectory;
  readonly storeDirectory: string;
  readonly standards: InstalledStandards;
  readonly casesInParallelMax: number;
  readonly patienceMs: number;
}

/** `waiting`: own messages without a verdict; `problems`: what does not go on by itself, counted by kind. */
export interface ParticipantStanding { readonly isOnline: boolean; readonly waiting: number; readonly problems: ReadonlyMap<string, number> }

/** One reference province: the SDK, the memory in the SDK's store, and the clerk. */
export class ParticipantHost {
  private constructor(private readonly province: Province, private readonly actor: CaseActor, private readonly log: Logger) {}

  /** Connected and at work when it resolves. @throws TongbanError as `Province.connect`. */
  static async start(settings: ParticipantSettings, parentLog: Logger): Promise<ParticipantHost> {
    const log = parentLog.child({ participant: settings.code });
    const { credentialsFile: credentials, trust, storeDirectory: store, standards } = settings;
    const province = await Province.connect({ credentials, trust, store, standards, logger: log, offline: true });
    const { code: participant, casesInParallelMax, patienceMs } = settings;
    // The opener's division leads the case number, and its region is the home (DESIGN §3).
    const homeOf = (caseNo: string): string => standards.base.divisions.regionOf(caseNo.slice(0, 6));
    const actor = new CaseActor(hubPortOf(province), new CaseMemory(province.state), log, { participant, casesInParallelMax, patienceMs, firstRetryMs: FIRST_RETRY_MS, homeOf });
    await province.receive(async (delivery, step) => {
      const { caseNo, deliveryNo, logIndex, messageId, kind, own, localCaseNo = '', ownDivision } = delivery;
      const trace = traceNow();
      const seen = await noteDelivery(step, { caseNo, deliveryNo, logIndex, messageId, kind, own, localCaseNo, ownDivision, ...(trace && { trace }) });
      log.debug({ caseNo, deliveryNo, messageType: delivery.messageType, own }, 'delivered');
      // The clerk goes on by itself; what it sends because of this delivery names the trace again.
      if (seen !== undefined) outsideHandling(() => actor.delivered(caseNo, seen));
    });
    await province.rejections(({ caseNo, messageId, returned, receipt }) => {
      log.warn({ caseNo, messageId, code: receipt.code, paths: receipt.faults.map(({ path }) => path), returned }, 'rejected by the recipient');
      actor.rejected(caseNo);
    });
    const resumed = await actor.resume();
    log.info({ unfinishedCases: resumed }, 'province at work');
    return new ParticipantHost(province, actor, log);
  }

  /** How it stands with its hub, for whoever watches this process. */
  async standing(): Promise<ParticipantStanding> {
    const problems = new Map<string, number>();
    for (const { kind } of await this.province.problems()) problems.set(kind, (problems.get(kind) ?? 0) + 1);
    return { isOnline: this.province.isOnline, waiting: this.province.waiting, problems };
  }

  async open(command: OpenCommand): Promise<Opened> {
    const opened = await openCase(openingPortOf(this.province), command);
    this.log.info({ ...opened, item: command.item, counterpart: command.counterpart }, 'case opened');
    return opened;
  }

  /** Nothing new is begun, what is under way is put on disk, the connection is drained. */
  async close(): Promise<void> {
    // The clerk may be waiting for an answer of the hub, which ends with the SDK.
    const clerk = this.actor.close();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([clerk, new Promise((resolve) => (timer = setTimeout(resolve, CLERK_DRAIN_MS)))]);
    clearTimeout(timer);
    await this.province.close();
    await clerk;
  }
}
