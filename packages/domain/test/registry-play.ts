import { type ErrorCode, TongbanError } from '@tongban/contracts';
import type { HomeRegion } from '../src/identifiers/divisions';
import { type ArtefactVersion, artefactVersion } from '../src/standards/artefact';
import type { Actor, RegistryCommand } from '../src/standards/commands';
import { type DecisionContext, decide } from '../src/standards/decide';
import type { RegistryEvent } from '../src/standards/events';
import { type RegistryState, evolve, initialRegistry } from '../src/standards/registry';

export const STEWARD_1: Actor = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
export const STEWARD_2: Actor = { personId: 'steward-2', keyId: 'person:steward-2#1', unit: 'nat' };
export const STEWARD_3: Actor = { personId: 'steward-3', keyId: 'person:steward-3#1', unit: 'nat' };
export const SHANGHAI: Actor = { personId: 'participant:310000', keyId: 'participant:310000#1', unit: '310000' };

export const ITEM = { kind: 'item', id: 'HRSS-EMP-9001' } as const;
export const itemContent = (zh: string): Record<string, unknown> => ({ itemCode: ITEM.id, zh, en: 'A synthetic item', category: 'employment', standardIds: [], flowId: null });
export const BASELINE: readonly ArtefactVersion[] = [artefactVersion(ITEM, '1.0', itemContent('合成事项'))];

/** A command without what the play fills in: id and reason, where the test does not care. */
type Asked = RegistryCommand extends infer C ? (C extends RegistryCommand ? Omit<C, 'commandId' | 'reason'> & { readonly commandId?: string; readonly reason?: string } : never) : never;

/** A registry that is told commands, as its owner hub would: decided, then the events applied. */
export class Play {
  readonly log: RegistryEvent[] = [];
  now = '2026-03-02T09:00:00+08:00';
  breaksOf: DecisionContext['breaksOf'];
  private count = 0;
  state: RegistryState;

  constructor(readonly owner: HomeRegion = 'nat', readonly baseline: readonly ArtefactVersion[] = BASELINE, private readonly regionOfDivision: DecisionContext['regionOfDivision'] = () => 'jjj') {
    this.state = initialRegistry(owner, baseline);
  }

  command(asked: Asked): RegistryCommand {
    this.count += 1;
    return { commandId: `c-${this.count}`, reason: 'a reason', ...asked } as RegistryCommand;
  }

  tell(asked: Asked): RegistryEvent {
    const { events, repeated } = decide(this.state, this.command(asked), { now: this.now, regionOfDivision: this.regionOfDivision, breaksOf: this.breaksOf });
    if (!repeated) for (const event of events) {
      this.state = evolve(this.state, event);
      this.log.push(event);
    }
    return events[0]!;
  }

  /** Code of the refusal, and the paths of its faults. */
  refusal(asked: Asked): { readonly code: ErrorCode; readonly paths: readonly string[] } | undefined {
    try {
      decide(this.state, this.command(asked), { now: this.now, regionOfDivision: this.regionOfDivision, breaksOf: this.breaksOf });
      return undefined;
    } catch (cause) {
      if (!(cause instanceof TongbanError)) throw cause;
      return { code: cause.code, paths: cause.faults.map(({ path }) => path) };
    }
  }

  /** Told, and nothing happens where it is refused. */
  attempt(asked: Asked): void {
    try {
      this.tell(asked);
    } catch (cause) {
      if (!(cause instanceof TongbanError)) throw cause;
    }
  }

  draft(version: string, more: Partial<Extract<Asked, { type: 'draft' }>> = {}): void {
    this.tell(draftOf(version, more));
  }
  approve(draftId: string, actor: Actor): RegistryEvent {
    return this.tell({ type: 'approve', actor, draftId, digest: this.state.drafts.get(draftId)?.digest ?? '' });
  }
  /** Drafted by the first steward, approved by both, published. */
  publish(version: string, more: Partial<Extract<Asked, { type: 'draft' }>> = {}): RegistryEvent {
    this.draft(version, more);
    const draftId = more.draftId ?? `draft-${version}`;
    this.approve(draftId, STEWARD_1);
    this.approve(draftId, STEWARD_2);
    return this.tell({ type: 'publish', actor: STEWARD_1, draftId });
  }
  /** Proposed by the first steward, confirmed by the second. */
  act(action: Extract<RegistryCommand, { type: 'propose-action' }>['action']): RegistryEvent {
    const { commandId: actionId } = this.tell({ type: 'propose-action', actor: STEWARD_1, action });
    return this.tell({ type: 'confirm-action', actor: STEWARD_2, actionId, digest: this.state.actions.get(actionId)!.digest });
  }
}

export const draftOf = (version: string, more: Partial<Extract<Asked, { type: 'draft' }>> = {}): Extract<Asked, { type: 'draft' }> => ({
  type: 'draft', actor: STEWARD_1, draftId: `draft-${version}`, title: { zh: `合成事项 ${version}`, en: `Synthetic item ${version}` },
  artefacts: [{ ...ITEM, version, content: itemContent(`合成事项 ${version}`) }], effectiveFrom: '2026-04-01T00:00:00+08:00', transitionDays: 30, reviewDue: '2031-04-01', ...more,
});
