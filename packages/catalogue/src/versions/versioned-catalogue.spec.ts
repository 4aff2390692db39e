import { type ArtefactKind, type ArtefactVersion, type Flow, type Release, artefactVersion, compileMessages } from '@tongban/domain';
import { faultsOf } from '../../test/faults';
import { day, publication, versionsOf } from '../../test/publications';
import { named, skillCertificates } from '../../test/skill-certificates';
import { readBundle } from '../bundle/read-bundle';
import { loadCatalogue } from '../catalogue';
import { catalogueFlows } from '../catalogue-flows';
import type { FlowRelease } from './flow-release';
import { VersionedCatalogue } from './versioned-catalogue';

/* eslint-disable @typescript-eslint/no-explicit-any */
const base = loadCatalogue();
const baseline = VersionedCatalogue.of(base);
const ITEM = 'HRSS-SKL-0901';
const copy = (value: unknown): any => structuredClone(value);
const flowContent = (id: string): any => copy(base.flows.get(id));
const version = (kind: ArtefactKind, id: string, number: string, content: unknown): ArtefactVersion => artefactVersion({ kind, id }, number, content);
const skills = (change: (flow: any) => void = () => undefined): any => {
  const bundle = skillCertificates();
  change(bundle.flows[0]);
  return bundle;
};
const first = versionsOf(readBundle(skills(), base), '1.0');
const flowVersion = (number: string, change: (flow: any) => void): ArtefactVersion => version('flow', 'F-VCT', number, skills(change).flows[0]);
/** Versions of the releases new cases of the item may begin with. */
const accepted = (catalogue: VersionedCatalogue, at: string, itemCode = ITEM): string[] => catalogue.releasesAccepted(itemCode, at).map(({ flowId, version: number }) => `${flowId}@${number}`);
const release = (catalogue: VersionedCatalogue, at: string, itemCode = ITEM): FlowRelease => {
  const found = catalogue.releaseOfItem(itemCode, at);
  if (typeof found === 'string') throw new Error(found);
  return found;
};

describe('a catalogue to which nothing was published', () => {
  it('has the releases of the package, whatever the instant', () => {
    for (const [flowId, flow] of base.flows) {
      const { digest } = compileMessages(flow, base.dictionary, base.lock);
      const [only, ...others] = baseline.releasesOfFlow(flowId);
      expect([only?.messages.digest, only?.version, others]).toEqual([digest, '1.0', []]);
      expect(baseline.releaseByDigest(digest)).toBe(only);
      for (const itemCode of flow.itemCodes) expect([day(-9_000), day(0), day(9_000)].map((at) => release(baseline, at, itemCode).messages.digest)).toEqual([digest, digest, digest]);
    }
  });

  it.each([['HRSS-EMP-0101', 'no-flow'], ['HRSS-SKL-0103', 'not-cross-province'], [ITEM, 'unknown'], ['', 'unknown'], ['__proto__', 'unknown']])('has no release for %s: %s', (itemCode, reason) => {
    expect(baseline.releaseOfItem(itemCode, day(0))).toBe(reason);
    expect(baseline.releasesAccepted(itemCode, day(0))).toEqual([]);
  });

  it('is seen as the package', () => {
    const view = baseline.asOf(day(0));
    expect([[...view.items], [...view.standards], [...view.flows], view.dictionary, view.itemsWithoutFlow, view.holidays]).toEqual([[...base.items], [...base.standards], [...base.flows], base.dictionary, base.itemsWithoutFlow, base.holidays]);
    expect(baseline.asOf(day(9_000))).toBe(view);
    expect(baseline.releaseByDigest('0'.repeat(64))).toBeUndefined();
  });
});

describe('a new item with a new flow', () => {
  const published = baseline.withPublication(publication(first, { from: day(10) }));

  it('begins at its effective moment, neither before nor after', () => {
    const at = Date.parse(day(10));
    const before = new Date(at - 1).toISOString();
    expect([published.releaseOfItem(ITEM, before), published.asOf(before).itemFlow(ITEM), published.asOf(before).flows.has('F-VCT')]).toEqual(['unknown', 'unknown', false]);
    expect([release(published, day(10)).flowId, (published.asOf(day(10)).itemFlow(ITEM) as Flow).flowId, published.asOf(day(10)).standards.has('SYN-VCT-2026')]).toEqual(['F-VCT', 'F-VCT', true]);
  });

  it('leaves the catalogue it was published to as it was', () => {
    expect([baseline.releaseOfItem(ITEM, day(20)), baseline.asOf(day(20)).items.has(ITEM), baseline.releasesOf({ kind: 'flow', id: 'F-VCT' })]).toEqual(['unknown', false, []]);
  });

  it('can be the ground for the next bundle', () => {
    const again = readBundle(skills((flow) => { named(flow.messages, 'VCT-RESULT').fields.pop(); }), published.asOf(day(20)));
    expect(again.artefacts.map(({ id, change }) => [id, change])).toEqual([['SYN-VCT-2026', 'none'], [ITEM, 'none'], ['F-VCT', 'changed']]);
  });

  it('is there for code that knows no versions', () => {
    const flows = published.flowsAsOf(day(20));
    expect([flows.all().map(({ flow }) => flow.flowId), flows.get('F-VCT')?.flow.flowId, flows.ofItem(ITEM)]).toEqual([[...base.flows.keys(), 'F-VCT'], 'F-VCT', flows.get('F-VCT')]);
    expect(catalogueFlows(base).all().map(({ messages }) => messages.digest)).toEqual(published.flowsAsOf(day(0)).all().map(({ messages }) => messages.digest));
  });
});

describe('a new version of a flow', () => {
  const second = flowVersion('2.0', (flow) => {
    const fields = named(flow.messages, 'VCT-RESULT').fields;
    flow.messages[2].fields = [{ ...fields[0] }, { id: 'register_no', zh: '登记号', en: 'Register number', type: 'string', required: false, personalData: false, maxLength: 40 }, ...fields.slice(1, 4)];
  });
  const third = flowVersion('3.0', () => undefined);
  const one = baseline.withPublication(publication(first, { number: 1, from: day(10) }));
  const two = one.withPublication(publication([second], { number: 2, from: day(20), until: day(30) }));
  const three = two.withPublication(publication([third], { number: 3, from: day(40), until: day(50) }));
  const [v1, v2, v3] = [release(three, day(15)), release(three, day(25)), release(three, day(45))];

  it('is accepted beside the old one in the transition window, then alone', () => {
    expect([day(15), day(20), day(29), day(30), day(39), day(40), day(50)].map((at) => accepted(three, at))).toEqual([
      ['F-VCT@1.0'], ['F-VCT@2.0', 'F-VCT@1.0'], ['F-VCT@2.0', 'F-VCT@1.0'], ['F-VCT@2.0'], ['F-VCT@2.0'], ['F-VCT@3.0', 'F-VCT@2.0'], ['F-VCT@3.0'],
    ]);
  });

  it('leaves the old one to running cases, for ever and in a process that never saw it run', () => {
    const fresh = () => VersionedCatalogue.of(base).withPublication(publication(first, { from: day(10) })).withPublication(publication([second], { number: 2, from: day(20), until: day(30) }))
      .withPublication(publication([third], { number: 3, from: day(40), until: day(50) }));
    for (const known of [v1, v2, v3]) {
      const found = fresh().releaseByDigest(known.messages.digest);
      expect([found?.version, found?.messages.protoText]).toEqual([known.version, known.messages.protoText]);
    }
    expect(three.releasesOfFlow('F-VCT').map(({ version: number }) => number)).toEqual(['1.0', '2.0', '3.0']);
  });

  it('keeps the number of every field it had, retires those that went, and never gives one again', () => {
    const numbers = ({ lock }: VersionedCatalogue) => ({ ...lock.owners['F-VCT']?.['VctResult'], ...lock.owners['F-VCT']?.['VctResultPersonal'] });
    expect(numbers(one)).toEqual({ request_no: 2, finding: 3, checked_on: 4, revoked_on: 5, finding_text: 1 });
    expect(numbers(two)).toEqual({ request_no: 2, finding: 3, checked_on: 4, revoked_on: 5, register_no: 6 });
    expect(two.lock.reserved['F-VCT']).toEqual({ VctResultPersonal: [1] });
    // The text of 1.0 comes back: its field that went gets a number of its own.
    expect(numbers(three)).toEqual({ request_no: 2, finding: 3, checked_on: 4, revoked_on: 5, finding_text: 2 });
    expect(three.lock.reserved['F-VCT']).toEqual({ VctResult: [6], VctResultPersonal: [1] });
    expect(three.lock.owners['F-ARC']).toEqual(base.lock.owners['F-ARC']);
  });

  it('is compiled with the numbers of its own publication, whatever came after', () => {
    expect(v1.messages.protoText).toMatch(/optional string finding_text = 1;/);
    expect(v2.messages.protoText).not.toMatch(/finding_text/);
    expect(v2.messages.protoText).toMatch(/reserved 1;/);
    expect(v3.messages.protoText).toMatch(/optional string finding_text = 2;/);
    expect(release(one, day(15)).messages.digest).toBe(v1.messages.digest);
    expect(new Set([v1, v2, v3].map(({ messages }) => messages.digest)).size).toBe(3);
  });

  it('published again changes nothing; with another content it is refused', () => {
    const again = three.withPublication(publication([second], { number: 2, from: day(20), until: day(30) }));
    expect([again.lock, accepted(again, day(25)), release(again, day(25))]).toEqual([three.lock, accepted(three, day(25)), release(three, day(25))]);
    expect(() => three.withPublication(publication([flowVersion('2.0', (flow) => { flow.en = 'Another'; })], { number: 4, from: day(60) }))).toThrow(expect.objectContaining({ code: 'standard.published-final' }));
  });
});

describe('suspension and withdrawal', () => {
  const second = flowVersion('2.0', (flow) => { flow.en = 'Second'; });
  const two = baseline.withPublication(publication(first, { from: day(10) })).withPublication(publication([second], { number: 2, from: day(20), until: day(25) }));
  const status = (kind: ArtefactKind, id: string, number: string, change: Partial<Release>): Release => ({ ...two.releasesOf({ kind, id }).find((one) => one.version === number)!, ...change });

  it('of a version gives way to the one before it until it is resumed', () => {
    const suspended = two.withReleases([status('flow', 'F-VCT', '2.0', { suspensions: [{ scope: 'new-cases', from: day(30), to: day(40) }] })]);
    expect([day(29), day(30), day(39), day(40)].map((at) => accepted(suspended, at))).toEqual([['F-VCT@2.0'], ['F-VCT@1.0'], ['F-VCT@1.0'], ['F-VCT@2.0']]);
  });

  it('of the only version of an item or flow stops new cases and says so; names and running cases stay', () => {
    const digest = release(two, day(15)).messages.digest;
    for (const [kind, id] of [['item', ITEM], ['flow', 'F-ARC']] as const) {
      const itemCode = kind === 'item' ? ITEM : base.flows.get(id)!.itemCodes[0]!;
      const suspended = two.withReleases([{ ...two.releasesOf({ kind, id })[0]!, suspensions: [{ scope: 'all', from: day(30) }] }]);
      const withdrawn = two.withReleases([{ ...two.releasesOf({ kind, id })[0]!, withdrawnAt: day(30) }]);
      expect([suspended.releaseOfItem(itemCode, day(29)), suspended.releaseOfItem(itemCode, day(30)), withdrawn.releaseOfItem(itemCode, day(30))]).toEqual([release(two, day(29), itemCode), 'suspended', 'withdrawn']);
      const view = withdrawn.asOf(day(30));
      expect([view.itemFlow(itemCode), view.items.has(itemCode), view.itemsWithoutFlow.includes(itemCode), withdrawn.flowsAsOf(day(30)).ofItem(itemCode)]).toEqual(['no-flow', true, true, 'no-flow']);
      expect(withdrawn.releaseByDigest(digest)?.version).toBe('1.0');
    }
  });

  it('of a withdrawn version ends those before it as well', () => {
    const withdrawn = two.withReleases([status('flow', 'F-VCT', '2.0', { withdrawnAt: day(22) })]);
    expect([accepted(withdrawn, day(21)), withdrawn.releaseOfItem(ITEM, day(22))]).toEqual([['F-VCT@2.0', 'F-VCT@1.0'], 'withdrawn']);
  });

  it('of a code list stops nobody: only an item or a flow is stopped', () => {
    const list = two.releasesOf({ kind: 'code-list', id: 'IdType' })[0]!;
    const suspended = two.withReleases([{ ...list, suspensions: [{ scope: 'all', from: day(30) }] }]);
    expect(release(suspended, day(31)).messages.digest).toBe(release(two, day(31)).messages.digest);
  });
});

describe('an item that moves to another flow', () => {
  const [itemCode] = ['HRSS-SSI-0305'];
  const [from, to] = [flowContent('F-ELIG'), flowContent('F-ARC')];
  from.itemCodes = from.itemCodes.filter((code: string) => code !== itemCode);
  to.itemCodes.push(itemCode);
  const bundle = readBundle({ items: [{ ...copy(base.items.get(itemCode!)), flowId: 'F-ARC' }], flows: [from, to] }, base);
  const moved = baseline.withPublication(publication(versionsOf(bundle, '2.0'), { from: day(10), until: day(20) }));

  it('begins with either in the window, and the rest of both flows go on', () => {
    expect([day(9), day(10), day(20)].map((at) => accepted(moved, at, itemCode))).toEqual([['F-ELIG@1.0'], ['F-ARC@2.0', 'F-ELIG@1.0'], ['F-ARC@2.0']]);
    expect(accepted(moved, day(20), 'HRSS-SSI-0303')).toEqual(['F-ELIG@2.0']);
  });
});

describe('what flows share', () => {
  const list = copy(base.dictionary.codeLists.find(({ id }) => id === 'EligibilityResult'));
  list.values.push({ code: 'MOVED_ABROAD', zh: '已出境', en: 'Moved abroad' });
  const ofList = baseline.withPublication(publication([version('code-list', 'EligibilityResult', '1.1', list)], { from: day(10), until: day(20) }));
  const digests = (catalogue: VersionedCatalogue, at: string) => Object.fromEntries([...base.flows.keys()].map((id) => [id, catalogue.flowsAsOf(at).get(id)?.messages.digest]));

  it('in a new version makes a new release of the flows that use it, and of no other', () => {
    const [before, after] = [digests(ofList, day(9)), digests(ofList, day(10))];
    expect(Object.keys(before).filter((id) => before[id] !== after[id])).toEqual(['F-ELIG']);
    expect([day(9), day(10), day(19), day(20)].map((at) => ofList.releasesAccepted('HRSS-SSI-0303', at).map(({ messages }) => messages.digest))).toEqual([
      [before['F-ELIG']], [after['F-ELIG'], before['F-ELIG']], [after['F-ELIG'], before['F-ELIG']], [after['F-ELIG']],
    ]);
  });

  it('of common messages makes a new release of every flow, with the numbers kept', () => {
    const ack = copy(base.dictionary.commonMessages.find(({ messageId }) => messageId === 'C-ACK'));
    ack.fields[0] = { id: 'copies', zh: '份数', en: 'Copies', type: 'int32', required: false, personalData: false, min: 0, max: 9 };
    const next = baseline.withPublication(publication([version('common-messages', 'C-ACK', '2.0', ack)], { from: day(10) }));
    const [before, after] = [digests(next, day(9)), digests(next, day(10))];
    expect(Object.keys(before).filter((id) => before[id] === after[id])).toEqual([]);
    expect(before).toEqual(digests(baseline, day(10)));
    expect([next.lock.owners['common']?.['CAck'], next.lock.reserved['common']]).toEqual([{ received_at: 3, copies: 4 }, { CAck: [2] }]);
    expect(next.flowsAsOf(day(10)).get('F-ARC')?.messages.protoText).toMatch(/reserved 2;/);
    expect(next.releaseByDigest(before['F-ARC']!)?.messages.protoText).toMatch(/acked_message_id = 2;/);
    expect(next.lock.owners['common']?.['SupplementItem']).toEqual(base.lock.owners['common']?.['SupplementItem']);
  });
});

describe('a published calendar', () => {
  const notice = { ...copy(base.holidays[2]), year: 2027, nonWorkingDates: ['2027-01-01'], makeupWorkingDays: [], holidays: [], workingDaysInYear: 260 };
  notice.holidays = [{ zh: '元旦', en: "New Year's Day", from: '2027-01-01', to: '2027-01-01', days: 1, makeupWorkingDays: [] }];
  const next = baseline.withPublication(publication([version('calendar', '2027', '1.0', notice)], { from: day(300) }));
  const mainland = base.divisions.requireParticipant('310000');

  it('counts from its publication on, for cases of any date', () => {
    expect(baseline.calendarOf(mainland).addWorkingDays('2026-12-31', 1)).toEqual({ covered: false, lowerBound: '2027-01-01' });
    for (const calendar of [next.calendarOf(mainland), next.mainlandCalendar, next.asOf(day(0)).calendarOf(mainland), next.asOf(day(0)).mainlandCalendar]) {
      expect(calendar.addWorkingDays('2026-12-31', 1)).toEqual({ covered: true, date: '2027-01-04' });
    }
    expect(next.asOf(day(0)).holidays.map(({ year }) => year)).toEqual([2024, 2025, 2026, 2027]);
  });

  it('of a participant that has its own is that one\'s alone, and no other\'s', () => {
    const [hongKong, macao] = ['810000', '820000'].map((code) => base.divisions.requireParticipant(code));
    const own = baseline.withPublication(publication([version('calendar', '2027.810000', '1.0', { ...notice, participant: '810000' })], { from: day(300) }));
    expect(own.calendarOf(hongKong!).addWorkingDays('2027-01-01', 1)).toEqual({ covered: true, date: '2027-01-04' });
    expect([own.calendarOf(hongKong!).covers('2026-12-31'), own.calendarOf(macao!).covers('2027-01-04'), own.mainlandCalendar.covers('2027-01-04')]).toEqual([false, false, false]);
    expect([own.asOf(day(0)).holidays.length, own.asOf(day(0)).ownCalendars.map(({ year, participant }) => [year, participant])]).toEqual([3, [[2027, '810000']]]);
    expect(() => baseline.withPublication(publication([version('calendar', '2027', '1.0', { ...notice, participant: '810000' })], { from: day(300) }))).toThrow(expect.objectContaining({ code: 'catalogue.invalid' }));
  });

  it('is never a SAR\'s', () => expect(next.calendarOf(base.divisions.requireParticipant('810000')).covers('2027-01-04')).toBe(false));

  it('is replaced by its next version, and gone when it is withdrawn', () => {
    const corrected = next.withPublication(publication([version('calendar', '2027', '1.1', { ...notice, nonWorkingDates: ['2027-01-01', '2027-01-04'] })], { number: 2, from: day(300) }));
    expect(corrected.mainlandCalendar.addWorkingDays('2026-12-31', 1)).toEqual({ covered: true, date: '2027-01-05' });
    const withdrawn = corrected.withReleases([{ ...corrected.releasesOf({ kind: 'calendar', id: '2027' })[1]!, withdrawnAt: day(5) }]);
    expect(withdrawn.mainlandCalendar.addWorkingDays('2026-12-31', 1)).toEqual({ covered: true, date: '2027-01-04' });
  });
});

describe('a publication that cannot be installed', () => {
  it('changes nothing when one of its contents is not what the digest names', () => {
    const [standard, ...others] = first;
    expect(() => baseline.withPublication(publication([...others, { ...standard!, digest: '0'.repeat(64) }], { from: day(10) }))).toThrow(expect.objectContaining({ code: 'digest.mismatch' }));
  });

  it('is refused with the faults of its shape, and when the id is another', () => {
    expect(faultsOf(() => baseline.withPublication(publication([version('item', ITEM, '1.0', { itemCode: ITEM })], { from: day(10) }))).length).toBeGreaterThan(10);
    const other = version('flow', 'F-OTHER', '1.0', skills().flows[0]);
    expect(faultsOf(() => baseline.withPublication(publication([other], { from: day(10) }))).map(({ path }) => path)).toEqual(['$.flowId']);
  });
});
