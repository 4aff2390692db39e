import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Province } from '@tongban/client';
import type { TestEnvironment } from '../harness/test-environment';
import { connectFlooder, flood } from '../leaks/flood';
import { type Found, Search } from '../leaks/search';
import { searchMonitoring, searchProcesses, searchRedis, searchStreams, streamEnds } from '../leaks/places';
import { CommandLine } from './standards/command-line';

/** Nothing else in these tests says so, and no chance makes it. */
const marker = (which: string): string => `漏查${which}${randomBytes(8).toString('hex').toUpperCase()}`;
/** Nobody else in the suite is these two: receipts come once for a participant, to the process that reads its inbox. */
const PLAIN = { participant: '410000', counterpart: '510000' };
const SEALED = { participant: '140000', counterpart: '510000' };

export function describeLeaks(environment: () => TestEnvironment, traces: () => Uint8Array): void {
  describe('everything that the set-up wrote', () => {
    const [plain, sealed] = [marker('甲'), marker('乙')];
    const search = new Search([plain, sealed]);
    const secrets = { found: [] as readonly Found[], searched: 0 };
    const open: Province[] = [];

    beforeAll(async () => {
      const { setup } = environment();
      const { root, provinces } = setup.layout;
      (await environment().province('510000')).receive(() => Promise.resolve());
      const before = await streamEnds(environment());
      for (const [who, value, unsealed] of [[PLAIN, plain, true], [SEALED, sealed, false]] as const) {
        const province = await connectFlooder(environment(), who.participant, unsealed);
        open.push(province);
        const { cases, errors } = await flood(province, who.participant, who.counterpart, value);
        for (const error of errors) search.look('errors', error);
        const people = new CommandLine(environment());
        for (const caseNo of cases) for (const command of [['show'], ['next'], ['responsible'], ['attachments']]) search.look(`case ${command.join(' ')}`, (await people.run('case', ...command, caseNo, '--as', who.participant)).stdout);
        await people.run('find', value);
        search.look('case list', (await people.run('case', 'list', '--as', who.participant)).stdout);
        search.look('status', (await people.run('status')).stdout);
      }
      await searchStreams(search, environment(), before);
      await searchRedis(search, environment());
      await searchMonitoring(search, environment());
      search.look('traces', traces());
      expect(searchProcesses(search, root)).toBeGreaterThan(5);
      // Stores of participants, and files that the tests themselves gave to commands.
      const theirs = new Set([provinces, join(root, 'sdk'), join(root, 'cli'), join(root, 'given')]);
      await search.directory(root, (path) => theirs.has(path));

      const { hubs, operator } = setup.identities;
      const own = new Search([operator.nkeySeed, ...Object.values(hubs).flatMap(({ nkeySeed, signingKey }) => [nkeySeed, signingKey.privateKey.slice(-40)])]);
      await own.directory(setup.layout.logs, () => false);
      searchProcesses(own, root);
      secrets.found = own.results;
      secrets.searched = own.searched;
    }, 180_000);
    afterAll(() => Promise.all(open.map((province) => province.close())));

    const placesOf = (value: string): string[] => [...new Set(search.results.filter((one) => one.marker === value).map(({ place }) => (place.startsWith('/') ? `file ${basename(place)}` : place)))].sort();

    it('shows a value that was sent in plain: the search finds', () => {
      expect(placesOf(plain).some((place) => place.startsWith('stream '))).toBe(true);
      expect(placesOf(plain).some((place) => place.startsWith('file '))).toBe(true);
    });
    it('has even such a value in the streams alone: in no view, log, answer, error, metric or list of processes', () =>
      expect(placesOf(plain).filter((place) => !/^stream |^file \d+\.blk$/.test(place))).toEqual([]));
    it('has a value that was sealed nowhere, in no form', () => expect(placesOf(sealed)).toEqual([]));
    it('is much', () => expect(search.searched).toBeGreaterThan(1_000_000));
    it('has no secret of the set-up in logs and in the list of processes', () => {
      expect(secrets.searched).toBeGreaterThan(1_000);
      expect(secrets.found.map(({ form, place }) => ({ form, place }))).toEqual([]);
    });
  });
}
