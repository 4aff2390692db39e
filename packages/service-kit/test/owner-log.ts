import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS, type RegionCode, encode, v1 } from '@tongban/contracts';
import { type CommandInput, commandBodyOf, eventFieldsOf } from '@tongban/registry';
import { Signer, TrustDirectory, actorOf, generateSigningKey, signRegistryCommand, signRegistryEntry, signRegistryHead } from '@tongban/trust';

const PROVINCE = '310000';
const AT = '2026-03-02T09:00:00+08:00';

/** The log of one owner as its hub writes it: one declaration of adoption after the other, each signed by a province and by the hub. */
export class OwnerLog {
  private readonly hub: ReturnType<typeof generateSigningKey>;
  private readonly province = generateSigningKey(`participant:${PROVINCE}`);
  private number = 0;
  private hash: Uint8Array = new Uint8Array();

  constructor(private readonly owner: RegionCode) {
    this.hub = generateSigningKey(`hub:${owner}`);
  }

  static directoryOf(...logs: readonly OwnerLog[]): TrustDirectory {
    const keys = logs.flatMap(({ hub, province }) => [hub.public, province.public]);
    return new TrustDirectory({ version: 1, keys: [...new Map(keys.map((key) => [key.keyId, key])).values()] });
  }

  /** As `other`, whose province signs for this owner too: one directory knows one key of a province. */
  sharing({ province }: OwnerLog): this {
    Object.assign(this, { province });
    return this;
  }

  /** The next entry. */
  async next(): Promise<Uint8Array> {
    const { owner } = this;
    const said: Extract<CommandInput, { type: 'declare-adoption' }> = {
      type: 'declare-adoption', participant: PROVINCE, version: { kind: 'item', id: 'HRSS-TAL-0101', version: '1.0' }, adoption: { status: 'ready' },
    };
    const signer = new Signer(this.province.signing);
    const fields = { commandId: randomUUID(), environment: ENVIRONMENTS.sandbox, owner, actor: `participant:${PROVINCE}`, unit: PROVINCE, at: AT, reason: 'because', ...commandBodyOf(said) };
    const command = await signRegistryCommand(signer, fields);
    const number = ++this.number;
    const event = eventFieldsOf({
      ...said, type: 'adoption-declared', number, at: AT, commandId: fields.commandId, commandDigest: '', reason: fields.reason,
      actor: actorOf({ actor: fields.actor, keyId: signer.keyId, unit: PROVINCE }),
    }, {});
    const { bytes, hash } = await signRegistryEntry(new Signer(this.hub.signing), { environment: 'sandbox', owner, number, previousHash: this.hash, at: AT, topics: {}, command, event });
    this.hash = hash;
    return bytes;
  }

  /** The head as of the last entry. */
  async head(realAt = new Date().toISOString()): Promise<Uint8Array> {
    const head = await signRegistryHead(new Signer(this.hub.signing), { environment: 'sandbox', owner: this.owner, lastNumber: this.number, lastHash: this.hash, realAt, businessAt: AT });
    return encode(v1.SignedRegistryHead, head);
  }
}
