import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Province } from '@tongban/client';
import type { Fields } from '@tongban/domain';
import { REPOSITORY_ROOT } from '@tongban/local';
import type { AttachAnswer, AttachQuestion } from './attachment-sides';
import type { ProvinceSettings } from './province-settings';
import type { Side } from './side';

/** An archive that is asked for: the item with the largest files. */
const WALK = join(REPOSITORY_ROOT, 'packages/catalogue/data/examples/F-ARC.normal.json');
const WITHIN_MS = 1_800_000;

interface WalkFile {
  readonly item: string;
  readonly opener: { readonly division: string };
  readonly counterpart: { readonly division: string };
  readonly messages: readonly { readonly message: string; readonly onBehalfOf?: string; readonly open: Fields; readonly personal: Fields }[];
}

/** Attaches a file and opens a case with it; nothing but the SDK's public way. */
export async function open({ credentials, trust, store }: ProvinceSettings): Promise<Side> {
  const province = await Province.connect({ credentials, trust, store });
  await province.receive(() => undefined);
  const { item, opener, counterpart, messages: [first] } = JSON.parse(readFileSync(WALK, 'utf8')) as WalkFile;
  const sides = { item, opener: opener.division, counterpart: counterpart.division };
  const ask = async ({ path }: AttachQuestion): Promise<AttachAnswer> => {
    const began = performance.now();
    const attached = await province.attach(sides, { path }, { mediaType: 'application/zip', timeoutMs: WITHIN_MS });
    const attachedMs = performance.now() - began;
    const { caseNo, messageId } = await province.open({
      ...sides, message: first!.message, fields: { ...first!.open, ...first!.personal }, attachments: [attached], ...(first!.onBehalfOf !== undefined && { onBehalfOf: first!.onBehalfOf }),
    });
    await province.settled(messageId, 'TAKEN', { timeoutMs: WITHIN_MS });
    return { caseNo, attachedMs, takenMs: performance.now() - began - attachedMs };
  };
  return { ask: (question) => ask(question as AttachQuestion), close: () => province.close() };
}
