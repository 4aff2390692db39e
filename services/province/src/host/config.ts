import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ENVIRONMENT_CODES, type EnvironmentCode } from '@tongban/contracts';
import { type Setting, credentialsSetting } from '@tongban/trust';
import { z } from 'zod';

const EnvironmentSchema = z.object({
  /** setup.json of the environment: names the credentials of every participant. */
  TONGBAN_SETUP_FILE: z.string().min(1),
  /** Comma-separated participant codes; all of the set-up by default. */
  TONGBAN_PARTICIPANTS: z.string().regex(/^\s*\d{6}(\s*,\s*\d{6})*\s*$/).optional(),
  TONGBAN_DATA_DIR: z.string().min(1),
  /** Where `/livez`, `/readyz`, `/startupz` and `/metrics` answer, in plain HTTP; without a port nowhere. */
  TONGBAN_PROBES_HOST: z.string().min(1).default('127.0.0.1'),
  TONGBAN_PROBES_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  TONGBAN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Cases of one participant worked on at the same time. */
  TONGBAN_PROVINCE_CASES_IN_PARALLEL: z.coerce.number().int().min(1).max(256).default(16),
  /** Real milliseconds one side of a withdrawal case holds back for the other. */
  TONGBAN_PROVINCE_PATIENCE_MS: z.coerce.number().int().min(1000).max(86_400_000).default(600_000),
});
const SetupSchema = z.object({ version: z.literal(1), environment: z.enum(ENVIRONMENT_CODES as readonly [EnvironmentCode, ...EnvironmentCode[]]), trustDirectory: z.string(), participants: z.record(z.string().regex(/^\d{6}$/), z.string()) });

export interface HostConfig {
  readonly environment: EnvironmentCode;
  /** By participant code. */
  readonly participants: readonly { readonly code: string; readonly credentialsFile: string; readonly storeDirectory: string }[];
  readonly trustFile: string;
  readonly logLevel: string;
  readonly probes: { readonly host: string; readonly port: number | undefined };
  readonly casesInParallelMax: number;
  readonly patienceMs: number;
}

/** @throws Error with every fault on a line of its own; values are not repeated. */
export function loadHostConfig(environment: Readonly<Record<string, string | undefined>>): HostConfig {
  const env = parse(EnvironmentSchema, environment, 'environment');
  const file = resolve(env.TONGBAN_SETUP_FILE);
  const setup = parse(SetupSchema, JSON.parse(readFileSync(file, 'utf8')), file);
  const wanted = env.TONGBAN_PARTICIPANTS?.split(',').map((code) => code.trim()) ?? Object.keys(setup.participants);
  const unknown = wanted.filter((code) => setup.participants[code] === undefined);
  if (unknown.length > 0) throw new Error(`invalid configuration\n  TONGBAN_PARTICIPANTS: not in ${file}: ${unknown.join(', ')}`);
  const root = dirname(file);
  return Object.freeze({
    environment: setup.environment,
    participants: [...new Set(wanted)].map((code) => ({
      code, credentialsFile: join(root, setup.participants[code] ?? ''), storeDirectory: join(resolve(env.TONGBAN_DATA_DIR), 'provinces', code),
    })),
    trustFile: join(root, setup.trustDirectory),
    logLevel: env.TONGBAN_LOG_LEVEL,
    probes: { host: env.TONGBAN_PROBES_HOST, port: env.TONGBAN_PROBES_PORT },
    casesInParallelMax: env.TONGBAN_PROVINCE_CASES_IN_PARALLEL,
    patienceMs: env.TONGBAN_PROVINCE_PATIENCE_MS,
  });
}

/** What `--print-config` shows: every setting with its origin, and what each credentials file says beside its secrets. Throws as `loadHostConfig`. */
export function hostSettings(environment: Readonly<Record<string, string | undefined>>): readonly Setting[] {
  const { participants, trustFile } = loadHostConfig(environment);
  const file = resolve(environment['TONGBAN_SETUP_FILE'] ?? '');
  return [
    ...Object.entries(parse(EnvironmentSchema, environment, 'environment')).map(([name, value]): Setting => ({ name, value, origin: environment[name] === undefined ? 'default' : 'environment' })),
    { name: 'trustFile', value: trustFile, origin: `file ${file}` },
    ...participants.flatMap(({ code, credentialsFile, storeDirectory }) => [{ name: `${code}.store`, value: storeDirectory, origin: `file ${file}` }, ...credentialsSetting(`${code}.credentials`, credentialsFile)]),
  ];
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`invalid configuration: ${what}\n${parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n')}`);
}
