import type { RegionCode } from '@tongban/contracts';
import { Seed } from '../../../services/province/src/fields/seed';
import { type Day, dayAfter, daysLater } from '../expected/work-days';

export interface YearSize {
  readonly cases: number;
  /** Each day of the year is lived through; else the weeks round the two long breaks are, and of the rest some days. */
  readonly everyDay: boolean;
}
export interface Material {
  readonly participants: readonly { readonly code: string; readonly region: RegionCode; readonly isMainland: boolean }[];
  readonly items: readonly string[];
}
/** Everything that a seed decides beforehand. What is done in a case is drawn when its turn comes, by its number and step. */
export interface YearPlan {
  readonly seed: number;
  /** Days that the business clock stops at, in order. */
  readonly days: readonly Day[];
  readonly openings: readonly PlannedOpening[];
  readonly troubles: readonly Trouble[];
}
export interface PlannedOpening {
  readonly index: number;
  readonly day: Day;
  readonly item: string;
  /** Division codes. */
  readonly opener: string;
  readonly counterpart: string;
}
/** From the evening before `from` until the morning of `to`. */
interface Lasting { readonly from: Day; readonly to: Day }
export type Trouble =
  | ({ readonly kind: 'cut'; readonly region: RegionCode } & Lasting)
  | ({ readonly kind: 'hub-down'; readonly region: RegionCode } & Lasting)
  | ({ readonly kind: 'silent'; readonly participant: string } & Lasting)
  | { readonly kind: 'kill'; readonly region: RegionCode; readonly on: Day }
  | { readonly kind: 'flush-redis'; readonly on: Day }
  | { readonly kind: 'duplicate'; readonly on: Day };

/** Guangdong. */
export const BORDER_PROVINCE = '440000';
const FIRST: Day = '2026-01-01';
const LAST: Day = '2026-12-31';
/** Of a trouble that the year does not see the end of. */
const FOR_GOOD: Day = '2027-01-01';
/** The beginnings and ends of Spring Festival and National Day, each with the Saturday that is worked for it. */
const DENSE: readonly (readonly [Day, Day])[] = [['2026-02-13', '2026-02-16'], ['2026-02-23', '2026-02-28'], ['2026-09-30', '2026-10-01'], ['2026-10-07', '2026-10-10']];
const STRIDE_DAYS = { least: 20, span: 16 };
/** Days between two troubles of the whole year. */
const TROUBLE_EVERY = { everyDay: 9, some: 4 } as const;

/** The same seed, size and material are the same plan. */
export function planYear(seed: number, size: YearSize, material: Material): YearPlan {
  const dice = new Seed(`year ${seed}`);
  const days = daysOf(dice, size.everyDay);
  return { seed, days, openings: openingsOf(dice, size.cases, days, material), troubles: troublesOf(dice, size, days, material) };
}

function daysOf(dice: Seed, everyDay: boolean): readonly Day[] {
  const days: Day[] = [];
  for (let day = FIRST; day <= LAST;) {
    days.push(day);
    const tomorrow = dayAfter(day);
    if (everyDay || DENSE.some(([from, to]) => tomorrow >= from && tomorrow <= to)) day = tomorrow;
    else {
      const next = daysLater(day, STRIDE_DAYS.least + dice.number(`stride ${day}`, STRIDE_DAYS.span));
      const dense = DENSE.find(([from]) => day < from && next > from)?.[0];
      day = dense ?? (day < LAST && next > LAST ? LAST : next);
    }
  }
  return days;
}

/** Every participant opens cases in turn, so that none of the 34 is left out; most cases begin before autumn, some in December. */
function openingsOf(dice: Seed, cases: number, days: readonly Day[], { participants, items }: Material): readonly PlannedOpening[] {
  return Array.from({ length: cases }, (_, index): PlannedOpening => {
    const roll = (what: string, bound: number): number => dice.number(`opening ${index} ${what}`, bound);
    const opener = participants[index % participants.length]!;
    const anybody = participants.filter((one) => one.code !== opener.code && mayMeet(one, opener));
    const near = anybody.filter(({ region }) => region === opener.region);
    const others = roll('near', 4) === 0 && near.length > 0 ? near : anybody;
    const counterpart = others[roll('counterpart', others.length)]!;
    const last = roll('late', 12) === 0 ? days.length : Math.ceil(days.length * 0.8);
    return { index, day: days[roll('day', last)]!, item: items[index % items.length]!, opener: divisionOf(opener), counterpart: divisionOf(counterpart) };
  });
}

/** Across the border only from and to the province beside it: each pair has a switch of its own. */
const mayMeet = (one: Material['participants'][number], other: Material['participants'][number]): boolean =>
  one.isMainland && other.isMainland ? true : [one, other].some(({ code }) => code === BORDER_PROVINCE) && [one, other].some(({ isMainland }) => !isMainland);

/** A city of a mainland province; a SAR has no divisions that cases name. */
const divisionOf = ({ code, isMainland }: Material['participants'][number]): string => (isMainland ? `${code.slice(0, 2)}0100` : code);

function troublesOf(dice: Seed, { everyDay }: YearSize, days: readonly Day[], { participants }: Material): readonly Trouble[] {
  const troubles: Trouble[] = [];
  const every = everyDay ? TROUBLE_EVERY.everyDay : TROUBLE_EVERY.some;
  // The fourth falls into the weeks of which some days are lived through: there a cut lasts over many due days.
  const kinds = ['kill', 'hub-down', 'flush-redis', 'cut', 'silent', 'duplicate'] as const;
  // One after the other: what lasts is over before the next begins, but for who is silent.
  for (let at = 3, turn = 0; at + every < days.length; at += every, turn += 1) {
    const kind = kinds[turn % kinds.length]!;
    const on = days[at]!;
    const to = days[at + 2 + dice.number(`trouble ${turn} lasts`, Math.max(1, every - 3))]!;
    // A region is hit as often as it has participants, so that cases are.
    const { code: participant, region } = participants[dice.number(`trouble ${turn} participant`, participants.length)]!;
    if (kind === 'cut' || kind === 'hub-down') troubles.push({ kind, region, from: on, to });
    else if (kind === 'silent') troubles.push({ kind, participant, from: on, to: dice.number(`trouble ${turn} for good`, 6) === 0 ? FOR_GOOD : to });
    else troubles.push(kind === 'kill' ? { kind, region, on } : { kind, on });
  }
  return troubles;
}
