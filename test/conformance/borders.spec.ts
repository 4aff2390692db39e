import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, isTest, productSources, sourceFiles } from './source-files';

/**
 * Who may import whom (DESIGN §9): proto → contracts → domain / trust / telemetry → messaging / views / service-kit → client → services. A
 * package not named on the left may be imported by nobody until its place is decided here.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  domain: ['contracts'],
  telemetry: ['contracts'],
  'data-directory': ['contracts'],
  trust: ['contracts'],
  catalogue: ['contracts', 'domain'],
  messaging: ['contracts', 'telemetry'],
  broker: ['contracts', 'data-directory', 'trust', 'messaging'],
  views: ['contracts'],
  'compiled-contract': ['contracts', 'domain', 'catalogue'],
  registry: ['contracts', 'domain', 'catalogue', 'trust'],
  operator: ['contracts', 'domain', 'data-directory', 'trust', 'catalogue', 'messaging', 'client'],
  'service-kit': ['contracts', 'telemetry', 'domain', 'trust', 'catalogue', 'registry', 'messaging'],
  client: ['contracts', 'telemetry', 'domain', 'trust', 'catalogue', 'compiled-contract', 'registry', 'messaging'],
  cli: ['contracts', 'telemetry', 'domain', 'data-directory', 'trust', 'catalogue', 'compiled-contract', 'registry', 'messaging', 'broker', 'client', 'operator'],
  console: ['contracts', 'telemetry', 'domain', 'data-directory', 'trust', 'broker', 'operator', 'service-kit'],
  border: ['contracts', 'telemetry', 'domain', 'trust', 'catalogue', 'messaging', 'service-kit'],
  cases: ['contracts', 'telemetry', 'domain', 'trust', 'catalogue', 'registry', 'messaging', 'views', 'service-kit'],
  standards: ['contracts', 'domain', 'trust', 'catalogue', 'registry', 'messaging', 'service-kit'],
  // The embedded default is all services of one region in one process: the only one that composes services.
  hub: ['contracts', 'messaging', 'service-kit', 'border', 'cases', 'standards'],
  province: ['contracts', 'telemetry', 'domain', 'catalogue', 'trust', 'client'],
  local: ['contracts', 'domain', 'data-directory', 'trust', 'catalogue', 'messaging', 'broker', 'operator'],
};
const FORBIDDEN_IN_DOMAIN = /from '(?:node:(?!crypto')[a-z/]+|@nestjs\/[^']+|nats|ioredis|rxjs|pino)'|\bDate\.now\(|new Date\(\)|Math\.random\(|process\.(?:env|hrtime)/;
const IMPORT = /(?:from|import|require\()\s*['"]@tongban\/([a-z-]+)['"]/g;

const packageOf = (path: string): string => (path.startsWith('deploy/') ? path.split('/')[1]! : path.split('/')[1]!);

describe('borders between packages', () => {
  const sources = productSources();
  it('sees the packages it guards', () => expect(new Set(sources.map(({ path }) => packageOf(path))).size).toBeGreaterThan(10));

  it.each(sources.map((file) => [file.path, file] as const))('%s imports only what its place allows', (path, file) => {
    const from = packageOf(path);
    const allowed = MAY_IMPORT[from];
    const faults = [...file.text.matchAll(IMPORT)].map((match) => match[1]!).filter((to) => to !== from && !(allowed ?? []).includes(to));
    const because = `${from} may import ${allowed?.join(', ') || 'nothing of ours'}: dependencies point one way, and services meet in messages, never in imports. Move the shared idea down, or send a message.`;
    expect({ faults, because }).toEqual({ faults: [], because });
  });

  it.each(Object.keys(MAY_IMPORT).filter((name) => !['local'].includes(name)))('the manifest of %s says the same', (name) => {
    const folder = ['border', 'cases', 'standards', 'hub', 'province', 'console'].includes(name) ? 'services' : 'packages';
    const manifest = JSON.parse(readFileSync(join(ROOT, folder, name, 'package.json'), 'utf8')) as { dependencies?: Record<string, string> };
    const ours = Object.keys(manifest.dependencies ?? {}).filter((dependency) => dependency.startsWith('@tongban/')).map((dependency) => dependency.slice('@tongban/'.length));
    expect(ours.filter((dependency) => !MAY_IMPORT[name]!.includes(dependency))).toEqual([]);
  });

  it('domain knows no framework, clock, network or randomness', () => {
    const faults = sources.filter(({ path, text }) => path.startsWith('packages/domain/') && FORBIDDEN_IN_DOMAIN.test(text)).map(({ path }) => path);
    const because = 'the domain is pure: time, randomness and data come in as arguments, so that a test needs neither sleep nor mock';
    expect({ faults, because }).toEqual({ faults: [], because });
  });
});

describe('the audit is an outsider', () => {
  // Its tests plant defects with the rights of the hub, and may use what they need for that.
  const outsider = sourceFiles(['test/audit'], ['.ts']).filter(({ path }) => !/\.(?:int-)?spec\.ts$/.test(path) && !path.startsWith('test/audit/planted/'));
  it('is here', () => expect(outsider.length).toBeGreaterThan(10));

  it.each(outsider.map((file) => [file.path, file] as const))('%s uses nothing of ours', (path, { text }) => {
    const imported = [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\(|\brequire\()['"]([^'"\n]+)['"]/g)].map((match) => match[1]!);
    const isOwn = (name: string): boolean => name.startsWith('.') && join('/', dirname(path), name).startsWith('/test/audit/');
    const faults = imported.filter((name) => !isOwn(name) && !name.startsWith('node:') && name !== 'nats' && name !== 'protobufjs');
    const because = 'the audit judges the hub by the published contract alone: with the hub\'s own code it would repeat the hub\'s own mistakes. Allowed are nats, protobufjs on the .proto files, and Node; spell what is published again';
    expect({ faults, because }).toEqual({ faults: [], because });
  });
});

describe('the computation that the year is judged by is independent', () => {
  const independent = sourceFiles(['test/year/expected'], ['.ts']);
  it('is here', () => expect(independent.length).toBeGreaterThan(5));

  it.each(independent.map((file) => [file.path, file] as const))('%s uses nothing of ours', (_path, { text }) => {
    const faults = [...text.matchAll(/\bfrom\s+['"]([^'"\n]+)['"]/g)].map((match) => match[1]!).filter((name) => !/^\.\/[a-z-]+$/.test(name) && !name.startsWith('node:'));
    const because = 'alarms are checked against days counted one by one over the raw data: with the product\'s own calendar or flow function it would repeat the product\'s own mistakes';
    expect({ faults, because }).toEqual({ faults: [], because });
  });
});

describe('one place spells names', () => {
  it('only names.ts spells subjects, streams and Redis keys', () => {
    const spelled = /['"`](?:sub|xr|dlv|mir|seen|rej|fail|failact|held|file|svc|std|head|rec|timer)\.\$?\{?|['"`](?:SUBMIT|OUTBOX|INBOX|CASES|REJECTED|FAILED|HELD|FILES|CLOCK|STANDARDS|RECONCILIATION|TIMERS|KEYS|SECURITY|AUDIT|ALERTS|HEADS)_|['"`]tb:\{|['"`]Tb-[A-Z]/;
    const faults = productSources().filter(({ path, text }) => path !== 'packages/contracts/src/wire/names.ts' && spelled.test(text)).map(({ path }) => path);
    const because = 'packages/contracts/src/wire/names.ts is the one file of subjects, streams, consumers, headers and keys';
    expect({ faults, because }).toEqual({ faults: [], because });
  });
});

describe('one place reads the log', () => {
  it('only readCaseEntry decodes an entry of a case', () => {
    const faults = productSources().filter(({ path, text }) => path !== 'packages/trust/src/history/case-entry.ts' && /decode\(v1\.CaseEntry\b|CaseEntry\.decode/.test(text)).map(({ path }) => path);
    const because = 'logs of every release are read by one function, which brings older entries to the present form and refuses newer ones: packages/trust/src/history/case-entry.ts';
    expect({ faults, because }).toEqual({ faults: [], because });
  });
});

describe('files', () => {
  it('name one idea and stay short', () => {
    const files = sourceFiles(['packages', 'services', 'deploy', 'test'], ['.ts', '.mjs']);
    const nameless = files.filter(({ path }) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(path)).map(({ path }) => path);
    const long = files.filter((file) => file.text.split('\n').length > 400 && !isTest(file)).map(({ path }) => path);
    expect({ nameless, long }).toEqual({ nameless: [], long: [] });
  });
});
