import { type ReactNode, useEffect } from 'react';
import { useSettings } from '../app/settings';
import { useLive } from '../api/use-live';
import { useWords } from '../i18n/use-words';
import { Mark } from './mark';
import { formatClock } from './time/instants';

/** The one first heading of a page, beside it of when the data are. Its height does not depend on what is said there. */
export function Heading({ title, aside, asOf, children }: { readonly title: string; readonly aside?: ReactNode; /** Milliseconds of the browser's clock. */ readonly asOf?: number; readonly children?: ReactNode }) {
  const { say } = useWords();
  const { zone } = useSettings();
  const { phase } = useLive();
  useEffect(() => { document.title = `${title} · ${say('app.name')}`; }, [title, say]);
  return (
    <div className="heading">
      <h1>{title}</h1>
      {children}
      <span className="heading-space" />
      {asOf !== undefined && asOf > 0 && <span className="quiet figure nowrap">{say('app.asOf')} {formatClock(asOf, zone)}{phase === 'reconnecting' && <> <Mark tone="warn">{say('app.stale')}</Mark></>}</span>}
      {aside}
    </div>
  );
}
