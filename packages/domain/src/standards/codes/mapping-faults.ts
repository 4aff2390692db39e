import type { CodeList, Worded } from '../../flow/model';
import { type CodeMapping, mappingIdOf } from './mapping';

/** Something wrong in a code list or in a table of one; `path` is below it, e.g. `rows[3].standard`. */
export interface CodeFault extends Worded { readonly path: string }

/**
 * What is wrong in a table beside its list, all at once. A loss is no fault: it is what a table is there to say. `exact` is said of one local and
 * one standard code that have no other counterpart; whoever has several must say how they differ.
 * @param list undefined where there is no such list.
 */
export function codeMappingFaults(mapping: CodeMapping, list: CodeList | undefined): readonly CodeFault[] {
  const faults: CodeFault[] = [];
  const report = (path: string, zh: string, en: string): void => void faults.push({ path, zh, en });
  const { mappingId, listId, participant, rows } = mapping;
  if (mappingId !== mappingIdOf(listId, participant)) report('mappingId', `须为${mappingIdOf(listId, participant)}`, `it must be ${mappingIdOf(listId, participant)}`);
  if (list === undefined) report('listId', `没有共用代码表${listId}`, `there is no shared code list ${listId}`);
  const known = list && new Set(list.values.map(({ code }) => code));
  const [ofLocal, ofStandard] = [countsOf(rows.map(({ local }) => local)), countsOf(rows.flatMap(({ standard }) => standard ?? []))];
  const seen = new Set<string>();
  const names = new Map<string, string>();
  rows.forEach(({ local, localZh, standard, direction }, at) => {
    const path = `rows[${at}]`;
    const pair = JSON.stringify([local, standard]);
    if (seen.has(pair)) report(path, '与前面的一行重复', 'it repeats a row before');
    seen.add(pair);
    if ((names.get(local) ?? localZh) !== localZh) report(`${path}.localZh`, '与同一本地代码在前面的名称不同', 'a row before names the same local code otherwise');
    names.set(local, names.get(local) ?? localZh);
    if ((standard === null) !== (direction === 'none')) report(`${path}.standard`, '对应关系为none时没有标准代码，其他须有', 'a row of the direction none, and only such a one, has no standard code');
    if (standard !== null && known?.has(standard) === false) report(`${path}.standard`, `代码表${listId}没有该代码`, `the code list ${listId} has no such code`);
    if (direction === 'none' && ofLocal.get(local)! > 1) report(`${path}.direction`, '该本地代码在别处有对应', 'another row has a counterpart of this local code');
    if (direction === 'exact' && (ofLocal.get(local)! > 1 || ofStandard.get(standard ?? '')! > 1)) report(`${path}.direction`, '一对一才是exact；多对一或一对多须写明narrower或broader', 'exact is one to one: where there are several, each says narrower or broader');
  });
  return faults;
}

function countsOf(codes: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
