import { PARTICIPANT_API_PREFIX, type EnvironmentCode, type RegionCode, consumers, streams, subjects } from '@tongban/contracts';

/** The account of the exchange itself: streams, services and leaf nodes. */
export const EXCHANGE = 'XR';
export const SYSTEM = 'SYS';
export const OPERATORS = 'OPS';
export const AUDITORS = 'AUD';
export const accountOf = (participant: string): string => `P_${participant}`;
const SERVER_API_PREFIX = '$JS.API';

interface ServiceExport { readonly service: string; readonly accounts: readonly string[]; readonly response_type?: 'stream' }
interface StreamExport { readonly stream: string; readonly accounts: readonly string[] }
interface StreamImport { readonly stream: { readonly account: string; readonly subject: string } }
interface ServiceImport { readonly service: { readonly account: string; readonly subject: string }; readonly to?: string }
interface Service { readonly subject: string; readonly response_type?: 'stream'; readonly to?: string }
export interface Account {
  readonly jetstream?: 'enabled';
  readonly users: readonly { readonly nkey: string }[];
  readonly exports?: readonly (ServiceExport | StreamExport)[];
  readonly imports?: readonly (ServiceImport | StreamImport)[];
}

/**
 * Everything a participant can ask: its own SUBMIT subjects, its queries, and its own inbox consumer. What it hears unasked are the heads of
 * the registries, which its region tells everybody. It is an account of
 * its own and not a user with permissions, because the server does not check reply subjects: with permissions alone a
 * participant forges messages of others by naming their subject as its reply (NATS.md §2.2).
 */
function servicesFor(environment: EnvironmentCode, region: RegionCode, participant: string): readonly Service[] {
  const inbox = `${streams.inbox(region)}.${consumers.participant(participant)}`;
  const api = (request: string): { subject: string; to: string } => ({ subject: `${SERVER_API_PREFIX}.${request}.${inbox}`, to: `${PARTICIPANT_API_PREFIX}.${request}.${inbox}` });
  return [
    { subject: subjects.submitAll(environment, region, participant) },
    { subject: subjects.queryAllOf(environment, region, participant) },
    { ...api('CONSUMER.MSG.NEXT'), response_type: 'stream' },
    api('CONSUMER.INFO'),
    { subject: `$JS.ACK.${inbox}.>` },
  ];
}

/**
 * What an auditor reads: what streams and consumers there are, and what the streams hold. It can publish, create, delete and
 * acknowledge nothing. An office of its own beside the operator's (三员分立), who sees no stream.
 */
const AUDITOR_SERVICES: readonly Service[] = ['STREAM.LIST', 'CONSUMER.LIST.*', 'DIRECT.GET.*'].map((request) => ({
  subject: `${SERVER_API_PREFIX}.${request}`, to: `${PARTICIPANT_API_PREFIX}.${request}`, ...(request.startsWith('DIRECT') && { response_type: 'stream' as const }),
}));

/** Public keys of the users that a region's server knows. */
export interface RegionUsers {
  readonly hub: string;
  readonly operator: string;
  readonly auditor: string;
  /** By participant of the region. */
  readonly participants: Readonly<Record<string, string>>;
}

/** The accounts of one region's server. */
export function regionAccounts(environment: EnvironmentCode, region: RegionCode, users: RegionUsers): Readonly<Record<string, Account>> {
  const participants = Object.keys(users.participants).sort();
  const heads = subjects.registryHeads(environment, region);
  const operatorService: Service = { subject: subjects.serviceAll(environment) };
  const exportTo = (account: string, { subject, response_type }: Service): ServiceExport =>
    ({ service: subject, accounts: [account], ...(response_type && { response_type }) });
  const importFrom = ({ subject, to }: Service): ServiceImport => ({ service: { account: EXCHANGE, subject }, ...(to !== undefined && { to }) });
  return {
    [SYSTEM]: { users: [] },
    [EXCHANGE]: {
      jetstream: 'enabled',
      users: [{ nkey: users.hub }],
      exports: [
        ...participants.flatMap((participant) => servicesFor(environment, region, participant).map((service) => exportTo(accountOf(participant), service))),
        ...(participants.length > 0 ? [{ stream: heads, accounts: participants.map(accountOf) }] : []),
        exportTo(OPERATORS, operatorService),
        ...AUDITOR_SERVICES.map((service) => exportTo(AUDITORS, service)),
      ],
    },
    [OPERATORS]: { users: [{ nkey: users.operator }], imports: [importFrom(operatorService)] },
    [AUDITORS]: { users: [{ nkey: users.auditor }], imports: AUDITOR_SERVICES.map(importFrom) },
    ...Object.fromEntries(participants.map((participant) => [accountOf(participant), {
      users: [{ nkey: users.participants[participant]! }],
      imports: [...servicesFor(environment, region, participant).map(importFrom), { stream: { account: EXCHANGE, subject: heads } }],
    }])),
  };
}
