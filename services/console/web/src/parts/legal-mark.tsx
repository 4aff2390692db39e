import { useWords } from '../i18n/use-words';
import { Mark } from './mark';

/** Only a limit with a legal source is called legal; any other says that it is none. */
export function LegalMark({ kind, legal }: { readonly kind: string; readonly legal: boolean }) {
  const { say, code } = useWords();
  if (!legal) return <Mark>{say('casePage.notLegalOf', { kind: code('limitKind', kind) })}</Mark>;
  return <Mark tone="info">{kind === 'statutory' ? say('casePage.legal') : say('casePage.legalOf', { kind: code('limitKind', kind) })}</Mark>;
}
