import { type Release, type SuspensionPeriod, releaseStatus, releasesForNewCases, servesRunningCases, withRelease } from './release';

const release = (version: string, effectiveFrom?: string, transitionEndsAt?: string, more: Partial<Release> = {}): Release =>
  ({ kind: 'item', id: 'X', version, digest: version, content: {}, publishedNo: 1, approvers: [], suspensions: [], effectiveFrom, transitionEndsAt, ...more });
const on = (day: string): string => `2026-${day}T00:00:00+08:00`;
const suspended = (from: string, to?: string, scope: SuspensionPeriod['scope'] = 'new-cases'): Partial<Release> => ({ suspensions: [{ scope, from: on(from), ...(to !== undefined && { to: on(to) }) }] });
const accepted = (releases: readonly Release[], day: string): string[] => releasesForNewCases(releases, on(day)).map(({ version }) => version);

const base = release('1.0');
const second = release('2.0', on('04-01'), on('05-01'));
const third = release('3.0', on('04-11'), on('06-11'));

describe('what new cases may begin with', () => {
  it.each<[string, readonly Release[], string, string[]]>([
    ['the baseline, always', [base], '01-01', ['1.0']],
    ['nothing of an artefact that has no release', [], '01-01', []],
    ['not yet what is only published', [base, second], '03-31', ['1.0']],
    ['both from the effective moment on', [base, second], '04-01', ['2.0', '1.0']],
    ['the new one alone from the end of the window on', [base, second], '05-01', ['2.0']],
    ['three side by side while both windows are open', [base, second, third], '04-12', ['3.0', '2.0', '1.0']],
    ['a window once closed stays closed, although a later one is open', [base, second, third], '05-01', ['3.0', '2.0']],
    ['no window of no days', [base, release('2.0', on('04-01'), on('04-01'))], '04-01', ['2.0']],
    ['nothing before its first version begins', [second], '03-31', []],
    ['what was before a suspended version, its window closed or not', [base, { ...second, ...suspended('06-01') }], '06-01', ['1.0']],
    ['the version again when it is resumed', [base, { ...second, ...suspended('06-01', '06-05') }], '06-05', ['2.0']],
    ['nothing while the only version is suspended', [{ ...base, ...suspended('06-01') }], '06-01', []],
    ['nothing of a version that is withdrawn, nor of those before it', [base, second, { ...third, withdrawnAt: on('04-20') }], '04-20', []],
    ['until the withdrawal', [base, second, { ...third, withdrawnAt: on('04-20') }], '04-19', ['3.0', '2.0', '1.0']],
    ['the newer one when an older is withdrawn', [base, { ...second, withdrawnAt: on('04-20') }, third], '04-20', ['3.0']],
    ['a window for what it promised, although a minor version without one came since', [base, second, release('2.1', on('04-10'), on('04-10'))], '04-30', ['2.1', '1.0']],
    ['no longer than it promised', [base, second, release('2.1', on('04-10'), on('04-10'))], '05-01', ['2.1']],
    ['a window for what it promised, although the next major version closes its own sooner', [base, second, release('3.0', on('04-11'), on('04-15'))], '04-20', ['3.0', '1.0']],
    ['a window for what it promised, although the version is suspended and a later one closed', [base, { ...second, ...suspended('04-12') }, release('2.1', on('04-10'), on('04-10'))], '04-12', ['2.1', '1.0']],
    ['no old major any more once the new one closed, although a corrigendum of it has a longer window', [base, release('1.1', on('04-10'), on('05-20')), second], '05-10', ['2.0']],
    ['no corrigendum, nor what it patches, that begins when the new major has closed', [base, release('1.1', on('06-01'), on('06-05')), second], '06-02', ['2.0']],
    ['a corrigendum of the old major beside the new one', [base, release('1.1', on('04-05'), on('04-05')), second], '04-06', ['2.0', '1.1']],
    ['the greater version, although the lesser began later', [base, release('2.0', on('05-01'), on('05-10')), release('2.1', on('04-01'), on('04-02'))], '05-02', ['2.1']],
  ])('%s', (_, releases, day, expected) => expect(accepted(releases, day)).toEqual(expected));

  it('is asked by the moment, whatever the offset says', () =>
    expect(releasesForNewCases([base, second], '2026-03-31T16:00:00Z').map(({ version }) => version)).toEqual(['2.0', '1.0']));
});

describe('the status of a release', () => {
  it.each<[string, string, readonly Release[], string]>([
    ['effective', '1.0', [base], '01-01'], ['published', '2.0', [base, second], '03-31'], ['effective', '2.0', [base, second], '04-01'],
    ['superseded', '1.0', [base, second], '04-01'], ['superseded', '1.0', [base, second], '06-01'],
    ['suspended', '2.0', [base, { ...second, ...suspended('06-01') }], '06-01'], ['effective', '1.0', [base, { ...second, ...suspended('06-01') }], '06-01'],
    ['suspended', '2.0', [base, { ...second, ...suspended('03-01') }], '03-02'], ['effective', '2.0', [base, { ...second, ...suspended('03-01', '03-05') }], '04-01'],
    ['withdrawn', '2.0', [base, { ...second, withdrawnAt: on('06-01') }], '06-01'], ['superseded', '1.0', [base, { ...second, withdrawnAt: on('06-01') }], '06-01'],
  ])('is %s for %s', (status, version, releases, day) => expect(releaseStatus(releases, releases.find((one) => one.version === version)!, on(day))).toBe(status));
});

describe('running cases', () => {
  it('go on in every status but a suspension of all', () => {
    expect(servesRunningCases({ ...base, withdrawnAt: on('01-01') }, on('06-01'))).toBe(true);
    expect(servesRunningCases({ ...base, ...suspended('01-01') }, on('06-01'))).toBe(true);
    expect(servesRunningCases({ ...base, ...suspended('01-01', undefined, 'all') }, on('06-01'))).toBe(false);
    expect(servesRunningCases({ ...base, ...suspended('01-01', '02-01', 'all') }, on('06-01'))).toBe(true);
  });
});

describe('the list of releases', () => {
  it('stays in the order of versions', () => expect(withRelease([base, second], release('1.1')).map(({ version }) => version)).toEqual(['1.0', '1.1', '2.0']));
});
