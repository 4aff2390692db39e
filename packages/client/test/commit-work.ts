import { writeSync } from 'node:fs';
import { ClientStore } from '../src/store/client-store';

const WRITERS = 48;
/** Larger than the store buffers in the process. */
const PAD = 'x'.repeat(2_000);

/** Many callers commit side by side until they are killed. What a line tells was promised to its caller by then. */
export async function work(directory: string): Promise<void> {
  const store = await ClientStore.open(directory);
  const one = async (writer: number): Promise<void> => {
    for (let count = (await store.heads.get(`writer/${writer}`)) ?? 0; ; count++) {
      await store.commit([store.heads.put(`writer/${writer}`, count + 1), store.app.put(`${writer}/${count}`, PAD)]);
      writeSync(1, `${writer} ${count}\n`);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_none, writer) => one(writer)));
}
