import type { FieldValue, Guard, Worded } from '../flow/model';

const value = (one: FieldValue): string => (typeof one === 'string' ? one : JSON.stringify(one));

/** A condition over fields in words, for a fault or a service guide: which field has which value. */
export function wordGuard(guard: Guard): Worded {
  if ('all' in guard) return joined(guard.all, '且', ' and ');
  if ('any' in guard) return joined(guard.any, '或', ' or ');
  if ('not' in guard) {
    const inner = wordGuard(guard.not);
    return { zh: `非（${inner.zh}）`, en: `not (${inner.en})` };
  }
  if ('visited' in guard) return { zh: `办件曾到过${guard.visited.join('、')}`, en: `the case has been in ${guard.visited.join(' or ')}` };
  if ('notVisited' in guard) return { zh: `办件未到过${guard.notVisited.join('、')}`, en: `the case has not been in ${guard.notVisited.join(' or ')}` };
  if ('present' in guard) {
    return guard.present ? { zh: `已填${guard.field}`, en: `${guard.field} is given` } : { zh: `未填${guard.field}`, en: `${guard.field} is not given` };
  }
  return { zh: `${guard.field}为${guard.in.map(value).join('或')}`, en: `${guard.field} is ${guard.in.map(value).join(' or ')}` };
}

function joined(parts: readonly Guard[], zh: string, en: string): Worded {
  const words = parts.map(wordGuard);
  return { zh: words.map((part) => part.zh).join(zh), en: words.map((part) => part.en).join(en) };
}
