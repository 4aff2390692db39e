// Production dependencies of all packages of the workspace as the lockfile has them, each with the licence that its installed package names.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Importers that are no product: tests bring what they like. */
const TESTS = new Set(['test', '.']);
const unquoted = (text) => text.replace(/^'|'$/g, '');
/** `1.2.3(peer@4)` is version 1.2.3 with peers. */
export const nameAndVersion = (key) => {
  const plain = key.replace(/\(.*$/, '');
  const at = plain.lastIndexOf('@');
  return { name: plain.slice(0, at), version: plain.slice(at + 1) };
};

/**
 * The parts of a pnpm lockfile of version 9 that say who needs what. It is YAML of one shape, written by pnpm alone, so that lines and their indentation are enough.
 * @returns {{ roots: Set<string>, needs: Map<string, string[]>, bound: Set<string> }} keys of snapshots, what each needs, and packages for one platform only
 */
export function readLockfile(text) {
  const version = /^lockfileVersion: '(\d+)/m.exec(text)?.[1];
  if (version !== '9') throw new Error(`a lockfile of version ${version ?? '(none)'}; this reads 9`);
  const roots = new Set();
  const needs = new Map();
  const bound = new Set();
  let [section, holder, group, dependency] = ['', '', '', ''];
  for (const line of text.split('\n')) {
    const [, indent, key, value = ''] = /^( *)('[^']+'|[^\s:][^:]*|[^\s:]+):(?: (.*))?$/.exec(line) ?? [];
    if (key === undefined) continue;
    if (indent.length === 0) section = key;
    else if (indent.length === 2) {
      holder = unquoted(key);
      group = '';
      if (section === 'snapshots') needs.set(holder, []);
    } else if (indent.length === 4) {
      group = key;
      if (section === 'packages' && (key === 'os' || key === 'cpu')) bound.add(holder);
    }
    else if (section === 'importers' && (group === 'dependencies' || group === 'optionalDependencies') && !TESTS.has(holder)) {
      if (indent.length === 6) dependency = unquoted(key);
      else if (key === 'version' && !value.startsWith('link:')) roots.add(`${dependency}@${unquoted(value)}`);
    } else if (section === 'snapshots' && indent.length === 6 && (group === 'dependencies' || group === 'optionalDependencies')) {
      needs.get(holder).push(`${unquoted(key)}@${unquoted(value)}`);
    }
  }
  return { roots, needs, bound };
}

/** Keys of everything that is needed, directly or not. */
export function closure({ roots, needs }) {
  const found = new Set();
  const waiting = [...roots];
  while (waiting.length > 0) {
    const key = waiting.pop();
    if (found.has(key)) continue;
    // An alias (`npm:other@1`) stands under the name of the other.
    found.add(key);
    if (!needs.has(key)) throw new Error(`the lockfile has no ${key}`);
    waiting.push(...needs.get(key));
  }
  return found;
}

const licenceOf = ({ license, licenses }) => {
  const named = license ?? licenses;
  if (typeof named === 'string') return named;
  if (Array.isArray(named)) return named.map((one) => one.type ?? one).join(' OR ');
  return named?.type;
};

/** @returns {{ name: string, version: string, licence?: string }[]} without a licence where the package names none; `installed: false` only where it is for another platform */
export function productionDependencies(root) {
  const store = join(root, 'node_modules/.pnpm');
  const folders = readdirSync(store);
  const lockfile = readLockfile(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8'));
  const keys = closure(lockfile);
  const unique = new Map([...keys].map((key) => [key.replace(/\(.*$/, ''), nameAndVersion(key)]));
  return [...unique.values()].map(({ name, version }) => {
    const prefix = `${name.replace('/', '+')}@${version}`;
    const folder = folders.find((one) => one === prefix || one.startsWith(`${prefix}_`));
    const manifest = folder && join(store, folder, 'node_modules', name, 'package.json');
    if (!manifest || !existsSync(manifest)) return { name, version, installed: !lockfile.bound.has(`${name}@${version}`) };
    return { name, version, installed: true, licence: licenceOf(JSON.parse(readFileSync(manifest, 'utf8'))) };
  }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
}

/** Whether an SPDX expression can be met with licences that are allowed: one of `OR`, all of `AND`. */
export function isAllowed(licence, allowed) {
  if (!licence) return false;
  const plain = licence.replace(/^\((.*)\)$/, '$1');
  if (/ OR /i.test(plain)) return plain.split(/ OR /i).some((one) => isAllowed(one.trim(), allowed));
  if (/ AND /i.test(plain)) return plain.split(/ AND /i).every((one) => isAllowed(one.trim(), allowed));
  return allowed.includes(plain);
}

/** What the policy does not allow, each with why. */
export function licenceFaults(dependencies, { allowed, exceptions }) {
  return dependencies.filter(({ installed }) => installed).flatMap(({ name, version, licence }) => {
    if (isAllowed(exceptions[`${name}@${version}`] ?? licence, allowed)) return [];
    return [{ name, version, licence: licence ?? null }];
  });
}
