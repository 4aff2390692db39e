import { Province } from '@tongban/client';
import type { ProvinceSettings } from './province-settings';
import type { Side } from './side';

/** Takes every delivery at once, so that DELIVERED and TAKEN leave together as in any system whose handler is quick. */
export async function open({ credentials, trust, store }: ProvinceSettings): Promise<Side> {
  const province = await Province.connect({ credentials, trust, store });
  await province.receive(() => undefined);
  return { close: () => province.close() };
}
