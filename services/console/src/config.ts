import { isLoopback } from '@tongban/broker';
import { Setup } from '@tongban/operator';
import { givenSetting } from '@tongban/service-kit';
import { type Setting, credentialsSetting } from '@tongban/trust';
import { z } from 'zod';

const ConfigSchema = z.object({
  /** Directory of the set-up: hubs, trust, and what the console keeps itself. */
  TONGBAN_DATA: z.string().min(1),
  TONGBAN_CONSOLE_HOST: z.string().min(1).default('127.0.0.1'),
  TONGBAN_CONSOLE_PORT: z.coerce.number().int().min(0).max(65_535).default(4390),
  /** As browsers reach it, without a path; by default host and port. */
  TONGBAN_CONSOLE_URL: z.string().regex(/^https?:\/\/[^/]+$/).optional(),
  /** Without an issuer the console signs people in itself, with accounts of its own. */
  TONGBAN_OIDC_ISSUER: z.string().regex(/^https?:\/\//).optional(),
  TONGBAN_OIDC_CLIENT_ID: z.string().min(1).default('tongban-console'),
  TONGBAN_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Claims of the ID token that name offices and provinces. */
  TONGBAN_OIDC_ROLES_CLAIM: z.string().min(1).default('tongban_roles'),
  TONGBAN_OIDC_SCOPE_CLAIM: z.string().min(1).default('tongban_scope'),
  TONGBAN_SESSION_HOURS: z.coerce.number().min(0.1).max(24).default(10),
  /** Where `/livez`, `/readyz`, `/startupz` and `/metrics` answer beside the application, in plain HTTP; without a port only the first three do, at the application's own. */
  TONGBAN_PROBES_HOST: z.string().min(1).default('127.0.0.1'),
  TONGBAN_PROBES_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  TONGBAN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type ConsoleConfig = Readonly<z.infer<typeof ConfigSchema>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Parses the environment once; secrets may come from `NAME_FILE`. All faults are reported together, never a value. @throws Error with one line per fault. */
export function loadConfig(env: Environment): ConsoleConfig {
  const parsed = ConfigSchema.safeParse(Object.fromEntries(Object.keys(ConfigSchema.shape).map((name) => [name, givenSetting(env, name)?.value])));
  if (!parsed.success) throw new Error(`invalid configuration\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
  const { TONGBAN_CONSOLE_HOST: host, TONGBAN_CONSOLE_URL: url } = parsed.data;
  // Cookies and passwords would travel in the clear: without a proxy that ends TLS only this machine may reach it.
  if (!isLoopback(host) && url?.startsWith('https://') !== true) throw new Error('invalid configuration\n  TONGBAN_CONSOLE_URL: must be https:// where the console listens beyond this machine');
  return Object.freeze(parsed.data);
}

/** What `--print-config` shows: every setting with its origin, and what the operator's credentials say beside their secrets. Throws as `loadConfig`. */
export function configSettings(env: Environment): readonly Setting[] {
  const config = loadConfig(env);
  const settings = Object.entries(config).map(([name, value]): Setting => ({ name, value, origin: givenSetting(env, name)?.origin ?? 'default' }));
  return [...settings, ...credentialsSetting('credentials', Setup.open({ env, cwd: process.cwd() }, config.TONGBAN_DATA).operatorFile)];
}
