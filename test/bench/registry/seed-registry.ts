import { beijingInstant } from '@tongban/domain';
import type { Say } from '@tongban/local';
import type { LogWriter } from './log-writer';
import type { SyntheticVersions, VersionToDraft } from './synthetic-versions';

const TOLD_EVERY_MS = 10_000;

export interface Seed {
  readonly versions: number;
  /** Versions that one publication brings out. */
  readonly perPublication: number;
  /** Business time between two publications; the last one is of now. 0: all are of now. */
  readonly apartMs: number;
}

/** Writes a registry of so many versions, publication by publication. @returns seconds it took. */
export async function seedRegistry(writer: LogWriter, synthetic: SyntheticVersions, { versions, perPublication, apartMs }: Seed, say: Say): Promise<number> {
  const began = performance.now();
  const publications = Math.ceil(versions / perPublication);
  const firstMs = Date.now() - publications * apartMs;
  let [toldMs, written, count] = [began, 0, 0];
  let bundle: VersionToDraft[] = [];
  const publish = async (): Promise<void> => {
    await writer.publish(bundle, beijingInstant(firstMs + count++ * apartMs));
    written += bundle.length;
    bundle = [];
    if (performance.now() - toldMs < TOLD_EVERY_MS) return;
    toldMs = performance.now();
    say(`已写入 ${written}/${versions} 个版本`, `${written} of ${versions} versions written`);
  };
  for (const version of synthetic.all(versions)) {
    bundle.push(version);
    if (bundle.length === perPublication) await publish();
  }
  if (bundle.length > 0) await publish();
  await writer.settled();
  return (performance.now() - began) / 1_000;
}
