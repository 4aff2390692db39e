import type { Command } from 'commander';
import { STANDARDS_ROWS_DEFAULT, STANDARDS_ROWS_MAX } from '@tongban/contracts';
import type { PageWanted, StandardsFilters } from '@tongban/operator';
import { type Options, textOption } from '../command-action';
import type { View } from '../view';
import { wholeNumber } from './whole-number';

/** `--limit` and `--after` of a list that comes in pages. */
export const pageOptions = (command: Command): Command => command.option('--limit <n>', `每页条数，最多${STANDARDS_ROWS_MAX} / rows a page`).option('--after <cursor>', '接续上一页的next / the next of the page before');

export function pageOf(options: Options): PageWanted {
  const after = textOption(options, 'after');
  return { limit: wholeNumber(options, 'limit', { min: 1, max: STANDARDS_ROWS_MAX, otherwise: STANDARDS_ROWS_DEFAULT }), ...(after !== undefined && { after }) };
}

/** Says how to go on where there is more. */
export const tail = (view: View, { next }: { readonly next?: string }): string[] => (next === undefined ? [] : [view.colours.dim(view.say(`还有更多：--after ${next}`, `there is more: --after ${next}`))]);

const FILTER_OPTIONS = {
  owner: '归口枢纽 / owner hub', kind: '种类 / kind', status: '状态 / status', tier: '层级 / tier', category: '领域 / category of items', item: '事项编码 / item', region: '区域 / region',
  participant: '参与方 / participant', at: '状态的时刻，默认现在 / instant of the statuses, now by default',
  with: '另一区域 / another region',
} as const;
type FilterOption = keyof typeof FILTER_OPTIONS;

/** StandardsFilters of a list by their names in the contract; the hub says which values there are. */
export function filterOptions(command: Command, names: readonly FilterOption[]): Command {
  for (const name of names) command.option(`--${name} <${name}>`, FILTER_OPTIONS[name]);
  return command;
}
export const filtersOf = (options: Options): StandardsFilters => Object.fromEntries(Object.keys(FILTER_OPTIONS).flatMap((name) => {
  const value = textOption(options, name);
  return value === undefined ? [] : [[name, value]];
}));
