import { setTimeout as delay } from 'node:timers/promises';
import { Broker, addBrokerKey, revokeBrokerKeys } from '@tongban/broker';
import { hubInboxPrefix, subjects } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import { type ParticipantCredentials, ParticipantCredentialsSchema, readCredentials } from '@tongban/trust';
import { Events, type NatsConnection } from 'nats';
import type { RotationArguments } from '../arguments';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import type { Workbench } from '../workbench';
import { BenchError } from '../words';

/** One change of a participant's key, milliseconds. */
export interface Rotation {
  readonly round: number;
  /** The command that adds the new key: made, checked by the server's program, in force. */
  readonly addMs: number;
  /** Of that, from the signal until the server works by it. */
  readonly addSignalMs: number;
  /** The command that revokes the old key. */
  readonly revokeMs: number;
  readonly revokeSignalMs: number;
  /** From the beginning of that command until the connection with the old key was dropped. */
  readonly droppedMs: number;
}
/** What another participant of the same server met meanwhile. */
export interface Bystander {
  readonly quiet: Latency;
  readonly meanwhile: Latency;
  readonly asked: number;
  readonly unanswered: number;
  /** Lost connections of the participant and of the hub. */
  readonly drops: number;
}
export interface RotationResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: RotationArguments;
  readonly rotations: readonly Rotation[];
  readonly bystander: Bystander;
}

const REGION = 'yrd';
const [ROTATING, BYSTANDER] = ['310000', '320000'];
const EVERY_MS = 5;
const DROPPED_WITHIN_MS = 20_000;

/** Keys of one participant are replaced and revoked while another asks all the time; an old key must be refused afterwards. @throws BenchError when one is not. */
export async function runRotation(args: RotationArguments, bench: Workbench): Promise<RotationResult> {
  const machine = machineOf(bench.directory);
  const environment = await bench.environment('rotation');
  await environment.startServers();
  const { layout, identities } = environment.setup;
  const broker = Broker.open(layout.root);
  const credentials = (participant: string): ParticipantCredentials => readCredentials(ParticipantCredentialsSchema, layout.participant(participant));
  const connections: NatsConnection[] = [];
  bench.onStop(async () => void (await Promise.all(connections.map((nc) => nc.close()))));
  const connect = async ({ servers, nkeySeed, tls }: Pick<ParticipantCredentials, 'servers' | 'nkeySeed' | 'tls'>, name: string, inboxPrefix?: string): Promise<NatsConnection> => {
    const nc = await connectNats({ servers, nkeySeed, tls, name, inboxPrefix });
    connections.push(nc);
    return nc;
  };
  const hub = await connect(identities.hubs[REGION], 'bench-hub', hubInboxPrefix(REGION));
  hub.subscribe(subjects.queryAllOf('sandbox', REGION, BYSTANDER!), { callback: (_error, message) => void message.respond(message.data) });
  await hub.flush();
  const other = await connect(credentials(BYSTANDER!), 'bench-bystander');
  const drops = [hub, other].map(dropsOf);

  const quiet = await asking(other, delay(args.seconds * 1_000));
  const rotations: Rotation[] = [];
  const busy = await asking(other, (async () => {
    for (let round = 1; round <= args.rounds; round++) {
      const before = credentials(ROTATING!);
      const old = await connect(before, 'bench-old');
      const dropped = droppedAt(old);
      const [addMs, added] = await timed(() => addBrokerKey(layout.root, broker, ROTATING!));
      await (await connect(credentials(ROTATING!), 'bench-new')).flush();
      const beganAt = performance.now();
      const [revokeMs, revoked] = await timed(() => revokeBrokerKeys(layout.root, broker, ROTATING!));
      const at = await Promise.race([dropped, delay(DROPPED_WITHIN_MS, undefined)]);
      await old.close();
      if (at === undefined || (await isTaken(before))) throw new BenchError('旧密钥仍被接受', 'an old key is still taken');
      rotations.push({ round, addMs, addSignalMs: added.reloaded[0]?.ms ?? 0, revokeMs, revokeSignalMs: revoked.reloaded[0]?.ms ?? 0, droppedMs: at - beganAt });
      bench.say(`第${round}轮：轮换 ${addMs.toFixed(0)} 毫秒，吊销 ${revokeMs.toFixed(0)} 毫秒`, `round ${round}: rotated in ${addMs.toFixed(0)} ms, revoked in ${revokeMs.toFixed(0)} ms`);
    }
  })());
  return {
    machine, node: process.version, arguments: args, rotations,
    bystander: { quiet: latencyOf(quiet.latenciesMs), meanwhile: latencyOf(busy.latenciesMs), asked: busy.latenciesMs.length + busy.unanswered, unanswered: busy.unanswered, drops: drops[0]!() + drops[1]!() },
  };
}

/** Asks again and again until something has ended. @throws what that throws. */
async function asking(nc: NatsConnection, until: Promise<void>): Promise<{ readonly latenciesMs: number[]; readonly unanswered: number }> {
  const latenciesMs: number[] = [];
  let [unanswered, ended] = [0, false];
  const end = until.finally(() => { ended = true; });
  end.catch(() => undefined); // told below
  const subject = subjects.query('sandbox', REGION, BYSTANDER!, 'pace');
  while (!ended) {
    const began = performance.now();
    await nc.request(subject, new Uint8Array(64), { timeout: 5_000 }).then(() => latenciesMs.push(performance.now() - began), () => unanswered++);
    await delay(EVERY_MS);
  }
  await end;
  return { latenciesMs, unanswered };
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

function dropsOf(nc: NatsConnection): () => number {
  let count = 0;
  void (async () => { for await (const { type } of nc.status()) if (type === Events.Disconnect) count++; })();
  return () => count;
}

async function droppedAt(nc: NatsConnection): Promise<number | undefined> {
  for await (const { type } of nc.status()) if (type === Events.Disconnect) return performance.now();
  return undefined;
}

const isTaken = ({ servers, nkeySeed, tls }: ParticipantCredentials): Promise<boolean> =>
  connectNats({ servers, nkeySeed, tls, name: 'bench-old-again', firstConnectWithinMs: 0 }).then((nc) => nc.close().then(() => true), () => false);
