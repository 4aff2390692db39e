import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beijingDateOf } from '../src/calendar/days';
import { compileFlow } from '../src/flow/compile';
import type { Flow, FlowDictionary } from '../src/flow/model';
import { EMPTY_LOCK, assignNumbers } from '../src/schema/field-numbers';
import { compileMessages } from '../src/schema/message-types';
import type { PastCase, PastStep } from '../src/standards/dry-run/past-case';
import type { ItemTrial, JudgingFlow, TrialSurroundings } from '../src/standards/dry-run/trial';
import { type Walk, caseMessage, compiled, dictionary, flows, mainland, participantOf, partiesOf, walks } from './reference-flows';

const divisions = new Set((JSON.parse(readFileSync(join(__dirname, '../../catalogue/data/divisions.json'), 'utf8')) as { records: { code: string }[] }).records.map(({ code }) => code.slice(0, 2)));
export const surroundings: TrialSurroundings = {
  validation: { environment: 'sandbox', syntheticOnly: true, divisions: { isKnown: (code) => divisions.has(code.slice(0, 2)) } },
  participantOf, calendarOf: () => mainland,
};

export function walkNamed(name: string): Walk {
  const found = walks.find((walk) => walk.name === `${name}.json`);
  if (found === undefined) throw new Error(`no walk ${name}`);
  return found;
}

/** A walk as a case that went so, each message delivered to both sides at once. */
export function pastCase(walk: Walk, { until = '2026-06-30' }: { readonly until?: string } = {}): PastCase {
  const steps = function* (): Iterable<PastStep> {
    for (const [index, step] of walk.messages.entries()) {
      const message = caseMessage(step, index);
      if (message.side === 'hub') continue;
      yield { kind: 'message', message };
      for (const side of ['opener', 'counterpart'] as const) yield { kind: 'delivered', delivery: { deliveryNo: index + 1, side, deliveredAt: message.receivedAt } };
    }
  };
  return { parties: partiesOf(walk.opener.division, walk.counterpart.division), flow: compiled(walk.flow), steps: steps(), until };
}
export const lastDay = (walk: Walk): string => beijingDateOf(walk.messages.at(-1)!.at);

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Editable = any;
export const named = (list: readonly Editable[], id: string): Editable => {
  const found = list.find((one) => one.id === id || one.messageId === id);
  if (found === undefined) throw new Error(`nothing named ${id}`);
  return found;
};

/** The flow as a draft has it, ready to judge by. */
export function drafted(flowId: string, change: (flow: Editable, shared: Editable) => void = () => undefined): JudgingFlow {
  const flow = structuredClone(flows.find((one) => one.flowId === flowId)) as Flow;
  const shared = structuredClone({ enums: dictionary.enums, codeLists: dictionary.codeLists, recordTypes: dictionary.recordTypes, commonMessages: dictionary.commonMessages }) as FlowDictionary;
  change(flow, shared);
  return { flow: compileFlow(flow, shared), types: compileMessages(flow, shared, assignNumbers(EMPTY_LOCK, [flow], shared)) };
}

export const trialOf = (flow: ItemTrial['flow'], more: Partial<ItemTrial> = {}): ItemTrial => ({ flow, newMaterials: false, ...more });
