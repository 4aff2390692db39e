import { resolve } from 'node:path';
import { DATA_DIRECTORY_DEFAULT } from '@tongban/local';
import { FAULT_NAMES } from './apply-fault';
import { USAGE, parseCommand } from './command-line';
import { durationWords, parseDuration } from './duration';
import { FaultUsageError } from './words';

const parsed = (line: string) => parseCommand(line.split(' ').filter(Boolean), '/work', {});

describe('the command line of the switchboard', () => {
  it.each([
    ['cut jjj 20s', { fault: 'cut', region: 'jjj' }, 20_000],
    ['cut jjj', { fault: 'cut', region: 'jjj' }, 20_000],
    ['blackhole yrd 1m', { fault: 'blackhole', region: 'yrd' }, 60_000],
    ['lag gba 200ms 5s', { fault: 'lag', region: 'gba', byMs: 200 }, 5_000],
    ['kill yrd-nats', { fault: 'kill', process: 'nats-yrd', hold: false }, undefined],
    ['kill nats-yrd 5s', { fault: 'kill', process: 'nats-yrd', hold: true }, 5_000],
    ['kill ccec-hub', { fault: 'kill', process: 'hub-ccec' }, undefined],
    ['kill backbone', { fault: 'kill', process: 'nats-backbone' }, undefined],
    ['flush-redis', { fault: 'flush-redis' }, undefined],
    ['stop-redis 30s', { fault: 'stop-redis' }, 30_000],
    ['poison yrd', { fault: 'poison', region: 'yrd' }, undefined],
    ['duplicate', { fault: 'duplicate' }, undefined],
    ['reorder ccec --count 5 --seed 7', { fault: 'reorder', region: 'ccec', count: 5, seed: 7 }, undefined],
    ['disk-full gba', { fault: 'disk-full', region: 'gba' }, 30_000],
    ['skew ccec 5m', { fault: 'skew', region: 'ccec', byMs: 300_000 }, 60_000],
    ['skew ccec -5m 10s', { fault: 'skew', region: 'ccec', byMs: -300_000 }, 10_000],
    ['corrupt-block jjj --stream OUTBOX_JJJ --restart', { fault: 'corrupt-block', region: 'jjj', stream: 'OUTBOX_JJJ', restart: true }, undefined],
  ])('%s', (line, request, lastsMs) => {
    expect(parsed(line)).toMatchObject({ request, lastsMs, json: false, dataDir: DATA_DIRECTORY_DEFAULT });
  });
  it.each([
    ['', 'name a fault'],
    ['melt yrd', 'there is no fault melt; there are cut, blackhole'],
    ['cut', 'REGION is missing: cut REGION [FOR]'],
    ['cut mars', 'there is no region mars; there are nat, jjj, yrd, gba, ccec'],
    ['cut yrd soon', 'FOR must be a time such as'],
    ['cut yrd -5s', 'FOR must be a time such as'],
    ['cut yrd 25h', '24h at most'],
    ['cut yrd 20s now', 'there is too much: now'],
    ['kill yrd', 'there is no process yrd; there are nat-nats, nat-hub'],
    ['kill hub-backbone', 'there is no process'],
    ['flush-redis yrd', 'there is too much: yrd'],
    ['poison yrd 5s', 'there is too much: 5s'],
    ['duplicate --count many', '--count must be a whole number'],
    ['cut yrd --loud', 'the arguments are wrong'],
  ])('%s is refused with what there is', (line, words) => {
    expect(() => parsed(line)).toThrow(FaultUsageError);
    expect(() => parsed(line)).toThrow(words);
  });
  it('finds the data directory where the other commands find it', () => {
    expect(parseCommand(['flush-redis', '--data', 'x'], '/place', {})?.dataDir).toBe(resolve('/place/x'));
    expect(parseCommand(['flush-redis', '--json'], '/work', { TONGBAN_DATA: '/elsewhere' })).toMatchObject({ dataDir: '/elsewhere', json: true });
  });
  it('explains every fault in both languages', () => {
    expect(parsed('--help')).toBeUndefined();
    for (const name of FAULT_NAMES) expect(USAGE).toMatch(new RegExp(`^  ${name}\\b.*[\\u4e00-\\u9fff].* · .*[a-z]`, 'm'));
  });
});

it('reads and writes durations', () => {
  for (const [text, ms] of [['200ms', 200], ['20s', 20_000], ['5m', 300_000], ['1h', 3_600_000]] as const) {
    expect(parseDuration(text, 'FOR')).toBe(ms);
    expect(durationWords(ms)).toBe(text);
  }
  expect(durationWords(90_000)).toBe('90s');
});
