import type { Command } from 'commander';
import type { DifferenceRow, ProfileRow } from '@tongban/contracts';
import { type ComparedItem, DEMAND_WORDS, type Profile, amountWords, compareLists, differenceCsv, modeWords } from '@tongban/domain';
import { allRows } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import { filterOptions, filtersOf } from '../../standards/page-options';
import type { View, Worded } from '../../view';
import { codeWords, named } from '../../wording';

/** `standards profile` and `standards differences ITEM`: what regions have harmonised, and in what their provinces differ. */
export function registerHarmonisation(parent: Command, session: Session): void {
  handleWithHub(filterOptions(parent.command('profile').description('区域协同要求；--with逐项比对两个区域的清单 / what regions have harmonised; --with compares the lists of two regions item by item'), ['region', 'item', 'with', 'at']), session, profiles);
  handleWithHub(filterOptions(parent.command('differences').description('同一事项的省际差异：各省、最严、最宽 / how provinces differ in one item: each one, strictest, loosest').argument('<item>', '事项编码 / item code')
    .option('--csv', 'CSV，全部行 / CSV, every row'), ['region', 'with', 'at']), session, differences);
}

async function profiles({ operator, options }: HubContext): Promise<CommandResult> {
  const { with: other, ...filters } = filtersOf(options);
  if (other === undefined) return profilesResult(await allRows(operator, 'profiles', filters));
  if (filters.region === undefined) throw new UsageError('--with须与--region一并给出', '--with is given together with --region');
  const [left, right] = [await allRows(operator, 'profiles', filters), await allRows(operator, 'profiles', { ...filters, region: other })];
  return listsResult({ left: filters.region, right: other }, compareLists(left.map(profileOf), right.map(profileOf)));
}

const profileOf = ({ owner: _owner, version: _version, title, binds: _binds, worse: _worse, confidence, ...row }: ProfileRow): Profile => ({ ...row, ...title, confidence: confidence as Profile['confidence'] });

/** What is worse than a profile is a finding. */
export const profilesResult = (rows: readonly ProfileRow[]): CommandResult => ({
  document: { rows }, exit: rows.some(({ worse }) => worse.length > 0) ? EXIT.negative : EXIT.ok,
  human: (view) => [
    ...rows.flatMap((row) => [
      `${view.heading(row.title.zh, row.title.en)}  ${row.profileId}@${row.version}  ${row.region}`,
      view.facts([
        [named('约束', 'binds'), row.binds.join(' ')], [named('有效', 'valid'), `${row.validFrom} – ${row.validTo ?? ''}`], [named('办理时限', 'limit'), row.limit && view.words(amountWords(row.limit))],
        [named('材料', 'materials'), row.materials.map((material) => `${view.words(material)} ${view.words(DEMAND_WORDS[material.demand])}`).join(view.say('；', '; '))],
        [named('办理方式', 'modes'), row.modes.map((mode) => view.words(modeWords(mode))).join(view.say('、', ', '))],
        [named('数值', 'values'), row.values.map((value) => `${view.words(value)} ${value.comparator} ${view.words(amountWords(value))}`).join(view.say('；', '; '))],
        [named('依据', 'basis'), [row.basis, ...row.basisStandardIds].join(' ')], [named('可信度', 'confidence'), row.confidence],
      ]),
      ...row.worse.map((one) => view.colours.red(`  ${one.standardId} ${one.path}  ${view.words(one)}`)),
    ]),
    view.colours.dim(view.say(`共${rows.length}项`, `${rows.length} profiles`)),
  ].join('\n'),
});

const PLACES: Readonly<Record<ComparedItem['on'], (left: string, right: string) => Worded>> = {
  both: () => named('两地都有', 'both'), 'left-only': (left) => named(`仅${left}`, `${left} only`), 'right-only': (_left, right) => named(`仅${right}`, `${right} only`),
};

/** Two regions' lists item by item (T6-C5). */
export function listsResult({ left, right }: { readonly left: string; readonly right: string }, items: readonly ComparedItem[]): CommandResult {
  const none = (words: Worded | undefined, view: View): string => (words === undefined ? view.say('未协同', 'not harmonised') : view.words(words));
  return {
    document: { left, right, items },
    human: (view) => [
      view.table([named('事项', 'item'), named('清单', 'lists'), named('要素', 'element'), { zh: left, en: left }, { zh: right, en: right }, named('较严', 'stricter')], items.flatMap(({ itemCode, on, differences }) => {
        const head = [itemCode, view.words(PLACES[on](left, right))];
        if (differences.length === 0) return [[...head, on === 'both' ? view.say('一致', 'the same') : '']];
        return differences.map((one) => [...head, view.words(one), none(one.left, view), none(one.right, view), one.stricter && (one.stricter === 'left' ? left : right)]);
      })),
      view.colours.dim(view.say(`共${items.length}项`, `${items.length} items`)),
    ].join('\n'),
  };
}

async function differences({ operator, options, view }: HubContext, [item = '']: readonly string[]): Promise<CommandResult> {
  const filters = filtersOf(options);
  const rows = await allRows(operator, 'differences', { ...filters, item });
  return options['csv'] === true ? { document: { rows }, human: () => differenceCsv(rows, view.language).trimEnd() } : differencesResult(rows, textOption(options, 'region'));
}

/** Provinces may differ: that they do is no failure. */
export const differencesResult = (rows: readonly DifferenceRow[], region: string | undefined): CommandResult => ({
  document: { ...(region !== undefined && { region }), rows },
  human: (view) => [
    ...rows.flatMap((row) => [
      `${view.heading(row.title.zh, row.title.en)}  ${row.id}`,
      view.table([named('区域', 'region'), named('区划', 'division'), named('规定', 'value'), named('依据', 'standard'), named('可信度', 'confidence'), named('', '')], row.values.map((value) => [
        value.region, value.division, view.words(value), [value.standardId ?? view.say('国家事项', 'national item'), value.clause].filter((part) => part !== undefined).join(' '), view.words(codeWords(value.confidence)),
        row.strictest?.divisions.includes(value.division) ? view.say('最严', 'strictest') : row.loosest?.divisions.includes(value.division) ? view.say('最宽', 'loosest') : '',
      ])),
      ...row.harmonised.map((one) => view.colours.dim(view.say(`${one.region}协同要求：${one.zh}`, `harmonised in ${one.region}: ${one.en}`))),
    ]),
    view.colours.dim(view.say(`共${rows.length}处差异`, `${rows.length} differences`)),
  ].join('\n'),
});
