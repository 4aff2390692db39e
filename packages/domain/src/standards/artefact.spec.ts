import * as fc from 'fast-check';
import { ARTEFACT_KINDS, BASELINE_VERSION, artefactKey, artefactVersion, compareVersions, contentDigest, isArtefactId, isVersion, parseVersion, versionKey } from './artefact';

describe('versions of artefacts', () => {
  it.each(['1.0', '1.1', '2.13', '999999.999999'])('%s is a version', (text) => expect(isVersion(text)).toBe(true));
  it.each(['', '1', '0.1', '01.0', '1.00', '1.0.0', '1.-1', ' 1.0', '1.0\n', '1,0', 'v1.0', '1000000.0', '１.0'])('%j is none', (text) => {
    expect(isVersion(text)).toBe(false);
    expect(() => parseVersion(text)).toThrow(RangeError);
  });
  it('are compared by number', () => expect(['2.0', '1.10', BASELINE_VERSION, '1.9'].sort(compareVersions)).toEqual(['1.0', '1.9', '1.10', '2.0']));
  it('have one order', () => {
    const version = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(12)).map(([major, minor]) => `${major}.${minor}`);
    fc.assert(fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b))).toBe(0 - Math.sign(compareVersions(b, a)));
      expect(compareVersions(a, b) === 0).toBe(a === b);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
    }));
  });
});

describe('the digest of a content', () => {
  it('does not depend on the order of keys, and on nothing else', () => fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
    const turned = Object.fromEntries(Object.entries(content).reverse());
    expect(contentDigest(turned)).toBe(contentDigest(content));
    expect(contentDigest({ content })).not.toBe(contentDigest(content));
  })));
  it('goes with the version', () => expect(artefactVersion({ kind: 'item', id: 'A' }, '1.0', { zh: '甲' }))
    .toEqual({ kind: 'item', id: 'A', version: '1.0', digest: contentDigest({ zh: '甲' }), content: { zh: '甲' } }));
});

describe('keys of artefacts', () => {
  it('differ where the artefacts do', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/).filter(isArtefactId);
    const ref = fc.record({ kind: fc.constantFrom(...ARTEFACT_KINDS), id, version: fc.constantFrom('1.0', '1.1', '11.0') });
    fc.assert(fc.property(ref, ref, (a, b) => {
      expect(artefactKey(a) === artefactKey(b)).toBe(a.kind === b.kind && a.id === b.id);
      expect(versionKey(a) === versionKey(b)).toBe(a.kind === b.kind && a.id === b.id && a.version === b.version);
    }));
  });
  it.each(['', '__proto__', 'a/b', 'a@1.0', 'a b', '标准', '-a', 'a'.repeat(129)])('%j is no id', (id) => expect(isArtefactId(id)).toBe(false));
});
