// What the product is made of: the licences of all production dependencies against policy.json, and what the registry knows of their faults.
//   --offline: licences only; --json: one document
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../../deploy/local/boot/install.mjs';
import { licenceFaults, productionDependencies } from './dependencies.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const args = new Set(process.argv.slice(2));
const USAGE = 'npm run supply -- [--offline] [--json]';
/** 1: a licence or a known fault; 3: nothing is wrong as far as could be asked, and the registry could not be. */
const EXIT = { ok: 0, fault: 1, usage: 2, notAudited: 3 };
const AUDIT_WITHIN_MS = 120_000;

for (const arg of args) {
  if (arg === '--offline' || arg === '--json') continue;
  process.stderr.write(`${USAGE}\n`);
  process.exit(arg === '--help' ? EXIT.ok : EXIT.usage);
}

const dependencies = productionDependencies(root);
const faults = licenceFaults(dependencies, JSON.parse(readFileSync(join(here, 'policy.json'), 'utf8')));
const audit = args.has('--offline') ? { state: 'not-asked' } : audited();
const known = audit.advisories ?? [];
if (args.has('--json')) process.stdout.write(`${JSON.stringify({ dependencies, faults, audit })}\n`);
else tell();
process.exitCode = faults.length > 0 || known.length > 0 ? EXIT.fault : audit.state === 'unreachable' ? EXIT.notAudited : EXIT.ok;

/** `pnpm audit` asks the registry; what it says is only taken where it is an answer. */
function audited() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { stdout, error } = spawnSync('npx', ['--yes', packageManager, 'audit', '--prod', '--json'], { cwd: root, encoding: 'utf8', timeout: AUDIT_WITHIN_MS, env: { ...cleanEnvironment(), CI: 'true' }, maxBuffer: 64 * 1024 * 1024 });
  try {
    const answer = JSON.parse(stdout);
    if (!answer.metadata?.vulnerabilities) return { state: 'unreachable', why: String(answer.error?.message ?? answer.error?.code ?? 'no answer').slice(0, 200) };
    return { state: 'audited', advisories: Object.values(answer.advisories ?? {}).map(({ module_name: name, severity, title, url, patched_versions: patched }) => ({ name, severity, title, url, patched })) };
  } catch {
    return { state: 'unreachable', why: error?.code ?? 'no answer' };
  }
}

function tell() {
  const by = Map.groupBy ? Map.groupBy(dependencies, ({ licence, installed }) => (installed ? licence ?? '(none)' : '(other platform)')) : grouped();
  for (const [licence, of] of [...by].sort((a, b) => b[1].length - a[1].length)) console.log(`${String(of.length).padStart(4)}  ${licence}\n      ${of.map(({ name, version }) => `${name}@${version}`).join(' ')}`);
  console.log(`${dependencies.length} 个生产依赖 · production dependencies`);
  for (const { name, version, licence } of faults) console.log(`许可证不在 policy.json 中 · licence not in policy.json: ${name}@${version}  ${licence ?? '(none)'}`);
  for (const { name, severity, title, url, patched } of known) console.log(`${severity}  ${name}: ${title}  ${url}  → ${patched}`);
  if (audit.state === 'audited') console.log(`漏洞库：${known.length} 条 · advisories: ${known.length}`);
  if (audit.state === 'unreachable') console.log(`无法访问漏洞库（${audit.why}）：本次只查了许可证 · The registry's advisories could not be asked (${audit.why}): only licences were checked`);
}

function grouped() {
  const groups = new Map();
  for (const one of dependencies) {
    const key = one.installed ? one.licence ?? '(none)' : '(other platform)';
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
