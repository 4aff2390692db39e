import { TongbanError } from '@tongban/contracts';
import { type Role, isRole } from '@tongban/operator';
import type { Configuration } from 'openid-client' with { 'resolution-mode': 'import' };
import type { SignedIn } from './sessions';

export interface IssuerSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly callbackUrl: string;
  readonly rolesClaim: string;
  readonly scopeClaim: string;
}
/** What has to be known again when the browser comes back. */
export interface PendingSignIn { readonly verifier: string; readonly state: string; readonly nonce: string; readonly to: string }

/** The console towards the OpenID provider: authorization code with PKCE, state and nonce. */
export class RelyingParty {
  private configuration: Promise<Configuration> | undefined;
  constructor(private readonly settings: IssuerSettings) {}

  async begin(to: string): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
    const client = await import('openid-client');
    const pending = { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce(), to };
    const url = client.buildAuthorizationUrl(await this.discovered(), {
      redirect_uri: this.settings.callbackUrl, scope: 'openid', state: pending.state, nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256',
    });
    return { url: url.href, pending };
  }

  /** @param query of the address the browser came back with. @throws TongbanError `session.missing` when it proves nothing. */
  async finish(query: string, { verifier, state, nonce }: PendingSignIn): Promise<SignedIn> {
    const client = await import('openid-client');
    const { rolesClaim, scopeClaim, callbackUrl } = this.settings;
    try {
      const tokens = await client.authorizationCodeGrant(await this.discovered(), new URL(`${callbackUrl}?${query}`), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
      const claims = tokens.claims()!;
      return { login: claims.sub, name: String(claims['name'] ?? claims.sub), roles: rolesOf(claims[rolesClaim]), scope: scopeOf(claims[scopeClaim]) };
    } catch (cause) {
      throw new TongbanError('session.missing', 'the provider did not confirm who it is', [], { cause });
    }
  }

  private discovered(): Promise<Configuration> {
    this.configuration ??= this.discover().catch((error: unknown) => {
      this.configuration = undefined;
      throw error;
    });
    return this.configuration;
  }
  private async discover(): Promise<Configuration> {
    const client = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.settings;
    const url = new URL(issuer);
    const plain = url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {};
    return client.discovery(url, clientId, clientSecret, undefined, plain);
  }
}

/** An office that is none counts for nothing; no office at all may do nothing. */
const rolesOf = (claim: unknown): readonly Role[] => (Array.isArray(claim) ? claim : [claim]).filter((role): role is Role => typeof role === 'string' && isRole(role));
/** A claim that is missing or malformed opens no province; only an explicit null or `*` opens all. */
function scopeOf(claim: unknown): readonly string[] | null {
  if (claim === null || claim === '*') return null;
  return (Array.isArray(claim) ? claim : []).filter((code): code is string => typeof code === 'string' && /^\d{6}$/.test(code));
}
