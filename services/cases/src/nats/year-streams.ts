import { consumers, streams } from '@tongban/contracts';
import { type DurableBinding, apiErrorCode, ensureCaseYear } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';

/** Pattern of the bindings to the case logs. */
export const CASE_ENTRIES = 'case-entries';
const NO_SUCH_STREAM = 10059;
type YearOpened = (year: string, stream: string) => Promise<void>;

/** The case log streams of the region, one per year of opening, made when the first case of a year is opened. */
export class YearStreams {
  private readonly years = new Map<string, Promise<string>>();
  constructor(private readonly runtime: RegionRuntime, private readonly onOpen: YearOpened) {}

  /** Opens every year the region has, and the present business year. */
  async openExisting(): Promise<void> {
    const jsm = await this.runtime.nats.jetstreamManager();
    const prefix = streams.cases(this.runtime.region, '');
    for await (const name of jsm.streams.names()) if (name.startsWith(prefix)) await this.ensure(name.slice(prefix.length));
    await this.ensure(this.runtime.clock.now().slice(0, 4));
  }

  /** Years whose log is open here. */
  get open(): readonly string[] {
    return [...this.years.keys()];
  }

  /** Whether the region has a stream of that year, also one that was not opened here yet or that another process made. */
  async has(year: string): Promise<boolean> {
    if (this.years.has(year)) return true;
    const jsm = await this.runtime.nats.jetstreamManager();
    try {
      await jsm.streams.info(streams.cases(this.runtime.region, year));
      return true;
    } catch (error) {
      if (apiErrorCode(error) === NO_SUCH_STREAM) return false;
      throw error;
    }
  }

  /** The stream of a year, created if need be. */
  ensure(year: string): Promise<string> {
    const known = this.years.get(year);
    if (known) return known;
    const opening = this.make(year).catch((error: unknown) => {
      this.years.delete(year);
      throw error;
    });
    this.years.set(year, opening);
    return opening;
  }

  private async make(year: string): Promise<string> {
    const { region, nats } = this.runtime;
    await ensureCaseYear(nats, { region, year });
    const stream = streams.cases(region, year);
    await this.onOpen(year, stream);
    return stream;
  }
}

export const dispatcherBinding = (stream: string): DurableBinding => ({
  pattern: CASE_ENTRIES, stream, consumer: consumers.dispatcher, lane: (message) => message.subject,
});
