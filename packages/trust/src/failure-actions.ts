import { ENVIRONMENTS, TongbanError, decode, encode, owners, v1 } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import type { ErasurePlace } from './erasures';
import type { Signer } from './keys';
import { STATEMENTS, refuseOtherStatement } from './registry-statements';

export type FailureActionFields = Omit<v1.FailureAction.$Properties, 'statement' | 'environment' | 'issuer'>;

/** A hub puts on record what was done about a failed message. */
export async function signFailureAction(signer: Pick<Signer, 'sign'>, { environment, region }: ErasurePlace, fields: FailureActionFields): Promise<v1.SignedFailureAction> {
  const action = encode(v1.FailureAction, { ...fields, statement: STATEMENTS.failureAction, environment: ENVIRONMENTS[environment], issuer: owners.hub(region) });
  return v1.SignedFailureAction.create({ action, signature: await signer.sign(action) });
}

/** What it says, without trusting it. @throws TongbanError `message.malformed`. */
export function readFailureAction(signed: v1.SignedFailureAction.$Properties): v1.FailureAction {
  const action = decode(v1.FailureAction, signed.action ?? new Uint8Array());
  refuseOtherStatement(action, STATEMENTS.failureAction);
  return action;
}

/** What it says, when the hub of `region` said it. @param at business instant of the signature. @throws TongbanError `message.malformed`, `message.wrong-environment`, `signature.*`. */
export async function verifyFailureAction(directory: TrustDirectory, signed: v1.SignedFailureAction.$Properties, { environment, region }: ErasurePlace, at: string): Promise<v1.FailureAction> {
  const action = readFailureAction(signed);
  if (action.environment !== ENVIRONMENTS[environment]) throw new TongbanError('message.wrong-environment', `a record of another environment than ${environment}`);
  const fault = action.issuer === owners.hub(region) ? await directory.check(action.issuer, signed.action ?? new Uint8Array(), signed.signature ?? undefined, at) : 'signature.other-owner';
  if (fault) throw new TongbanError(fault, `it is not signed by the hub of ${region}`);
  return action;
}
