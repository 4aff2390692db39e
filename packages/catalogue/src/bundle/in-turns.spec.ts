import { skillCertificates } from '../../test/skill-certificates';
import { loadCatalogue } from '../catalogue';
import { atOnce, inTurns } from './in-turns';
import { readBundle, readBundleInTurns } from './read-bundle';

function* counted(seen: number[]): Generator<undefined, string> {
  for (let step = 1; step <= 3; step++) {
    seen.push(step);
    yield;
  }
  return 'done';
}

describe('work in steps', () => {
  it('at once lets nobody in between', () => {
    const seen: number[] = [];
    setImmediate(() => seen.push(0));
    expect([atOnce(counted(seen)), ...seen]).toEqual(['done', 1, 2, 3]);
  });
  it('in turns lets others in after each step', async () => {
    const seen: number[] = [];
    const other = (): void => void (seen.push(0) < 20 && setImmediate(other));
    setImmediate(other);
    expect(await inTurns(counted(seen))).toBe('done');
    for (const step of [1, 2]) expect(seen.slice(seen.indexOf(step), seen.indexOf(step + 1))).toContain(0);
  });
});

it('a bundle read in turns is the bundle read at once, and refused the same', async () => {
  const catalogue = loadCatalogue();
  expect(await readBundleInTurns(skillCertificates(), catalogue)).toEqual(readBundle(skillCertificates(), catalogue));
  const bundle = skillCertificates();
  bundle.flows[0].states[0].holder = 'NOBODY';
  await expect(readBundleInTurns(bundle, catalogue)).rejects.toMatchObject({ code: 'catalogue.invalid' });
});
