import { ENVIRONMENTS, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import type { RegistryPlace } from './registry-commands';
import { refuseOtherPlace } from './registry-entries';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

export type RegistryHeadFields = Omit<v1.RegistryHead.$Properties, 'statement' | 'environment' | 'owner'> & RegistryPlace;

/** How far the log is, as its owner's hub says. */
export async function signRegistryHead(signer: Signer, { environment, ...fields }: RegistryHeadFields): Promise<v1.SignedRegistryHead> {
  const head = encode(v1.RegistryHead, { ...fields, statement: STATEMENTS.head, environment: ENVIRONMENTS[environment] });
  return v1.SignedRegistryHead.create({ head, signature: await signer.sign(head) });
}

/**
 * The head, when the owner's hub signed it for this log. `nonce`: what was sent along with the question; leave it out for a head that
 * came unasked. How old it may be is for the caller, who has the clocks: `realAt` and `businessAt` are instants.
 * @throws TongbanError `message.malformed`, `message.wrong-environment`, `standard.wrong-owner`, `signature.*`, or `digest.mismatch` for another nonce.
 */
export async function verifyRegistryHead(
  directory: TrustDirectory, signed: v1.SignedRegistryHead.$Properties, { nonce, ...place }: RegistryPlace & { readonly nonce?: Uint8Array },
): Promise<v1.RegistryHead> {
  const bytes = signed.head ?? new Uint8Array();
  const head = decode(v1.RegistryHead, bytes);
  refuseOtherStatement(head, STATEMENTS.head);
  refuseOtherPlace(head, place);
  if (![head.realAt, head.businessAt].every((at) => !Number.isNaN(Date.parse(at))) || (head.lastNumber === 0) !== (head.lastHash.length === 0)) {
    throw new TongbanError('message.malformed', 'a head has two instants, and a hash exactly when it has a number');
  }
  const fault = await directory.check(owners.hub(place.owner), bytes, signed.signature, head.businessAt);
  if (fault) throw new TongbanError(fault, `the head is not signed by the hub of ${place.owner}`);
  if (nonce !== undefined && !Buffer.from(nonce).equals(head.nonce)) throw new TongbanError('digest.mismatch', 'the head answers another question');
  return head;
}

export type RegistrySnapshotFields = Omit<v1.RegistrySnapshotPage.$Properties, 'statement' | 'environment' | 'owner' | 'issuer'> & RegistryPlace & {
  /** Region of the hub that answers. */
  readonly region: string;
};

/** A page of a snapshot, as the hub that answers vouches for it. */
export async function signRegistrySnapshotPage(signer: Signer, { environment, region, ...fields }: RegistrySnapshotFields): Promise<v1.SignedRegistrySnapshotPage> {
  const page = encode(v1.RegistrySnapshotPage, { ...fields, statement: STATEMENTS.snapshotPage, environment: ENVIRONMENTS[environment], issuer: owners.hub(region) });
  return v1.SignedRegistrySnapshotPage.create({ page, signature: await signer.sign(page) });
}

/** The page, when the hub of `region` signed it for this log. @throws TongbanError `message.malformed`, `message.wrong-environment`, `standard.wrong-owner`, `signature.*`. */
export async function verifyRegistrySnapshotPage(
  directory: TrustDirectory, signed: v1.SignedRegistrySnapshotPage.$Properties, { region, ...place }: RegistryPlace & { readonly region: string },
): Promise<v1.RegistrySnapshotPage> {
  const bytes = signed.page ?? new Uint8Array();
  const page = decode(v1.RegistrySnapshotPage, bytes);
  refuseOtherStatement(page, STATEMENTS.snapshotPage);
  refuseOtherPlace(page, place);
  const fault = page.issuer === owners.hub(region) ? await directory.check(page.issuer, bytes, signed.signature, page.at) : 'signature.other-owner';
  if (fault) throw new TongbanError(fault, `the page is not signed by the hub of ${region}`);
  return page;
}
