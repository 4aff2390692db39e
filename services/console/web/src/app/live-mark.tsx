import { useLive, useTick } from '../api/use-live';
import { useWords } from '../i18n/use-words';
import { useAge } from '../parts/time/age';
import { useSession } from './session';

/** Longer than a reconnection of the browser takes that nobody needs to know of. */
const BAR_AFTER_MS = 5_000;

/** Whether what is shown follows what happens. */
export function LiveMark() {
  const { say } = useWords();
  const { may } = useSession();
  const { phase, since } = useLive();
  const now = useTick(1_000, phase !== 'open');
  const age = useAge();
  if (!may('status.read')) return null;
  const words = phase === 'open' ? say('app.liveOpen') : phase === 'connecting' ? say('app.liveConnecting') : say('app.liveDown', { age: age(now - since) });
  return <span className={`live live-${phase}`} role="status" aria-live="off" title={words}><span className="live-dot" aria-hidden="true" /><span className="live-words">{words}</span></span>;
}

/** Says over every page that it may be out of date. It is laid over the page's head room, so that nothing moves when it comes or goes. */
export function StaleBar() {
  const { say } = useWords();
  const { phase, since } = useLive();
  const now = useTick(1_000, phase !== 'open');
  const age = useAge();
  const { may } = useSession();
  if (!may('status.read') || phase === 'open' || now - since < BAR_AFTER_MS) return null;
  return <div className="stale-bar" role="alert"><span>{say('app.liveDownLong', { age: age(now - since) })}</span></div>;
}
