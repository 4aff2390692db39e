import { faultsOf } from '../../test/faults';
import { PLANTED_FAULTS } from '../../test/planted-faults';
import { skillCertificates } from '../../test/skill-certificates';
import { loadCatalogue } from '../catalogue';
import { readBundle } from './read-bundle';

const catalogue = loadCatalogue();

describe('a flow never seen before', () => {
  it('is imported without a fault, in every configuration it can reach', () => {
    const bundle = readBundle(skillCertificates(), catalogue);
    expect(bundle.artefacts.map(({ kind, id, change, path }) => [kind, id, change, path])).toEqual([
      ['standard', 'SYN-VCT-2026', 'new', '$.standards[0]'], ['item', 'HRSS-SKL-0901', 'new', '$.items[0]'], ['flow', 'F-VCT', 'new', '$.flows[0]'],
    ]);
    // As many as the reference interpreter finds.
    expect(bundle.explored).toEqual(new Map([['F-VCT', 19]]));
  });
});

describe('a malformed flow', () => {
  it.each(PLANTED_FAULTS.map((fault) => [fault.what, fault] as const))('%s', (_what, { plant, path, words }) => {
    const bundle = skillCertificates();
    plant(bundle.flows[0]);
    const faults = faultsOf(() => readBundle(bundle, catalogue));
    expect(faults).toContainEqual({ path: expect.stringContaining(`$.flows[0]${path}`), code: 'catalogue.invalid', zh: expect.stringMatching(/：.*\p{Script=Han}/u), en: expect.stringMatching(words) });
  });

  it('is refused with each of its faults at once, of whatever check', () => {
    // What is found by running a flow, or needs an entry of its own, cannot lie beside the others.
    const planted = PLANTED_FAULTS.filter(({ what }) => ['unknown code list', 'unknown type', 'personalData missing', 'guard names no value', 'unknown item', 'unknown holder', 'terminal needs outcome',
      'other states need holder', 'unknown kind', 'may not send', 'a terminal state stops the clock', 'also is not on that track', 'unknown rule', 'start has no producer', 'nothing meets it'].includes(what));
    const bundle = skillCertificates();
    for (const { plant } of planted) plant(bundle.flows[0]);
    bundle.items[0].standardIds.push('NONE');
    bundle.standards[0].tier = 'galactic';
    const paths = faultsOf(() => readBundle(bundle, catalogue)).map(({ path }) => path);
    expect(planted).toHaveLength(15);
    expect(paths).toEqual(expect.arrayContaining([...planted.map(({ path }) => `$.flows[0]${path}`), '$.items[0].standardIds[1]', '$.standards[0].tier']));
    expect(paths).toHaveLength(17);
  });
});
