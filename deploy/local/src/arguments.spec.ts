import { parseArguments } from './arguments';
import { DATA_DIRECTORY_DEFAULT } from './repository';

describe('the arguments of npm start', () => {
  it('have defaults', () => expect(parseArguments([])).toMatchObject({ once: false, json: false, quick: false, fresh: false, dataDir: DATA_DIRECTORY_DEFAULT, portBase: undefined }));
  it('are read', () => {
    expect(parseArguments(['--once', '--json', '--quick', '--fresh', '--data', 'd', '--port-base', '5000', '--now', '2026-03-02T09:00:00+08:00', '--speed', '60'], '/w'))
      .toEqual({ once: true, json: true, quick: true, fresh: true, dataDir: '/w/d', portBase: 5000, now: '2026-03-02T09:00:00+08:00', speed: 60 });
  });
  it('may ask for help', () => expect(parseArguments(['--help'])).toBeUndefined());
  it.each([['--port-base', '80'], ['--port-base', '65500'], ['--port-base', 'x'], ['--now', '2026-03-02'], ['--now', 'soon'], ['--speed', '0'], ['--speed', 'fast'], ['--speed', '-1'], ['--unknown', ''], ['extra', '']])(
    'refuse %s %s with a sentence', (name, value) => expect(() => parseArguments([name, value].filter(Boolean))).toThrow(expect.objectContaining({ name: 'TongbanStartError', zh: expect.any(String) })));
});
