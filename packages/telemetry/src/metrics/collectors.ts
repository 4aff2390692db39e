import type { LabelsOf, MetricName, MetricOf } from './metric-names';
import { count, resetGauge, setGauge } from './registry';

type GaugeName = MetricOf<'gauge'>;
/** One value of a gauge. */
export interface Sample { readonly name: GaugeName; readonly labels: Readonly<Record<string, string>>; readonly value: number }
export const sample = <N extends GaugeName>(name: N, labels: LabelsOf<N>, value: number): Sample => ({ name, labels, value });

export interface CollectorOptions {
  readonly name: string;
  /** The gauges it alone sets. */
  readonly gauges: readonly GaugeName[];
  readonly collect: () => Promise<readonly Sample[]>;
  /** What was collected is good for this long: several who scrape cost no more than one. */
  readonly goodForMs?: number;
  /** A look that takes longer is given up for this scrape. */
  readonly withinMs?: number;
}

const GOOD_FOR_MS = 4_000;
const WITHIN_MS = 3_000;

/**
 * Gauges that cost a question to the broker: asked when somebody scrapes, never oftener than they are good for, and never in the way of the others. A look that fails leaves its gauges
 * absent and counts `tongban_collect_errors_total`.
 */
export class Collectors {
  private readonly all: { readonly options: CollectorOptions; collectedAtMs: number; running: Promise<void> | undefined }[] = [];

  add(options: CollectorOptions): void {
    this.all.push({ options, collectedAtMs: Number.NEGATIVE_INFINITY, running: undefined });
  }

  /** Brings every gauge up to date. Never throws. */
  async collect(): Promise<void> {
    await Promise.all(this.all.map(async (one) => {
      const { name, goodForMs = GOOD_FOR_MS, withinMs = WITHIN_MS, gauges } = one.options;
      if (Date.now() - one.collectedAtMs < goodForMs) return;
      // One that is overlong goes on, and the next scrape waits for it rather than asking twice.
      one.running ??= this.look(one.options).then(() => void (one.collectedAtMs = Date.now())).finally(() => (one.running = undefined));
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('late')), withinMs)));
      try {
        await Promise.race([one.running, late]);
      } catch {
        for (const gauge of gauges) resetGauge(gauge);
        count('tongban_collect_errors_total', { collector: name });
      } finally {
        clearTimeout(timer);
      }
    }));
  }

  private async look({ collect, gauges }: CollectorOptions): Promise<void> {
    const samples = await collect();
    for (const gauge of gauges) resetGauge(gauge);
    for (const { name, labels, value } of samples) (setGauge as (name: MetricName, labels: object, value: number) => void)(name, labels, value);
  }
}

/** One process has one. */
export const collectors = new Collectors();
