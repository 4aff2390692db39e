import { join } from 'node:path';

/** Where everything of one environment lives under its data directory. The only file that spells these paths. */
export interface Layout {
  readonly root: string;
  readonly setup: string;
  /** Format and environment of the directory. */
  readonly stamp: string;
  readonly trust: string;
  readonly operator: string;
  readonly auditor: string;
  /** Who keeps the copies on the backbone. */
  readonly keeper: string;
  readonly hub: (region: string) => string;
  /** What a region's hub watches its server with. */
  readonly watch: (region: string) => string;
  readonly participant: (participant: string) => string;
  readonly steward: (person: string) => string;
  /** Seeds of the leaf connections; the services never see them. */
  readonly leafSeeds: string;
  /** Public halves of broker keys of participants whose keys were changed. */
  readonly brokerKeys: string;
  /** Certificates of the TLS profiles, with their private keys. */
  readonly certificates: string;
  /** Which server programs the launcher found, for tools that check configurations with them. */
  readonly binaries: string;
  /** Configuration of one NATS server: a region, or BACKBONE. */
  readonly natsConfig: (server: string) => string;
  readonly streams: (region: string) => string;
  /** The backbone's copies of the regions' streams. */
  readonly mirrors: string;
  readonly redis: string;
  readonly redisConfig: string;
  /** Stores of the reference provinces' SDKs. */
  readonly provinces: string;
  readonly logs: string;
  readonly log: (process: string) => string;
  /** Process ids and endpoints while the environment runs. */
  readonly run: string;
  readonly lock: string;
  /** Where the running link process takes orders. */
  readonly links: string;
  /** What others ask of the launcher about single processes. */
  readonly interventions: string;
}

/** Name of the national server beside the regions. */
export const BACKBONE = 'backbone';

/** Paths inside the data directory as setup.json gives them, relative to it. */
export const RELATIVE = {
  trust: 'trust.json',
  operator: 'operator.json',
  auditor: 'auditor.json',
  keeper: 'keeper.json',
  hub: (region: string): string => `hubs/${region}.json`,
  watch: (region: string): string => `watches/${region}.json`,
  participant: (participant: string): string => `participants/${participant}.json`,
  steward: (person: string): string => `stewards/${person}.json`,
} as const;

export function layoutOf(root: string): Layout {
  const at = (...parts: string[]): string => join(root, ...parts);
  return {
    root,
    setup: at('setup.json'),
    stamp: at('format.json'),
    trust: at(RELATIVE.trust),
    operator: at(RELATIVE.operator),
    auditor: at(RELATIVE.auditor),
    keeper: at(RELATIVE.keeper),
    hub: (region) => at(RELATIVE.hub(region)),
    watch: (region) => at(RELATIVE.watch(region)),
    participant: (participant) => at(RELATIVE.participant(participant)),
    steward: (person) => at(RELATIVE.steward(person)),
    leafSeeds: at('nats', 'leaf-seeds.json'),
    brokerKeys: at('nats', 'broker-keys.json'),
    certificates: at('certificates'),
    binaries: at('binaries.json'),
    natsConfig: (server) => at('nats', `${server}.conf`),
    streams: (region) => at('streams', region),
    mirrors: at('mirrors'),
    redis: at('redis'),
    redisConfig: at('redis', 'redis.conf'),
    provinces: at('provinces'),
    logs: at('logs'),
    log: (process) => at('logs', `${process}.log`),
    run: at('run.json'),
    lock: at('lock'),
    links: at('links.json'),
    interventions: at('interventions'),
  };
}
