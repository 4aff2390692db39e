import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '@tongban/local';
import type { AuditOutcome } from './contenders/contender';
import { BenchError } from './words';

const ENTRY = join(REPOSITORY_ROOT, 'test/audit/dist/main.js');
const QUIET_WITHIN = '5m';
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** Runs `npm run audit` on an environment that still runs: speed that loses or doubles a message counts for nothing. */
export function runAudit(dataDir: string, promises: readonly string[]): Promise<AuditOutcome> {
  const args = [ENTRY, '--data', dataDir, '--wait', QUIET_WITHIN, '--json', ...promises.flatMap((file) => ['--promises', file])];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: OUTPUT_BYTES_MAX }, (error, stdout, stderr) => {
      const report = parse(stdout);
      if (report) resolve(report);
      else reject(new BenchError(`审计没有结果：${stderr}`, `The audit has no result: ${stderr}`, { cause: error }));
    });
  });
}

function parse(text: string): AuditOutcome | undefined {
  try {
    const { ok, checked, counts } = JSON.parse(text) as AuditOutcome;
    return { ok, checked, counts };
  } catch {
    return undefined;
  }
}
