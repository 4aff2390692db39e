import { ERROR_CATALOGUE, type ErrorCode, type Need, type RegionStatus, type Wording } from '@tongban/contracts';

export interface RegionLooked { readonly region: string; readonly status?: RegionStatus; readonly code?: ErrorCode }

const SEVERITIES: readonly Need['severity'][] = ['critical', 'warning', 'info'];
/** Checks whose failure loses nothing while it lasts. */
const WARNING_CHECKS = new Set(['view', 'standards', 'held', 'capacity']);
const BACKLOG_TELLING = 500;
const say = (zh: string, en: string): Wording => ({ zh, en });

/** Everything that needs a person, most urgent first; each leads to the list behind it. */
export function needsOf(regions: readonly RegionLooked[]): readonly Need[] {
  const clocks = new Set(regions.flatMap(({ status }) => (status ? [status.clock.revision] : [])));
  const needs = [
    ...regions.flatMap((one) => (one.status ? ofRegion(one.region, one.status) : [silent(one.region, one.code)])),
    ...(clocks.size > 1 ? [{ id: 'clock', severity: 'critical' as const, wording: say('各枢纽的业务时钟不一致', 'The hubs disagree about the business clock'), path: '/links?tab=hubs' }] : []),
  ];
  return needs.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || (b.count ?? 0) - (a.count ?? 0) || a.id.localeCompare(b.id));
}

const silent = (region: string, code: ErrorCode = 'region.unreachable'): Need => ({
  id: `${region}/silent`, severity: 'critical', region, code, wording: say(`枢纽${region}没有应答`, `The hub ${region} does not answer`), next: nextOf(code), path: `/links?tab=hubs&region=${region}`,
});

function ofRegion(region: string, { ready, checks, caseClocks, consumers }: RegionStatus): Need[] {
  const needs: Need[] = [];
  if (!ready) needs.push({ id: `${region}/not-ready`, severity: 'critical', region, wording: say(`枢纽${region}未就绪`, `The hub ${region} is not ready`), path: `/links?tab=hubs&region=${region}` });
  for (const [name, check] of Object.entries(checks)) {
    if (check.ok || name === 'failed') continue;
    const detail = check.detail === undefined ? undefined : typeof check.detail === 'string' ? say(check.detail, check.detail) : check.detail;
    needs.push({
      id: `${region}/check/${name}`, severity: WARNING_CHECKS.has(name) ? 'warning' : 'critical', region, wording: say(`${region}：${check.wording.zh}`, `${region}: ${check.wording.en}`),
      ...(detail && { detail }), ...(check.code && { code: check.code, next: nextOf(check.code) }), path: `/links?tab=checks&region=${region}`,
    });
  }
  const failed = failedOf(checks);
  if (failed > 0) needs.push({ id: `${region}/failed`, severity: 'critical', region, count: failed, wording: say(`${region}有${failed}条消息处理失败`, `${region}: ${failed} messages could not be handled`), path: `/failures?region=${region}` });
  const escalated = caseClocks?.forHub ?? 0;
  if (escalated > 0) needs.push({ id: `${region}/escalated`, severity: 'warning', region, count: escalated, wording: say(`${region}有${escalated}条督办待枢纽处理`, `${region}: ${escalated} escalations are before the hub`), path: `/deadlines?tab=alarms&to=hub&region=${region}` });
  const pending = consumers.reduce((sum, one) => sum + one.pending, 0);
  if (pending > BACKLOG_TELLING) needs.push({ id: `${region}/backlog`, severity: 'warning', region, count: pending, wording: say(`${region}积压${pending}条消息`, `${region}: ${pending} messages wait for a handler`), path: `/links?tab=consumers&region=${region}` });
  return needs;
}

/** The check of failed messages tells how many there are. */
export function failedOf(checks: RegionStatus['checks']): number {
  const check = checks['failed'];
  return check === undefined || check.ok ? 0 : Number(check.detail) || 1;
}

const nextOf = (code: ErrorCode): Wording => say(ERROR_CATALOGUE[code].nextZh, ERROR_CATALOGUE[code].nextEn);
