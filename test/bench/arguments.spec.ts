import { type BenchArguments, parseArguments } from './arguments';

const COMMANDS: [string, Partial<BenchArguments>][] = [
  ['', { command: 'table', rounds: 5, seconds: 20, rate: 50, inFlight: 64, only: ['a', 'b', 'c1', 'c2'], json: false }],
  ['--rounds 1 --only b,a --json', { command: 'table', rounds: 1, only: ['b', 'a'], json: true }],
  ['growth', { command: 'growth', sizes: [1_000, 10_000, 100_000], messages: 5_000 }],
  ['growth --sizes 10,20 --in-flight 8', { command: 'growth', sizes: [10, 20], inFlight: 8 }],
  ['recovery --rounds 1', { command: 'recovery', rounds: 1, rate: 10 }],
  ['replicas --seconds 5', { command: 'replicas', rounds: 3, seconds: 5 }],
  ['registry', { command: 'registry', versions: [1_000, 10_000, 100_000], deltas: 10_000, subscribers: 34, rounds: 20 }],
  ['registry --versions 500 --deltas 40 --subscribers 3 --json', { command: 'registry', versions: [500], deltas: 40, subscribers: 3, json: true }],
  ['attachments', { command: 'attachments', mib: 500 }],
  ['fairness --flood 300', { command: 'fairness', rate: 5, flood: 300, seconds: 20 }],
  ['attacks --seconds 5', { command: 'attacks', rate: 5, flood: 100, seconds: 5 }],
  ['soak --minutes 3 --share 0.5', { command: 'soak', minutes: 3, share: 0.5 }],
];
const WRONG: [string, RegExp][] = [
  ['--rounds 0', /--rounds must be a whole number from 1 to 100/], ['--rounds 1.5', /--rounds/], ['--only d', /there is no contender d/], ['--rate x', /--rate/], ['swim', /there is no swim/],
  ['soak more', /too much: more/], ['soak --share 2', /--share must be a number from 0.01 to 1/], ['growth --sizes 10,', /--sizes/], ['registry --subscribers 35', /--subscribers must be a whole number from 1 to 34/], ['registry --versions 0', /--versions/], ['attachments --mib 1025', /--mib must be a whole number from 1 to 1024/], ['--colour', /arguments are wrong/],
];
const words = (line: string): string[] => line.split(' ').filter(Boolean);

describe('the command line of the bench', () => {
  it.each(COMMANDS)('understands "%s"', (line, expected) => expect(parseArguments(words(line))).toMatchObject(expected));
  it.each(WRONG)('says what is wrong with "%s"', (line, sentence) => expect(() => parseArguments(words(line))).toThrow(sentence));
  it('gives help when asked', () => expect(parseArguments(['--help'])).toBeUndefined());
});
