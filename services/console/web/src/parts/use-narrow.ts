import { useEffect, useState } from 'react';

/** Whether the window is narrower than so many pixels. */
export function useIsNarrow(below: number): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(`(max-width: ${below - 0.02}px)`).matches);
  useEffect(() => {
    const query = matchMedia(`(max-width: ${below - 0.02}px)`);
    const heard = () => setNarrow(query.matches);
    heard();
    query.addEventListener('change', heard);
    return () => query.removeEventListener('change', heard);
  }, [below]);
  return narrow;
}
