import { type Transport, certificateNames, clientTls } from '@tongban/broker';
import type { Layout } from './layout';
import type { Identities } from './identities';

/** The same identities with what their connections believe and show. On loopback nothing, and what an earlier profile gave is gone. */
export function withTls(layout: Layout, transport: Transport, identities: Identities): Identities {
  const add = <T extends object>(credentials: T, name: string): T => {
    const tls = clientTls(layout, transport, name);
    return tls === undefined ? credentials : { ...credentials, tls };
  };
  return {
    ...identities,
    hubs: Object.fromEntries(Object.entries(identities.hubs).map(([region, hub]) => [region, add(hub, certificateNames.hub(region))])) as unknown as Identities['hubs'],
    // The same process as the hub, on the same servers.
    watches: Object.fromEntries(Object.entries(identities.watches).map(([region, watch]) => [region, add(watch, certificateNames.hub(region))])) as unknown as Identities['watches'],
    participants: identities.participants.map((one) => add(one, certificateNames.participant(one.participant))),
    operator: add(identities.operator, certificateNames.operator),
    auditor: add(identities.auditor, certificateNames.auditor),
    keeper: add(identities.keeper, certificateNames.keeper),
  };
}
