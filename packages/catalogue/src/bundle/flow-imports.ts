import { TongbanError } from '@tongban/contracts';
import {
  type CodeList, type CompiledFlow, type FieldNumberLock, type FieldSpec, type Flow, type FlowDictionary, type FlowFault, type MessageSpec,
  checkDictionary, checkFlowStatics, compileFlow, compileMessages, exploreFlow, fieldOf, finiteDomain, guardFields,
} from '@tongban/domain';
import { publishLock } from '../versions/publish-lock';
import type { BundleFaults } from './bundle-faults';
import type { PlacedRecords } from './bundle-shape';
import type { Steps } from './in-turns';
import { BUNDLE_LIMITS, FLOW_LIMITS } from './limits';
import type { Laid, Overlay } from './overlay';
import { patternFault } from './pattern-cost';

/** Longest values where a field gives no length, as the validators of messages have it: FLOW-FORMAT §7. */
const VALUE_LENGTH_MAX = 4_000;
const LIST_ENTRY_LENGTH_MAX = 200;

/** The import check of every flow of a bundle, and of every flow of the catalogue whose dictionary the bundle changes: a step each. */
export function* checkFlows(records: PlacedRecords, overlay: Overlay, faults: BundleFaults): Steps<Map<string, number>> {
  const { report } = faults;
  const explored = new Map<string, number>();
  const budget = { configurations: BUNDLE_LIMITS.configurations as number, attempts: BUNDLE_LIMITS.attempts as number };
  checkSharedParts(records, overlay, faults);
  for (const { record: flow, path, isSound } of records.flows) {
    const before = faults.count;
    const place = (fault: FlowFault): void => {
      const at = fault.path.replace(/^\$/, path);
      // What the shape has said of a value is not said again.
      if (isSound || !faults.has(at)) report(at, fault.zh, fault.en);
    };
    checkSizes(flow, path, faults);
    if (faults.count > before) continue;
    checkFlowStatics(flow, overlay.dictionary, overlay.known).forEach(place);
    flow.messages.forEach((message, i) => checkPatterns(message.fields, `${path}.messages[${i}]`, faults));
    flow.recordTypes?.forEach((record, i) => checkPatterns(record.fields, `${path}.recordTypes[${i}]`, faults));
    if (faults.count > before || !isSound) continue;
    const uncompiled = whyNotCompiled(flow, overlay, overlay.base.lock);
    if (uncompiled !== undefined) report(`${path}.messages`, `不能编译为消息定义：${uncompiled}`, `the messages cannot be compiled: ${uncompiled}`);
    const exploration = exploreWithin(budget, flow, overlay.dictionary);
    exploration.faults.forEach(place);
    explored.set(flow.flowId, exploration.configurations);
    yield;
  }
  if (records.codeLists.length + records.commonMessages.length > 0) yield* checkFlowsOfBase(overlay, budget, faults);
  return explored;
}

function checkSizes({ states, transitions, messages, codeLists = [], recordTypes = [] }: Flow, path: string, faults: BundleFaults): void {
  const most = (count: number, max: number, at: string): void => {
    if (count > max) faults.report(at, `有${count}项，上限为${max}项`, `it has ${count} entries and may have ${max}`);
  };
  most(states.length, FLOW_LIMITS.states, `${path}.states`);
  most(transitions.length, FLOW_LIMITS.transitions, `${path}.transitions`);
  most(messages.length, FLOW_LIMITS.messages, `${path}.messages`);
  messages.forEach(({ fields }, i) => most(fields.length, FLOW_LIMITS.fields, `${path}.messages[${i}].fields`));
  recordTypes.forEach(({ fields }, i) => most(fields.length, FLOW_LIMITS.fields, `${path}.recordTypes[${i}].fields`));
  codeLists.forEach(({ values }, i) => most(values.length, FLOW_LIMITS.codes, `${path}.codeLists[${i}].values`));
}

function checkPatterns(fields: readonly FieldSpec[], path: string, faults: BundleFaults): void {
  fields.forEach(({ pattern, itemPattern, maxLength }, i) => {
    const check = (source: string | undefined, key: string, lengthMax: number): void => {
      const fault = source === undefined ? undefined : patternFault(source, lengthMax);
      if (fault !== undefined) faults.report(`${path}.fields[${i}].${key}`, fault.zh, fault.en);
    };
    check(pattern, 'pattern', maxLength ?? VALUE_LENGTH_MAX);
    check(itemPattern, 'itemPattern', maxLength ?? LIST_ENTRY_LENGTH_MAX);
  });
}

/** The code lists and common messages the bundle brings. The path of a fault is looked up by the place of its record in the dictionary. */
function checkSharedParts(records: PlacedRecords, { dictionary, codeLists, commonMessages, known }: Overlay, faults: BundleFaults): void {
  const pathsOf = (laid: ReadonlyMap<string, Laid<CodeList | MessageSpec>>): readonly (string | undefined)[] => [...laid.values()].map(({ path }) => path);
  const places: Readonly<Record<string, readonly (string | undefined)[]>> = { codeLists: pathsOf(codeLists), commonMessages: pathsOf(commonMessages) };
  for (const { path, zh, en } of checkDictionary(dictionary, known.personalNames)) {
    const parts = /^\$\.(\w+)\[(\d+)\](.*)$/.exec(path);
    const place = places[parts?.[1] ?? '']?.[Number(parts?.[2])];
    faults.report(place === undefined ? '$' : `${place}${parts?.[3] ?? ''}`, zh, place === undefined ? `${path}: ${en}` : en);
  }
  for (const { record, path } of records.commonMessages) checkPatterns(record.fields, path, faults);
}

/** `undefined` when it can be compiled; else the engineers' sentence: names that clash in protobuf are found here only. */
function whyNotCompiled(flow: Flow, { dictionary }: Overlay, before: FieldNumberLock): string | undefined {
  try {
    compileMessages(flow, dictionary, publishLock(before, { flows: [flow], commonMessages: dictionary.commonMessages }));
    return undefined;
  } catch (cause) {
    if (cause instanceof TongbanError && cause.code === 'catalogue.invalid') return cause.message;
    throw cause;
  }
}

interface Budget { configurations: number; attempts: number }

/** Explores as far as the bundle's budget reaches; what does not fit in it is refused with the number it could reach. */
function exploreWithin(budget: Budget, flow: Flow, dictionary: FlowDictionary): ReturnType<typeof exploreFlow> {
  const each = Math.max(1, attemptsPerConfiguration(compileFlow(flow, dictionary)));
  const exploration = exploreFlow(flow, dictionary, Math.min(budget.configurations, Math.floor(budget.attempts / each)));
  budget.configurations -= exploration.configurations;
  budget.attempts -= exploration.configurations * each;
  return exploration;
}

/** At most so many transitions are tried in one configuration: of each message, for each actor, with each combination of what guards read. */
function attemptsPerConfiguration(flow: CompiledFlow): number {
  let attempts = 0;
  for (const [message, transitions] of flow.transitionsByMessage) {
    const actors = new Set(transitions.flatMap((one) => one.actors)).size;
    const fields = new Set(transitions.flatMap((one) => guardFields(one.when)));
    const combinations = [...fields].reduce((product, id) => {
      const field = fieldOf(flow, message, id);
      return product * (1 + ((field && finiteDomain(flow, field))?.length ?? 0));
    }, 1);
    attempts += transitions.length * actors * combinations;
  }
  return attempts;
}

/** Flows the bundle does not bring still use its code lists and common messages; what no longer fits is a fault of those. */
function* checkFlowsOfBase({ flows, dictionary, known }: Overlay, budget: Budget, faults: BundleFaults): Steps<void> {
  for (const { record: flow, path } of flows.values()) {
    if (path !== undefined) continue;
    const statics = checkFlowStatics(flow, dictionary, known);
    const found = statics.length > 0 ? statics : exploreWithin(budget, flow, dictionary).faults;
    for (const fault of found) faults.report('$', `流程${flow.flowId}（${fault.path}）不再成立：${fault.zh}`, `the flow ${flow.flowId} (${fault.path}) no longer holds: ${fault.en}`);
    yield;
  }
}
