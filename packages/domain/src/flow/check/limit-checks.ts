import type { CompiledFlow } from '../compile';
import { lapseFault } from '../lapse';
import type { DeadlineStart, FlowDictionary, HubRule, LimitSource, LimitUnit } from '../model';
import { enumKeys } from './cast-checks';
import type { Report } from './faults';
import { checkOpenField } from './guard-checks';
import type { KnownReferences } from './known';

/** Ten years: a longer limit is a slip of the pen, and a bound keeps date arithmetic short. */
const VALUE_MAX: Readonly<Record<LimitUnit, number>> = { 'working-day': 2_600, 'calendar-day': 3_660, month: 120 };
const DATE = ['date'];
const AMOUNT = ['int32', 'int64'];

/** Facts, deadlines and hub rules: everything that reads values or counts days. */
export function checkLimits(flow: CompiledFlow, dictionary: FlowDictionary, known: KnownReferences, report: Report): void {
  const { facts, deadlines, totalDeadline, hubRules } = flow.flow;
  facts.forEach((fact, i) => checkOpenField(flow, fact.producedBy, DATE, `$.facts[${i}].producedBy`, report));
  deadlines.forEach((deadline, i) => {
    const path = `$.deadlines[${i}]`;
    checkSource(flow, dictionary, known, deadline, path, report);
    if (!flow.tracks.has(deadline.track)) report(`${path}.track`, `未知轨道 ${deadline.track}`, `unknown track ${deadline.track}`);
    for (const id of [...deadline.metBy, ...(deadline.dueFrom?.transitions ?? [])]) {
      if (!flow.transitions.has(id)) report(path, `未知转移 ${id}`, `unknown transition ${id}`);
    }
    if (deadline.metBy.length === 0) report(`${path}.metBy`, '没有任何转移可以完成该期限', 'nothing meets it');
    const lapse = lapseFault(flow, deadline);
    if (lapse !== undefined) report(`${path}.onOverdue`, `逾期终结须进入轨道的终态，${lapse} 不是`, `a lapse ends its track: ${lapse} is no terminal state of it`);
    if (deadline.dueFrom !== undefined) checkOpenField(flow, deadline.dueFrom, DATE, `${path}.dueFrom`, report);
    else checkLimit(flow, dictionary, deadline, path, report);
  });
  if (totalDeadline !== null) {
    checkSource(flow, dictionary, known, totalDeadline, '$.totalDeadline', report);
    checkLimit(flow, dictionary, totalDeadline, '$.totalDeadline', report);
  }
  hubRules.forEach((rule, i) => checkHubRule(flow, dictionary, rule, `$.hubRules[${i}]`, report));
}

function checkSource(
  flow: CompiledFlow, dictionary: FlowDictionary, known: KnownReferences, limit: LimitSource & { readonly responsible: string }, path: string, report: Report,
): void {
  if (!flow.actors.has(limit.responsible)) report(`${path}.responsible`, `未知责任角色 ${limit.responsible}`, `unknown responsible actor ${limit.responsible}`);
  if (!enumKeys(dictionary, 'deadlineKind').has(limit.deadlineKind)) report(`${path}.deadlineKind`, `未知期限种类 ${limit.deadlineKind}`, `unknown deadline kind ${limit.deadlineKind}`);
  if (!limit.confidence || !limit.basis) report(path, '期限需要可信度和依据', 'confidence and basis are needed');
  for (const id of limit.sourceStandardIds) if (!known.standards.has(id)) report(`${path}.sourceStandardIds`, `未知标准 ${id}`, `unknown standard ${id}`);
}

interface Counted { readonly value?: number; readonly unit?: LimitUnit; readonly start?: DeadlineStart }

function checkLimit(flow: CompiledFlow, dictionary: FlowDictionary, { value, unit, start }: Counted, path: string, report: Report): void {
  if (value === undefined || unit === undefined || !Number.isInteger(value) || !enumKeys(dictionary, 'unit').has(unit)) {
    report(path, '期限需要数值和单位', 'value and unit are needed');
  } else if (value < 0 || value > VALUE_MAX[unit]) report(`${path}.value`, `期限须在 0 至 ${VALUE_MAX[unit]} 之间`, `a limit lies between 0 and ${VALUE_MAX[unit]}`);
  const produced = start !== undefined && (start.fact !== undefined ? flow.facts.has(start.fact) : flow.states.has(start.state));
  if (!produced) report(`${path}.start`, '期限的起点没有来源', 'the start has no producer');
}

function checkHubRule(flow: CompiledFlow, dictionary: FlowDictionary, rule: HubRule, path: string, report: Report): void {
  if (!enumKeys(dictionary, 'hubRule').has(rule.rule)) return report(`${path}.rule`, `未知规则 ${rule.rule}`, `unknown rule ${rule.rule}`);
  if (rule.severity !== 'alert' && rule.severity !== 'reject') report(`${path}.severity`, '严重程度须为 alert 或 reject', 'severity is alert or reject');
  if (rule.rule === 'amountMismatch') {
    for (const key of ['sum', 'equals'] as const) {
      if ((rule[key] ?? []).length === 0) report(`${path}.${key}`, '金额规则需要两侧字段', 'the rule needs amounts on both sides');
      rule[key]?.forEach((ref, i) => checkOpenField(flow, ref, AMOUNT, `${path}.${key}[${i}]`, report));
    }
    return;
  }
  const dated = rule.rule === 'notAfterReceipt' || rule.rule === 'notBefore';
  checkOpenField(flow, { message: rule.message ?? '', field: rule.field ?? '' }, dated ? DATE : undefined, `${path}.field`, report);
  if (rule.rule === 'notBefore') checkOpenField(flow, rule.notBefore ?? { message: '', field: '' }, DATE, `${path}.notBefore`, report);
  if (rule.rule === 'divisionOfActor' && flow.actors.get(rule.actor ?? '')?.kind !== 'agency') report(`${path}.actor`, '角色必须是经办机构', 'the actor must be an agency');
}
