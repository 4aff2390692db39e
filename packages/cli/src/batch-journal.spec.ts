import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchJournal } from './batch-journal';

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tongban-batch-'));
  path = join(directory, 'cases.ndjson.results.ndjson');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const line = (number: number, text = `{"n":${number}}`) => ({ line: number, text });
const ids = (suffix: string) => () => ({ caseNo: `C-${suffix}`, messageId: `M-${suffix}` });

it('gives a line the ids of the run that was killed', () => {
  new BatchJournal(path).intend(line(1), ids('first'));
  const again = new BatchJournal(path);
  expect(again.resultOf(line(1))).toBeUndefined();
  expect(again.intend(line(1), ids('second'))).toEqual({ caseNo: 'C-first', messageId: 'M-first' });
  expect(again.intend(line(2), ids('second'))).toEqual({ caseNo: 'C-second', messageId: 'M-second' });
});

it('knows what is done, and takes a corrected line as a new one', () => {
  const journal = new BatchJournal(path);
  journal.finish(line(1), { ok: false });
  journal.close();
  const again = new BatchJournal(path);
  expect(again.resultOf(line(1))).toEqual({ ok: false });
  expect(again.resultOf(line(1, '{"n":"corrected"}'))).toBeUndefined();
  expect(again.resultOf(line(2))).toBeUndefined();
});

it('survives a record that was cut short', () => {
  new BatchJournal(path).finish(line(1), { ok: true });
  appendFileSync(path, '{"line":2,"digest":"ab');
  new BatchJournal(path).finish(line(3), { ok: true });
  const again = new BatchJournal(path);
  expect([1, 2, 3].map((number) => again.resultOf(line(number)) !== undefined)).toEqual([true, false, true]);
  expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
});
