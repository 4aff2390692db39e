import { ENVIRONMENTS, type EnvironmentCode, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { Signer } from './keys';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

/** Where a statement about an erasure belongs: the region whose hub makes it. */
export interface ErasurePlace { readonly environment: EnvironmentCode; readonly region: string }
type Stated = 'statement' | 'environment' | 'issuer';

/** The home of a case has other regions destroy keys. */
export async function signErasureOrder(signer: Pick<Signer, 'sign'>, { environment, region, ...fields }: Omit<v1.ErasureOrder.$Properties, Stated> & ErasurePlace): Promise<v1.SignedErasureOrder> {
  const order = encode(v1.ErasureOrder, { ...fields, statement: STATEMENTS.erasureOrder, environment: ENVIRONMENTS[environment], issuer: owners.hub(region) });
  return v1.SignedErasureOrder.create({ order, signature: await signer.sign(order) });
}

/** The order, when the hub of `region` gave it. @throws TongbanError `message.malformed`, `message.wrong-environment`, `signature.*`. */
export async function verifyErasureOrder(directory: TrustDirectory, signed: v1.SignedErasureOrder.$Properties, place: ErasurePlace): Promise<v1.ErasureOrder> {
  const bytes = signed.order ?? new Uint8Array();
  const order = decode(v1.ErasureOrder, bytes);
  refuseOtherStatement(order, STATEMENTS.erasureOrder);
  await refuseOthers(directory, order, { bytes, signature: signed.signature }, place);
  return order;
}

/** A region says that it has. */
export async function signErasureDone(signer: Pick<Signer, 'sign'>, { environment, region, ...fields }: Omit<v1.ErasureDone.$Properties, Stated> & ErasurePlace): Promise<v1.SignedErasureDone> {
  const done = encode(v1.ErasureDone, { ...fields, statement: STATEMENTS.erasureDone, environment: ENVIRONMENTS[environment], issuer: owners.hub(region) });
  return v1.SignedErasureDone.create({ done, signature: await signer.sign(done) });
}

/** What it says, when the hub of `region` said it. @throws as `verifyErasureOrder`. */
export async function verifyErasureDone(directory: TrustDirectory, signed: v1.SignedErasureDone.$Properties, place: ErasurePlace): Promise<v1.ErasureDone> {
  const bytes = signed.done ?? new Uint8Array();
  const done = decode(v1.ErasureDone, bytes);
  refuseOtherStatement(done, STATEMENTS.erasureDone);
  await refuseOthers(directory, done, { bytes, signature: signed.signature }, place);
  return done;
}

interface Statement { readonly environment: v1.Environment; readonly issuer: string; readonly at: string }
async function refuseOthers(
  directory: TrustDirectory, { environment: stated, issuer, at }: Statement, { bytes, signature }: { readonly bytes: Uint8Array; readonly signature: v1.Signature.$Properties | null | undefined }, { environment, region }: ErasurePlace,
): Promise<void> {
  if (stated !== ENVIRONMENTS[environment]) throw new TongbanError('message.wrong-environment', `a statement of another environment than ${environment}`);
  const fault = issuer === owners.hub(region) ? await directory.check(issuer, bytes, signature, at) : 'signature.other-owner';
  if (fault) throw new TongbanError(fault, `it is not signed by the hub of ${region}`);
}
