import { settingsAt } from './position';
import { RELEASE_PER_MINUTE, type SwitchRecord, switchKey } from './switch';

/**
 * What becomes of a held opening at a business instant. `keep`: it waits on. `release`: it may go on, in its turn among those of the same `lane`. `refuse`: the
 * switch was turned off meanwhile, and nobody is to wait for a case that will not begin. `follow`: it was held only because something older of its case was.
 */
export type HeldFate =
  | { readonly do: 'keep' | 'refuse' | 'follow' }
  | { readonly do: 'release'; readonly lane: string; readonly perMinute: number };

/**
 * @param now what decides about such a case at `at`: see `decidingSwitch`.
 * @param holder what decided when the opening was received; undefined for what came behind a held message and was held by none itself.
 */
export function heldFate(switches: readonly SwitchRecord[], now: SwitchRecord | undefined, holder: SwitchRecord | undefined, at: string): HeldFate {
  if (now?.position === 'off') return { do: 'refuse' };
  if (now !== undefined) return now.releasePerMinute === undefined ? { do: 'keep' } : { do: 'release', lane: switchKey(now), perMinute: now.releasePerMinute };
  if (holder === undefined) return { do: 'follow' };
  const lane = switchKey(holder);
  const reopened = settingsAt(switches, at).find((one) => switchKey(one) === lane);
  return { do: 'release', lane, perMinute: reopened?.releasePerMinute ?? holder.releasePerMinute ?? RELEASE_PER_MINUTE };
}

/** What one release costs, in milliseconds times releases per minute: whole numbers, so that nothing is lost to rounding. */
const PRICE = 60_000;
interface Allowance { readonly atMs: number; readonly saved: number }

/**
 * How many may go in each lane: so many in a minute of business time, counted from when a lane is first asked. A new process begins with
 * nothing saved, so that restarts make nothing faster. A lane that nobody waits in any more is forgotten by `keepOnly`.
 */
export class ReleasePace {
  private readonly lanes = new Map<string, Allowance>();

  /** Whether one more may go now. @param nowMs business time. */
  take(lane: string, perMinute: number, nowMs: number): boolean {
    const { atMs, saved } = this.lanes.get(lane) ?? { atMs: nowMs, saved: 0 };
    const grown = saved + Math.max(0, nowMs - atMs) * perMinute;
    const may = grown >= PRICE;
    this.lanes.set(lane, { atMs: Math.max(atMs, nowMs), saved: may ? grown - PRICE : grown });
    return may;
  }

  /** Nothing is saved for lanes in which nothing waits, or which wait for their switch. */
  keepOnly(waiting: ReadonlySet<string>): void {
    for (const lane of [...this.lanes.keys()]) if (!waiting.has(lane)) this.lanes.delete(lane);
  }
}
