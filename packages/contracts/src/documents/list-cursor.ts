import { TongbanError } from '../errors/tongban-error';
import { REGION_CODES, type RegionCode, isRegionCode } from '../wire/names';

/** Where a merged list goes on in each region: after the last row shown from there. A region without a place begins. */
export type ListPlaces = ReadonlyMap<RegionCode, string>;

const CURSOR_LENGTH_MAX = 600;

/** The places in the `next` of a merged page; none in an empty text. @throws TongbanError `query.invalid` for anything that is no such cursor. */
export function readPlaces(text: string, isPlace: (place: string) => boolean): ListPlaces {
  const places = new Map<RegionCode, string>();
  if (text === '') return places;
  for (const part of text.length > CURSOR_LENGTH_MAX ? [''] : text.split(';')) {
    const [region = '', place = '', ...rest] = part.split('=');
    if (!isRegionCode(region) || places.has(region) || rest.length > 0 || !isPlace(place)) throw new TongbanError('query.invalid', 'a list goes on after the next of a page, unchanged');
    places.set(region, place);
  }
  return places;
}

export const placesText = (places: ListPlaces): string => REGION_CODES.flatMap((region) => (places.has(region) ? [`${region}=${places.get(region)}`] : [])).join(';');
