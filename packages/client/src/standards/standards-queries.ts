import { randomBytes } from 'node:crypto';
import { type RegionCode, decode, encode, v1 } from '@tongban/contracts';
import type { HubSession } from '../hub/hub-session';

export interface LogRun {
  /** SignedRegistryEntry bytes, oldest first; not verified yet. */
  readonly entries: readonly Uint8Array[];
  /** SignedRegistryHead bytes that came along. */
  readonly head?: Uint8Array;
}

/** What a participant may ask its own border about the registries. All throw the hub's TongbanError, `hub.unreachable`, or `region.unreachable`. */
export class StandardsQueries {
  constructor(private readonly session: Pick<HubSession, 'query'>) {}

  /** A fresh head, and the nonce it must repeat. */
  async head(owner: RegionCode): Promise<{ readonly head: Uint8Array | undefined; readonly nonce: Uint8Array }> {
    const nonce = randomBytes(16);
    const { head } = decode(v1.RegistryHeadReply, await this.session.query('standards-head', encode(v1.RegistryHeadQuery, { owner, nonce })));
    return { head: signedHead(head), nonce };
  }
  async range(owner: RegionCode, from: number, max: number, filter?: v1.RegistryFilter.$Properties): Promise<LogRun> {
    const { entries, head } = decode(v1.RegistryRangeReply, await this.session.query('standards-range', encode(v1.RegistryRangeQuery, { owner, from, max, filter })));
    return { entries, head: signedHead(head) };
  }
  /** SignedRegistrySnapshotPage bytes; not verified yet. */
  async snapshotPage(owner: RegionCode, after: string, filter?: v1.RegistryFilter.$Properties): Promise<Uint8Array> {
    return this.session.query('standards-snapshot', encode(v1.RegistrySnapshotQuery, { owner, after, filter }));
  }
  /** The SignedRegistryEntry bytes that a signed command caused. */
  async command(signed: Uint8Array): Promise<Uint8Array> {
    return decode(v1.RegistryCommandReply, await this.session.query('standards-command', signed)).entry;
  }
}

const signedHead = (head: v1.SignedRegistryHead.$Properties | null | undefined): Uint8Array | undefined => (head ? encode(v1.SignedRegistryHead, head) : undefined);
