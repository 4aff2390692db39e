import { PARTICIPANT_API_PREFIX, type RegionCode, streams } from '@tongban/contracts';
import { DurablePublisher } from '@tongban/messaging';
import type { StoredMsg } from 'nats';
import { type Fault, stays } from '../fault';
import { randomFrom, sampleOf } from '../sampling';
import { type FaultTarget, regionsOf } from '../target/fault-target';
import { OWN_AMONG, boundsOf, inEach, ownOf, passedOver, publishAgain, reading, sampleSize, sentInto, stored } from '../target/sample';
import { sequencesOf } from '../target/sequences';

/**
 * Two ways in which a message can come twice: a provincial system that did not hear the answer sends its bytes again, and a
 * relay between regions repeats itself.
 */
export const duplicate: Fault = {
  name: 'duplicate', operands: ['any-region'],
  summary: {
    zh: '把已存的提交原样再发一次，并以新编号重发跨区消息；默认所有区域', en: 'submit stored messages again byte for byte, and repeat exchange messages under new ids; every region by default',
  },
  apply: async (target, { region, count, seed = 1 }) => {
    const size = sampleSize(count);
    let submissions = 0;
    const injected: string[] = [];
    const silent = passedOver(await inEach(region, async (one) => {
      submissions += await resubmit(target, one, size, randomFrom(seed));
      await repeatSent(target, one, size, randomFrom(seed), injected);
    }));
    return stays({
      zh: `已原样重交 ${submissions} 条提交，并重发 ${injected.length} 条交换消息（新编号）${silent.zh}`, en: `submitted ${submissions} messages again byte for byte, and repeated ${injected.length} exchange messages under new ids${silent.en}`,
      facts: { regions: regionsOf(region), submissions, exchanged: injected.length, injected, seed },
    }, { zh: '无可撤回：消息留在流中', en: 'nothing to take back: the messages stay in the streams' });
  },
};

async function resubmit(target: FaultTarget, region: RegionCode, size: number, random: () => number): Promise<number> {
  const participants = target.participantsOf(region);
  const chosen = await target.withHub(region, (nc) => reading(region, nc, async (jsm) => {
    const places = (await Promise.all(participants.map(async ({ participant }) => {
      const stream = streams.submit(participant);
      return sequencesOf(await boundsOf(jsm, stream)).map((seq) => ({ participant, stream, seq }));
    }))).flat();
    const messages = new Map<string, StoredMsg[]>();
    for (const { participant, stream, seq } of sampleOf(random, places, size)) {
      messages.set(participant, [...(messages.get(participant) ?? []), ...(await stored(jsm, stream, [seq]))]);
    }
    return messages;
  }));
  for (const [code, messages] of chosen) {
    await target.withParticipant(participants.find(({ participant }) => participant === code)!, async (nc) => {
      const publisher = new DurablePublisher(nc, { apiPrefix: PARTICIPANT_API_PREFIX });
      for (const message of messages) await publishAgain(publisher, message);
    });
  }
  return [...chosen.values()].reduce((sum, messages) => sum + messages.length, 0);
}

function repeatSent(target: FaultTarget, region: RegionCode, size: number, random: () => number, injected: string[]): Promise<void> {
  return target.withHub(region, async (nc) => {
    const messages = await reading(region, nc, async (jsm) => {
      const places = (await Promise.all(sentInto(region).map(async (stream) => sequencesOf(await boundsOf(jsm, stream)).map((seq) => ({ stream, seq }))))).flat();
      const looked = await Promise.all(sampleOf(random, places, size * OWN_AMONG).map(({ stream, seq }) => stored(jsm, stream, [seq])));
      return ownOf(looked.flat(), target.environment, region).slice(0, size);
    });
    const publisher = new DurablePublisher(nc);
    for (const message of messages) injected.push(await publishAgain(publisher, message));
  });
}
