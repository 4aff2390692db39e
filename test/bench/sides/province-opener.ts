import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Province } from '@tongban/client';
import { openingRequest } from '../workload';
import type { ProvinceSettings } from './province-settings';
import type { Side } from './side';

/** How long DELIVERED may take before the bench fails. */
const DELIVERED_WITHIN_MS = 60_000;

/** Opens a new case each time and waits for the counterpart's DELIVERED: the SDK's public way, nothing else. */
export async function open({ credentials, trust, store, promises, sides }: ProvinceSettings): Promise<Side> {
  const province = await Province.connect({ credentials, trust, store });
  // A system that takes what it is given; else deliveries of its own messages would pile up in its store.
  await province.receive(() => undefined);
  const request = openingRequest(sides);
  const held = promises === undefined ? undefined : createWriteStream(promises);
  const job = async (): Promise<void> => {
    const { messageId } = await province.open(request);
    const { signed } = await province.settled(messageId, 'DELIVERED', { timeoutMs: DELIVERED_WITHIN_MS });
    held?.write(`${JSON.stringify({ participant: province.participant, receipt: Buffer.from(signed).toString('base64'), at: new Date().toISOString() })}\n`);
  };
  const close = async (): Promise<void> => {
    await province.close();
    if (held) await once(held.end(), 'close');
  };
  return { job, close };
}
