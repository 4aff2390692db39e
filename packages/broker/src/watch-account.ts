import { PARTICIPANT_API_PREFIX, PARTICIPANT_INBOX_PREFIX, type EnvironmentCode, type RegionCode, WATCH_INBOX_PREFIX, consumers, streams, subjects } from '@tongban/contracts';
import type { Permissions, StreamExport, StreamImport } from './accounts';

/**
 * A publication that an account has no service for meets silence: the server neither stores nor tells it anywhere. So that it can be listed, each participant's account exports what is
 * published in it to the watch of its region, and to nobody else. The watch hears under `heard.<participant>` whatever that participant may not publish, under `own.<participant>` its
 * submissions and pulls, because a forged reply subject or a header of the broker stands in those. The hub answers what is refused.
 */
export const watchExportOf = (watch: string): StreamExport => ({ stream: '>', accounts: [watch] });

export function watchImportsOf(account: string, environment: EnvironmentCode, region: RegionCode, participant: string): StreamImport[] {
  const from = (subject: string, prefix: string): StreamImport => ({ stream: { account, subject }, prefix });
  return [from('>', subjects.heard(participant)), from(subjects.submitAll(environment, region, participant), subjects.own(participant)), from(nextOf(region, participant), subjects.own(participant))];
}

/**
 * How a participant hears what the watch refuses: as answers to what it asked, and as nothing else. They come from the exchange and not from the watch's account: two accounts that hear each
 * other are a cycle, which the server refuses.
 */
export const refusalsOf = (participant: string, account: string): StreamExport => ({ stream: `${subjects.refused(participant)}.>`, accounts: [account] });
export const refusalsTo = (exchange: string, participant: string): StreamImport =>
  ({ stream: { account: exchange, subject: `${subjects.refused(participant)}.>` }, to: `${PARTICIPANT_INBOX_PREFIX}.>` });

/** What a participant may publish, and what the server publishes in its account, is kept from the watch: it is much, and none of its business. */
export function watchPermissions(environment: EnvironmentCode, region: RegionCode, participants: readonly string[]): Permissions {
  const legal = (participant: string): string[] => [
    subjects.submitAll(environment, region, participant), subjects.queryAllOf(environment, region, participant), nextOf(region, participant),
    `${PARTICIPANT_API_PREFIX}.CONSUMER.INFO.${inboxOf(region, participant)}`, `$JS.ACK.${inboxOf(region, participant)}.>`, `${PARTICIPANT_INBOX_PREFIX}.>`, '$JS.EVENT.>',
  ].map((subject) => `${subjects.heard(participant)}.${subject}`);
  return {
    publish: { deny: ['>'] },
    subscribe: { allow: [`${subjects.heard('*')}.>`, `${subjects.own('*')}.>`], deny: participants.flatMap(legal) },
  };
}

/** Of the system account: who comes and goes and why, what connections there are, and nothing that changes anything. */
export const SYSTEM_WATCH_PERMISSIONS: Permissions = {
  publish: { allow: ['$SYS.REQ.SERVER.PING.CONNZ', '$SYS.REQ.SERVER.PING.LEAFZ'] },
  subscribe: { allow: ['$SYS.ACCOUNT.*.CONNECT', '$SYS.ACCOUNT.*.DISCONNECT', '$SYS.SERVER.*.CLIENT.AUTH.ERR', `${WATCH_INBOX_PREFIX}.>`] },
};

const inboxOf = (region: RegionCode, participant: string): string => `${streams.inbox(region)}.${consumers.participant(participant)}`;
const nextOf = (region: RegionCode, participant: string): string => `${PARTICIPANT_API_PREFIX}.CONSUMER.MSG.NEXT.${inboxOf(region, participant)}`;
