import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readJsonIfThere, writePrivateJson } from '@tongban/data-directory';
import type { AccountsFile } from '@tongban/operator';
import type Provider from 'oidc-provider' with { 'resolution-mode': 'import' };
import { ProviderStore } from './provider-store';

/** Path of the provider at the console's own address. */
export const PROVIDER_PATH = '/oidc';
/** Where a sign-in asks for login and password. */
export const loginPath = (interaction: string): string => `/auth/login/${interaction}`;

export interface EmbeddedClient { readonly clientId: string; readonly clientSecret: string }
interface Kept { readonly cookieKeys: string[]; readonly clientSecret: string; readonly jwks: { readonly keys: Record<string, unknown>[] } }

/**
 * The OpenID provider that comes with the console, for where no other is configured: the same code path signs people in either way. Its accounts are those of the file; its keys lie beside it.
 * The library is an ES module, loaded natively.
 */
export async function embeddedProvider(url: string, dataDirectory: string, accounts: AccountsFile, clientId: string): Promise<{ readonly provider: Provider; readonly client: EmbeddedClient; readonly handle: (request: IncomingMessage, response: ServerResponse) => void }> {
  const { default: OidcProvider } = await import('oidc-provider');
  const kept = keptIn(join(dataDirectory, 'console', 'provider.json'));
  const provider = new OidcProvider(`${url}${PROVIDER_PATH}`, {
    adapter: ProviderStore,
    clients: [{
      client_id: clientId, client_secret: kept.clientSecret, redirect_uris: [`${url}/auth/callback`], post_logout_redirect_uris: [`${url}/`], response_types: ['code'], grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'ES256',
    }],
    jwks: kept.jwks,
    cookies: { keys: kept.cookieKeys },
    claims: { openid: ['sub', 'name', 'tongban_roles', 'tongban_scope'] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => loginPath(interaction.uid) },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Grant: 600, Session: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    findAccount: (_context, login) => {
      const account = accounts.list().find((one) => one.login === login && one.disabled !== true);
      return account && { accountId: login, claims: () => ({ sub: login, name: account.name, tongban_roles: account.roles, tongban_scope: account.scope }) };
    },
    // The console asks its own provider for nothing but who somebody is: nobody has to agree to that.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  const callback = provider.callback();
  return {
    provider, client: { clientId, clientSecret: kept.clientSecret },
    handle: (request, response) => {
      // The provider finds where it is mounted by the difference of the two.
      Object.assign(request, { originalUrl: request.url });
      request.url = request.url!.slice(PROVIDER_PATH.length) || '/';
      void callback(request, response);
    },
  };
}

/** Made once: sign-ins go on over a restart with the same keys. */
function keptIn(path: string): Kept {
  const there = readJsonIfThere<Kept>(path);
  if (there) return there;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kept: Kept = {
    cookieKeys: [randomBytes(32).toString('base64url')], clientSecret: randomBytes(32).toString('base64url'),
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: randomUUID() }] },
  };
  writePrivateJson(path, kept);
  return kept;
}
