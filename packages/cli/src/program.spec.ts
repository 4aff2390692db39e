import { loadCatalogue } from '@tongban/catalogue';
import { ERROR_CODES } from '@tongban/contracts';
import { tongban } from '../test/run';

const catalogue = loadCatalogue();

describe('the command line', () => {
  it.each<[string[], number]>([
    [['id', 'check', 'uscc', '91310000MA1FL0000X'], 1], [['id', 'check', 'passport', '1'], 2], [['id', 'check', 'uscc'], 2], [['id'], 2],
    [['workdays', 'add', '2026-03-02', '-5'], 2], [['workdays', 'add', '2026-02-30', '5'], 2], [['workdays', 'add', '2026-03-02', '99999'], 2],
    [['workdays', 'check', '2026-03-02'], 0], [['workdays', 'check', '2026-03-07'], 1], [['workdays', 'check', '2026-03-02', 'extra'], 2],
    [['catalogue', 'list', '--kind', 'colours'], 2], [['catalogue', 'show', 'NOTHING'], 1], [['explain', 'case.unknown'], 0], [['explain', 'no.such'], 1],
    [['nonsense'], 2], [[], 2], [['--help'], 0], [['case', '--help'], 0],
  ])('%j exits %i', async (args, exit) => expect((await tongban(args)).exit).toBe(exit));

  it('writes exactly one JSON document, also for a failure', async () => {
    const { exit, stdout, stderr, json } = await tongban(['catalogue', 'show', 'NOTHING', '--json']);
    expect([exit, stderr, stdout.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(json.error).toMatchObject({ code: 'find.nothing', zh: '没有找到', faults: [] });
    expect((await tongban(['workdays', 'add', 'monday', '5', '--json'])).json).toMatchObject({ error: { code: 'usage' } });
  });

  it('tells a failure in Chinese first, in English first when asked', async () => {
    const zh = (await tongban(['catalogue', 'show', 'NOTHING'])).stderr;
    const en = (await tongban(['catalogue', 'show', 'NOTHING', '--lang', 'en'])).stderr;
    for (const text of [zh, en]) expect(text).toEqual(expect.stringContaining('没有找到'));
    expect(zh.indexOf('没有找到')).toBeLessThan(zh.indexOf('Nothing was found'));
    expect(en.indexOf('没有找到')).toBeGreaterThan(en.indexOf('Nothing was found'));
  });

  it('colours for a terminal only, and never with NO_COLOR', async () => {
    const escape = '\u001b[';
    expect((await tongban(['explain', 'case.unknown'], { isTty: true })).stdout).toContain(escape);
    expect((await tongban(['explain', 'case.unknown'], { isTty: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(escape);
    expect((await tongban(['explain', 'case.unknown', '--json'], { isTty: true })).stdout).not.toContain(escape);
    expect((await tongban(['explain', 'case.unknown'])).stdout).not.toContain(escape);
  });
});

describe('id check', () => {
  const kinds = ['citizen-id', 'uscc', 'division-code'] as const;
  const vectors = catalogue.identifiers.filter((record) => record['recordType'] === 'vector') as unknown as { algorithm: string; value: string; valid: boolean; reason: string | null }[];
  it.each(kinds)('%s: answers as the reference vectors do', async (kind) => {
    const ours = vectors.filter(({ algorithm }) => algorithm === kind);
    expect(ours.length).toBeGreaterThan(3);
    for (const vector of ours) {
      const { exit, json } = await tongban(['id', 'check', kind, '--json', '--', vector.value]);
      expect({ value: vector.value, exit, valid: json.valid }).toEqual({ value: vector.value, exit: vector.valid ? 0 : 1, valid: vector.valid });
      if (!vector.valid) expect(json.reason).toBe(vector.reason);
    }
  });

  it('names the participant of a division', async () => {
    expect((await tongban(['id', 'check', 'division-code', '310115', '--json'])).json).toMatchObject({ level: 'county', participant: '310000', region: 'yrd', addressable: true });
    expect((await tongban(['id', 'check', 'division-code', '710000', '--json'])).json).toMatchObject({ valid: true, addressable: false });
  });
});

describe('workdays', () => {
  it('counts by the State Council calendar', async () => {
    expect((await tongban(['workdays', 'add', '2026-02-13', '5', '--json'])).json).toEqual({ start: '2026-02-13', workingDays: 5, covered: true, date: expect.any(String), weekday: expect.any(Number) });
    const { mainlandCalendar } = catalogue;
    for (const days of [0, 1, 15, 45]) {
      expect((await tongban(['workdays', 'add', '2026-02-13', String(days), '--json'])).json.date).toBe((mainlandCalendar.addWorkingDays('2026-02-13', days) as { date: string }).date);
    }
  });

  it('never guesses beyond the data', async () => {
    const { exit, json } = await tongban(['workdays', 'add', '2026-12-31', '30', '--json']);
    expect([exit, json.covered, json.code]).toEqual([1, false, 'calendar.not-covered']);
    expect(json.lowerBound > '2026-12-31').toBe(true);
    expect((await tongban(['workdays', 'check', '2031-01-01', '--json'])).json).toMatchObject({ covered: false, code: 'calendar.not-covered' });
  });

  it.each([['2026-03-02', 'working-day'], ['2026-03-07', 'weekend'], ['2026-10-01', 'holiday'], [catalogue.holidays.find(({ year }) => year === 2026)!.makeupWorkingDays[0]!, 'makeup-working-day']])('%s is a %s', async (date, kind) =>
    expect((await tongban(['workdays', 'check', date, '--json'])).json.kind).toBe(kind));
});

describe('catalogue', () => {
  it.each([['items', 56], ['standards', 138], ['flows', 6], ['divisions', 35]])('lists %s: %i', async (kind, count) => {
    const { exit, json } = await tongban(['catalogue', 'list', '--kind', kind, '--json']);
    expect([exit, json.kind, json.rows.length, json.version]).toEqual([0, kind, count, catalogue.version]);
  });

  it('aligns columns by display width: 办件 takes four columns', async () => {
    const [head = '', ...rows] = (await tongban(['catalogue', 'list', '--kind', 'divisions'])).stdout.trimEnd().split('\n');
    const widthBefore = (line: string, word: string): number => [...line.slice(0, line.indexOf(word))].reduce((sum, character) => sum + (/[^\u0000-\u00ff]/.test(character) ? 2 : 1), 0);
    const column = widthBefore(head, '区域枢纽');
    for (const [name, region] of [['上海市', 'yrd'], ['新疆维吾尔自治区', 'nat'], ['广西壮族自治区', 'nat']] as const) {
      const row = rows.find((line) => line.includes(name))!;
      expect(widthBefore(row, region)).toBe(column);
    }
  });

  it.each([
    [[...catalogue.items.keys()][0]!, 'item'], [[...catalogue.standards.keys()][0]!, 'standard'], [[...catalogue.standards.values()][7]!.number, 'standard'],
    [[...catalogue.flows.keys()][0]!, 'flow'], ['510100', 'division'],
  ])('shows %s as %s', async (id, kind) => {
    const { exit, json } = await tongban(['catalogue', 'show', id, '--json']);
    expect([exit, json.kind]).toEqual([0, kind]);
    for (const lang of ['zh', 'en']) expect((await tongban(['catalogue', 'show', id, '--lang', lang])).stdout.length).toBeGreaterThan(60);
  });

  it('says of every limit what it is', async () => {
    for (const { itemCode, processingLimit } of catalogue.items.values()) {
      const { stdout } = await tongban(['catalogue', 'show', itemCode]);
      expect(stdout.includes('项目默认值，非法定')).toBe(processingLimit.kind === 'project-default');
    }
  });
});

describe('explain', () => {
  it('words every code of the catalogue in both languages', async () => {
    for (const code of ERROR_CODES) {
      const { exit, json } = await tongban(['explain', code, '--json']);
      expect([exit, json.code, typeof json.zh, typeof json.en, typeof json.retryable]).toEqual([0, code, 'string', 'string', 'boolean']);
    }
  });
  it('names codes alike', async () => expect((await tongban(['explain', 'case.unknwn', '--json'])).json.alike).toContain('case.unknown'));
});
