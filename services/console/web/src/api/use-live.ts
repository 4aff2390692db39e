import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { LiveState } from './live-reducer';
import { liveStore } from './live-store';

export const useLive = (): LiveState => useSyncExternalStore(liveStore.subscribe, liveStore.snapshot);

/** A clock for ages that are shown, running only while somebody looks. */
export function useTick(everyMs = 1_000, running = true): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => { if (document.visibilityState === 'visible') setNow(Date.now()); }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return now;
}

/** Whether anything was logged since a list was asked for. The list is not asked anew by itself: rows must not move under a pointer. */
export function useChangedSince(askedAt: number): boolean {
  const { revision } = useLive();
  const seen = useRef({ askedAt, revision });
  if (seen.current.askedAt !== askedAt) seen.current = { askedAt, revision };
  return revision !== seen.current.revision;
}

/** Goes up when one case changed, or when it cannot be ruled out. */
export function useCaseRevision(caseNo: string): string {
  const { changed, unnamed } = useLive();
  return `${changed.get(caseNo) ?? ''}/${unnamed}`;
}
