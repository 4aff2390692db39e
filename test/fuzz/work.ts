import { openSync, writeSync, ftruncateSync } from 'node:fs';
import { ERROR_CATALOGUE, TongbanError } from '@tongban/contracts';
import * as fc from 'fast-check';
import { productDecoders } from './decoders/product';
import type { Decoder } from './decoders/decoder';
import { PLANTED } from './decoders/planted';
import { CPU_MS_MAX, type Fault, type Job, type News, RSS_MIB_MAX, type Which } from './job';
import { mutateJson } from './mutations/json';
import { mutateProtobuf } from './mutations/protobuf';
import type { Step } from './mutations/step';
import { mutateText } from './mutations/text';

const MUTATE = { protobuf: mutateProtobuf, json: mutateJson, text: mutateText };
const BEAT_EVERY_MS = 500;
const STEPS_MAX = 5;
const step: fc.Arbitrary<Step> = fc.record({ kind: fc.nat(1_000), at: fc.nat(100_000), size: fc.nat(1_000) });

class Found extends Error {
  constructor(readonly fault: Fault, words: string) { super(words); }
}

/** Works through jobs until the campaign lets go of it. What is being read is in a file, so that a worker that is killed leaves it behind. */
export async function work(inputFile: string, which: Which): Promise<void> {
  const decoders = which === 'planted' ? PLANTED : await productDecoders();
  const file = openSync(inputFile, 'w');
  const tell = (news: News): void => void process.send!(news);
  process.on('message', (job: Job) => void run(decoders.find(({ name }) => name === job.decoder)!, job, { file, tell }));
  process.on('disconnect', () => process.exit(0));
  tell({ kind: 'ready', decoders: decoders.map(({ name }) => name) });
}

interface Bench { readonly file: number; readonly tell: (news: News) => void }

async function run(decoder: Decoder, { seed, runs, input, cpuMsMax = CPU_MS_MAX }: Job, { file, tell }: Bench): Promise<void> {
  let beatAt = performance.now();
  let done = 0;
  let refused = 0;
  const one = async (bytes: Uint8Array): Promise<void> => {
    ftruncateSync(file, 0);
    writeSync(file, bytes, 0, bytes.length, 0);
    if (performance.now() - beatAt > BEAT_EVERY_MS) {
      tell({ kind: 'beat' });
      beatAt = performance.now();
      // Lets the word out before a reader that may never return.
      await new Promise(setImmediate);
    }
    done += 1;
    if ((await verdict(decoder, bytes, cpuMsMax)) === 'refused') refused += 1;
  };
  if (input !== undefined) {
    await one(Buffer.from(input, 'base64')).then(() => tell({ kind: 'done', decoder: decoder.name, runs: 1, refused }), (cause: Found) => tell({ kind: 'fault', decoder: decoder.name, fault: cause.fault, words: cause.message, input }));
    return;
  }
  const inputs = fc.tuple(fc.constantFrom(...decoder.samples), fc.array(step, { minLength: 1, maxLength: STEPS_MAX })).map(([sample, steps]) => steps.reduce((bytes: Uint8Array, next) => MUTATE[decoder.form](bytes, next), sample));
  const details = await fc.check(fc.asyncProperty(inputs, one), { seed, numRuns: Math.max(1, Math.round(runs * (decoder.share ?? 1))), endOnFailure: false, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false });
  if (!details.failed) return tell({ kind: 'done', decoder: decoder.name, runs: done, refused });
  const cause = details.errorInstance;
  const bytes = details.counterexample?.[0] ?? new Uint8Array();
  tell({ kind: 'fault', decoder: decoder.name, fault: cause instanceof Found ? cause.fault : 'other-error', words: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause), input: Buffer.from(bytes).toString('base64') });
}

/** Reads once. @throws Found for anything but a result or a refusal with a code of the catalogue, in time and space. */
async function verdict(decoder: Decoder, bytes: Uint8Array, cpuMsMax: number): Promise<'read' | 'refused'> {
  const before = process.cpuUsage();
  let outcome: 'read' | 'refused' = 'read';
  try {
    await decoder.read(bytes);
  } catch (cause) {
    if (!(cause instanceof TongbanError) || !(cause.code in ERROR_CATALOGUE) || cause.code === 'hub.internal') {
      const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      throw new Found('other-error', inner instanceof Error ? (inner.stack ?? inner.message).split('\n').slice(0, 8).join('\n') : String(inner));
    }
    outcome = 'refused';
  }
  const { user, system } = process.cpuUsage(before);
  if ((user + system) / 1_000 > cpuMsMax) throw new Found('too-slow', `${Math.round((user + system) / 1_000)} ms of CPU for ${bytes.length} bytes`);
  const mib = process.memoryUsage.rss() / 1024 / 1024;
  if (mib > RSS_MIB_MAX) throw new Found('memory', `${Math.round(mib)} MiB after ${bytes.length} bytes`);
  return outcome;
}
