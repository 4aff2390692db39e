import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Setting, credentialsSetting } from '@tongban/trust';
import { ENVIRONMENT_CODES, type EnvironmentCode, REGION_CODES, type RegionCode } from '@tongban/contracts';
import { SUBMIT_RATES_FORM } from './submission-limits';

const ConfigSchema = z.object({
  TONGBAN_ENVIRONMENT: z.enum(ENVIRONMENT_CODES as unknown as [EnvironmentCode, ...EnvironmentCode[]]),
  TONGBAN_REGION: z.enum(REGION_CODES as unknown as [RegionCode, ...RegionCode[]]),
  TONGBAN_CREDENTIALS_FILE: z.string().min(1),
  TONGBAN_TRUST_FILE: z.string().min(1),
  TONGBAN_REDIS_URL: z.string().regex(/^rediss?:\/\//),
  /** At the national hub: what it keeps the copies of all regions on the backbone with. */
  TONGBAN_KEEPER_FILE: z.string().min(1).optional(),
  /** What the region's server is watched with; without it nothing that the server refuses is listed. */
  TONGBAN_WATCH_FILE: z.string().min(1).optional(),
  /** How often connections are looked at for what nobody may subscribe to; and how long refusals of one kind by the same are counted into one entry. */
  TONGBAN_WATCH_LOOK_SECONDS: z.coerce.number().min(0.1).max(3_600).default(5),
  TONGBAN_WATCH_COUNT_SECONDS: z.coerce.number().min(0.1).max(86_400).default(60),
  /** How long a service that is started waits for its server. */
  TONGBAN_CONNECT_WITHIN_SECONDS: z.coerce.number().min(0).max(3_600).default(30),
  /** Where `/livez`, `/readyz`, `/startupz` and `/metrics` answer, in plain HTTP; without a port nowhere. */
  TONGBAN_PROBES_HOST: z.string().min(1).default('127.0.0.1'),
  TONGBAN_PROBES_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Where traces go, as OTLP over HTTP; without it none are made. The other OTEL_* variables of the specification count as well. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  TONGBAN_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** How many of the newest submissions a border remembers, so that a resend gets its first receipt again. */
  TONGBAN_BORDER_MEMORY: z.coerce.number().int().min(1000).max(1_000_000).default(100_000),
  /**
   * Messages a border takes from each participant in a second, and how many at once after a rest. What is sent faster waits in the participant's stream. A hub on two cores carries 30 to 60 a
   * second of all participants together (test/bench/README.md): no single one may fill it.
   */
  TONGBAN_SUBMIT_RATE: z.coerce.number().int().min(1).max(10_000).default(20),
  TONGBAN_SUBMIT_BURST: z.coerce.number().int().min(1).max(100_000).default(200),
  /** Other limits for single participants: `630000=20/40,310000=200`, rate and burst. */
  TONGBAN_SUBMIT_RATES: z.string().regex(SUBMIT_RATES_FORM, 'has the form 630000=20/40,310000=200').default(''),
  /** Sandbox only: `accepted` lets personal parts in that are not sealed, for clients made by hand and to see that a leak is found. Anywhere else none is let in whatever it says. */
  TONGBAN_UNSEALED: z.enum(['refused', 'accepted']).default('refused'),
  /** Messages a border works on at a time, of all participants together, who take turns. */
  TONGBAN_BORDER_PARALLEL: z.coerce.number().int().min(1).max(1_000).default(64),
  /** Cases a home hub keeps folded in memory. */
  TONGBAN_CASES_CACHED: z.coerce.number().int().min(10).max(1_000_000).default(5_000),
  /** Every stored message is read again this long after the last walk ended, at most so many a second. */
  TONGBAN_SCRUB_EVERY_MINUTES: z.coerce.number().min(0.1).max(10_080).default(10),
  TONGBAN_SCRUB_MESSAGES_PER_SECOND: z.coerce.number().int().min(100).max(100_000).default(500),
  /** A handler that runs longer is an alarm. */
  TONGBAN_LANE_STUCK_MINUTES: z.coerce.number().min(0.1).max(1_440).default(5),
  /** Cases whose alarm is due are looked for this often, though timers tell of them: what a timer missed is late by as much. */
  TONGBAN_ALARM_SWEEP_SECONDS: z.coerce.number().min(0.1).max(86_400).default(45),
  /** Each link is compared with the hub that sends on it this often; a delivery without a receipt is reported as stuck after so long. */
  TONGBAN_RECONCILE_EVERY_MINUTES: z.coerce.number().min(0.1).max(1_440).default(10),
  TONGBAN_RECONCILE_STUCK_MINUTES: z.coerce.number().min(0.1).max(10_080).default(30),
  /** MiB of files a second that a process stores, and as many that it gives: files share disk and links with messages. */
  TONGBAN_FILES_MIB_PER_SECOND: z.coerce.number().min(0.1).max(10_000).default(8),
  /** A stream of record and its copy are compared message by message this often, what is new since; and all of it in seven times as long. */
  TONGBAN_MIRROR_COMPARE_HOURS: z.coerce.number().min(0.01).max(720).default(24),
  /** Business time after which a hub takes no new cases unless it has heard again from the owner of their standards. */
  TONGBAN_STANDARDS_LEASE_HOURS: z.coerce.number().min(1).max(720).default(24),
  /** The hub looks at its own standing this often; what is too much for long enough is an alert (rules/alerts.json). What happens so long after the first untold is told together with it. */
  TONGBAN_ALERT_LOOK_SECONDS: z.coerce.number().min(0.1).max(3_600).default(5),
  TONGBAN_ALERT_GROUP_SECONDS: z.coerce.number().min(0).max(3_600).default(10),
  /** Who is told of alerts: a web address that takes JSON (the secret signs it), and mail by a server `smtp://user:password@host:port` or `smtps://`. Addresses of several receivers are separated by commas. */
  TONGBAN_ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  TONGBAN_ALERT_WEBHOOK_SECRET: z.string().min(16).optional(),
  TONGBAN_ALERT_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  TONGBAN_ALERT_MAIL_FROM: z.string().min(3).optional(),
  TONGBAN_ALERT_MAIL_TO: z.string().min(3).optional(),
}).refine(({ TONGBAN_ALERT_SMTP_URL: url, TONGBAN_ALERT_MAIL_FROM: from, TONGBAN_ALERT_MAIL_TO: to }) => url === undefined || (from !== undefined && to !== undefined), { path: ['TONGBAN_ALERT_SMTP_URL'], message: 'mail needs TONGBAN_ALERT_MAIL_FROM and TONGBAN_ALERT_MAIL_TO' });
export type ServiceConfig = Readonly<z.infer<typeof ConfigSchema>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable as it stands, or what the file of `NAME_FILE` has: for secrets. Undefined: left to its default. */
export function givenSetting(env: Environment, name: string): { readonly value: string; readonly origin: string } | undefined {
  const value = env[name];
  if (value !== undefined) return { value, origin: 'environment' };
  const file = env[`${name}_FILE`];
  return file === undefined ? undefined : { value: readFileSync(file, 'utf8').trim(), origin: `file ${file}` };
}

/**
 * Parses the environment once. A variable may come from a file (`NAME_FILE`, for secrets). All faults are reported
 * together, never a value. @throws Error with one line per fault.
 */
export function loadConfig(env: Environment): ServiceConfig {
  const names = Object.keys(ConfigSchema.shape);
  const parsed = ConfigSchema.safeParse(Object.fromEntries(names.map((name) => [name, givenSetting(env, name)?.value])));
  if (parsed.success) return Object.freeze(parsed.data);
  throw new Error(`invalid configuration\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
}

/** What `--print-config` shows of a service: every setting with its origin, and what its credentials file says beside its secrets. Throws as `loadConfig`. */
export function configSettings(env: Environment): readonly Setting[] {
  const settings = Object.entries(loadConfig(env)).map(([name, value]): Setting => ({ name, value, origin: givenSetting(env, name)?.origin ?? 'default' }));
  const { TONGBAN_CREDENTIALS_FILE, TONGBAN_KEEPER_FILE } = loadConfig(env);
  return [...settings, ...credentialsSetting('credentials', TONGBAN_CREDENTIALS_FILE), ...credentialsSetting('keeper', TONGBAN_KEEPER_FILE)];
}
