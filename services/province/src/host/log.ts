import { logFields } from '@tongban/telemetry';
import pino, { type Logger } from 'pino';

/** JSON lines on stdout with ids, codes and counts. Should somebody pass a whole message, its contents are left out. */
export function createProvinceLog(level: string): Logger {
  return pino({
    name: 'province', level, base: undefined, mixin: logFields, timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['fields', 'open', 'personal', 'data', '*.fields', '*.open', '*.personal', '*.data'], remove: true },
  });
}
