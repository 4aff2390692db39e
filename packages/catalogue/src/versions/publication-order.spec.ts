import { type ArtefactKind, type ArtefactVersion, artefactVersion } from '@tongban/domain';
import fc from 'fast-check';
import { day, publication, versionsOf } from '../../test/publications';
import { skillCertificates } from '../../test/skill-certificates';
import { readBundle } from '../bundle/read-bundle';
import { loadCatalogue } from '../catalogue';
import { VersionedCatalogue } from './versioned-catalogue';

/* eslint-disable @typescript-eslint/no-explicit-any */
const base = loadCatalogue();
const version = (kind: ArtefactKind, id: string, content: any, change: (content: any) => void): ArtefactVersion => {
  const changed = structuredClone(content);
  change(changed);
  return artefactVersion({ kind, id }, '1.1', changed);
};
const field = { id: 'memo_no', zh: '备忘号', en: 'Memo number', type: 'string', required: false, personalData: false, maxLength: 20 };
const { codeLists, commonMessages } = base.dictionary;
const codeList = (id: string) => version('code-list', id, codeLists.find((one) => one.id === id), (list) => list.values.push({ code: 'NEW', zh: '新', en: 'New' }));

/** Publications with no artefact in common, of every kind. */
const PUBLICATIONS: readonly (readonly ArtefactVersion[])[] = [
  versionsOf(readBundle(skillCertificates(), base), '1.0'),
  [version('flow', 'F-ARC', base.flows.get('F-ARC'), (flow) => flow.messages[0].fields.push(field))],
  [version('flow', 'F-UNE', base.flows.get('F-UNE'), (flow) => flow.messages[1].fields.pop()), codeList('UneReason')],
  [codeList('EligibilityResult')],
  [version('common-messages', 'C-ACK', commonMessages.find(({ messageId }) => messageId === 'C-ACK'), (message) => message.fields.push(field))],
  [version('common-messages', 'C-NOTE', commonMessages.find(({ messageId }) => messageId === 'C-PROGRESS'), (message) => { message.messageId = 'C-NOTE'; })],
  [version('common-messages', 'C-MEMO', commonMessages.find(({ messageId }) => messageId === 'C-PROGRESS'), (message) => { message.messageId = 'C-MEMO'; })],
  [version('standard', 'LAW-EPL', base.standards.get('LAW-EPL'), (standard) => { standard.en += ' (amended)'; })],
  [version('item', 'HRSS-SSI-0201', base.items.get('HRSS-SSI-0201'), (item) => { item.en += ' (renamed)'; })],
  [version('calendar', '2026', base.holidays.find(({ year }) => year === 2026), (year) => { year.noticeNumber = 'corrected'; })],
];
/** Shared by all runs, so that a release is compiled once however often it is asked for. */
const start = VersionedCatalogue.of(base);
const DAYS_MAX = 6;
const terms = fc.record({ from: fc.integer({ min: 0, max: DAYS_MAX }), window: fc.integer({ min: 0, max: DAYS_MAX }) });

/** All that may be asked of a catalogue, day by day. */
function everything(catalogue: VersionedCatalogue): unknown {
  const items = [...base.items.keys(), 'HRSS-SKL-0901'];
  return [catalogue.lock, ...Array.from({ length: 2 * DAYS_MAX + 2 }, (_, at) => {
    const view = catalogue.asOf(day(at));
    const releases = items.map((itemCode) => catalogue.releasesAccepted(itemCode, day(at)).map(({ version: number, messages }) => [number, messages.digest]));
    return [view.digest, [...view.items.keys()], [...view.standards.keys()], view.dictionary, view.holidays, view.itemsWithoutFlow, releases];
  })];
}

it('the order in which unrelated artefacts are published shows nowhere', () => {
  fc.assert(fc.property(
    fc.array(terms, { minLength: PUBLICATIONS.length, maxLength: PUBLICATIONS.length }), fc.shuffledSubarray(PUBLICATIONS.map((_, index) => index), { minLength: PUBLICATIONS.length }),
    (all, order) => {
      const published = (indexes: readonly number[]) => indexes.reduce((catalogue, index) => {
        const { from, window } = all[index]!;
        return catalogue.withPublication(publication(PUBLICATIONS[index]!, { number: index, from: day(from), until: day(from + window) }));
      }, start);
      expect(everything(published(order))).toEqual(everything(published(PUBLICATIONS.map((_, index) => index))));
    },
  ), { numRuns: 8 });
});
