import {
  BROKER_PAYLOAD_BYTES_MAX, PARTICIPANT_API_PREFIX, PARTICIPANT_CONNECTIONS_MAX, PARTICIPANT_SUBSCRIPTIONS_MAX, type EnvironmentCode, type RegionCode, consumers, participantAccount, streams, subjects,
} from '@tongban/contracts';
import { SYSTEM_WATCH_PERMISSIONS, refusalsOf, refusalsTo, watchExportOf, watchImportsOf, watchPermissions } from './watch-account';

/** The account of the exchange itself: streams, services and leaf nodes. */
export const EXCHANGE = 'XR';
export const SYSTEM = 'SYS';
export const OPERATORS = 'OPS';
export const AUDITORS = 'AUD';
/** Hears what participants try. */
export const WATCH = 'WAT';
export const accountOf = participantAccount;
const SERVER_API_PREFIX = '$JS.API';

interface ServiceExport { readonly service: string; readonly accounts: readonly string[]; readonly response_type?: 'stream' }
export interface StreamExport { readonly stream: string; readonly accounts: readonly string[] }
export interface StreamImport { readonly stream: { readonly account: string; readonly subject: string }; readonly to?: string; readonly prefix?: string }
interface ServiceImport { readonly service: { readonly account: string; readonly subject: string }; readonly to?: string }
interface Service { readonly subject: string; readonly response_type?: 'stream'; readonly to?: string }
export interface Permissions {
  readonly publish: { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[]; readonly deny?: readonly string[] };
}
/** What the broker itself holds an account to; subscriptions and payload are of each connection. */
export interface AccountLimits { readonly max_connections: number; readonly max_subscriptions: number; readonly max_payload: number; readonly max_leafnodes: number }
export interface Account {
  readonly jetstream?: 'enabled';
  readonly limits?: AccountLimits;
  readonly users: readonly { readonly nkey: string; readonly permissions?: Permissions }[];
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
 * A province runs a few processes, each with one connection and a handful of subscriptions. More than this is a fault or an attack, and would cost the region's server what others need.
 */
export const PARTICIPANT_LIMITS: AccountLimits = { max_connections: PARTICIPANT_CONNECTIONS_MAX, max_subscriptions: PARTICIPANT_SUBSCRIPTIONS_MAX, max_payload: BROKER_PAYLOAD_BYTES_MAX, max_leafnodes: 0 };

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
  /** Of the region's hub, beside its own: hears what participants try, and what the server tells of connections. */
  readonly watch: string;
  readonly system: string;
  /** By participant of the region: more than one while a key is replaced. */
  readonly participants: Readonly<Record<string, readonly string[]>>;
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
    [SYSTEM]: { users: [{ nkey: users.system, permissions: SYSTEM_WATCH_PERMISSIONS }] },
    [WATCH]: {
      users: [{ nkey: users.watch, permissions: watchPermissions(environment, region, participants) }],
      ...(participants.length > 0 && {
        imports: participants.flatMap((participant) => watchImportsOf(accountOf(participant), environment, region, participant)),
      }),
    },
    [EXCHANGE]: {
      jetstream: 'enabled',
      users: [{ nkey: users.hub }],
      exports: [
        ...participants.flatMap((participant) => servicesFor(environment, region, participant).map((service) => exportTo(accountOf(participant), service))),
        ...(participants.length > 0 ? [{ stream: heads, accounts: participants.map(accountOf) }] : []),
        ...participants.map((participant) => refusalsOf(participant, accountOf(participant))),
        exportTo(OPERATORS, operatorService),
        ...AUDITOR_SERVICES.map((service) => exportTo(AUDITORS, service)),
      ],
    },
    [OPERATORS]: { users: [{ nkey: users.operator }], imports: [importFrom(operatorService)] },
    [AUDITORS]: { users: [{ nkey: users.auditor }], imports: AUDITOR_SERVICES.map(importFrom) },
    ...Object.fromEntries(participants.map((participant) => [accountOf(participant), {
      limits: PARTICIPANT_LIMITS,
      users: users.participants[participant]!.map((nkey) => ({ nkey })),
      exports: [watchExportOf(WATCH)],
      imports: [...servicesFor(environment, region, participant).map(importFrom), { stream: { account: EXCHANGE, subject: heads } }, refusalsTo(EXCHANGE, participant)],
    }])),
  };
}
