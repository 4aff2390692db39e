import type { EnvironmentCode, RegionCode } from '@tongban/contracts';
import { LOOPBACK, type Transport } from './transport';

/** What of setup.json says how the servers are to be. Paths are relative to its directory. */
export interface BrokerSetup {
  readonly environment: EnvironmentCode;
  /** Absent: loopback. */
  readonly transport?: Transport;
  readonly backbone: { readonly url: string; readonly leafUrl: string; readonly monitorUrl: string };
  readonly regions: Readonly<Record<RegionCode, { readonly url: string; readonly leafUrl: string; readonly monitorUrl: string }>>;
  readonly hubs: Readonly<Record<string, string>>;
  readonly participants: Readonly<Record<string, string>>;
  readonly operator: string;
  readonly auditor: string;
  readonly keeper: string;
}

export const transportOf = (setup: Pick<BrokerSetup, 'transport'>): Transport => setup.transport ?? LOOPBACK;
