import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import type { CommandLine } from './command-line';
import { FLOW, ITEM } from './skill-verification';

/** A participant that no reference province plays. */
const SUBSCRIBER = '330000';

/** What was published in the running set-up, compiled from it by two who never spoke with each other. */
export function describeContract(environment: () => TestEnvironment, people: () => CommandLine): void {
  describe('the contract of a flow that was published while everything ran (T3-C1, T3-C5)', () => {
    it('is written by the command line, and a subscriber\'s SDK makes the same of what it installed', async () => {
      const out = join(environment().setup.layout.root, 'contract');
      const { digest, counts, version } = await people().done('standards', 'contract', FLOW, '--out', out);
      const manifest = JSON.parse(readFileSync(join(out, 'contract.json'), 'utf8'));
      expect([manifest.flowId, manifest.version, manifest.digest, manifest.files.length + 1]).toEqual([FLOW, version, digest, counts.files]);
      for (const { path } of manifest.files) expect([path, existsSync(join(out, path))]).toEqual([path, true]);
      const province = await environment().province(SUBSCRIBER);
      await eventually('the subscriber has the flow', () => province.standards.catalogue.releasesOf({ kind: 'flow', id: FLOW })[0]);
      const mine = province.standards.contract(FLOW, version);
      expect(mine.manifest).toEqual(manifest);
      for (const { path, bytes } of mine.files) expect([path, readFileSync(join(out, path)).equals(bytes)]).toEqual([path, true]);
      expect((await people().run('standards', 'contract', FLOW, '--out', out)).exit).toBe(2);
    }, 60_000);

    it('and the guide of its item is shown in both languages', async () => {
      const guide = await people().done('standards', 'guide', ITEM);
      expect(guide).toMatchObject({ itemCode: ITEM, flow: { flowId: FLOW }, leadUnit: { zh: expect.stringMatching(/./) } });
    }, 60_000);
  });
}
