import { join } from 'node:path';
import { parseArguments } from './arguments';
import { DATA_DIRECTORY_DEFAULT } from './read/set-up';

describe('the arguments of the audit', () => {
  it('have defaults that fit npm start', () => {
    expect(parseArguments([], '/here')).toEqual({ json: false, settled: false, dataDir: DATA_DIRECTORY_DEFAULT, promises: [], waitMs: 30_000 });
  });
  it('name paths from where the operator stands', () => {
    expect(parseArguments(['--data', 'd', '--promises', 'a', '--promises', 'b', '--json'], '/here')).toMatchObject({ dataDir: join('/here', 'd'), promises: [join('/here', 'a'), join('/here', 'b')], json: true });
  });
  it.each([[['--wait', '500ms'], 500], [['--wait', '5m'], 300_000], [['--settled'], 0], [['--settled', '--wait', '2s'], 2_000]] as const)('%j waits %d ms', (argv, waitMs) => {
    expect(parseArguments(argv)?.waitMs).toBe(waitMs);
  });
  it.each([[['--wait', 'long']], [['--wait', '61m']], [['--fast']], [['file']]])('%j is refused as usage', (argv) => {
    expect(() => parseArguments(argv)).toThrow(expect.objectContaining({ name: 'AuditError', kind: 'usage' }));
  });
  it('ask for help', () => expect(parseArguments(['--help'])).toBeUndefined());
});
