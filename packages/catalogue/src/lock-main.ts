/** `node dist/lock-main.js`: gives numbers to the fields that have none yet. Existing numbers never change. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FieldFault, TongbanError } from '@tongban/contracts';
import { EMPTY_LOCK, assignNumbers, lockChanges } from '@tongban/domain';
import { LOCK_FILE, PACKAGE_ROOT, dataFault, dataPath, readShaped } from './data-files';
import { flowsFile, lockFile } from './shapes/flows';

/** Extends the lock file below `root` to its flows; the number of messages and records it then covers. @throws `catalogue.invalid`. */
export function writeLock(root: string): number {
  const faults: FieldFault[] = [];
  const path = join(root, LOCK_FILE);
  const flows = readShaped(root, dataPath('case-flows'), flowsFile, faults);
  const before = existsSync(path) ? readShaped(root, LOCK_FILE, lockFile, faults) : EMPTY_LOCK;
  if (!flows || !before) throw new TongbanError('catalogue.invalid', 'the flows or the lock cannot be read', faults);
  const after = assignNumbers(before, flows.records, flows);
  const changes = lockChanges(before, after).map(({ path: at, zh, en }) => dataFault(LOCK_FILE, at, zh, en));
  if (changes.length > 0) throw new TongbanError('catalogue.invalid', 'a number would change', changes);
  const text = `${JSON.stringify(after, null, 2)}\n`;
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  return Object.values(after.owners).reduce((sum, messages) => sum + Object.keys(messages).length, 0);
}

if (require.main === module) process.stdout.write(`${writeLock(PACKAGE_ROOT)} messages and records in ${LOCK_FILE}\n`);
