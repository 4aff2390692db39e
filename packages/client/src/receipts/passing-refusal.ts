import { type ErrorCode, errorTraits, isErrorCode, owners } from '@tongban/contracts';

/**
 * The code of a rejection that is no last word: a hub says that the same bytes may succeed later, e.g. once a suspension is over. What a
 * recipient rejects is registered already, and stays rejected.
 */
export function passingRefusal({ issuer, code }: { readonly issuer: string; readonly code?: string }): ErrorCode | undefined {
  return issuer.startsWith(owners.hub('')) && code !== undefined && isErrorCode(code) && errorTraits(code).retryable ? code : undefined;
}
