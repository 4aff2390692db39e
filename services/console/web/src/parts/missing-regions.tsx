import { useSession } from '../app/session';
import { useWords } from '../i18n/use-words';

/** A list that lacks a region says so: it must not look whole. */
export function MissingRegions({ regions }: { readonly regions: readonly string[] | undefined }) {
  const { say } = useWords();
  const { regionName } = useSession();
  if (regions === undefined || regions.length === 0) return null;
  return <div className="notice notice-warn" role="status">{say('app.unreachable', { regions: regions.map(regionName).join(', ') })}</div>;
}
