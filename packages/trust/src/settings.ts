import { readFileSync } from 'node:fs';
import { TongbanError } from '@tongban/contracts';

/** One setting as a process works with it. */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** Where the value is from: `default`, `environment`, `option`, or `file PATH`. */
  readonly origin: string;
}

export const MASK = '***';
/** NKey seeds: `S`, the kind, and base32. */
const SEED = /\bS[UAOCNXP][A-Z2-7]{20,}/g;
const PRIVATE_PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const PASSWORD_IN_URL = /(\b[a-z][a-z0-9+.-]*:\/\/)([^/?#\s]*)@/gi;
/** `eyJ` begins every JSON Web Token and so every NATS user JWT with its seed beside it. */
const TOKEN = /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/g;
/** Members whose value is a secret whatever it looks like: private keys here are plain Base64. */
const SECRET_NAME = /seed|private|password|passwd|secret|token|jwt/i;

/** A text without the secrets that are known by their form. */
export const maskedText = (text: string): string =>
  text.replace(PRIVATE_PEM, MASK).replace(SEED, MASK).replace(TOKEN, MASK).replace(PASSWORD_IN_URL, `$1${MASK}@`);

/** Any value to be shown, with what is secret by its name or its form masked, at every depth. */
export function masked(value: unknown, name = ''): unknown {
  if (value !== undefined && value !== null && value !== '' && SECRET_NAME.test(name) && typeof value !== 'object') return MASK;
  if (typeof value === 'string') return maskedText(value);
  if (Array.isArray(value)) return value.map((one) => masked(one, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, masked(member, key)]));
}

/** What `--print-config` prints: one JSON document, settings by name with value and origin. */
export const printedSettings = (settings: readonly Setting[]): string =>
  `${JSON.stringify({ settings: Object.fromEntries(settings.map(({ name, value, origin }) => [name, { value: masked(value, name) ?? null, origin: maskedText(origin) }])) }, undefined, 2)}\n`;

/** What a file of credentials says, for a printed configuration: names of keys and servers, and that there are secrets. Undefined where it cannot be read: whoever needs it says so. */
export function credentialsSetting(name: string, file: string | undefined): Setting[] {
  if (file === undefined) return [];
  try {
    return [{ name, value: JSON.parse(readFileSync(file, 'utf8')) as unknown, origin: `file ${file}` }];
  } catch {
    return [{ name, value: 'unreadable', origin: `file ${file}` }];
  }
}

/**
 * Secrets come from the environment or from files: what stands on a command line stands in the list of processes for everybody on the machine. The argument is named by its
 * place, never repeated. @throws TongbanError `credentials.on-command-line`.
 */
export function refuseSecretsIn(args: readonly string[]): void {
  const at = args.findIndex((arg) => maskedText(arg) !== arg || /^--?[a-z-]*(?:seed|private-key|password|secret|token)[a-z-]*(?:=|$)/i.test(arg));
  if (at >= 0) throw new TongbanError('credentials.on-command-line', `argument ${at + 1} is a secret, or announces one`);
}
