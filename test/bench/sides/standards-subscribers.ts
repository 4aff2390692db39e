import { loadCatalogue } from '@tongban/catalogue';
import type { EnvironmentCode } from '@tongban/contracts';
import { InstalledStandards, Province, type StandardsUpdate } from '@tongban/client';
import { beijingInstant } from '@tongban/domain';
import { readTrustDirectory } from '@tongban/trust';
import { latencyOf } from '../measure/percentiles';
import type { Side } from './side';
import type { SubscribersAnswer, SubscribersQuestion, SubscribersSettings } from './standards-subscribers-settings';

/** Whose log the measured subscribers are told. */
const OWNER = 'nat';
const nowMs = (): number => performance.timeOrigin + performance.now();

/**
 * Participants' systems in one process, each with its own connection, store and subscription, but one copy of what is installed: versions are verified and held once.
 * The handlers only note when they were called, and that no number is missing.
 */
export async function open({ environment, trust, participants }: SubscribersSettings): Promise<Side> {
  const directory = readTrustDirectory(trust);
  const installed = InstalledStandards.of(loadCatalogue(), directory, environment as EnvironmentCode);
  const beganMs = nowMs();
  const told = participants.map(() => new Told());
  const provinces = await Promise.all(participants.map(async ({ credentials, store }, at) => {
    const province = await Province.connect({ credentials, trust: directory, store, standards: installed });
    province.standards.subscribe((update) => told[at]!.take(update));
    return province;
  }));
  const ask = async (question: SubscribersQuestion): Promise<SubscribersAnswer> => {
    if ('lookups' in question) return { lookupMs: latencyOf(lookups(installed, question.lookups, question.items)) };
    await Promise.all([...told.map((one) => one.reaches(question.number)), installedTo(installed, question.number)]);
    return { beganMs, subscribers: told.map((one) => one.answer(question.number)) };
  };
  return { ask: ask as Side['ask'], close: async () => { await Promise.all(provinces.map((province) => province.close())); } };
}

async function installedTo(installed: InstalledStandards, number: number): Promise<void> {
  if (installed.installed(OWNER) >= number) return;
  await new Promise<void>((resolve) => {
    const forget = installed.onChange(() => {
      if (installed.installed(OWNER) < number) return;
      forget();
      resolve();
    });
  });
}

/** What one subscriber was told of the owner. */
class Told {
  private last: number | undefined;
  private asOf = 0;
  private missing = 0;
  private deltas = 0;
  private versions = 0;
  private readonly atMs = new Map<number, number>();
  private readonly waiting = new Map<number, () => void>();

  take(update: StandardsUpdate): void {
    if (update.owner !== OWNER) return;
    if (update.kind === 'snapshot') {
      this.versions += update.versions.length;
      if (update.last) this.asOf = this.last = update.asOf;
    } else {
      if (this.last !== undefined) this.missing += update.number - this.last - 1;
      this.last = update.number;
      this.deltas += 1;
      this.atMs.set(update.number, nowMs());
    }
    for (const [number, wake] of this.waiting) if (number <= (this.last ?? 0)) wake();
  }
  /** When it was told an entry, or a snapshot that takes it in. */
  async reaches(number: number): Promise<void> {
    if ((this.last ?? 0) >= number) return;
    await new Promise<void>((resolve) => this.waiting.set(number, resolve));
    this.waiting.delete(number);
  }
  answer(number: number): { toldMs: number | null; deltas: number; missing: number; snapshotAsOf: number; versions: number } {
    return { toldMs: this.atMs.get(number) ?? null, deltas: this.deltas, missing: this.missing, snapshotAsOf: this.asOf, versions: this.versions };
  }
}

/** Milliseconds of each: what a new case of an item begins with now, as the SDK asks for every opening. */
function lookups({ catalogue }: InstalledStandards, count: number, items: readonly string[]): number[] {
  return Array.from({ length: count }, (_, index) => {
    const began = performance.now();
    catalogue.releaseOfItem(items[index % items.length]!, beijingInstant(Date.now()));
    return performance.now() - began;
  });
}
