import { type Flow, artefactVersion } from '@tongban/domain';
import { loadCatalogue } from '../catalogue';
import type { ServiceItem } from '../shapes/service-items';
import { draftTrial } from './draft-trial';
import { VersionedCatalogue } from './versioned-catalogue';

const base = loadCatalogue();
const AT = '2027-01-01T00:00:00+08:00';
const ITEM = [...base.items.values()].find(({ itemCode }) => typeof base.itemFlow(itemCode) !== 'string')!;
const FLOW = base.itemFlow(ITEM.itemCode) as Flow;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Editable = any;
const edited = <T>(content: T, change: (content: Editable) => void): T => {
  const copy = structuredClone(content);
  change(copy);
  return copy;
};
const item = (change: (item: Editable) => void) => artefactVersion({ kind: 'item', id: ITEM.itemCode }, '2.0', edited<ServiceItem>(ITEM, change));
const flow = (change: (flow: Editable) => void) => artefactVersion({ kind: 'flow', id: FLOW.flowId }, '2.0', edited<Flow>(FLOW, change));
const trialOf = (...artefacts: ReturnType<typeof item>[]) => draftTrial(VersionedCatalogue.of(base), { artefacts, effectiveFrom: AT });

describe('what a draft touches', () => {
  it('a flow: the items that follow it, each with the flow as it would be', () => {
    const { items, catalogue } = trialOf(flow((draft) => { draft.states[0].en = 'Another word'; }));
    expect([...items.keys()].sort()).toEqual(FLOW.itemCodes.filter((code) => base.itemFlow(code) === FLOW).sort());
    expect(items.get(ITEM.itemCode)).toMatchObject({ flow: { flow: { id: FLOW.flowId } }, newMaterials: false });
    expect(catalogue.releaseOfItem(ITEM.itemCode, AT)).toMatchObject({ version: '2.0' });
  });

  it('a code list: the items whose messages use it', () => {
    const list = base.dictionary.codeLists.find(({ id }) => id === 'IdType')!;
    const { items } = trialOf(artefactVersion({ kind: 'code-list', id: list.id }, '2.0', edited(list, (draft) => draft.values.pop())));
    expect([items.size > 0, items.size < base.items.size]).toEqual([true, true]);
  });

  it('an item: its limit and the material an applicant must bring', () => {
    const { items } = trialOf(item((draft) => {
      draft.processingLimit.value += 1;
      draft.materials.push({ code: 'M-NEW', zh: '证明', en: 'Proof', required: true, shareable: false });
    }));
    expect([...items]).toEqual([[ITEM.itemCode, expect.objectContaining({ newMaterials: true, processingLimit: { value: ITEM.processingLimit.value + 1, unit: ITEM.processingLimit.unit, deadlineKind: ITEM.processingLimit.kind } })]]);
  });

  it('an item that is offered across provinces no more: no case could begin', () =>
    expect(trialOf(item((draft) => { draft.crossProvince.supported = false; })).items.get(ITEM.itemCode)?.flow).toEqual({ refused: 'item.not-cross-province' }));

  it('a calendar: every item that has deadlines', () => {
    const [year] = base.holidays;
    const { items } = trialOf(artefactVersion({ kind: 'calendar', id: String(year!.year) }, '2.0', edited(year, (draft) => { draft.note = 'Corrected'; })));
    expect([...items.keys()].sort()).toEqual([...base.items.keys()].filter((code) => typeof base.itemFlow(code) !== 'string').sort());
  });

  it('nothing where it says the same, or only of what no case follows', () => {
    const standard = [...base.standards.values()][0]!;
    expect(trialOf(item((draft) => { draft.zh = '另一名称'; }), artefactVersion({ kind: 'flow', id: FLOW.flowId }, '2.0', FLOW), artefactVersion({ kind: 'standard', id: standard.id }, '2.0', standard)).items.size).toBe(0);
  });

  it('leaves the present catalogue as it is: nobody finds the draft by its digest', () => {
    const present = VersionedCatalogue.of(base);
    const { catalogue } = draftTrial(present, { artefacts: [flow((draft) => { draft.states[0].en = 'Another word'; })], effectiveFrom: AT });
    const tried = catalogue.releaseOfItem(ITEM.itemCode, AT);
    if (typeof tried === 'string') throw new Error(tried);
    expect([catalogue.releaseByDigest(tried.messages.digest)?.version, present.releaseByDigest(tried.messages.digest)]).toEqual(['2.0', undefined]);
  });

  it('is refused when the version was published meanwhile with another content', () => {
    const present = VersionedCatalogue.of(base).withPublication({ number: 1, artefacts: [flow((draft) => { draft.en = 'Published'; })], effectiveFrom: AT, transitionEndsAt: AT });
    expect(() => draftTrial(present, { artefacts: [flow((draft) => { draft.en = 'Drafted'; })], effectiveFrom: AT })).toThrow(expect.objectContaining({ code: 'standard.published-final' }));
  });
});
