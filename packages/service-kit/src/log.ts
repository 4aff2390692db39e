import { logFields } from '@tongban/telemetry';
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';

export type { Logger } from 'pino';

/**
 * JSON lines on stdout, each with the case and the trace that are worked on. Nothing personal may be logged: callers log ids, codes and counts; these paths are removed in case
 * somebody passes a whole message.
 */
export function createLogger(name: string, level: string, fields: Readonly<Record<string, string>> = {}, to?: DestinationStream): Logger {
  const options: LoggerOptions = {
    name,
    level,
    base: fields,
    mixin: logFields,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['*.personal', '*.fields', '*.open', '*.data', 'personal', 'fields', 'open', 'data'], remove: true },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
