import { type Acting, type DoctorLayer, type Finding, fail, ok, warn } from './finding';

/** By our own decision; no rule names them. An end is told of early enough for two approvals and a change in every system. */
export const DOCTOR_POLICY = { warnBeforeDays: 30, skewWarnMs: 2_000, skewFailMs: 60_000 } as const;
const DAY_MS = 86_400_000;

export interface Lifespan {
  readonly layer: DoctorLayer;
  /** What ends, as its owner knows it. */
  readonly what: { readonly zh: string; readonly en: string };
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly acts: Acting;
  readonly code: 'signature.unknown-key' | 'seal.no-key' | 'transport.not-trusted';
  readonly next: { readonly zh: string; readonly en: string };
}

/** Whether something holds now, and is told of before it ends. @param nowMs business time for keys, real time for certificates. */
export function judgeLifespan({ layer, what, fromMs, toMs, acts, code, next }: Lifespan, nowMs: number): Finding {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  if (toMs !== undefined && toMs < nowMs) return fail(layer, { code, acts, next, zh: `${what.zh}已于${day(toMs)}到期`, en: `${what.en} ended on ${day(toMs)}` });
  if (fromMs !== undefined && fromMs > nowMs) return fail(layer, { code, acts, next, zh: `${what.zh}自${day(fromMs)}起才有效`, en: `${what.en} holds from ${day(fromMs)} only` });
  if (toMs === undefined) return ok(layer, `${what.zh}有效，没有期限`, `${what.en} holds without an end`);
  const days = Math.floor((toMs - nowMs) / DAY_MS);
  if (days < DOCTOR_POLICY.warnBeforeDays) return warn(layer, { code, acts, next, zh: `${what.zh}将于${day(toMs)}到期，还有${days}天`, en: `${what.en} ends on ${day(toMs)}, in ${days} days` });
  return ok(layer, `${what.zh}有效至${day(toMs)}`, `${what.en} holds until ${day(toMs)}`);
}

/** @param aheadMs how far this machine's clock is ahead of the hub's. @param roundTripMs what the question took: the answer is that uncertain. */
export function judgeSkew(aheadMs: number, roundTripMs: number): Finding {
  const skewMs = Math.max(0, Math.abs(aheadMs) - roundTripMs);
  const [zh, en] = [`本机时钟${aheadMs > 0 ? '快' : '慢'}${(skewMs / 1_000).toFixed(1)}秒`, `this clock is ${(skewMs / 1_000).toFixed(1)} s ${aheadMs > 0 ? 'ahead' : 'behind'}`];
  if (skewMs < DOCTOR_POLICY.skewWarnMs) return ok('clock', '本机时钟与枢纽一致', "this machine's clock agrees with the hub's");
  const next = { zh: '用NTP校准本机时钟；若本机无误，请区域运维人员校准枢纽', en: "Set this machine's clock by NTP; if it is right, have the operators of the region set the hub's" };
  return (skewMs < DOCTOR_POLICY.skewFailMs ? warn : fail)('clock', { code: 'message.expired', acts: 'participant', zh, en, next });
}
