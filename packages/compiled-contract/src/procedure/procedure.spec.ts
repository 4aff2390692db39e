import { type Flow, compileFlow } from '@tongban/domain';
import Ajv2020 from 'ajv/dist/2020';
import { AT, FLOWS, base, jsonOf, reference, textOf } from '../../test/reference';
import { contractOf } from '../published-contract';
import { conditionWords } from './condition-words';
import type { Procedure } from './procedure-shape';
import { procedureJsonSchema } from './procedure-shape';

const contracts = new Map(FLOWS.map((flow) => [flow, contractOf(reference, flow, { at: AT }).files]));
const filesOf = (flow: string) => contracts.get(flow)!;
const procedureOf = (flow: string): Procedure => jsonOf(filesOf(flow), 'procedure.json');
const flowOf = (flow: string): Flow => base.flows.get(flow)!;
const validate = new Ajv2020({ strict: false }).compile(procedureJsonSchema());

describe('operating procedures', () => {
  it.each(FLOWS)('T3-C5: every step of %s is one transition of the state machine, and every transition one step', (flow) => {
    const procedure = procedureOf(flow);
    expect([validate(procedure), validate.errors]).toEqual([true, null]);
    const { transitions, states } = flowOf(flow);
    expect(procedure.steps.map(({ transition }) => transition).sort()).toEqual(transitions.map(({ id }) => id).sort());
    for (const step of procedure.steps) {
      const transition = transitions.find(({ id }) => id === step.transition)!;
      expect({
        from: step.from.map(({ id }) => id), message: step.message.id, actors: step.actors.map(({ id }) => id), clock: step.clock, conditional: step.condition !== null,
        also: Object.fromEntries(step.also.map(({ track, to }) => [track.id, to.id])), to: step.to?.id ?? (step.previous ? 'previous-state' : 'same-state'),
      }).toEqual({
        from: transition.from, message: transition.message, actors: transition.actors, clock: transition.clock, conditional: transition.when !== undefined, also: transition.also ?? {}, to: transition.to,
      });
    }
    expect(procedure.states.map(({ id }) => id)).toEqual(states.map(({ id }) => id));
    for (const language of ['zh', 'en']) {
      const headings = [...textOf(filesOf(flow), `procedure.${language}.md`).matchAll(/^### (\d+) .* \(([A-Z0-9.-]+)\)$/gm)].map((match) => [Number(match[1]), match[2]]);
      expect(headings).toEqual(procedure.steps.map(({ no, transition }) => [no, transition]));
    }
  });

  it.each(FLOWS)('the steps of %s begin with the normal path', (flow) => {
    const [{ normalPath } = { normalPath: [] }] = flowOf(flow).entries;
    expect(procedureOf(flow).steps.slice(0, normalPath.length).map(({ transition }) => transition)).toEqual(normalPath);
  });

  it.each(FLOWS)('T1-C4: no deadline of %s is without a source or the mark of a project default, and none of them is called law', (flow) => {
    const { deadlines } = procedureOf(flow);
    const { deadlines: ofFlow, totalDeadline } = flowOf(flow);
    expect(deadlines).toHaveLength(ofFlow.length + (totalDeadline === null ? 0 : 1));
    const [zh, en] = ['zh', 'en'].map((language) => textOf(filesOf(flow), `procedure.${language}.md`)) as [string, string];
    for (const deadline of deadlines) {
      const marked = deadline.mark.zh.startsWith('项目默认值，非法定时限') && deadline.mark.en.startsWith('project default, not a limit of law');
      expect([deadline.id, deadline.sourceStandardIds.length > 0 || marked]).toEqual([deadline.id, true]);
      if (deadline.kind === 'project-default') expect([deadline.legal, marked]).toEqual([false, true]);
      if (!deadline.legal) expect(deadline.mark.zh).toContain('非法定时限');
      for (const [text, mark] of [[zh, deadline.mark.zh], [en, deadline.mark.en]] as const) expect(text).toContain(`| ${mark} |`);
    }
  });

  it('what a return or refusal may give as its reason is listed once, with the messages that use it', () => {
    for (const flow of FLOWS) {
      const { reasons, steps } = procedureOf(flow);
      const compiled = compileFlow(flowOf(flow), base.dictionary);
      const reasoned = steps.filter(({ message }) => ['return', 'refusal'].includes(message.kind));
      expect(reasoned.length).toBeGreaterThan(0);
      for (const { reasons: list, message } of reasoned) expect(reasons.find((one) => one.list === list)?.usedBy.map(({ id }) => id)).toContain(message.id);
      for (const { list, codes } of reasons) expect(codes.map(({ code }) => code)).toEqual(compiled.lists.get(list)!.values.map(({ code }) => code));
    }
  });

  it('words a condition with the names of fields, codes and states', () => {
    const flow = compileFlow(flowOf(FLOWS[2]!), base.dictionary);
    const { message, when } = flow.flow.entries[0]!;
    const { zh, en } = conditionWords(flow, message, when!);
    expect([zh, en]).toEqual([expect.stringMatching(/^“申请渠道”为转入地窗口（RECEIVING_WINDOW）或/), expect.stringMatching(/^"Application channel" is .* \(RECEIVING_WINDOW\) or /)]);
    const [state] = flow.flow.states;
    expect(conditionWords(flow, message, { all: [{ notVisited: [state!.id] }, { not: { any: [{ field: 'consent', present: true }, { field: 'consent', in: [false] }] } }] }).zh)
      .toBe(`办件从未处于“${state!.zh}”，且并非（已填“个人信息处理授权”，或“个人信息处理授权”为否）`);
  });
});
