import { type MigrationDocument, encode, v1 } from '@tongban/contracts';
import type { MigrationOrder } from '@tongban/domain';
import { Rounds } from '@tongban/messaging';
import type { StandardsBook } from '@tongban/registry';
import type { CaseRecord } from '../record/case-record';
import { nextMigration } from '../record/case-migration';
import type { CaseStore } from '../record/case-store';
import type { FlowReleases } from '../record/flow-releases';
import { isOpen } from './case-orders';
import { MigrationCounts } from './migration-counts';

export interface MigrationPorts {
  readonly store: CaseStore;
  readonly releases: FlowReleases;
  readonly standards: Pick<StandardsBook, 'catalogue' | 'migrations'>;
  /** Numbers of the running cases of a flow, page by page; from a view, so that a case that was opened just now may be missing until it is level. */
  readonly running: (flowId: string) => AsyncIterable<readonly string[]>;
  readonly isLevel: () => Promise<boolean>;
  /** Business instant. */
  readonly now: () => string;
  readonly onError: (error: unknown) => void;
}

const LOOK_EVERY_MS = 2_000;
const AT_ONCE_MAX = 8;
/** Orders that move one case one after the other in one turn; more wait for the next. */
const STEPS_MAX = 20;

/**
 * Carries out orders to migrate running cases, each case exactly once by the append check of its log. A process looks through all running cases of a flow when
 * it learns of an order, or anew when it starts; and at each case whenever its log goes on, so that a case that could not move then, or opened late,
 * moves as soon as it can. Several processes may do so side by side.
 */
export class CaseMigrations {
  private readonly counts = new MigrationCounts();
  private readonly rounds: Rounds;
  /** What was looked through to the end. */
  private done = '';
  private stopping = false;

  constructor(private readonly ports: MigrationPorts) {
    this.rounds = new Rounds(() => this.lookThrough(), LOOK_EVERY_MS, ports.onError);
  }

  start(): void {
    this.rounds.start();
  }
  async stop(): Promise<void> {
    this.stopping = true;
    await this.rounds.stop();
  }

  /** Moves a case as far as orders do. */
  async look({ caseNo, opening }: Pick<CaseRecord, 'caseNo' | 'opening'>): Promise<void> {
    const flowId = opening?.release.flow.id;
    if (!this.ports.standards.migrations.some(({ targets: [from] }) => from?.id === flowId)) return;
    const { store, releases, now } = this.ports;
    for (let steps = 0; steps < STEPS_MAX; steps++) {
      let movedBy: string | undefined;
      await store.append(caseNo, (record) => {
        const registeredAt = now();
        const next = nextMigration(record, releases, registeredAt);
        movedBy = next !== undefined && 'body' in next ? next.order.actionId : undefined;
        if (next !== undefined && 'stays' in next) this.counts.stays(caseNo, next.order.actionId, next.stays);
        return Promise.resolve(next === undefined || 'stays' in next ? undefined : encode(v1.CaseEntry, {
          logIndex: record.logIndex + 1, previousHash: record.lastHash, caseNo, registeredAt, migrated: next.body,
        }));
      });
      if (movedBy === undefined) return;
      this.counts.moved(caseNo, movedBy);
    }
  }

  /** Running cases of a flow as their logs have them now, some at a time. */
  async *runningCases(flowId: string): AsyncGenerator<CaseRecord> {
    const { store, running } = this.ports;
    for await (const caseNos of running(flowId)) {
      for (let at = 0; at < caseNos.length; at += AT_ONCE_MAX) {
        if (this.stopping) return;
        yield* await Promise.all(caseNos.slice(at, at + AT_ONCE_MAX).map((caseNo) => store.load(caseNo)));
      }
    }
  }

  /** How far each order is, as this process saw it. */
  progress(): readonly MigrationDocument[] {
    return this.ports.standards.migrations.map((order) => this.counts.document(order, this.done === this.asked()));
  }

  /** One round: nothing when there is nothing new to look for. */
  async lookThrough(): Promise<void> {
    const asked = this.asked();
    if (asked === this.done) return;
    // What is in the log, but in no view yet, would be passed over, and no entry might follow.
    if (!(await this.ports.isLevel())) return;
    for (const flowId of new Set(this.ports.standards.migrations.flatMap(({ targets: [from] }) => from?.id ?? []))) {
      for await (const record of this.runningCases(flowId)) await this.look(record);
      if (this.stopping) return;
    }
    this.done = asked;
  }

  /** Changes when there is something new to look for: an order, or a version that cases may be brought to again. */
  private asked(): string {
    const { standards, now } = this.ports;
    const { migrations } = standards;
    return migrations.length === 0 ? '' : JSON.stringify(migrations.map((order: MigrationOrder) => [order.actionId, isOpen(standards.catalogue, order, now())]));
  }
}
