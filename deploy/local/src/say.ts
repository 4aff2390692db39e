/** Tells the person at the terminal something, in both languages; `seconds` is how long a step took. */
export type Say = (zh: string, en: string, seconds?: number) => void;

/** One line per message: seconds of the step where it is one, Chinese first. */
export function sayTo(stream: NodeJS.WritableStream): Say {
  return (zh, en, seconds) => {
    const time = seconds === undefined ? '       ' : `${seconds.toFixed(1).padStart(6)}s`;
    stream.write(`[${time}] ${zh} · ${en}\n`);
  };
}

/** Runs one step and tells how long it took. */
export async function step<T>(say: Say, zh: string, en: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  say(zh, en, (performance.now() - began) / 1000);
  return result;
}
