import { createReadStream, existsSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { AuditError } from '../audit-error';
import type { HeldReceipt } from '../core/facts';
import type { Evidence } from '../trust/evidence';

/**
 * Receipts that clients hold: one JSON object per line, `{"participant":"310000","receipt":"<base64 SignedReceipt>","at":"…"}`.
 * They show a loss even where every stream that held a copy is gone. @throws AuditError naming the first line that is no such object.
 */
export async function readHeldReceipts(file: string, evidence: Evidence): Promise<HeldReceipt[]> {
  if (!existsSync(file)) throw new AuditError('usage', `文件 ${file} 不存在`, `There is no file ${file}`);
  const held: HeldReceipt[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const where = `${basename(file)}:${line}`;
    const fields = parse(text);
    const receipt = typeof fields?.receipt === 'string' ? evidence.receiptOf(fields.receipt) : undefined;
    if (!receipt || typeof fields?.participant !== 'string') {
      throw new AuditError('usage', `${where} 不是所持回执：每行须为 {"participant":"310000","receipt":"<SignedReceipt 的 base64>"}`, `${where} is no held receipt: each line must be {"participant":"310000","receipt":"<SignedReceipt in base64>"}`);
    }
    held.push({ where, participant: fields.participant, receipt });
  }
  await evidence.settle();
  return held;
}

function parse(text: string): { participant?: unknown; receipt?: unknown } | undefined {
  try {
    return JSON.parse(text) as { participant?: unknown; receipt?: unknown };
  } catch {
    return undefined;
  }
}
