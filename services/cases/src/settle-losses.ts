import { TongbanError, decode, v1 } from '@tongban/contracts';
import { requireReason } from '@tongban/domain';
import { type StreamLoss, StoreRecords } from '@tongban/messaging';
import type { RegionRuntime, StoreWatch } from '@tongban/service-kit';

/** An office, not a person: `security-administrator`, `ops-yrd`. */
const OFFICE = /^[a-z][a-z0-9-]{1,39}$/;

/** @throws TongbanError `query.invalid` unless an office answers, with a reason; `reason.personal-data`. */
export function requireAnswer(by: string, reason: string): void {
  if (!OFFICE.test(by)) throw new TongbanError('query.invalid', 'who answers for it is an office: lower-case letters, digits and hyphens');
  requireReason(reason, { required: true });
}

/**
 * An operator answers for what streams lost: that is put on record in the region, and the losses are no alarm any more. What they were stays to be read in the record.
 * @returns what was settled. @throws TongbanError `query.invalid`; `find.nothing` when no such loss is known.
 */
export async function settleLosses({ nats, region, log }: Pick<RegionRuntime, 'nats' | 'region' | 'log'>, watch: StoreWatch, bytes: Uint8Array): Promise<{ settled: { stream: string; loss: StreamLoss }[] }> {
  const { stream, by, reason } = decode(v1.LossSettlement, bytes);
  requireAnswer(by, reason);
  const losses = watch.losses().filter((one) => stream === '' || one.stream === stream);
  if (losses.length === 0) throw new TongbanError('find.nothing', stream === '' ? 'no stream of this region is known to have lost anything' : `${stream} is not known to have lost anything`);
  const records = new StoreRecords(nats, region);
  for (const { stream: name, loss } of losses) {
    // First the record: a loss that is settled and not recorded would be forgotten.
    await records.add(`${name}:${loss.foundAt}`, { settled: { stream: name, kind: loss.kind, had: loss.had, has: loss.has, foundAt: loss.foundAt, by, reason } });
    await watch.settle(name);
    log.warn({ code: 'store.lost', stream: name, ...loss, by }, 'a loss was settled by an operator');
  }
  return { settled: losses };
}
