import { type EnvironmentCode, TongbanError, decode, encode, v1 } from '@tongban/contracts';
import type { BusinessClock } from '@tongban/service-kit';
import { type TrustDirectory, verifyErasureDone } from '@tongban/trust';
import type { CaseStore } from '../record/case-store';

export interface ErasureDonePorts { readonly store: CaseStore; readonly trust: TrustDirectory; readonly clock: BusinessClock; readonly environment: EnvironmentCode }

/** A region has destroyed what it kept of a case: its signed word goes into the log, once. @throws TongbanError for what its hub did not sign, or of an erasure that this home never ordered. */
export async function recordErasureDone({ store, trust, clock, environment }: ErasureDonePorts, bytes: Uint8Array, region: string): Promise<void> {
  const signed = decode(v1.SignedErasureDone, bytes);
  const { actionId, caseNo } = await verifyErasureDone(trust, signed, { environment, region });
  await store.append(caseNo, (record) => {
    const erasure = record.erasures.find((one) => one.actionId === actionId);
    if (!erasure?.regions.includes(region)) throw new TongbanError('envelope.invalid', `${region} was not told to erase anything of the case by ${actionId}`);
    if (erasure.confirmed.has(region)) return Promise.resolve(undefined);
    return Promise.resolve(encode(v1.CaseEntry, {
      logIndex: record.logIndex + 1, previousHash: record.lastHash, caseNo: record.caseNo, registeredAt: clock.now(), erasureConfirmed: { actionId, region, done: signed },
    }));
  });
}
