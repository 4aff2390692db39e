import { useWords } from '../i18n/use-words';
import { useSession } from './session';

/** Always in sight: what is done in production is done to real cases. */
export function EnvironmentTag() {
  const { say, code } = useWords();
  const { session: { environment } } = useSession();
  return <span className={`environment environment-${environment}`}><span className="hidden-words">{say('app.environment')} </span>{code('environment', environment)}</span>;
}
