// One line per step with its seconds, Chinese first.
/** @param {{ stream: NodeJS.WritableStream & { isTTY?: boolean } }} options */
export function createSteps({ stream }) {
  const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(6)}s`;
  const line = (ms, zh, en) => stream.write(`[${seconds(ms)}] ${zh} · ${en}\n`);
  const live = stream.isTTY === true;
  return {
    /** Runs one step and says how long it took; on a terminal it says beforehand what is being waited for. */
    async run(zh, en, work) {
      const begin = performance.now();
      if (live) stream.write(`[   …   ] ${zh} · ${en}\r`);
      const result = await work();
      line(performance.now() - begin, zh, en);
      return result;
    },
  };
}
