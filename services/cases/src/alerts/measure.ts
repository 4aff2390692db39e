import { type CheckDocument, REGION_CODES, type RegionStatus, consumers, streams } from '@tongban/contracts';
import type { Measurement } from '@tongban/domain';

/** What a hub's standing and its participants' keys come to, signal by signal (`rules/alerts.json` says when each is too much). */
export interface Standing {
  readonly status: RegionStatus;
  readonly participants: readonly string[];
  readonly openFailures: number;
  /** Days until a participant runs out of keys, of those that ever do. */
  readonly keyDays: ReadonlyMap<string, number>;
}

/** Checks that are told of by a signal of their own, or say nothing of the hub. */
const SAID_OTHERWISE = new Set(['links', 'failed', 'broker', 'held']);
export const checkSignal = (name: string): string => `check.${name}`;

export function measure({ status, participants, openFailures, keyDays }: Standing): Measurement[] {
  const { sources, consumers: watched, checks, caseClocks, maintenance = [] } = status;
  const waiting = (stream: string, name: string): number => watched.filter((one) => one.stream === stream && one.name === name).reduce((sum, one) => sum + one.pending + one.ackPending, 0);
  const inMaintenance = new Set(maintenance.map(({ participant }) => participant));
  return [
    { signal: 'failed-messages', about: '', value: openFailures, ...(openFailures > 0 && { detail: { zh: `${openFailures}条`, en: `${openFailures} of them` } }) },
    ...sources.map(({ name, activeMsAgo }): Measurement => ({ signal: 'link-silent-seconds', about: REGION_CODES.find((region) => streams.outbox(region) === name) ?? name, value: activeMsAgo < 0 ? Number.MAX_SAFE_INTEGER : Math.round(activeMsAgo / 1_000) })),
    ...watched.filter(({ stream, name }) => stream === streams.outbox(status.region) && name.startsWith(consumers.source(''))).map(({ name, pending, ackPending }): Measurement => ({ signal: 'link-backlog', about: name.slice(consumers.source('').length), value: pending + ackPending })),
    ...participants.flatMap((participant): Measurement[] => [
      { signal: 'participant-backlog', about: participant, value: inMaintenance.has(participant) ? 0 : waiting(streams.inbox(status.region), consumers.participant(participant)) },
      { signal: 'submission-backlog', about: participant, value: waiting(streams.submit(participant), consumers.border) },
    ]),
    ...[...keyDays].map(([participant, days]): Measurement => ({ signal: 'key-days-past-end', about: participant, value: -days })),
    { signal: 'escalations', about: '', value: caseClocks?.forHub ?? 0 },
    ...Object.entries(checks).filter(([name]) => !SAID_OTHERWISE.has(name)).map(([name, check]): Measurement => ({ signal: checkSignal(name), about: '', value: check.ok ? 0 : 1, ...detailOf(check) })),
  ];
}

function detailOf({ ok, detail }: CheckDocument): Pick<Measurement, 'detail'> {
  if (ok || detail === undefined) return {};
  return { detail: typeof detail === 'string' ? { zh: detail, en: detail } : detail };
}
