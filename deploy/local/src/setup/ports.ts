import { REGION_CODES, type RegionCode } from '@tongban/contracts';

export const PORT_BASE_DEFAULT = 4300;
/** Ports taken from the base upwards. */
export const PORTS_SPAN = 10 * (REGION_CODES.length + 1);

/**
 * The port scheme, from a base N: the backbone has N (clients), N+1 (leaf nodes) and N+2 (monitoring); Redis has N+3, the console N+4; the
 * probes of the console and of the provinces have N+5 and N+6; the regions, in the order of REGION_CODES, have N+10, N+20, … (clients) and the ports after it (monitoring; the link to the
 * backbone; the probes of the hub).
 */
export interface Ports {
  readonly backbone: { readonly client: number; readonly leaf: number; readonly monitor: number };
  readonly redis: number;
  readonly console: number;
  /** `/livez`, `/readyz`, `/startupz` and `/metrics` of processes that are no hub. */
  readonly probes: { readonly console: number; readonly provinces: number };
  readonly regions: Readonly<Record<RegionCode, { readonly client: number; readonly monitor: number; readonly link: number; readonly probes: number }>>;
}

export function portsFrom(base: number): Ports {
  const regions = Object.fromEntries(REGION_CODES.map((region, index) => {
    const client = base + 10 * (index + 1);
    return [region, { client, monitor: client + 1, link: client + 2, probes: client + 3 }];
  })) as Ports['regions'];
  return { backbone: { client: base, leaf: base + 1, monitor: base + 2 }, redis: base + 3, console: base + 4, probes: { console: base + 5, provinces: base + 6 }, regions };
}

/** Whether every port of the scheme is one an ordinary user may listen on. */
export const isPortBase = (base: number): boolean => Number.isInteger(base) && base >= 1024 && base + PORTS_SPAN <= 65_535;

/** Every port with what it is for. */
export function namedPorts(ports: Ports, redisIsOurs: boolean): readonly { readonly port: number; readonly use: string }[] {
  const { backbone, probes, regions } = ports;
  return [
    { port: backbone.client, use: 'backbone' }, { port: backbone.leaf, use: 'backbone leaf nodes' }, { port: backbone.monitor, use: 'backbone monitoring' },
    { port: ports.console, use: 'console' }, { port: probes.console, use: 'probes of the console' }, { port: probes.provinces, use: 'probes of the provinces' },
    ...(redisIsOurs ? [{ port: ports.redis, use: 'Redis' }] : []),
    ...REGION_CODES.flatMap((region) => [
      { port: regions[region].client, use: `hub ${region}` }, { port: regions[region].monitor, use: `hub ${region} monitoring` },
      { port: regions[region].link, use: `link of ${region} to the backbone` }, { port: regions[region].probes, use: `probes of hub ${region}` },
    ]),
  ];
}
