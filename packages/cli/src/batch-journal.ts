import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';

/** A line of a batch: its number from 1 and its exact text. */
export interface BatchLine { readonly line: number; readonly text: string }
/** The ids a line was given before anything was sent. */
export interface BatchIntent { readonly caseNo: string; readonly messageId: string }
type JournalRecord = { readonly line: number; readonly digest: string } & ({ readonly intent: BatchIntent } | { readonly result: unknown });

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);
const keyOf = (line: number, digest: string): string => `${line}:${digest}`;

/**
 * What was done of a batch, in a file beside it. The ids of a line are on disk before it is sent, so a run that was killed gives
 * the same line the same ids and opens no second case. A line is known by its number and its text: one that was corrected is a new one.
 */
export class BatchJournal {
  private readonly intents = new Map<string, BatchIntent>();
  private readonly results = new Map<string, unknown>();
  private readonly file: number;

  constructor(path: string) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const lines = text.split('\n');
    for (const record of lines.flatMap(readRecord)) {
      const key = keyOf(record.line, record.digest);
      if ('intent' in record) this.intents.set(key, record.intent);
      else this.results.set(key, record.result);
    }
    this.file = openSync(path, 'a', 0o600);
    // A record cut short by a kill is not one; the next must not be glued to it.
    if (text !== '' && !text.endsWith('\n')) writeSync(this.file, '\n');
  }

  resultOf({ line, text }: BatchLine): unknown {
    return this.results.get(keyOf(line, digestOf(text)));
  }

  /** The ids of a line: those of an earlier run, else new ones, on disk when this returns. */
  intend(line: BatchLine, make: () => BatchIntent): BatchIntent {
    const known = this.intents.get(keyOf(line.line, digestOf(line.text)));
    if (known) return known;
    const intent = make();
    this.append({ line: line.line, digest: digestOf(line.text), intent });
    return intent;
  }

  finish({ line, text }: BatchLine, result: unknown): void {
    this.append({ line, digest: digestOf(text), result });
  }

  close(): void {
    closeSync(this.file);
  }

  private append(record: JournalRecord): void {
    writeSync(this.file, `${JSON.stringify(record)}\n`);
    fsyncSync(this.file);
  }
}

function readRecord(text: string): JournalRecord[] {
  try {
    return text.trim() === '' ? [] : [JSON.parse(text) as JournalRecord];
  } catch {
    return [];
  }
}
