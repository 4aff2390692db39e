import { join } from 'node:path';
import { compare } from './core/compare';
import type { Facts } from './core/facts';
import { erasedMeanwhile } from './read/erased-meanwhile';
import { readHeldReceipts } from './read/held-receipts';
import { readParticipantRecords } from './read/participant-records';
import { emptyFacts, readRegions } from './read/read-regions';
import { RegionLink } from './read/region-link';
import { REPOSITORY, type SetUp, readSetUp } from './read/set-up';
import { waitForQuiet } from './read/snapshot';
import { StaticContract } from './read/static-contract';
import { type Report, reportOf } from './report';
import { Evidence } from './trust/evidence';
import { PublicKeys } from './trust/public-keys';

export interface AuditOptions {
  /** Data directory of a running environment. */
  readonly dataDir: string;
  /** Files of receipts that clients hold. */
  readonly promises?: readonly string[];
  /** Nothing is under way any more, whatever the consumers say: what is missing is lost. */
  readonly settled?: boolean;
  /** How long to wait for quiet; without quiet, what is under way is `pending`. Default 30 s. */
  readonly waitMs?: number;
}
export const WAIT_DEFAULT_MS = 30_000;

/** An erasure may take something out of what is being read: then everything is read again. */
const READINGS_MAX = 3;

/**
 * Reads what every region stores and compares it with what was promised, as somebody outside who has the published contract,
 * the public keys and read rights. @throws AuditError when a region cannot be read or an input file is wrong.
 */
export async function audit({ dataDir, promises = [], settled = false, waitMs = WAIT_DEFAULT_MS }: AuditOptions): Promise<Report> {
  const beganMs = performance.now();
  const setUp = readSetUp(dataDir);
  const contract = new StaticContract(join(REPOSITORY, 'proto'));
  const keys = PublicKeys.read(setUp.trustFile);
  const evidence = new Evidence(contract, keys);
  // Held receipts are read first: what they acknowledge is then stored before the streams are bounded.
  const held = (await Promise.all(promises.map((file) => readHeldReceipts(file, evidence)))).flat();
  const links = await openLinks(setUp);
  const read = async (attempt = 1): Promise<Facts> => {
    const { snapshot, quiet } = await waitForQuiet(links, waitMs);
    const facts = { ...emptyFacts(setUp.environment, Object.keys(setUp.servers), setUp.participants, snapshot.floors, settled || quiet), keptBack: snapshot.keptBack };
    facts.held.push(...held);
    await readRegions(links, snapshot, { facts, contract, evidence });
    return attempt < READINGS_MAX && await erasedMeanwhile(links, snapshot, contract) ? read(attempt + 1) : facts;
  };
  try {
    await readParticipantRecords(links, contract, keys);
    const facts = await read();
    const findings = compare(facts);
    return reportOf(facts, findings, { receipts: evidence.distinctReceipts, signatures: evidence.verified, seconds: (performance.now() - beganMs) / 1000 });
  } finally {
    await Promise.all(links.map((link) => link.close()));
  }
}

async function openLinks({ servers, nkeySeed, tls }: SetUp): Promise<RegionLink[]> {
  const opened = await Promise.allSettled(Object.entries(servers).map(([region, urls]) => RegionLink.open(region, urls, nkeySeed, tls)));
  const links = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (!failed) return links;
  await Promise.all(links.map((link) => link.close()));
  throw failed.reason;
}
