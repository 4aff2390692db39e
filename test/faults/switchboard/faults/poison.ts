import { randomUUID } from 'node:crypto';
import { HUB, PARTICIPANT_API_PREFIX, REGION_CODES, type RegionCode, headers as wire, subjects } from '@tongban/contracts';
import { DurablePublisher } from '@tongban/messaging';
import type { ParticipantCredentials } from '@tongban/trust';
import { type Fault, stays } from '../fault';
import { below, randomFrom } from '../sampling';
import type { FaultTarget } from '../target/fault-target';
import { placeOf } from '../target/sample';
import { FaultError } from '../words';
import { type Poison, poisonOf } from './poison-messages';

const SHARD = '00';

export const poison: Fault = {
  name: 'poison', operands: ['region'],
  summary: {
    zh: '以一个参与方的账号和枢纽的权限发出无法解码、签名不符、超大的消息', en: 'send what cannot be decoded, is wrongly signed or too large, from a participant\'s account and with the hub\'s rights',
  },
  apply: async (target, { region: wanted, seed = 1 }) => {
    const region = wanted!;
    const participants = target.participantsOf(region);
    const chosen = participants[below(randomFrom(seed), participants.length)];
    if (!chosen) throw new FaultError(`${region} 没有参与方`, `${region} has no participant`);
    const messages = await poisonOf(chosen);
    await submitAll(target, region, chosen, messages);
    const injected = await intoOutbox(target, region, chosen.participant, messages);
    return stays({
      zh: `已以 ${chosen.participant} 提交 ${messages.length} 条有害消息，并向枢纽间通道发出 ${injected.length} 条`,
      en: `submitted ${messages.length} poisonous messages as ${chosen.participant}, and sent ${injected.length} into the exchange between hubs`,
      facts: { region, participant: chosen.participant, submitted: messages.map(({ what }) => what), exchanged: injected.length, injected },
    }, { zh: '无可撤回：消息留在流中', en: 'nothing to take back: the messages stay in the streams' });
  },
};

function submitAll(target: FaultTarget, region: RegionCode, credentials: ParticipantCredentials, messages: readonly Poison[]): Promise<void> {
  return target.withParticipant(credentials, async (nc) => {
    const publisher = new DurablePublisher(nc, { apiPrefix: PARTICIPANT_API_PREFIX });
    for (const { kind, bytes } of messages) {
      await publisher.publish(subjects.submit(target.environment, region, credentials.participant, region, kind), bytes, { msgId: `fault:${randomUUID()}` });
    }
  });
}

/** What a hub gone bad could send: without headers, and with headers that promise something. To its own hub and to the next one. */
function intoOutbox(target: FaultTarget, region: RegionCode, participant: string, messages: readonly Poison[]): Promise<string[]> {
  const next = REGION_CODES[(REGION_CODES.indexOf(region) + 1) % REGION_CODES.length]!;
  return target.withHub(region, async (nc) => {
    const publisher = new DurablePublisher(nc);
    const injected: string[] = [];
    for (const to of [region, next]) {
      for (const { kind, bytes } of messages) {
        const promising = [wire.ceSubject, wire.received, wire.registered, wire.deliveryNo].map((name) => [name, `poison-${randomUUID()}`]);
        const headers = injected.length % 2 === 1 ? Object.fromEntries(promising) as Record<string, string> : {};
        const subject = subjects.exchange(target.environment, region, participant, to, HUB, SHARD, kind);
        injected.push(placeOf(await publisher.publish(subject, bytes, { headers, msgId: `fault:${randomUUID()}` })));
      }
    }
    return injected;
  });
}
