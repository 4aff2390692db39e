import { tongban } from '../../packages/cli/test/run';
import type { TestEnvironment } from '../harness/test-environment';

const PARTICIPANT = '310000';
/** Two kinds of keys: what it signs with, and what is sealed for it. */
const LAYERS = ['name', 'connection', 'tls', 'sign-on', 'rights', 'hub', 'standards', 'clock', 'participant', 'keys', 'keys', 'certificates'];

/** Faults one by one: packages/cli/test/doctor.int-spec.ts. */
export function describeDoctor(environment: () => TestEnvironment): void {
  describe('diagnosis', () => {
    const run = (...args: string[]) => tongban([...args, '--data', environment().setup.layout.root]);

    it('tongban doctor finds every layer of a participant in order', async () => {
      const { exit, json } = await run('doctor', '--as', PARTICIPANT, '--json');
      expect(json.findings.filter(({ state }: { state: string }) => state !== 'ok')).toEqual([]);
      expect(json.findings.map(({ layer }: { layer: string }) => layer)).toEqual(LAYERS);
      expect({ exit, ok: json.ok, worst: json.worst }).toEqual({ exit: 0, ok: true, worst: 'ok' });
    });
    it('says it in both languages, and takes no participant that is none', async () => {
      expect((await run('doctor', '--as', PARTICIPANT)).stdout).toContain('✓ 区域枢纽');
      expect((await run('doctor', '--as', PARTICIPANT, '--lang', 'en')).stdout).toContain('✓ sign-on  signed on to the broker');
      expect((await run('doctor', '--as', '999999', '--json')).json).toMatchObject({ error: { code: 'division.unknown' } });
    });
    it('tongban broker check finds what the servers work by as the set-up says', async () => {
      const { exit, json } = await run('broker', 'check', '--json');
      expect({ exit, ok: json.ok }).toEqual({ exit: 0, ok: true });
      expect(json.servers.map(({ inForce }: { inForce?: boolean }) => inForce)).toEqual(Array(6).fill(true));
    });
  });
}
