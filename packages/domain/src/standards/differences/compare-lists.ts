import type { Worded } from '../../flow/model';
import { compareAmounts } from '../floors/amounts';
import { amountWords } from '../floors/floor-words';
import { asLimit } from '../profiles/profile-faults';
import { modeWords } from '../handling-modes';
import { DEMAND_WORDS } from '../profiles/profile-words';
import type { Profile } from '../profiles/profile';

/** One matter in which two regions' lists say something else of one item; absent is: not harmonised there. */
export interface ListDifference extends Worded {
  readonly element: 'limit' | 'material' | 'mode' | 'value';
  readonly id: string;
  readonly left?: Worded;
  readonly right?: Worded;
  /** Which of the two demands more of the agency; absent where it cannot be told or makes no sense. */
  readonly stricter?: 'left' | 'right';
}
/** One item of the lists for joint handling (通办清单) of two regions. */
export interface ComparedItem {
  readonly itemCode: string;
  readonly on: 'both' | 'left-only' | 'right-only';
  /** None where only one has it, or both say the same. */
  readonly differences: readonly ListDifference[];
}

/** Two regions' lists, item by item, in the order of the item codes (T6-C5). A region's list is what it has profiles of. */
export function compareLists(left: readonly Profile[], right: readonly Profile[]): readonly ComparedItem[] {
  const [a, b] = [left, right].map((list) => new Map(list.map((profile) => [profile.itemCode, profile]))) as [Map<string, Profile>, Map<string, Profile>];
  return [...new Set([...a.keys(), ...b.keys()])].sort().map((itemCode): ComparedItem => {
    const [one, other] = [a.get(itemCode), b.get(itemCode)];
    if (one === undefined || other === undefined) return { itemCode, on: one === undefined ? 'right-only' : 'left-only', differences: [] };
    return { itemCode, on: 'both', differences: [...limitDifference(one, other), ...materialDifferences(one, other), ...modeDifferences(one, other), ...valueDifferences(one, other)] };
  });
}

function differs(named: Pick<ListDifference, 'zh' | 'en' | 'element' | 'id'>, left: Worded | undefined, right: Worded | undefined, order?: number): ListDifference[] {
  if (left?.en === right?.en) return [];
  return [{ ...named, ...(left && { left: { zh: left.zh, en: left.en } }), ...(right && { right: { zh: right.zh, en: right.en } }), ...(order !== undefined && order !== 0 && { stricter: order < 0 ? 'left' as const : 'right' as const }) }];
}

function limitDifference({ limit: a }: Profile, { limit: b }: Profile): ListDifference[] {
  const order = a && b && compareAmounts(asLimit(a, b.unit), asLimit(b, a.unit));
  return differs({ zh: '办理时限', en: 'Processing limit', element: 'limit', id: 'total' }, a && amountWords(a), b && amountWords(b), order);
}

function materialDifferences({ materials: a = [] }: Profile, { materials: b = [] }: Profile): ListDifference[] {
  return [...new Set([...a, ...b].map(({ code }) => code))].flatMap((code) => {
    const [one, other] = [a, b].map((list) => list.find((material) => material.code === code));
    const { zh, en } = (one ?? other)!;
    return differs({ zh, en, element: 'material', id: code }, one && DEMAND_WORDS[one.demand], other && DEMAND_WORDS[other.demand]);
  });
}

const OFFERED: Worded = { zh: '提供', en: 'offered' };
function modeDifferences({ modes: a = [] }: Profile, { modes: b = [] }: Profile): ListDifference[] {
  return [...new Set([...a, ...b])].flatMap((mode) => differs({ ...modeWords(mode), element: 'mode', id: mode }, a.includes(mode) ? OFFERED : undefined, b.includes(mode) ? OFFERED : undefined));
}

function valueDifferences({ values: a = [] }: Profile, { values: b = [] }: Profile): ListDifference[] {
  return [...new Set([...a, ...b].map(({ metricId }) => metricId))].flatMap((metricId) => {
    const [one, other] = [a, b].map((list) => list.find((value) => value.metricId === metricId));
    const { zh, en } = (one ?? other)!;
    const same = one !== undefined && other !== undefined && one.comparator === other.comparator && one.comparator !== '==';
    const order = same ? compareAmounts(one, other) : undefined;
    return differs({ zh, en, element: 'value', id: metricId }, one && amountWords(one), other && amountWords(other), order === undefined ? undefined : one!.comparator === '>=' ? -order : order);
  });
}
