import { DurablePublisher } from '@tongban/messaging';
import { type Fault, stays } from '../fault';
import { below, randomFrom } from '../sampling';
import { OWN_AMONG, boundsOf, inEach, ownOf, passedOver, publishAgain, reading, sampleSize, sentInto, stored } from '../target/sample';
import { sequencesOf } from '../target/sequences';

/** What a faulty relay between regions would do: a run of messages comes once more, the last one first. */
export const reorder: Fault = {
  name: 'reorder', operands: ['any-region'],
  summary: {
    zh: '从发往外区和区内的消息中各取一段，以新编号倒序重发；默认所有区域', en: 'take a run of exchange messages to other regions and one inside, and repeat them backwards under new ids; every region by default',
  },
  apply: async (target, { region, count, seed = 1 }) => {
    const size = sampleSize(count);
    const runs: Record<string, { from: number; to: number; sent: number }> = {};
    const injected: string[] = [];
    const silent = passedOver(await inEach(region, async (one) => {
      await target.withHub(one, async (nc) => {
        const publisher = new DurablePublisher(nc);
        for (const [index, stream] of sentInto(one).entries()) {
          const run = Math.floor((size + index) / 2);
          const messages = await reading(one, nc, async (jsm) => {
            const sequences = sequencesOf(await boundsOf(jsm, stream));
            const start = below(randomFrom(seed), Math.max(1, sequences.length - run + 1));
            return ownOf(await stored(jsm, stream, sequences.slice(start, start + run * OWN_AMONG)), target.environment, one).slice(0, run);
          });
          for (const message of [...messages].reverse()) injected.push(await publishAgain(publisher, message));
          if (messages.length > 0) runs[stream] = { from: messages[0]!.seq, to: messages.at(-1)!.seq, sent: messages.length };
        }
      });
    }));
    const sent = injected.length;
    return stays({ zh: `已倒序重发 ${sent} 条交换消息（新编号）${silent.zh}`, en: `repeated ${sent} exchange messages backwards under new ids${silent.en}`, facts: { runs, sent, injected, seed } },
      { zh: '无可撤回：消息留在流中', en: 'nothing to take back: the messages stay in the streams' });
  },
};
