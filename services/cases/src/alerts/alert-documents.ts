import { type AlertListDocument, ALERT_CHANNELS, type AlertRow, type RegionCode, v1 } from '@tongban/contracts';
import type { AlertRule, AlertSeverity } from '@tongban/domain';
import type { AlertLog } from './alert-log';

const EVENT = v1.AlertEvent;

/** An alert as the entries of its log tell it. A rule of another release is shown by its name. */
export function alertRow(region: RegionCode, raised: v1.AlertEntry, later: readonly v1.AlertEntry[], rules: readonly AlertRule[]): AlertRow {
  const { number: long, ruleId, about, severity, value, at, detailZh, detailEn } = raised;
  const number = Number(long);
  const rule = rules.find(({ id }) => id === ruleId);
  const of = (event: v1.AlertEvent): v1.AlertEntry | undefined => later.find((entry) => entry.event === event && Number(entry.alert) === number);
  const [acknowledged, recovered] = [of(EVENT.ALERT_EVENT_ACKNOWLEDGED), of(EVENT.ALERT_EVENT_RECOVERED)];
  return {
    region, number, ruleId, ...(about && { about }), severity: severity as AlertSeverity, wording: rule ? { zh: rule.zh, en: rule.en } : { zh: ruleId, en: ruleId }, next: { zh: rule?.nextZh ?? '', en: rule?.nextEn ?? '' },
    ...((detailZh || detailEn) && { detail: { zh: detailZh, en: detailEn } }), value, raisedAt: at,
    ...(recovered && { recoveredAt: recovered.at }), ...(acknowledged && { acknowledged: { at: acknowledged.at, by: acknowledged.by, reason: acknowledged.reason } }),
  };
}

/** One page, newest first. @param before entries of this number and later were shown. */
export function alertPage(region: RegionCode, { entries, state, broken }: AlertLog, { onlyOpen, before, limit }: { readonly onlyOpen: boolean; readonly before: number | undefined; readonly limit: number }, rules: readonly AlertRule[]): AlertListDocument {
  const raised = entries.filter(({ event, number }) => event === EVENT.ALERT_EVENT_RAISED && (before === undefined || Number(number) < before) && (!onlyOpen || state.open.has(Number(number)))).reverse();
  const page = raised.slice(0, limit);
  return {
    rows: page.map((entry) => alertRow(region, entry, entries, rules)), open: state.open.size,
    channels: ALERT_CHANNELS.flatMap((channel) => {
      const standing = state.channels.get(channel);
      if (standing === undefined) return [];
      const last = entries.findLast((entry) => entry.channel === channel && entry.event !== EVENT.ALERT_EVENT_SENDING);
      return [{ region, channel, toldTo: standing.toldTo, ...(standing.toldAtMs > 0 && { toldAt: new Date(standing.toldAtMs).toISOString() }), failures: standing.failures, ...(standing.failures > 0 && last?.code && { code: last.code }) }];
    }),
    ...(raised.length > page.length && { next: String(page.at(-1)!.number) }), ...(broken.size > 0 && { broken: [...broken].map((number) => `${region}/${number}`) }),
  };
}
