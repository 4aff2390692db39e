import { useSettings } from '../../app/settings';
import { formatFull, formatInstant } from './instants';

/** A moment in the zone that was chosen; both its offset and the day are in the title. */
export function Instant({ at, full = false }: { readonly at: string | undefined; readonly full?: boolean }) {
  const { zone } = useSettings();
  if (at === undefined || at === '') return null;
  return <time dateTime={at} title={formatFull(at, zone)} className="figure nowrap">{full ? formatFull(at, zone) : formatInstant(at, zone)}</time>;
}
