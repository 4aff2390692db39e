import { type CaseClocksDocument, REGION_CODES, type RegionCode, type RegionStatus, decode, encode, subjects, v1 } from '@tongban/contracts';
import { type ClockSettingData, beijingInstant, businessInstant, withAnchor } from '@tongban/domain';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import type { Look } from '../expected/story';
import { type Day, beijingDay } from '../expected/work-days';

const WITHIN_MS = 120_000;
const EVERY_MS = 50;

/** A look as it was made; what had been vouched for by then is read from the streams at the end. */
export type MadeLook = Omit<Look, 'vouchedUntil'> & { readonly atMs: number };

/** The regions of the environment with their clocks: which of them serve, which are cut off, and how far each is with its cases. */
export class World {
  readonly down = new Set<RegionCode>();
  readonly cut = new Set<RegionCode>();
  readonly looks: MadeLook[] = [];
  private setting: ClockSettingData = { revision: 0, anchors: [] };

  constructor(readonly environment: TestEnvironment) {}

  /** Business instant by the setting that was given last. */
  now(): string {
    return businessInstant(this.setting, Date.now());
  }
  get today(): Day {
    return beijingDay(this.now());
  }
  regionOf(code: string): RegionCode {
    return this.environment.catalogue.divisions.regionOf(code);
  }
  /** Whether messages and questions pass between two regions now. */
  reaches(from: RegionCode, to: RegionCode): boolean {
    if (this.down.has(from) || this.down.has(to)) return false;
    return from === to || (!this.cut.has(from) && !this.cut.has(to));
  }

  /** Moves the business clock of every hub, by asking it, or where it is down in its stream, as another process of the region would. */
  async moveTo(day: Day, time: string): Promise<void> {
    const realMs = Date.now();
    const present = this.setting.anchors.length > 0 ? Date.parse(businessInstant(this.setting, realMs)) : 0;
    this.setting = withAnchor(this.setting, realMs, beijingInstant(Math.max(Date.parse(`${day}T${time}+08:00`), present)), 1);
    const setting = { revision: this.setting.revision, anchors: [...this.setting.anchors] };
    await Promise.all(REGION_CODES.map(async (region) => {
      if (!this.down.has(region)) return void (await this.patiently(`the clock of ${region}`, () => this.environment.ask(region, 'clock.set', encode(v1.ClockCommand, { setting })).catch((error: unknown) => this.unlessSet(region, error))));
      await (await this.environment.hubConnection(region)).jetstream().publish(subjects.clock(region), encode(v1.ClockSetting, setting));
    }));
  }

  /** Waits until every home that serves knows all that is stored, has heard the word of every region it can hear, and has looked at all clocks since. */
  async look(): Promise<void> {
    await Promise.all(REGION_CODES.filter((region) => !this.down.has(region)).map(async (region) => {
      let knownAt: string | undefined;
      // Views that are made anew are read from the whole log, which grows with the year.
      let [leastLag, cameNearerAtMs] = [Number.POSITIVE_INFINITY, 0];
      const today = this.today;
      const look = await this.patiently(`${region} has looked at its cases on ${today}`, async () => {
        const atMs = Date.now();
        const { businessNow, revision, view, lookedAt = '1970-01-01', vouchedUntil } = await this.environment.askJson<CaseClocksDocument>(region, 'cases.clocks');
        if (view.ok && view.lag < leastLag) [leastLag, cameNearerAtMs] = [view.lag, Date.now()];
        const isLevel = revision === this.setting.revision && view.ok && view.lag === 0;
        const hasHeard = REGION_CODES.every((other) => !this.reaches(other, region) || Date.parse(vouchedUntil[other] ?? '1970-01-01') >= Date.parse(`${today}T00:00:00+08:00`));
        if (!isLevel || !hasHeard) {
          knownAt = undefined;
          return undefined;
        }
        knownAt ??= businessNow;
        return Date.parse(lookedAt) > Date.parse(knownAt) ? { home: region, at: knownAt, atMs } : undefined;
      }, () => cameNearerAtMs);
      this.looks.push(look);
    }));
  }

  /** No new case is refused because the word of the registry's owner is too old (DESIGN §5). */
  async standardsAreKnown(regions: readonly RegionCode[]): Promise<void> {
    await Promise.all(regions.map((region) => this.patiently(`${region} knows what is in force`, async () => {
      const { standards = [] } = await this.environment.askJson<RegionStatus>(region, 'hub.status');
      return standards.every(({ owner, late }) => owner !== 'nat' || late === undefined) || undefined;
    })));
  }

  private patiently<T>(what: string, ask: () => Promise<T | undefined>, cameNearerAtMs?: () => number): Promise<T> {
    return eventually(what, ask, { withinMs: WITHIN_MS, everyMs: EVERY_MS, tolerate: true, ...(cameNearerAtMs && { cameNearerAtMs }) });
  }

  /** A hub that was killed may have taken the setting before it answered. */
  private async unlessSet(region: RegionCode, error: unknown): Promise<Uint8Array> {
    const bytes = await this.environment.ask(region, 'clock.show');
    if (decode(v1.ClockSetting, bytes).revision === this.setting.revision) return bytes;
    throw error;
  }
}
