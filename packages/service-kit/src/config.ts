import { readFileSync } from 'node:fs';
import { z } from 'zod';
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
});
export type ServiceConfig = Readonly<z.infer<typeof ConfigSchema>>;

/**
 * Parses the environment once. A variable may come from a file (`NAME_FILE`, for secrets). All faults are reported
 * together, never a value. @throws Error with one line per fault.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): ServiceConfig {
  const names = Object.keys(ConfigSchema.shape);
  const read = (name: string): string | undefined => {
    if (env[name] !== undefined) return env[name];
    const file = env[`${name}_FILE`];
    return file === undefined ? undefined : readFileSync(file, 'utf8').trim();
  };
  const parsed = ConfigSchema.safeParse(Object.fromEntries(names.map((name) => [name, read(name)])));
  if (parsed.success) return Object.freeze(parsed.data);
  throw new Error(`invalid configuration\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
}
