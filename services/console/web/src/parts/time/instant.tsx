import { useSettings } from '../../app/settings';
import { formatFull, formatInstant } from './instants';

/** A moment in the zone that was chosen; both its offset and the day are in the title. */
export function Instant({ at, full = false, dayOnly = false }: { readonly at: string | undefined; readonly full?: boolean; readonly dayOnly?: boolean }) {
  const { zone } = useSettings();
  if (at === undefined || at === '') return null;
  return <time dateTime={at} title={formatFull(at, zone)} className="figure nowrap">{full ? formatFull(at, zone) : dayOnly ? formatInstant(at, zone).slice(0, 10) : formatInstant(at, zone)}</time>;
}
