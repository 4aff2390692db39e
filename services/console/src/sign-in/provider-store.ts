import type { Adapter, AdapterPayload } from 'oidc-provider' with { 'resolution-mode': 'import' };

/** Kept of one kind at most; the oldest goes. */
const KEPT_MAX = 10_000;
interface Kept { readonly payload: AdapterPayload; readonly endsMs: number }
const kinds = new Map<string, Map<string, Kept>>();

/** What the embedded provider keeps between the steps of a sign-in: in memory, because a restart loses no more than sign-ins under way. */
export class ProviderStore implements Adapter {
  private readonly kept: Map<string, Kept>;
  constructor(kind: string) {
    this.kept = kinds.get(kind) ?? new Map<string, Kept>();
    kinds.set(kind, this.kept);
  }

  upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<undefined> {
    this.kept.set(id, { payload, endsMs: expiresIn ? Date.now() + expiresIn * 1_000 : Infinity });
    if (this.kept.size > KEPT_MAX) this.kept.delete(this.kept.keys().next().value!);
    return Promise.resolve(undefined);
  }
  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.live(id));
  }
  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.first((payload) => payload.uid === uid));
  }
  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.first((payload) => payload.userCode === userCode));
  }
  consume(id: string): Promise<undefined> {
    const found = this.kept.get(id);
    if (found) this.kept.set(id, { ...found, payload: { ...found.payload, consumed: Math.floor(Date.now() / 1_000) } });
    return Promise.resolve(undefined);
  }
  destroy(id: string): Promise<undefined> {
    this.kept.delete(id);
    return Promise.resolve(undefined);
  }
  revokeByGrantId(grantId: string): Promise<undefined> {
    for (const [id, { payload }] of this.kept) if (payload.grantId === grantId) this.kept.delete(id);
    return Promise.resolve(undefined);
  }

  private live(id: string): AdapterPayload | undefined {
    const found = this.kept.get(id);
    if (found && found.endsMs > Date.now()) return found.payload;
    this.kept.delete(id);
    return undefined;
  }
  private first(fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const id of [...this.kept.keys()]) {
      const payload = this.live(id);
      if (payload && fits(payload)) return payload;
    }
    return undefined;
  }
}
