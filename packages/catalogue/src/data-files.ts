import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { z } from 'zod';

/** Found from the package, so that source and build read the same files. */
export const PACKAGE_ROOT = resolve(__dirname, '..');
export const LOCK_FILE = join('locks', 'field-numbers.json');
export const PERSONAL_NAMES_FILE = join('rules', 'personal-names.json');
export const OPEN_FIELDS_FILE = join('rules', 'open-fields.json');
export const ATTACHMENTS_FILE = join('rules', 'attachments.json');
export const LEGAL_BASES_FILE = join('rules', 'legal-bases.json');
/** How a stale copy of a registry degrades. No part of the catalogue's digest either. */
export const STALE_COPIES_FILE = join('rules', 'stale-copies.json');
/** When the clocks of a case raise alarms. No part of the catalogue's digest: no sender and no recipient has to know it. */
export const ALARM_RULES_FILE = join('rules', 'alarms.json');
/** When the standing of a hub raises alerts. No part of the catalogue's digest. */
export const ALERT_RULES_FILE = join('rules', 'alerts.json');
export const dataPath = (name: string): string => join('data', `${name}.json`);

/** `$.records[3].floors[0].value` */
export const jsonPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => text + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`), '$');

/** A fault of the catalogue; `path` is `FILE#JSONPATH`. */
export const dataFault = (file: string, path: string, zh: string, en: string): FieldFault => fieldFault(`${file}#${path}`, 'catalogue.invalid', zh, en);

/** How a data file is read: `root` for tests with planted faults. @throws the file system's error when the file is absent. */
export const readText = (root: string, file: string): string => readFileSync(join(root, file), 'utf8');

/**
 * Reads one file and checks its shape. All its faults are added to `faults`; undefined when there is any. Keys the shape
 * does not name are kept.
 */
export function readShaped<T extends z.ZodType>(root: string, file: string, shape: T, faults: FieldFault[]): z.output<T> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readText(root, file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    faults.push(dataFault(file, '$', `文件不能读取：${reason}`, `the file cannot be read: ${reason}`));
    return undefined;
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) faults.push(dataFault(file, jsonPath(issue.path), issue.message, issue.message));
  return undefined;
}
