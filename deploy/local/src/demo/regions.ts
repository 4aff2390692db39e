import { type CaseListDocument, type CaseRow, type EnvironmentCode, REGION_CODES, type RegionCode, type RegionSummary, decode, encode, subjects, v1 } from '@tongban/contracts';
import { QueryClient } from '@tongban/messaging';
import type { LocalEnvironment } from '../launch/local-environment';

const PAGE = 500;
const TIMEOUT_MS = 20_000;

/** Asks the hubs of all regions as their operator. */
export class Regions {
  private readonly environment: EnvironmentCode;
  constructor(private readonly local: LocalEnvironment) {
    this.environment = local.setup.file.environment;
  }

  /** What each region counts from its own streams. */
  summaries(): Promise<RegionSummary[]> {
    return Promise.all(REGION_CODES.map(async (region) => json<RegionSummary>(await this.ask(region, 'cases.summary', new Uint8Array()))));
  }

  /** Every case of every region. */
  async cases(): Promise<CaseRow[]> {
    const rows = await Promise.all(REGION_CODES.map(async (region) => {
      const found: CaseRow[] = [];
      for (let after = ''; ;) {
        const page = json<CaseListDocument>(await this.ask(region, 'cases.list', encode(v1.CaseListQuery, { filters: {}, limit: PAGE, after })));
        found.push(...page.rows);
        if (!page.next) return found;
        after = page.next;
      }
    }));
    return rows.flat();
  }

  /** The business clock each region has. */
  clocks(): Promise<v1.ClockSetting[]> {
    return Promise.all(REGION_CODES.map(async (region) => decode(v1.ClockSetting, await this.ask(region, 'clock.show', new Uint8Array()))));
  }
  async setClock(setting: v1.ClockSetting.$Properties): Promise<void> {
    await Promise.all(REGION_CODES.map((region) => this.ask(region, 'clock.set', encode(v1.ClockCommand, { setting }))));
  }

  private async ask(region: RegionCode, name: Parameters<typeof subjects.service>[2], bytes: Uint8Array): Promise<Uint8Array> {
    const client = new QueryClient(await this.local.operator(region), TIMEOUT_MS);
    return client.request(subjects.service(this.environment, region, name), bytes);
  }
}

const json = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(decode(v1.JsonDocument, bytes).json).toString('utf8')) as T;
