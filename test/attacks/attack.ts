import type { EnvironmentCode, RegionCode, SecurityKind } from '@tongban/contracts';
import type { NatsConnection } from 'nats';

/** Who attacks whom, and who looks at what came of it. */
export interface Stage {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  /** Another region, whose streams lie behind the leaf connections. */
  readonly elsewhere: RegionCode;
  readonly attacker: string;
  readonly victim: string;
  /** The plain client with the attacker's valid credentials. */
  readonly nc: NatsConnection;
  /** Another one. Rejects where the broker refuses it. */
  readonly again: () => Promise<NatsConnection>;
  readonly victimNc: NatsConnection;
  /** Reads the region's streams, with the rights of its hub. */
  readonly observer: NatsConnection;
}

/** What came of an attack: an honest system answers every one of them with a refusal. */
export interface Outcome { readonly refused: boolean; readonly how: string }
export const refused = (how: string): Outcome => ({ refused: true, how });
export const succeeded = (how: string): Outcome => ({ refused: false, how });

export interface Attack {
  readonly what: string;
  readonly attempt: (stage: Stage) => Promise<Outcome>;
  /** Kind under which it is to stand in `tongban security events`. */
  readonly listed: SecurityKind;
}

const ANSWER_WITHIN_MS = 2_000;

/** Asks as the attacker: an answer that is no error is a success of the attack, whatever it holds. */
export async function asked(nc: NatsConnection, subject: string, body = '{}', withinMs = ANSWER_WITHIN_MS): Promise<Outcome> {
  try {
    const reply = await nc.request(subject, body, { timeout: withinMs });
    const text = reply.string();
    if (reply.headers?.hasError) return refused(`${reply.headers.code}`);
    const error = /"error":\s*\{"code":(\d+)/.exec(text)?.[1];
    return error === undefined ? succeeded(`answered: ${text.slice(0, 80)}`) : refused(`answered error ${error}`);
  } catch (error) {
    return refused((error as { code?: string }).code ?? String(error));
  }
}

/** Every one must be refused; the first that is not is what came of all. */
export async function each<T>(attempts: readonly T[], attempt: (one: T) => Promise<Outcome>): Promise<Outcome> {
  const outcomes = await Promise.all(attempts.map(async (one) => ({ one, outcome: await attempt(one) })));
  const through = outcomes.find(({ outcome }) => !outcome.refused);
  return through ? succeeded(`${JSON.stringify(through.one)}: ${through.outcome.how}`) : refused([...new Set(outcomes.map(({ outcome }) => outcome.how))].join(', '));
}

/** Whether the newest message of a subject in a stream is this one. */
export async function holds(observer: NatsConnection, stream: string, subject: string, mark: string): Promise<boolean> {
  const jsm = await observer.jetstreamManager();
  const last = await jsm.streams.getMessage(stream, { last_by_subj: subject }).catch((error: { code?: string }) => {
    if (error.code === '404') return undefined;
    throw error;
  });
  return last !== undefined && (mark === '' || Buffer.from(last.data).includes(mark));
}
