import { randomUUID } from 'node:crypto';
import { ENVIRONMENTS, encode, v1 } from '@tongban/contracts';
import { type PublicKeyRecord, Signer, generateSigningKey } from '../src/keys';
import { TrustDirectory } from '../src/directory';
import { artefactDigest } from '../src/artefact-digest';
import { type RegistryCommandFields, signRegistryCommand } from '../src/registry-commands';
import { REGISTRY_BEGINNING, type RegistryPosition } from '../src/registry-chain';
import { type RegistryEntryFields, signRegistryEntry } from '../src/registry-entries';

export const AT = '2026-03-02T09:00:00+08:00';
export const PLACE = { environment: 'sandbox', owner: 'nat' } as const;

const person = (id: string, validity: Partial<PublicKeyRecord> = {}) => {
  const { signing, public: known } = generateSigningKey(`person:${id}`);
  return { signing, signer: new Signer(signing), record: { ...known, units: ['nat', 'yrd'], ...validity }, actor: `person:${id}` };
};
const other = (owner: string) => {
  const { signing, public: known } = generateSigningKey(owner);
  return { signer: new Signer(signing), record: known, actor: owner };
};

/** Everybody who signs in these tests; `retired` had a key until the year before. */
export const people = {
  drafter: person('drafter'), first: person('steward-1'), second: person('steward-2'), retired: person('retired', { validTo: '2025-12-31T23:59:59+08:00' }),
  province: other('participant:310000'), hub: other('hub:nat'), otherHub: other('hub:yrd'),
};
/** Somebody registered as a third person with the key of `first`. */
const double = { actor: 'person:double', record: { ...people.first.record, owner: 'person:double', keyId: 'person:double#1' } };
export const asDouble = { actor: double.actor, signer: new Signer({ ...people.first.signing, keyId: double.record.keyId }) };
export const directory = new TrustDirectory({ version: 1, keys: [...Object.values(people), double].map(({ record }) => record) });

/** A command of the sandbox to `nat`, with an id of its own. */
export const command = (body: RegistryCommandFields, actor = people.first.actor, unit = 'nat'): RegistryCommandFields => ({
  commandId: randomUUID(), environment: ENVIRONMENTS.sandbox, owner: 'nat', actor, unit, at: AT, reason: 'because', ...body,
});
export const signed = (body: RegistryCommandFields, by: { signer: Signer; actor: string } = people.first): Promise<Uint8Array> => signRegistryCommand(by.signer, command(body, by.actor));

/** A SignedRegistryCommand over any bytes at all, as a forger makes it. */
export const forged = async (by: { signer: Signer }, fields: v1.RegistryCommand.$Properties): Promise<Uint8Array> => {
  const bytes = encode(v1.RegistryCommand, { statement: 'tongban.v1.RegistryCommand', contractVersion: '1.0', keyId: by.signer.keyId, ...fields });
  return encode(v1.SignedRegistryCommand, { command: bytes, signature: await by.signer.sign(bytes) });
};

export const artefact = (text = '{"id":"S-1"}'): v1.ArtefactVersion.$Properties => {
  const content = Buffer.from(text);
  return { kind: v1.ArtefactKind.ARTEFACT_KIND_STANDARD, id: 'S-1', version: '1.1', digest: artefactDigest(content), content };
};

/** An owner's hub that appends to its log. */
export class Log {
  readonly entries: Uint8Array[] = [];
  position: RegistryPosition = REGISTRY_BEGINNING;

  async append(by: Uint8Array, event: RegistryEntryFields['event'], changes: Partial<RegistryEntryFields> = {}, hub = people.hub): Promise<Uint8Array> {
    const { bytes, hash } = await signRegistryEntry(hub.signer, {
      ...PLACE, number: this.position.number + 1, previousHash: this.position.hash, at: AT, topics: {}, command: by, event, ...changes,
    });
    this.entries.push(bytes);
    this.position = { number: this.position.number + 1, hash };
    return bytes;
  }
}

/** A draft that two persons approved, and its publication. */
export async function publishedLog(): Promise<Log> {
  const log = new Log();
  const terms = { draftId: 'D-1', titleZh: '标题', titleEn: 'Title', effectiveFrom: AT, transitionDays: 30 };
  const draftDigest = 'd'.repeat(64);
  await log.append(await signed({ draftArtefacts: { terms, artefacts: [artefact()] } }, people.drafter), {
    artefactsDrafted: { terms, draftDigest, artefacts: [{ artefact: { ...artefact(), content: new Uint8Array() } }] },
  });
  const approvals = [await approval(people.first), await approval(people.second)];
  for (const bytes of approvals) await log.append(bytes, { draftApproved: { draftId: 'D-1', draftDigest } });
  await log.append(await signed({ publishDraft: { draftId: 'D-1' } }), publication(approvals));
  return log;
}
export const approval = (by: { signer: Signer; actor: string }, draftDigest = 'd'.repeat(64), draftId = 'D-1'): Promise<Uint8Array> => signed({ approveDraft: { draftId, draftDigest } }, by);
export const publication = (approvals: Uint8Array[], artefacts = [artefact()]): RegistryEntryFields['event'] => ({
  artefactsPublished: { terms: { draftId: 'D-1' }, draftDigest: 'd'.repeat(64), artefacts: artefacts.map((one) => ({ artefact: one })), transitionEndsAt: AT, approvals },
});
