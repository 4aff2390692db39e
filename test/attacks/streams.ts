import { PARTICIPANT_API_PREFIX, consumers, jetStreamApi, streams } from '@tongban/contracts';
import { type Attack, type Stage, asked, each, succeeded } from './attack';

/** By every way to a region's JetStream: the account's own, the one that is granted, and the domains' of this region and another. */
const ways = ({ region, elsewhere }: Stage): string[] => ['$JS.API', PARTICIPANT_API_PREFIX, jetStreamApi(region), jetStreamApi(elsewhere)];
const everyWay = (stage: Stage, requests: (region: string) => readonly (readonly [string, string])[]) =>
  each(ways(stage).flatMap((way) => requests(way === jetStreamApi(stage.elsewhere) ? stage.elsewhere : stage.region).map(([request, body]) => ({ subject: `${way}.${request}`, body }))), ({ subject, body }) => asked(stage.nc, subject, body));

/** What streams hold, and what they are. */
export const STREAMS: readonly Attack[] = [
  {
    what: 'reads what streams hold', listed: 'ask-jetstream',
    attempt: (stage) => everyWay(stage, (region) => [
      [`STREAM.MSG.GET.${streams.inbox(region)}`, '{"seq":1}'], [`DIRECT.GET.${streams.inbox(region)}`, '{"seq":1}'], [`STREAM.INFO.${streams.inbox(region)}`, ''], ['STREAM.NAMES', ''], ['INFO', ''],
      ...(region === stage.region ? [[`STREAM.MSG.GET.${streams.submit(stage.victim)}`, '{"seq":1}'] as const] : []),
    ]),
  },
  {
    what: "pulls from another's consumer and from the hub's", listed: 'ask-jetstream',
    attempt: (stage) => everyWay(stage, () => [consumers.participant(stage.victim), consumers.lane('0of8')].flatMap((consumer) => [
      [`CONSUMER.INFO.${streams.inbox(stage.region)}.${consumer}`, ''], [`CONSUMER.MSG.NEXT.${streams.inbox(stage.region)}.${consumer}`, '{"batch":1,"expires":100000000}'],
    ])),
  },
  {
    what: 'makes a consumer of its own', listed: 'ask-jetstream',
    attempt: (stage) => everyWay(stage, (region) => {
      const made = JSON.stringify({ stream_name: streams.inbox(region), config: { durable_name: 'attack', ack_policy: 'explicit' } });
      return [[`CONSUMER.CREATE.${streams.inbox(region)}.attack`, made], [`CONSUMER.DURABLE.CREATE.${streams.inbox(region)}.attack`, made]];
    }),
  },
  {
    what: 'purges and deletes streams, their messages and their consumers', listed: 'ask-jetstream',
    // Of those of another region only what changes nothing where it is let through by mistake: the suite goes on living there.
    attempt: async (stage) => {
      const before = await messagesOf(stage);
      const outcome = await everyWay(stage, (region) => [
        [`STREAM.PURGE.${streams.submit(stage.victim)}`, '{"keep":1000000}'], [`STREAM.PURGE.${streams.outbox(region)}`, '{"keep":100000000}'], ['STREAM.DELETE.ATTACK', ''],
        [`STREAM.MSG.DELETE.${streams.inbox(region)}`, '{"seq":1}'], [`CONSUMER.DELETE.${streams.inbox(region)}.attack`, ''],
      ]);
      const after = await messagesOf(stage);
      return outcome.refused && after < before ? succeeded(`${before - after} messages are gone`) : outcome;
    },
  },
  {
    what: 'makes and changes streams', listed: 'ask-jetstream',
    attempt: (stage) => everyWay(stage, () => [
      ['STREAM.CREATE.ATTACK', JSON.stringify({ name: 'ATTACK', subjects: ['attack.>'], storage: 'memory', retention: 'limits', max_consumers: -1, max_msgs: -1, max_bytes: -1, max_age: 0, num_replicas: 1 })],
      [`STREAM.SNAPSHOT.${streams.submit(stage.victim)}`, JSON.stringify({ deliver_subject: 'attack.snapshot' })],
    ]),
  },
];

async function messagesOf({ observer, victim }: Stage): Promise<number> {
  const info = await (await observer.jetstreamManager()).streams.info(streams.submit(victim));
  return info.state.messages;
}
