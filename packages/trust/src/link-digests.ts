import { ENVIRONMENTS, type EnvironmentCode, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

/** What a hub says its OUTBOX holds for one reader: SignedLinkDigest bytes. */
export async function signLinkDigest(signer: Signer, fields: Omit<v1.LinkDigest.$Properties, 'statement'>): Promise<Uint8Array> {
  const digest = encode(v1.LinkDigest, { ...fields, statement: STATEMENTS.linkDigest });
  return encode(v1.SignedLinkDigest, { digest, signature: await signer.sign(digest) });
}

/**
 * The digest, signed by the hub of the sending region, of this environment and for this reader.
 * @throws TongbanError `message.malformed`, `message.wrong-environment`, `signature.*`.
 */
export async function verifyLinkDigest(directory: TrustDirectory, bytes: Uint8Array, link: { readonly environment: EnvironmentCode; readonly from: string; readonly to: string }): Promise<v1.LinkDigest> {
  const signed = decode(v1.SignedLinkDigest, bytes);
  const digest = decode(v1.LinkDigest, signed.digest);
  refuseOtherStatement(digest, STATEMENTS.linkDigest);
  if (digest.environment !== ENVIRONMENTS[link.environment]) throw new TongbanError('message.wrong-environment', `the digest of a link is not of ${link.environment}`);
  if (digest.fromRegion !== link.from || digest.toRegion !== link.to) throw new TongbanError('message.malformed', `the digest is of another link than ${link.from} to ${link.to}`);
  const fault = await directory.check(owners.hub(link.from), signed.digest, signed.signature, digest.at);
  if (fault) throw new TongbanError(fault, `the digest of the link is not signed by the hub of ${link.from}`);
  return digest;
}
