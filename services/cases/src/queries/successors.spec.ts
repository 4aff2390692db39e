import { type FindMatch, type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import { walk } from '../../../../test/harness/walks';
import { HomeHub, Standards, base } from '../../test/home-hub';
import type { CaseRecord } from '../record/case-record';
import { caseReferences } from '../views/case-projection';
import { caseDocument } from './case-document';
import { nextActionsDocument } from './next-actions-document';
import { Successors } from './successors';

const WALK = walk('F-PEN-ENT.normal');
const [OPENER, COUNTERPART] = [WALK.opener, WALK.counterpart].map(({ division }) => `${division.slice(0, 2)}0000`) as [string, string];
const NOW = { region: 'yrd', now: '2026-06-30T09:00:00+08:00', today: '2026-06-30' };

/** A closed case and one that corrects it, both homed here. */
async function pair() {
  const first = new HomeHub(WALK, new Standards());
  expect(new Set(await first.play(WALK.messages))).toEqual(new Set(['REGISTERED']));
  const second = new HomeHub(WALK, new Standards());
  second.mayFollow = () => Promise.resolve(['correction']);
  expect((await second.send(WALK.messages[0]!, { change: { predecessorCaseNo: first.caseNo, successorKind: v1.SuccessorKind.SUCCESSOR_KIND_CORRECTION } })).code).toBe('REGISTERED');
  const [closed, successor] = [await first.read(), await second.read()];
  return { closed, successor, document: caseDocument(closed, { ...NOW, releases: first.releases }), releases: first.releases };
}

/** One region with some cases, and the way to another one. */
function regionWith(region: RegionCode, records: readonly CaseRecord[], ask: (region: RegionCode, name: string, query: Uint8Array) => Promise<unknown> = () => Promise.reject(new TongbanError('region.unreachable', 'no'))): Successors {
  const found = (value: string): FindMatch[] => records.flatMap((record) => caseReferences(record, region).filter((one) => one.value === value).map(({ match }) => match));
  return new Successors({
    region, homeOf: (division) => base.divisions.regionOf(division),
    store: { load: (caseNo) => Promise.resolve(records.find((record) => record.caseNo === caseNo) ?? Promise.reject(new TongbanError('case.unknown', caseNo))) },
    views: { find: (value) => Promise.resolve(found(value)) },
    ask: async <T>(other: RegionCode, name: string, query: Uint8Array) => (await ask(other, name, query)) as T,
  });
}

describe('a closed case and its successor', () => {
  it('are linked both ways: each names the other, in words', async () => {
    const { closed, successor, document, releases } = await pair();
    const here = regionWith('yrd', [closed, successor], () => Promise.resolve({ successors: [] }));
    expect(await here.of(document, '')).toEqual({ successors: [{ caseNo: successor.caseNo, kind: 'correction', wording: { zh: '更正', en: 'Correction' }, homeRegion: 'yrd', openedAt: successor.opening!.openedAt }] });
    expect(caseDocument(successor, { ...NOW, releases })).toMatchObject({ predecessorCaseNo: closed.caseNo, successorKind: 'correction' });
  });

  it('are linked across regions, and a region that cannot say is named', async () => {
    const { closed, successor, document } = await pair();
    const home = regionWith('ccec', [successor]);
    const asked: string[] = [];
    const here = regionWith('yrd', [closed], (region, name, query) => {
      asked.push(`${region} ${name}`);
      const { caseNo, participant } = decode(v1.CaseQuery, query);
      return home.here(caseNo, participant);
    });
    expect((await here.of(document, COUNTERPART)).successors?.map(({ caseNo, homeRegion }) => [caseNo, homeRegion])).toEqual([[successor.caseNo, 'ccec']]);
    expect(asked).toEqual(['ccec cases.successors']);
    expect(await regionWith('yrd', [closed]).of(document, '')).toEqual({ successors: [], successorsUnknownIn: ['ccec'] });
  });

  it('are shown to their parties only, and a case under way has none', async () => {
    const { closed, successor, document } = await pair();
    const here = regionWith('yrd', [closed, successor]);
    expect((await here.here(closed.caseNo, '110000')).successors).toEqual([]);
    expect((await here.here(closed.caseNo, OPENER)).successors).toHaveLength(1);
    expect(await here.of({ ...document, closed: false }, '')).toEqual({ successors: [] });
  });

  it('are shown without the way back while the view does not answer: the case itself is read from its log', async () => {
    const { closed, document } = await pair();
    const hanging = new Successors({
      region: 'yrd', homeOf: (division) => base.divisions.regionOf(division), store: { load: () => Promise.resolve(closed) },
      views: { find: () => new Promise(() => undefined) }, ask: () => Promise.reject(new TongbanError('region.unreachable', 'no')),
    });
    expect(await hanging.of(document, '')).toEqual({ successors: [], successorsUnknownIn: ['ccec', 'yrd'] });
  });

  it('may be opened by whom the flow names, wherever the closed case is homed', async () => {
    const { closed, releases } = await pair();
    const here = regionWith('yrd', [closed]);
    expect(await here.mayFollow(closed.caseNo, OPENER)).toEqual(['reopening', 'correction']);
    expect(await here.mayFollow(closed.caseNo, COUNTERPART)).toEqual([]);
    await expect(here.mayFollow(closed.caseNo, '110000')).rejects.toMatchObject({ code: 'query.forbidden' });
    await expect(here.mayFollow('no number', OPENER)).rejects.toMatchObject({ code: 'case.number-invalid' });
    const elsewhere = regionWith('ccec', [], (_region, _name, query) => Promise.resolve(nextActionsDocument(closed, decode(v1.CaseQuery, query).participant, { ...NOW, releases })));
    expect(await elsewhere.mayFollow(closed.caseNo, OPENER)).toEqual(['reopening', 'correction']);
    await expect(regionWith('ccec', []).mayFollow(closed.caseNo, OPENER)).rejects.toMatchObject({ code: 'region.unreachable' });
  });
});
