import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Dependency { readonly name: string; readonly version: string; readonly installed: boolean; readonly licence?: string }
interface Answer { readonly faults: readonly { readonly name: string }[]; readonly dependencies: readonly Dependency[]; readonly audit: { readonly state: string } }
const ROOT = join(__dirname, '../..');
/** The rules are plain JavaScript, as whoever runs them on a machine with nothing but Node needs them: asked through a process of their own. */
const asked = (expression: string): unknown => JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', `import * as rules from ${JSON.stringify(join(__dirname, 'dependencies.mjs'))}; process.stdout.write(JSON.stringify(${expression}))`], { encoding: 'utf8' }));
const LOCK = `lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      jest:
        specifier: ~1.0.0
        version: 1.0.0

  packages/one:
    dependencies:
      '@scope/a':
        specifier: 'catalog:'
        version: 1.2.3(b@2.0.0)
      '@tongban/two':
        specifier: workspace:*
        version: link:../two
    devDependencies:
      dev-only:
        specifier: ~1.0.0
        version: 1.0.0

packages:

  '@scope/a@1.2.3':
    resolution: {integrity: sha512-x}

  c@3.0.0:
    resolution: {integrity: sha512-x}
    cpu: [arm64]
    os: [darwin]

snapshots:

  '@scope/a@1.2.3(b@2.0.0)':
    dependencies:
      b: 2.0.0
    optionalDependencies:
      c: 3.0.0

  b@2.0.0: {}

  c@3.0.0: {}

  dev-only@1.0.0: {}

  jest@1.0.0: {}
`;

describe('what the product is made of', () => {
  const answer = JSON.parse(execFileSync(process.execPath, [join(__dirname, 'main.mjs'), '--offline', '--json'], { encoding: 'utf8' })) as Answer;

  it('is under licences that the policy allows, every one of them known', () => {
    expect(answer.faults).toEqual([]);
    expect(answer.dependencies.filter(({ installed, licence }) => installed && !licence)).toEqual([]);
  });
  it('is everything the manifests name', () => {
    const names = new Set(answer.dependencies.map(({ name }) => name));
    const manifests = ['packages/client', 'packages/cli', 'packages/catalogue', 'packages/messaging', 'packages/trust', 'services/cases', 'deploy/local'];
    const named = manifests.flatMap((folder) => Object.keys((JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { dependencies?: object }).dependencies ?? {})).filter((name) => !name.startsWith('@tongban/'));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('the licence list', () => {
  it('takes what products need from the lockfile, not what tests do, and says what is for one platform', () => {
    expect(asked(`(() => { const lock = rules.readLockfile(${JSON.stringify(LOCK)}); return { needed: [...rules.closure(lock)].sort(), bound: [...lock.bound] }; })()`))
      .toEqual({ needed: ['@scope/a@1.2.3(b@2.0.0)', 'b@2.0.0', 'c@3.0.0'], bound: ['c@3.0.0'] });
  });
  it('refuses what the policy does not have, and what names no licence', () => {
    const dependencies = [['mit', 'MIT'], ['either', '(GPL-3.0 OR MIT)'], ['both', 'MIT AND GPL-3.0'], ['gpl', 'GPL-3.0'], ['none', undefined], ['excepted', 'Custom']].map(([name, licence]) => ({ name, version: '1.0.0', installed: true, ...(licence && { licence }) }));
    const faults = asked(`rules.licenceFaults(${JSON.stringify(dependencies)}, ${JSON.stringify({ allowed: ['MIT'], exceptions: { 'excepted@1.0.0': 'MIT' } })})`) as Dependency[];
    expect(faults.map(({ name }) => name)).toEqual(['both', 'gpl', 'none']);
  });
});
