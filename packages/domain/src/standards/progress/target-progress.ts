import { beijingDateOf, addDays } from '../../calendar/days';
import { beijingInstant } from '../../clock/business-clock';
import { adoptionOf } from '../adoption';
import type { ArtefactVersionRef } from '../artefact';
import type { RegistryState, TargetRecord } from '../registry';

/** Days before today for which the trend has a point, oldest first. */
const TREND_DAYS = [90, 60, 30, 0] as const;

export interface TrendPoint { readonly on: string; readonly actual: number }
/** One phase of a region: what is wanted by a date, and how far it is. */
export interface PhaseProgress {
  readonly target: TargetRecord;
  /** 1 for the first date of the version in the region, 2 for the next. */
  readonly phase: number;
  readonly wanted: number;
  readonly actual: number;
  /** How many are missing; 0 once it is reached. */
  readonly gap: number;
  readonly reached: boolean;
  readonly late: boolean;
  /** How many had adopted on each day, by the dates of the declarations that count today. */
  readonly trend: readonly TrendPoint[];
  /** More than 30 days ago; negative where one was taken back. */
  readonly change: number;
}

interface Placed { readonly participant: string; readonly region: string }

/** Phased targets of a version with actual, gap and trend, by region and date (T1-C2). @param at business instant. */
export function phasesOf(state: RegistryState, version: ArtefactVersionRef, participants: readonly Placed[], at: string): readonly PhaseProgress[] {
  const today = beijingDateOf(at);
  const days = TREND_DAYS.map((before) => addDays(today, -before));
  const reports = days.map((on) => adoptionOf(state, version, participants, on === today ? at : endOf(on)));
  const present = reports.at(-1)!.targets;
  return present
    .map(({ target, adopted: actual, wanted, reached, late }, index): PhaseProgress => {
      const trend = reports.map(({ targets }, day) => ({ on: days[day]!, actual: targets[index]!.adopted }));
      const phase = 1 + present.filter(({ target: other }) => other.region === target.region && other.by < target.by).length;
      return { target, phase, wanted, actual, gap: Math.max(0, wanted - actual), reached, late, trend, change: actual - trend.at(-2)!.actual };
    })
    .sort((a, b) => (a.target.region + a.target.by < b.target.region + b.target.by ? -1 : 1));
}

/** Whoever adopts on a day has done so at its end. */
const endOf = (date: string): string => beijingInstant(Date.parse(`${date}T23:59:59+08:00`));
