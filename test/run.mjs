// Runs every check of the repository and ends with `N passed, N failed`. `--only NAME` runs one suite, `-- ARGS` go to jest.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));
const scratch = mkdtempSync(join(placeOfData(), 'tongban-test-'));
const args = process.argv.slice(2);
const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
const rest = args.includes('--') ? args.slice(args.indexOf('--') + 1) : [];

const node = (file, ...more) => [process.execPath, [file, ...more]];
const jest = (name, ...more) => {
  const report = join(scratch, `${name}.json`);
  return { name, report, command: node(join(dirname(require.resolve('jest/package.json')), 'bin/jest.js'), '-c', 'test/jest.config.cjs', '--json', `--outputFile=${report}`, ...more, ...rest) };
};
const buf = join(dirname(require.resolve('@bufbuild/buf/package.json')), 'bin', 'buf');
const suites = [
  { name: 'buf lint', command: node(buf, 'lint', 'proto') },
  { name: 'buf breaking', command: node(buf, 'breaking', 'proto', '--against', 'proto/baseline.binpb') },
  // Compiling works and hardly waits: it goes beside those who wait.
  { name: 'types', beside: 'parts', command: node(require.resolve('typescript/bin/tsc'), '-p', 'test/tsconfig.json', '--noEmit') },
  jest('unit', '--testPathPatterns', '\\.spec\\.ts$', '--maxWorkers=2', '--testTimeout=30000'),
  // The integration tests of a package or service start a server or two of their own, and wait more than they work: three at a time fill two cores.
  jest('parts', '--testPathPatterns', '(packages|services)/.*\\.int-spec\\.ts$', '--maxWorkers=3', '--testTimeout=60000'),
  // A whole environment fills two cores: one file at a time keeps them honest.
  jest('environments', '--testPathPatterns', '\\.int-spec\\.ts$', '--testPathIgnorePatterns', '/node_modules/', '<rootDir>/packages/', '<rootDir>/services/', '--runInBand', '--testTimeout=60000'),
];

const SLOWEST_MAX = 12;
let passed = 0;
let failed = 0;
for (const suite of suites) {
  if (only ? suite.name !== only : suite.beside) continue;
  await Promise.all([suite, ...suites.filter(({ beside }) => !only && beside === suite.name)].map(runSuite));
}

rmSync(scratch, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function runSuite(suite) {
  const started = Date.now();
  const code = await run(suite.command);
  const counts = suite.report ? countsOf(suite.report, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  passed += counts.passed;
  failed += counts.failed;
  if (suite.report) for (const line of slowestOf(suite.report)) console.log(line);
  console.log(`${suite.name}: ${counts.passed} passed, ${counts.failed} failed  ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function run([command, parameters]) {
  const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0', TMPDIR: scratch } });
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise((resolve) => child.on('close', (code) => {
    process.off('SIGINT', forward).off('SIGTERM', forward);
    resolve(code ?? 1);
  }));
}

/**
 * Where tests keep their data: in memory where there is plenty, because what they do to processes, `kill -9` included, loses no byte there, and a disk that syncs every write is most of what they wait for. The
 * long forms and the bench stay on the disk. TMPDIR, where it is set, decides.
 */
function placeOfData() {
  const [memory, enough] = ['/dev/shm', 8 * 2 ** 30];
  if (process.env.TMPDIR) return tmpdir();
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Where the time of a suite goes: its slowest files, the loading and setting up of each included, and its slowest tests. */
function slowestOf(report) {
  const seconds = (ms) => `${(ms / 1000).toFixed(1).padStart(7)} s`;
  const slowest = (list) => list.sort((a, b) => b.ms - a.ms).slice(0, SLOWEST_MAX).map(({ ms, what }) => `${seconds(ms)}  ${what}`);
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const files = testResults.map(({ name, startTime, endTime }) => ({ ms: endTime - startTime, what: relative(root, name) }));
    const tests = testResults.flatMap(({ name, assertionResults }) => assertionResults.map(({ duration, fullName }) => ({ ms: duration ?? 0, what: `${relative(root, name)}: ${fullName}` })));
    return [...slowest(files), ...slowest(tests)];
  } catch {
    return [];
  }
}

/** A suite file that cannot be loaded has no tests in the report; it counts as one failure. */
function countsOf(report, code) {
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
  } catch {
    return { passed: 0, failed: code === 0 ? 0 : 1 };
  }
}
