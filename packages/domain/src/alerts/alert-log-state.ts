import { alertKey } from './alert-rules';

/** What stands in the log of alerts, as far as its state depends on it. */
export type AlertStep =
  | { readonly event: 'raised'; readonly number: number; readonly ruleId: string; readonly about: string; readonly atMs: number }
  | { readonly event: 'recovered' | 'acknowledged'; readonly number: number; readonly alert: number; readonly atMs: number }
  | { readonly event: 'sending' | 'sent' | 'unsent'; readonly number: number; readonly channel: string; readonly upTo: number; readonly atMs: number };

export interface OpenAlert { readonly number: number; readonly key: string; readonly raisedAtMs: number; readonly acknowledged: boolean }
export interface ChannelState {
  /** Everything up to this entry was told. */
  readonly toldTo: number;
  readonly toldAtMs: number;
  /** Somebody is at it; the entry says until when nobody else begins. */
  readonly sending?: { readonly upTo: number; readonly atMs: number };
  /** In a row. */
  readonly failures: number;
}
export interface AlertLogState { readonly open: ReadonlyMap<number, OpenAlert>; readonly channels: ReadonlyMap<string, ChannelState>; readonly last: number }
export const EMPTY_ALERT_LOG: AlertLogState = { open: new Map(), channels: new Map(), last: 0 };

/** The state of the log with one entry more. An entry that changes nothing (two servers of a hub that saw the same) leaves it as it is. */
export function foldAlert(state: AlertLogState, step: AlertStep): AlertLogState {
  const last = step.number;
  switch (step.event) {
    case 'raised': {
      const key = alertKey(step.ruleId, step.about);
      if ([...state.open.values()].some((one) => one.key === key)) return { ...state, last };
      return { ...state, last, open: new Map(state.open).set(step.number, { number: step.number, key, raisedAtMs: step.atMs, acknowledged: false }) };
    }
    case 'acknowledged': {
      const alert = state.open.get(step.alert);
      return alert === undefined ? { ...state, last } : { ...state, last, open: new Map(state.open).set(step.alert, { ...alert, acknowledged: true }) };
    }
    case 'recovered': {
      const open = new Map(state.open);
      open.delete(step.alert);
      return { ...state, last, open };
    }
    default:
      return { ...state, last, channels: new Map(state.channels).set(step.channel, channelAfter(state.channels.get(step.channel), step)) };
  }
}

function channelAfter(before: ChannelState | undefined, { event, upTo, atMs }: Extract<AlertStep, { readonly channel: string }>): ChannelState {
  const { toldTo, toldAtMs, failures } = before ?? { toldTo: 0, toldAtMs: 0, failures: 0 };
  if (event === 'sending') return { toldTo, toldAtMs, failures, sending: { upTo, atMs } };
  return event === 'sent' ? { toldTo: Math.max(toldTo, upTo), toldAtMs: atMs, failures: 0 } : { toldTo, toldAtMs, failures: failures + 1 };
}
