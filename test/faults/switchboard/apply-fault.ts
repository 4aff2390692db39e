import type { Applied, Fault, FaultRequest } from './fault';
import { corruptBlock } from './faults/corrupt-block';
import { diskFull } from './faults/disk-full';
import { duplicate } from './faults/duplicate';
import { kill } from './faults/kill';
import { blackhole, cut, lag } from './faults/link';
import { poison } from './faults/poison';
import { flushRedis, stopRedis } from './faults/redis';
import { reorder } from './faults/reorder';
import { skew } from './faults/skew';
import type { FaultTarget } from './target/fault-target';
import { FaultUsageError, type Told } from './words';

/** The table of faults. */
export const FAULTS: readonly Fault[] = [cut, blackhole, lag, kill, flushRedis, stopRedis, poison, duplicate, reorder, diskFull, skew, corruptBlock];
export const FAULT_NAMES: readonly string[] = FAULTS.map(({ name }) => name);

/** @throws FaultUsageError with the list. */
export function faultOf(name: string): Fault {
  const fault = FAULTS.find((one) => one.name === name);
  if (!fault) throw new FaultUsageError(`没有故障 ${name}；有：${FAULT_NAMES.join(', ')}`, `there is no fault ${name}; there are ${FAULT_NAMES.join(', ')}`);
  return fault;
}

/**
 * Applies one fault to a running environment, from outside it. @throws FaultUsageError for a request that makes no sense,
 * NotRunning, or FaultError when it could not be applied; then nothing is left of it.
 */
export async function applyFault(target: FaultTarget, request: FaultRequest): Promise<Applied> {
  const fault = faultOf(request.fault);
  if (fault.operands.includes('region') && !request.region) throw new FaultUsageError(`${fault.name} 需要一个区域`, `${fault.name} needs a region`);
  target.run(); // throws when nothing runs
  const { did, undo } = await fault.apply(target, request);
  let undone: Promise<Told> | undefined;
  return { did, undo: () => (undone ??= undo().catch((error: unknown) => endedMeanwhile(target, error))) };
}

/** With the environment its processes, links and their faults have ended, however that was noticed. */
function endedMeanwhile(target: FaultTarget, error: unknown): Told {
  if (target.isRunning) throw error;
  return { zh: '环境已停止，无需恢复', en: 'the environment has stopped; there is nothing to take back', facts: { stopped: true } };
}
