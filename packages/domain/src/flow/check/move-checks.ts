import { ANY_STATE, type CompiledFlow, MAIN_TRACK, PREVIOUS_STATE, SAME_STATE } from '../compile';
import { guardStates } from '../guard';
import type { FlowDictionary, MessageKind, Transition } from '../model';
import { enumKeys } from './cast-checks';
import type { Report } from './faults';
import { checkGuard } from './guard-checks';

/** All the hub itself may say (FLOW-FORMAT §1). */
const HUB_KINDS: ReadonlySet<MessageKind> = new Set<MessageKind>(['reminder', 'progress']);

/** Entries, transitions and successors, each for itself; whether they fit together is found by exploring. */
export function checkMoves(flow: CompiledFlow, dictionary: FlowDictionary, report: Report): void {
  checkEntries(flow, report);
  const clocks = enumKeys(dictionary, 'clock');
  flow.flow.transitions.forEach((transition, i) => checkTransition(flow, transition, clocks, `$.transitions[${i}]`, report));
  flow.flow.successors.forEach((successor, i) => {
    const path = `$.successors[${i}]`;
    for (const id of successor.from) if (flow.states.get(id)?.terminal !== true) report(`${path}.from`, `${id} 不是终态`, `${id} is not terminal`);
    for (const id of successor.actors) if (flow.actors.get(id)?.kind !== 'agency') report(`${path}.actors`, `${id} 不是经办机构`, `${id} is no agency`);
  });
}

function checkEntries(flow: CompiledFlow, report: Report): void {
  flow.flow.entries.forEach((entry, i) => {
    const path = `$.entries[${i}]`;
    const agency = (id: string): boolean => flow.actors.get(id)?.kind === 'agency';
    if (!flow.messages.has(entry.message)) report(`${path}.message`, `未知消息 ${entry.message}`, `unknown message ${entry.message}`);
    else checkGuard(flow, entry.message, entry.when, `${path}.when`, report);
    if (guardStates(entry.when).length > 0) report(`${path}.when`, '入口条件不得查询历史状态', 'an entry has no visited states');
    if (flow.states.get(entry.to)?.track !== MAIN_TRACK) report(`${path}.to`, '入口必须进入主线', 'an entry goes to the main track');
    if (entry.opener === entry.counterpart || !agency(entry.opener) || !agency(entry.counterpart)) report(path, '发起方与对方必须是两个经办机构', 'opener and counterpart must be two agencies');
    const actor = flow.actors.get(entry.actor);
    const external = actor?.kind === 'external' && actor.via === entry.opener;
    if (entry.actor !== entry.opener && actor?.kind !== 'applicant' && !external) report(`${path}.actor`, '首条消息必须由发起方发送', 'the entry message must come from the opener');
    for (const id of entry.normalPath) if (!flow.transitions.has(id)) report(`${path}.normalPath`, `未知转移 ${id}`, `unknown transition ${id}`);
  });
}

function checkTransition(flow: CompiledFlow, transition: Transition, clocks: ReadonlySet<string>, path: string, report: Report): void {
  const message = flow.messages.get(transition.message);
  if (message === undefined) return report(`${path}.message`, `未知消息 ${transition.message}`, `unknown message ${transition.message}`);
  checkGuard(flow, transition.message, transition.when, `${path}.when`, report);
  if (!clocks.has(transition.clock)) report(`${path}.clock`, `未知计时指令 ${transition.clock}`, `unknown clock word ${transition.clock}`);
  for (const id of transition.actors) {
    const actor = flow.actors.get(id);
    const may = actor !== undefined && (message.fromKinds?.includes(actor.kind) ?? message.from?.includes(id) ?? false);
    if (!may) report(`${path}.actors`, `${id} 不得发送 ${transition.message}`, `${id} may not send ${transition.message}`);
    if (actor?.kind !== 'hub') continue;
    if (transition.to !== SAME_STATE) report(`${path}.to`, '枢纽不得移动办件', 'the hub never moves a case');
    if (!HUB_KINDS.has(message.kind)) report(`${path}.message`, '枢纽只发送催办和进度', 'the hub sends reminders and progress only');
  }
  if (transition.to === SAME_STATE) checkNote(flow, transition, path, report);
  else checkMove(flow, transition, path, report);
}

function checkNote(flow: CompiledFlow, transition: Transition, path: string, report: Report): void {
  if (transition.clock !== 'continue') report(`${path}.clock`, '备注不影响计时', 'a note leaves the clock alone');
  if (transition.also !== undefined) report(`${path}.also`, '备注不移动任何轨道', 'a note moves no track');
  for (const state of transition.from) if (state !== ANY_STATE && !flow.states.has(state)) report(`${path}.from`, `未知状态 ${state}`, `unknown state ${state}`);
}

function checkMove(flow: CompiledFlow, transition: Transition, path: string, report: Report): void {
  const ends = transition.to === PREVIOUS_STATE ? transition.from : [...transition.from, transition.to];
  const tracks = new Set(ends.map((id) => flow.states.get(id)?.track));
  if (tracks.size !== 1 || tracks.has(undefined)) report(path, '存在未知状态，或涉及多条轨道', 'unknown state, or more than one track');
  if (transition.from.some((id) => flow.states.get(id)?.terminal === true)) report(`${path}.from`, '不得离开终态', 'it leaves a terminal state');
  if (flow.states.get(transition.to)?.terminal === true && transition.clock !== 'stop') report(`${path}.clock`, '进入终态必须停止计时', 'a terminal state stops the clock');
  const [own] = tracks;
  for (const [track, state] of Object.entries(transition.also ?? {})) {
    if (track === MAIN_TRACK || track === own || flow.states.get(state)?.track !== track) report(`${path}.also`, `${state} 不在轨道 ${track} 上`, `${state} is not on the other track ${track}`);
  }
}
