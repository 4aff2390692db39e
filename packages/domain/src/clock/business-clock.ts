/** Business time from one port (DESIGN §6): a sandbox may set and advance it; elsewhere it is real time. */
export interface ClockAnchorData {
  /** Real instant, RFC 3339. */
  readonly realAt: string;
  /** Business instant at that moment, RFC 3339. */
  readonly businessAt: string;
  /** Business seconds per real second. */
  readonly speed: number;
}
export interface ClockSettingData {
  readonly revision: number;
  /** Oldest first; none means business time is real time. */
  readonly anchors: readonly ClockAnchorData[];
}
export const REAL_TIME: ClockSettingData = { revision: 0, anchors: [] };
export const CLOCK_ANCHORS_MAX = 1000;

const BEIJING_OFFSET_MS = 8 * 3600_000;

/** An instant in milliseconds as RFC 3339 at +08:00, milliseconds kept. */
export function beijingInstant(epochMs: number): string {
  return `${new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, -1)}+08:00`;
}

/** Business instant of a real one: the newest anchor that is not later counts; before the first, the first runs backwards. */
export function businessInstant(setting: ClockSettingData, realMs: number): string {
  const anchors = setting.anchors;
  if (anchors.length === 0) return beijingInstant(realMs);
  const anchor = anchors.findLast(({ realAt }) => Date.parse(realAt) <= realMs) ?? anchors[0]!;
  return beijingInstant(Date.parse(anchor.businessAt) + (realMs - Date.parse(anchor.realAt)) * anchor.speed);
}

/**
 * The setting with one anchor more: from `realMs` on, business time runs from `businessAt` at `speed`. Throws a RangeError when business
 * time would run backwards: receipts already given would lie in the future.
 */
export function withAnchor(setting: ClockSettingData, realMs: number, businessAt: string, speed: number): ClockSettingData {
  if (!(speed > 0) || speed > 1_000_000) throw new RangeError(`speed must be above 0 and at most 1000000, got ${speed}`);
  if (setting.anchors.length >= CLOCK_ANCHORS_MAX) throw new RangeError(`at most ${CLOCK_ANCHORS_MAX} changes of the clock are kept`);
  const at = Date.parse(businessAt);
  if (Number.isNaN(at)) throw new RangeError(`not an instant: ${businessAt}`);
  if (setting.anchors.length > 0 && at < Date.parse(businessInstant(setting, realMs)))
    throw new RangeError('business time never runs backwards');
  return {
    revision: setting.revision + 1,
    anchors: [...setting.anchors, { realAt: new Date(realMs).toISOString(), businessAt: beijingInstant(at), speed }],
  };
}

/**
 * Real milliseconds of a business instant: the inverse of `businessInstant`. A business instant that was jumped over belongs
 * to the moment of the jump.
 */
export function realMsOf(setting: ClockSettingData, business: string): number {
  const at = Date.parse(business);
  const { anchors } = setting;
  if (anchors.length === 0) return at;
  let index = 0;
  while (index + 1 < anchors.length && Date.parse(anchors[index + 1]!.businessAt) <= at) index++;
  const anchor = anchors[index]!;
  const real = Date.parse(anchor.realAt) + (at - Date.parse(anchor.businessAt)) / anchor.speed;
  const next = anchors[index + 1];
  return next ? Math.min(real, Date.parse(next.realAt)) : real;
}
