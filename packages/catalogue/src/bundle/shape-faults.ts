import type { z } from 'zod';
import { zhCN } from 'zod/locales';
import { jsonPath } from '../data-files';
import type { BundleFaults } from './bundle-faults';

type Issue = z.core.$ZodIssue;
const chinese = zhCN().localeError;

/** Checks one record against its shape; every fault is reported below `path`. Undefined when there is any. */
export function shaped<T extends z.ZodType>(shape: T, value: unknown, path: string, faults: BundleFaults): z.output<T> | undefined {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) reportIssue(issue, [], path, faults);
  return undefined;
}

function reportIssue(issue: Issue, above: readonly PropertyKey[], path: string, faults: BundleFaults): void {
  const inside = [...above, ...issue.path];
  const at = (...more: readonly PropertyKey[]): string => `${path}${jsonPath([...inside, ...more]).slice(1)}`;
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) faults.report(at(key), '没有此键', 'there is no such key');
    return;
  }
  if (issue.code === 'invalid_union') {
    const likeliest = likeliestBranch(issue.errors);
    if (likeliest.length > 0) {
      for (const one of likeliest) reportIssue(one, inside, path, faults);
      return;
    }
  }
  faults.report(at(), chineseOf(issue), issue.message);
}

/** Of the forms a value could have had, the one it misses by least: fewest issues, then the deepest. */
function likeliestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]): number => Math.max(...issues.map((issue) => issue.path.length));
  return [...branches].filter((issues) => issues.length > 0).sort((a, b) => a.length - b.length || depth(b) - depth(a))[0] ?? [];
}

/** Shapes with rules of their own carry both wordings; the rest is zod's. */
function chineseOf(issue: Issue): string {
  const own: unknown = issue.code === 'custom' ? issue.params?.['zh'] : undefined;
  if (typeof own === 'string') return own;
  const worded = chinese(issue as z.core.$ZodRawIssue);
  return (typeof worded === 'string' ? worded : worded?.message) ?? '格式有误';
}
