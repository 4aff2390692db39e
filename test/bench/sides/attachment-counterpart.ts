import { join } from 'node:path';
import { Province } from '@tongban/client';
import type { SavedAnswer, SavedQuestion, SavingSettings } from './attachment-sides';
import type { Side } from './side';

/** Saves the files of every message before it is taken. */
export async function open({ credentials, trust, store, folder }: SavingSettings): Promise<Side> {
  const province = await Province.connect({ credentials, trust, store });
  const saved = new Map<string, SavedAnswer>();
  await province.receive(async ({ own, caseNo, attachments }) => {
    if (own) return;
    for (const file of attachments) {
      const began = performance.now();
      await file.save(join(folder, caseNo));
      saved.set(caseNo, { digest: file.digest, size: file.size, savedMs: performance.now() - began });
    }
  });
  const ask = async ({ caseNo }: SavedQuestion): Promise<SavedAnswer> => {
    const answer = saved.get(caseNo);
    if (!answer) throw new Error(`no file of ${caseNo} was saved`);
    return answer;
  };
  return { ask: (question) => ask(question as SavedQuestion), close: () => province.close() };
}
