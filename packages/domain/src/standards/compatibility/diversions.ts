import { type Change, ROOT, changeAt, recordOf } from './change';
import { byName, isRecord, own, texts } from './compare';
import { type Json, textOf, words } from './parts';

const ANY_STATE = '*';
const NOUN = words('步骤', 'transition');
const isGuarded = (transition: Json): boolean => isRecord(transition['when']);

/**
 * Steps with a condition go first (FLOW-FORMAT §4): one that newly fits where a step without a condition led before takes its messages away,
 * although nothing of that other step has changed.
 */
export function diversions(before: unknown, after: unknown): Change[] {
  const [old, now] = [transitionsOf(before), transitionsOf(after)];
  const unguarded = [...old].filter(([, transition]) => !isGuarded(transition));
  return [...now].filter(([, transition]) => isGuarded(transition)).flatMap(([id, guarded]) => {
    const earlier = old.get(id);
    const diverted = unguarded.filter(([other, plain]) => {
      if (other === id) return false;
      const known = new Set(earlier !== undefined && isGuarded(earlier) ? shared(earlier, plain) : []);
      return shared(guarded, plain).some((situation) => !known.has(situation));
    }).map(([other]) => other);
    if (diverted.length === 0) return [];
    const list = diverted.join(' ');
    return [changeAt(recordOf(ROOT, 'transitions', id, NOUN, guarded), 'transition-diverts', undefined, diverted, words(list, list))];
  });
}

const transitionsOf = (flow: unknown): ReadonlyMap<string, Json> => (isRecord(flow) ? byName(own(flow, 'transitions'), ({ id }) => textOf(id)) : undefined) ?? new Map<string, Json>();

/** State and actor of every situation in which both may fit the same message. */
function shared(a: Json, b: Json): string[] {
  if (a['message'] !== b['message']) return [];
  const [statesA, statesB, actorsA, actorsB] = [texts(a['from']), texts(b['from']), texts(a['actors']), texts(b['actors'])].map((list) => list ?? []) as [readonly string[], readonly string[], readonly string[], readonly string[]];
  const states = statesA.includes(ANY_STATE) ? statesB : statesB.includes(ANY_STATE) ? statesA : statesA.filter((state) => statesB.includes(state));
  return states.flatMap((state) => actorsA.filter((actor) => actorsB.includes(actor)).map((actor) => JSON.stringify([state, actor])));
}
