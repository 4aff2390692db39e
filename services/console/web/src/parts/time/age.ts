import { useCallback } from 'react';
import { useWords } from '../../i18n/use-words';
import { ageParts, durationParts } from './durations';

/** An age or a duration in words, two units at most. */
export function useAge(exact = false): (ms: number) => string {
  const { say } = useWords();
  return useCallback((ms) => (exact ? durationParts : ageParts)(ms).map(({ value, unit }) => say(`unit.${unit}`, { n: value })).join(' '), [say, exact]);
}
