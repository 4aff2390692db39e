import { type FieldFault, type NextActionsDocument, RETURNED_TO_OPENER, type RecipientRejectionDocument, type SideName } from '@tongban/contracts';
import { type Catalogue, type CatalogueFlow, catalogueFlows, loadCatalogue } from '@tongban/catalogue';
import {
  type CaseMessage, type CaseState, type Decision, type Fields, MAIN_TRACK, type Parties, beijingDateOf, decide, hasBegun, holderOf, isFinished, nextActionDocuments, nextActions,
  recordDelivery, rejectByRecipient, sideOfActor,
} from '@tongban/domain';

/** The real catalogue and its flows. */
export const catalogue: Catalogue = loadCatalogue();
export const flows: readonly CatalogueFlow[] = catalogueFlows(catalogue).all();

export const DIVISIONS: Readonly<Record<SideName, string>> = { opener: '310115', counterpart: '510100' };
export const SIDES = ['counterpart', 'opener'] as const;
const PARTIES: Parties = {
  opener: { participant: '310000', division: DIVISIONS.opener }, counterpart: { participant: '510000', division: DIVISIONS.counterpart },
};
const FIRST_INSTANT = Date.parse('2026-03-02T01:00:00Z');

const participantOf = (division: string): string | undefined => catalogue.divisions.participantOf(division)?.code;
const calendars = () => catalogue.mainlandCalendar;

export interface FlatMessage { readonly messageId: string; readonly type: string; readonly side: SideName; readonly onBehalfOf?: string; readonly fields: Fields }
export interface Registered extends FlatMessage {
  readonly deliveryNo: number;
  readonly kind: string;
  /** Transition or entry taken. */
  readonly taken: string;
}

/**
 * The home of one case as the pure domain: it validates, decides and answers like the hub, with no stream, store or clock
 * between. The real hub is tested end to end elsewhere; here provinces are.
 */
export class DomainHome {
  private state: CaseState | undefined;
  readonly registered: Registered[] = [];
  readonly alerts: string[] = [];
  readonly rejections: RecipientRejectionDocument[] = [];

  constructor(readonly flow: CatalogueFlow, readonly caseNo: string) {}

  /** Business instant of the next message; an hour passes between two. */
  get now(): string {
    return new Date(FIRST_INSTANT + this.registered.length * 3600_000).toISOString();
  }
  get closed(): boolean {
    return this.state !== undefined && isFinished(this.flow.compiled, this.state);
  }
  get outcome(): string | undefined {
    return this.flow.compiled.states.get(this.state?.active['main'] ?? '')?.outcome;
  }

  /** Every fault that a sandbox's SDKs and hub find in the fields. */
  faultsOf({ type, fields }: FlatMessage): readonly FieldFault[] {
    const { messages } = this.flow;
    const { open, personal, faults } = messages.splitFields(type, fields);
    const context = { environment: 'sandbox', syntheticOnly: true, divisions: catalogue.divisions, unknownFields: 'refuse', todayDate: beijingDateOf(this.now) } as const;
    return [...faults, ...messages.validateOpen(type, open, context), ...messages.validatePersonal(type, personal, open, context)];
  }

  /** Decides about a message; an accepted one is delivered to both sides at once. */
  register(message: FlatMessage): Decision {
    const { messageId, type, side, onBehalfOf } = message;
    const receivedAt = this.now;
    const { open } = this.flow.messages.splitFields(type, message.fields);
    const judged: CaseMessage = { messageId, type, side, ...(onBehalfOf && { onBehalfOf }), open, receivedAt };
    const decision = decide(this.flow.compiled, this.state, judged, { parties: PARTIES, participantOf });
    if (!decision.accepted) return decision;
    this.state = decision.state;
    for (const to of SIDES) this.state = recordDelivery(this.state, { deliveryNo: decision.state.deliveryCount, side: to, deliveredAt: receivedAt });
    this.alerts.push(...decision.alerts.map(({ ruleId }) => ruleId));
    this.registered.push({
      ...message, deliveryNo: decision.state.deliveryCount, kind: this.flow.compiled.messages.get(type)?.kind ?? '', taken: decision.transitionId ?? decision.entryId ?? '',
    });
    return decision;
  }

  /** The recipient of a registered message rejects it, once. */
  reject({ deliveryNo, messageId, type, side }: Registered): void {
    if (!this.state || this.rejections.some((known) => known.deliveryNo === deliveryNo)) return;
    const { effect, state } = rejectByRecipient(this.state, { deliveryNo, recordedAt: this.now });
    this.state = state;
    this.rejections.push({ messageId, messageType: type, side, deliveryNo, effect, at: this.now, code: 'message.invalid-fields', faults: [] });
  }

  /** The answer to the next-actions query, taken through JSON as on the wire. */
  document(side: SideName): NextActionsDocument {
    const flow = this.flow.compiled;
    const state = this.state;
    if (!state) throw new Error('no case yet');
    const entry = flow.entries.get(state.entryId);
    const returned = { track: MAIN_TRACK, state: RETURNED_TO_OPENER, wording: { zh: '', en: '' }, terminal: false, holder: { actor: '', wording: { zh: '', en: '' }, side: 'opener' as const } };
    const document: NextActionsDocument = {
      caseNo: this.caseNo, logIndex: this.registered.length, side, closed: this.closed,
      tracks: !hasBegun(state) ? [returned] : holderOf(flow, state).map(({ track, state: current, actor }) => {
        const holding = actor && entry && sideOfActor(flow, entry, actor.id);
        return {
          track, state: current.id, wording: { zh: current.zh, en: current.en }, terminal: current.terminal,
          ...(actor && holding && holding !== 'hub' && { holder: { actor: actor.id, wording: { zh: actor.zh, en: actor.en }, side: holding } }),
        };
      }),
      actions: nextActionDocuments(flow, nextActions(flow, state, side, { calendars }, beijingDateOf(this.now))),
      ...(this.rejections.length > 0 && { recipientRejections: this.rejections }),
    };
    return JSON.parse(JSON.stringify(document)) as NextActionsDocument;
  }
}

/** The kinds of message that can be sent at all in a case of this entry, in any order: what a scenario may hope for. */
export function kindsInReach(flow: CatalogueFlow, entryId: string): ReadonlySet<string> {
  const entry = flow.compiled.entries.get(entryId);
  const reached = new Set([entry?.to ?? '']);
  const kinds = new Set<string>();
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const transition of flow.flow.transitions) {
      if (transition.path === 'note' || !transition.from.some((state) => reached.has(state))) continue;
      kinds.add(flow.compiled.messages.get(transition.message)?.kind ?? '');
      for (const state of [transition.to, ...Object.values(transition.also ?? {})]) if (flow.compiled.states.has(state)) reached.add(state);
    }
  }
  return kinds;
}
