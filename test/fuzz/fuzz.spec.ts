import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Campaign, isFault, wordFault } from './campaign';

// `npm test` runs this short form; `npm run test:long -- --fuzz` goes on for minutes, with one seed after the other.
const MINUTES = Number(process.env['TONGBAN_FUZZ_MINUTES'] ?? 0);
const SEED = Number(process.env['TONGBAN_FUZZ_SEED'] ?? 1);
const ONLY = process.env['TONGBAN_FUZZ_DECODER'];
const RUNS = ONLY === undefined && MINUTES === 0 ? 12 : 1_000;
const CORPUS = join(__dirname, 'corpus');

/** An input that a reader once failed on, or that readers elsewhere did. */
interface Case { readonly decoder: string; readonly why: string; readonly base64?: string; readonly text?: string; /** Text that is repeated. */ readonly repeat?: readonly [text: string, times: number] }
const cases: readonly (readonly [name: string, one: Case])[] = readdirSync(CORPUS).map((file) => [file.replace('.json', ''), JSON.parse(readFileSync(join(CORPUS, file), 'utf8')) as Case]);
const inputOf = ({ base64, text = '', repeat: [part, times] = ['', 0] }: Case): string => base64 ?? Buffer.from(text + part.repeat(times)).toString('base64');

// The bounds are in CPU time; how long that takes is for the machine and what else it does.
jest.setTimeout((MINUTES + 5) * 60_000);

describe('what comes from outside is read or refused by a code, in bounded time and memory', () => {
  const campaign = new Campaign('product');
  afterAll(() => campaign.close());

  it('whatever is made of it', async () => {
    const decoders = (await campaign.decoders()).filter((name) => ONLY === undefined || name === ONLY);
    expect(decoders.length).toBeGreaterThan(ONLY === undefined ? 40 : 0);
    const until = Date.now() + MINUTES * 60_000;
    let seed = SEED;
    const refusals = new Map<string, number>();
    do {
      for (const decoder of decoders) {
        const result = await campaign.run({ decoder, seed, runs: RUNS });
        if (isFault(result)) throw new Error(wordFault(result, seed));
        refusals.set(decoder, (refusals.get(decoder) ?? 0) + result.refused);
      }
      seed += 1;
    } while (Date.now() < until);
    if (MINUTES > 0) process.stderr.write(`seeds ${SEED}..${seed - 1}, ${decoders.length} readers, ${RUNS} inputs each and seed\n`);
    // Inputs that nobody refuses would say nothing.
    if (ONLY === undefined) expect([...refusals.values()].filter((count) => count > 0).length).toBeGreaterThan(decoders.length / 2);
  });

  if (ONLY === undefined) it.each(cases)('%s', async (_name, one) => {
    const result = await campaign.run({ decoder: one.decoder, seed: 0, runs: 1, input: inputOf(one) });
    expect(isFault(result) ? `${one.why}\n${wordFault(result, 0)}` : '').toBe('');
  });
});

describe('the search finds', () => {
  const campaign = new Campaign('planted', { hangCpuMs: 4_000, heapMib: 64 });
  afterAll(() => campaign.close());
  if (ONLY === undefined) it.each([['an error without a code', 'planted-other-error', 'other-error'], ['a reader that takes long', 'planted-slow', 'too-slow'], ['one that never ends', 'planted-hang', 'hang'], ['one that takes all memory', 'planted-memory', 'memory']])('%s', async (_what, decoder, fault) => {
    expect(await campaign.run({ decoder, seed: 1, runs: 200, ...(fault === 'too-slow' && { cpuMsMax: 80 }) })).toMatchObject({ decoder, fault });
  });
});
