/** `GET /api/v1/links?date`: each ordered pair of regions as both ends have it on record. */
export type { LinkPair, LinkPairs as LinksDocument } from '@tongban/operator';
