import { useWords } from '../../i18n/use-words';
import { Mark } from '../../parts/mark';

/** How a failed message stands by its record; a retry that is under way is not an outcome. */
export function FailureMark({ state, inHand, editWaits }: { readonly state: string | undefined; readonly inHand: boolean | undefined; readonly editWaits?: boolean | undefined }) {
  const { say, code } = useWords();
  if (state === undefined) return null;
  if (editWaits === true) return <Mark tone="warn">{say('failures.editWaits')}</Mark>;
  return inHand === true ? <Mark tone="info">{say('failures.inHand')}</Mark> : <Mark tone={state === 'open' ? 'bad' : 'plain'}>{code('failureState', state)}</Mark>;
}
