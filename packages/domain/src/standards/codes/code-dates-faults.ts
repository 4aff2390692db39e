import type { CodeList } from '../../flow/model';
import { addDays } from '../../calendar/days';
import type { CodeFault } from './mapping-faults';

/**
 * Dates of a list's codes that contradict themselves, or come too late to be kept: a code that counts today is retired at the earliest on the day before the
 * new version takes effect, so that no case opened by the version in force used a code that was already gone.
 * @param before the version that is published, where there is one.
 * @param from Beijing day on which the new version takes effect, where it is known.
 */
export function codeDatesFaults(list: CodeList, before: CodeList | undefined, from: string | undefined): readonly CodeFault[] {
  const known = new Map((before?.values ?? []).map((value) => [value.code, value]));
  return list.values.flatMap(({ code, effectiveFrom, retiredOn }, at): CodeFault[] => {
    if (retiredOn === undefined) return [];
    if (effectiveFrom !== undefined && retiredOn < effectiveFrom) return [{ path: `values[${at}].retiredOn`, zh: '停用日早于启用日', en: 'it ends before it begins' }];
    const published = known.get(code);
    if (from === undefined || published === undefined || published.retiredOn === retiredOn || retiredOn >= addDays(from, -1)) return [];
    return [{ path: `values[${at}].retiredOn`, zh: `不得早于实施日的前一日${addDays(from, -1)}`, en: `it must not be before ${addDays(from, -1)}, the day before the version takes effect` }];
  });
}
