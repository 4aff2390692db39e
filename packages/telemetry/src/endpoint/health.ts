import { setGauge } from '../metrics/registry';

export interface HealthCheck {
  readonly name: string;
  /** One that is not required is told and does not make the process unready. */
  readonly required: boolean;
  /** Resolves while all is well; throws with what is wrong, in words free of secrets and personal data. */
  readonly look: () => Promise<void>;
}
export interface CheckResult { readonly ok: boolean; readonly required: boolean; readonly tookMs: number; readonly detail?: string }
/** What `/readyz` answers. `degraded` names checks that fail and are not required. */
export interface Readiness { readonly ok: boolean; readonly degraded: readonly string[]; readonly checks: Readonly<Record<string, CheckResult>> }

const WITHIN_MS = 1_500;
/** Several probes in one second look once. */
const GOOD_FOR_MS = 1_000;

/** Where a process stands between its start and its end, and whether it can do what it is for. */
export class Health {
  private readonly checks: HealthCheck[] = [];
  private isStarted = false;
  private isDraining = false;
  private latest: { readonly atMs: number; readonly result: Promise<Readiness> } | undefined;

  add(...checks: readonly HealthCheck[]): void {
    this.checks.push(...checks);
    this.latest = undefined;
  }
  /** It listens to everything it is to listen to. */
  started(): void {
    this.isStarted = true;
    this.latest = undefined;
  }
  /** From now on it is not ready, before it gives up anything. */
  draining(): void {
    this.isDraining = true;
    this.latest = undefined;
  }
  get hasStarted(): boolean {
    return this.isStarted;
  }

  readiness(): Promise<Readiness> {
    if (this.latest === undefined || Date.now() - this.latest.atMs >= GOOD_FOR_MS) this.latest = { atMs: Date.now(), result: this.look() };
    return this.latest.result;
  }

  private async look(): Promise<Readiness> {
    const stages: [string, CheckResult][] = [
      ['started', { ok: this.isStarted, required: true, tookMs: 0, ...(!this.isStarted && { detail: 'it does not listen to its consumers yet' }) }],
      ['not-draining', { ok: !this.isDraining, required: true, tookMs: 0, ...(this.isDraining && { detail: 'it was asked to end' }) }],
    ];
    const results = new Map([...stages, ...(await Promise.all(this.checks.map(async (check) => [check.name, await resultOf(check)] as const)))]);
    const failed = [...results].filter(([, { ok }]) => !ok);
    const ok = failed.every(([, { required }]) => !required);
    for (const [check, { ok: passes }] of results) setGauge('tongban_ready_check', { check }, passes ? 1 : 0);
    setGauge('tongban_ready', {}, ok ? 1 : 0);
    return { ok, degraded: failed.filter(([, { required }]) => !required).map(([name]) => name), checks: Object.fromEntries(results) };
  }
}

async function resultOf({ required, look }: HealthCheck): Promise<CheckResult> {
  const startedAtMs = Date.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`no answer within ${WITHIN_MS} ms`)), WITHIN_MS)));
    await Promise.race([look(), late]);
    return { ok: true, required, tookMs: Date.now() - startedAtMs };
  } catch (cause) {
    return { ok: false, required, tookMs: Date.now() - startedAtMs, detail: cause instanceof Error ? cause.message : 'it failed' };
  } finally {
    clearTimeout(timer);
  }
}
