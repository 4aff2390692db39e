import { readFileSync } from 'node:fs';
import { type EnvironmentCode, type RegionCode, encode, subjects, v1 } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import type { ParticipantCredentials } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import type { Side } from './side';

/** `refused`: publishes where it may not. `queries`: asks what takes every region. `connections`: connects, and goes again. */
export type AttackKind = 'refused' | 'queries' | 'connections';
export interface AttackerSettings { readonly credentials: string; readonly kind: AttackKind }
export interface AttackAnswer { readonly done: number; readonly failed: number }

/** Core publications are cheap: so many stand for one job, or the client's loop would be the pace. */
const PUBLISHED_AT_ONCE = 20;

/** A participant that attacks with the plain client and its own valid credentials, at the pace of its load. */
export async function open({ credentials: file, kind }: AttackerSettings): Promise<Side> {
  const { servers, nkeySeed, participant, environment, region } = JSON.parse(readFileSync(file, 'utf8')) as ParticipantCredentials;
  const connect = (): Promise<NatsConnection> => connectNats({ servers, nkeySeed, name: `attacker-${participant}` });
  const nc = await connect();
  const [env, own] = [environment as EnvironmentCode, region as RegionCode];
  const refusedSubject = subjects.exchange(env, own, 'hub', own, participant, '00', 'delivery');
  const list = encode(v1.CaseListQuery, { filters: {}, limit: 100 });
  const jobs: Readonly<Record<AttackKind, () => Promise<unknown>>> = {
    refused: () => {
      for (let index = 0; index < PUBLISHED_AT_ONCE; index++) nc.publish(refusedSubject, 'attack');
      return nc.flush();
    },
    queries: () => nc.request(subjects.query(env, own, participant, 'case-list'), list, { timeout: 10_000 }),
    connections: async () => (await connect()).close(),
  };
  let [done, failed] = [0, 0];
  const job = (): Promise<void> => jobs[kind]().then(() => { done += 1; }, () => { failed += 1; });
  return { job, ask: () => Promise.resolve({ done, failed } satisfies AttackAnswer), close: () => nc.close() };
}
