/** Waits, or until it is stopped. */
export const pause = (ms: number, stop: AbortSignal): Promise<void> => new Promise((resolve) => {
  if (stop.aborted) return resolve();
  const over = (): void => {
    clearTimeout(timer);
    stop.removeEventListener('abort', over);
    resolve();
  };
  const timer = setTimeout(over, ms);
  stop.addEventListener('abort', over);
});
