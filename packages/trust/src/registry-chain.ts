import { type ErrorCode, TongbanError } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { RegistryPlace } from './registry-commands';
import { type OpenedRegistryEntry, type VerifiedRegistryEntry, openRegistryEntry, verifyRegistryEntry } from './registry-entries';

/** Where a run of entries goes on: number and hash of the entry before it. */
export interface RegistryPosition {
  /** 0 before the first entry. */
  readonly number: number;
  /** `registryEntryHash`; empty before the first entry. */
  readonly hash: Uint8Array;
}
export const REGISTRY_BEGINNING: RegistryPosition = { number: 0, hash: new Uint8Array() };

export interface RegistryChainFault {
  /** Number the entry should have. */
  readonly number: number;
  readonly code: ErrorCode;
  /** For engineers. */
  readonly detail: string;
}

/**
 * Walks a run of one owner's log, oldest first, and names everything wrong: in each entry, and between one and the next. Without a
 * fault, `verified` are the entries and `position` is where the following run goes on; with one, nothing of the run is to be used.
 */
export async function checkRegistryChain(
  directory: TrustDirectory, entries: readonly Uint8Array[], place: RegistryPlace, from: RegistryPosition = REGISTRY_BEGINNING,
): Promise<{ readonly faults: readonly RegistryChainFault[]; readonly position: RegistryPosition; readonly verified: readonly VerifiedRegistryEntry[] }> {
  const faults: RegistryChainFault[] = [];
  const verified: VerifiedRegistryEntry[] = [];
  let position = from;
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const bytes of entries) {
    const number = position.number + 1;
    const broken = (code: ErrorCode, detail: string): number => faults.push({ number, code, detail });
    const opened = opening(bytes, ({ code, message }) => broken(code, message));
    if (opened === undefined) {
      position = { number, hash: new Uint8Array() };
      continue;
    }
    const { entry, hash } = opened;
    if (entry.number !== number) broken('registry.chain-broken', `entry ${entry.number} stands where ${number} is to be`);
    if (!Buffer.from(position.hash).equals(entry.previousHash)) broken('registry.chain-broken', `entry ${entry.number} does not follow the entry before it`);
    const at = Date.parse(entry.at);
    if (!(at >= lastAt)) broken('registry.chain-broken', `entry ${entry.number} is not dated, or before the one before it`);
    await verifyRegistryEntry(directory, bytes, place).then((one) => verified.push(one), (cause: unknown) => {
      const { code, message } = TongbanError.from(cause);
      broken(code, message);
    });
    position = { number, hash };
    lastAt = at;
  }
  return { faults, position, verified };
}

function opening(bytes: Uint8Array, otherwise: (error: TongbanError) => void): OpenedRegistryEntry | undefined {
  try {
    return openRegistryEntry(bytes);
  } catch (cause) {
    otherwise(TongbanError.from(cause));
    return undefined;
  }
}
