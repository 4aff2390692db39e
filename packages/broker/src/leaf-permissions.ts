import { BACKBONE_DOMAIN, type EnvironmentCode, HUB_QUERIES, type RegionCode, consumers, jetStreamApi, streams, subjects } from '@tongban/contracts';
import { hubInboxPrefix } from '@tongban/contracts';

export interface Permissions {
  readonly publish: { readonly allow: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
}

/**
 * What the national server lets through a region's leaf connection: `publish` is what the region may send to the others,
 * `subscribe` what it may get from them. For each pair of regions that is one durable source each way (NATS.md §2.3) and
 * the requests that hubs send each other, with their answers; with the backbone itself, what its copies of the region's streams need. Through an open leaf one region could write into another's OUTBOX or purge it.
 *
 * Not closed by permissions: a server does not check reply subjects, so whoever holds a hub's key can have another region's
 * server answer a source reset or a service request *into* one of that region's streams (measured: an unsigned JSON answer is
 * stored). Whoever reads a record stream therefore trusts nothing but signatures and the chain.
 */
export function leafPermissions(environment: EnvironmentCode, region: RegionCode, regions: readonly RegionCode[]): Permissions {
  const others = regions.filter((other) => other !== region);
  return {
    publish: {
      allow: [SOURCE_REPLIES, subjects.mirrorDeliveries(region), answersTo(BACKBONE_DOMAIN), ...others.flatMap((other) => [
        ...asReader(other, region), subjects.sourceDelivery(region, other), ...servicesOf(environment, other), answersTo(other),
      ])],
    },
    subscribe: {
      allow: [SOURCE_REPLIES, ...asKeeper(region), ...servicesOf(environment, region), answersTo(region), ...others.flatMap((other) => [
        ...asReader(region, other), subjects.sourceDelivery(other, region),
      ])],
    },
  };
}

/** Where a server hears the answers about the source consumers it resets. */
const SOURCE_REPLIES = '$JSC.R.>';
/** What the reader of an OUTBOX sends to its owner: reset the durable consumer, and flow control. */
const asReader = (owner: RegionCode, reader: RegionCode): string[] => [
  `$JS.${owner}.API.CONSUMER.RESET.${streams.outbox(owner)}.${consumers.source(reader)}`,
  `$JS.FC.${streams.outbox(owner)}.${consumers.source(reader)}.>`,
];
/**
 * What the backbone sends to the owner of the streams it copies: what there is and how far, one message to compare by, and the one consumer of each that feeds the copy. The
 * year of a case log is not known beforehand, so the stream is a wildcard; nobody but the backbone itself may send on these.
 */
const asKeeper = (owner: RegionCode): string[] => {
  const [api, mirror] = [jetStreamApi(owner), consumers.mirror];
  return [
    `${api}.STREAM.LIST`, `${api}.STREAM.MSG.GET.*`, `${api}.CONSUMER.LIST.*`,
    ...['CREATE', 'DELETE', 'RESET'].map((request) => `${api}.CONSUMER.${request}.*.${mirror}`), `$JS.FC.*.${mirror}.>`,
  ];
};
const answersTo = (region: string): string => `${hubInboxPrefix(region)}.>`;
/** What other regions may ask of one region's services, one by one: setting its clock or settling its losses is for its own operator. */
export const servicesOf = (environment: EnvironmentCode, region: RegionCode): string[] => HUB_QUERIES.map((name) => subjects.service(environment, region, name));
