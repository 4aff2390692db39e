import type { Worded } from '../../flow/model';
import { compareAmounts } from '../floors/amounts';
import type { Amount, Floor } from '../floors/floor';
import { amountWords } from '../floors/floor-words';
import { asLimit } from '../profiles/profile-faults';
import { modeWords } from '../handling-modes';
import { DEMAND_WORDS } from '../profiles/profile-words';
import type { LocalTerms, Sourced, TermSource } from './local-terms';

/** What one division has for an element, in words, with its source; without a standard it is the national item's. */
export interface ComparedValue extends Worded, TermSource { readonly division: string }
/** A value with the divisions that have it. */
export interface Extreme extends Worded { readonly divisions: readonly string[] }

/**
 * One element in which divisions differ. Strictest is what demands most, loosest what demands least: of the agency in a limit (the shortest), a mode (offered) and a
 * declared value (by the comparator of the national floor), of the applicant in a material (required). Both are absent where the values have no order:
 * other units, or a metric without a national floor.
 */
export interface DifferingElement extends Worded {
  readonly element: 'limit' | 'material' | 'mode' | 'value';
  /** Material code, mode or metric; `total` for the limit of the whole procedure. */
  readonly id: string;
  readonly values: readonly ComparedValue[];
  readonly strictest?: Extreme;
  readonly loosest?: Extreme;
}
export interface DifferenceReport {
  /** Elements compared, those that do not differ included. */
  readonly compared: number;
  readonly differing: readonly DifferingElement[];
}

/** A value with what orders it: negative when `a` demands more than `b`, undefined where neither does. */
interface Ranked<T> { readonly divisions: readonly { readonly division: string; readonly of: Sourced<T> }[]; readonly say: (value: T) => Worded; readonly stricter: (a: T, b: T) => number | undefined }

/**
 * How divisions differ in one item, element by element (T3-C3).
 * @param floors the item's national floors: they say which way a metric is strict.
 */
export function differenceReport(terms: readonly LocalTerms[], floors: readonly Pick<Floor, 'metricId' | 'comparator' | 'zh' | 'en'>[]): DifferenceReport {
  const named = { ...LIMIT, element: 'limit', id: 'total' } as const;
  const limit = elementOf(named, { divisions: terms.map(({ division, limit: of }) => ({ division, of })), say: amountWords, stricter: (a, b) => compareAmounts(asLimit(a, b.unit), asLimit(b, a.unit)) });
  const materials = [...new Set(terms.flatMap(({ materials: { value } }) => [...value.keys()]))].map((id) => materialElement(id, terms));
  const modes = [...new Set(terms.flatMap(({ modes: { value } }) => value))].map((id) => modeElement(id, terms));
  const metrics = [...new Set(terms.flatMap(({ values }) => [...values.keys()]))].map((id) => valueElement(id, terms, floors));
  const all = [limit, ...materials, ...modes, ...metrics];
  return { compared: all.length, differing: all.flatMap((element) => element ?? []) };
}
const LIMIT: Worded = { zh: '办理时限', en: 'Processing limit' };

const DEMANDS = ['waived', 'optional', 'required'] as const;
function materialElement(id: string, terms: readonly LocalTerms[]): DifferingElement | undefined {
  const { zh, en } = terms.flatMap(({ materials: { value } }) => value.get(id) ?? [])[0]!;
  return elementOf<(typeof DEMANDS)[number]>({ zh, en, element: 'material', id }, {
    divisions: terms.map(({ division, materials: { value: asked, ...source } }) => {
      const material = asked.get(id);
      const clause = material?.clause;
      return { division, of: { ...source, ...(clause !== undefined && { clause }), value: material === undefined ? 'waived' : material.required ? 'required' : 'optional' } };
    }),
    say: (demand) => DEMAND_WORDS[demand], stricter: (a, b) => DEMANDS.indexOf(b) - DEMANDS.indexOf(a),
  });
}

function modeElement(id: string, terms: readonly LocalTerms[]): DifferingElement | undefined {
  return elementOf<boolean>({ ...modeWords(id), element: 'mode', id }, {
    divisions: terms.map(({ division, modes: { value, ...source } }) => ({ division, of: { ...source, value: value.includes(id) } })),
    say: (offered) => (offered ? { zh: '提供', en: 'offered' } : { zh: '不提供', en: 'not offered' }), stricter: (a, b) => Number(b) - Number(a),
  });
}

function valueElement(id: string, terms: readonly LocalTerms[], floors: readonly Pick<Floor, 'metricId' | 'comparator' | 'zh' | 'en'>[]): DifferingElement | undefined {
  const floor = floors.find(({ metricId }) => metricId === id);
  const sign = floor?.comparator === '>=' ? -1 : floor?.comparator === '<=' ? 1 : undefined;
  return elementOf<Amount | undefined>({ zh: floor?.zh ?? id, en: floor?.en ?? id, element: 'value', id }, {
    divisions: terms.map(({ division, values, limit }) => ({ division, of: values.get(id) ?? { confidence: limit.confidence, value: undefined } })),
    say: (amount) => (amount === undefined ? { zh: '未申报', en: 'not declared' } : amountWords(amount)),
    stricter: (a, b) => {
      const order = a && b && sign !== undefined ? compareAmounts(a, b) : undefined;
      return order === undefined ? undefined : order * sign!;
    },
  });
}

/** Undefined where all have the same. */
function elementOf<T>(named: Pick<DifferingElement, 'zh' | 'en' | 'element' | 'id'>, { divisions, say, stricter }: Ranked<T>): DifferingElement | undefined {
  const values = divisions.map(({ division, of: { value, ...source } }): ComparedValue => ({ division, ...say(value), ...source }));
  if (new Set(values.map(({ zh }) => zh)).size <= 1) return undefined;
  // Who has no value at all takes no part in the order, and does not keep the others from having one.
  const ordered = divisions.map(({ of }) => of.value).filter((value) => value !== undefined);
  const comparable = ordered.length > 0 && ordered.every((value) => stricter(ordered[0]!, value) !== undefined);
  const extreme = (sign: 1 | -1): Extreme => {
    const best = ordered.reduce((found, value) => (sign * stricter(value, found)! < 0 ? value : found));
    return { ...say(best), divisions: divisions.filter(({ of }) => of.value !== undefined && stricter(of.value, best) === 0).map(({ division }) => division) };
  };
  return { ...named, values, ...(comparable && { strictest: extreme(1), loosest: extreme(-1) }) };
}
