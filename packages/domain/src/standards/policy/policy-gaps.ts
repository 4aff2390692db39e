import type { Worded } from '../../flow/model';

/** The four areas in which the Opinions (人社部发〔2023〕62号, task 4) ask for policy standards. */
export const POLICY_AREAS: readonly Worded[] = [
  { zh: '学有所教', en: 'Education' }, { zh: '劳有所得', en: 'Income from work' }, { zh: '老有所养', en: 'Care for the elderly' }, { zh: '优军服务保障', en: 'Service to the military' },
];

/** What of a published item is looked at. Its shape was checked when it was imported; older contents may lack what is asked for since. */
export interface PolicyItem {
  readonly itemCode: string;
  readonly category?: string;
  /** Its place in the National Basic Public Service Standards; null outside of them. */
  readonly nbpss?: { readonly area?: string } | null;
  readonly expenditure?: Partial<Worded> | null;
  readonly leadUnit?: Partial<Worded> | null;
}
export type PolicyGap =
  /** `id` is the area: no published item belongs to it. */
  | { readonly gap: 'area-without-item'; readonly id: string }
  /** `id` is the item: outside the four areas it has no category either; or nobody is said to pay for it, or to lead it. */
  | { readonly gap: 'item-without-category' | 'item-without-expenditure' | 'item-without-lead-unit'; readonly id: string };

/** Where the published items leave one of the four areas empty (T4-C4), or say not who pays and who leads (T4-C5). */
export function policyGaps(items: readonly PolicyItem[]): readonly PolicyGap[] {
  const areas = new Set(items.map(({ nbpss }) => nbpss?.area));
  return [
    ...POLICY_AREAS.filter(({ zh }) => !areas.has(zh)).map(({ zh }): PolicyGap => ({ gap: 'area-without-item', id: zh })),
    ...items.flatMap(({ itemCode: id, category, nbpss, expenditure, leadUnit }): PolicyGap[] => [
      ...(isOfPolicyArea(nbpss?.area) || isSaid(category) ? [] : [{ gap: 'item-without-category' as const, id }]),
      ...(isWorded(expenditure) ? [] : [{ gap: 'item-without-expenditure' as const, id }]),
      ...(isWorded(leadUnit) ? [] : [{ gap: 'item-without-lead-unit' as const, id }]),
    ]),
  ];
}

const isOfPolicyArea = (area: string | undefined): boolean => POLICY_AREAS.some(({ zh }) => zh === area);
const isSaid = (text: string | undefined): boolean => text !== undefined && text.trim() !== '';
const isWorded = (words: Partial<Worded> | null | undefined): boolean => isSaid(words?.zh) && isSaid(words?.en);
