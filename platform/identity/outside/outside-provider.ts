import { createHash, randomBytes } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { requestJson } from '#platform/http/outbound.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** An identity provider of the consortium or the county, by settings. */
export interface OutsideSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: Text;
}

interface Discovery {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
}

export interface OutsidePerson {
  readonly subject: string;
  /** The provider says that it has seen more than a password. */
  readonly hasSecondFactor: boolean;
}

const ALGORITHMS = ['RS256', 'RS384', 'PS256', 'ES256', 'ES384', 'EdDSA'];
const DISCOVERY_MS_MAX = 600_000;
const SKEW_SECONDS = 30;
/** RFC 8176. */
const STRONG = new Set(['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face', 'sc']);

export const randomText = (): string => randomBytes(32).toString('base64url');

/** A relying party of one outside provider (OpenID Connect Core 1.0, code flow with PKCE). */
export class OutsideProvider {
  private readonly settings: OutsideSettings;
  private kept: { at: number; discovery: Promise<Discovery> } | undefined;

  constructor(settings: OutsideSettings) {
    this.settings = settings;
  }

  get issuer(): string {
    return this.settings.issuer;
  }

  /** Where the browser goes to sign in. */
  async authorizationUrl({ redirectUrl, state, nonce, verifier }: { redirectUrl: string; state: string; nonce: string; verifier: string }): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.discover();
    const url = new URL(endpoint);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const parameters = { response_type: 'code', client_id: this.settings.clientId, redirect_uri: redirectUrl, scope: 'openid', state, nonce, code_challenge: challenge, code_challenge_method: 'S256' };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }

  /** Redeems the code and checks the signed ID token; rejects with a reason that holds no secret. */
  async redeem({ code, redirectUrl, verifier, nonce, now }: { code: string; redirectUrl: string; verifier: string; nonce: string; now: Date }): Promise<OutsidePerson> {
    const { clientId, clientSecret } = this.settings;
    const { token_endpoint: endpoint, jwks_uri: keysUrl, issuer } = await this.discover();
    const encoded = [clientId, clientSecret].map(encodeURIComponent).join(':');
    const answer = (await this.request(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'authorization': `Basic ${Buffer.from(encoded).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUrl, code_verifier: verifier }).toString(),
    })) as { id_token?: unknown };
    if (typeof answer.id_token !== 'string') throw new Error('no ID token');
    const { createLocalJWKSet, jwtVerify } = await import('jose');
    const keys = createLocalJWKSet((await this.request(keysUrl)) as JSONWebKeySet);
    const { payload } = await jwtVerify(answer.id_token, keys, {
      issuer, audience: clientId, algorithms: ALGORITHMS, clockTolerance: SKEW_SECONDS, currentDate: now, requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
    });
    if (payload['nonce'] !== nonce) throw new Error('nonce differs');
    if (Array.isArray(payload.aud) && payload.aud.length > 1 && payload['azp'] !== clientId) throw new Error('azp differs');
    const methods = Array.isArray(payload['amr']) ? payload['amr'].map(String) : [];
    return { subject: String(payload.sub), hasSecondFactor: methods.some((method) => STRONG.has(method)) };
  }

  private discover(): Promise<Discovery> {
    if (this.kept && performance.now() - this.kept.at < DISCOVERY_MS_MAX) return this.kept.discovery;
    const discovery = this.request(`${this.settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`).then((answer) => {
      const found = answer as Discovery;
      if (found.issuer !== this.settings.issuer) throw new Error('the issuer of the discovery document differs');
      return found;
    });
    this.kept = { at: performance.now(), discovery };
    discovery.catch(() => (this.kept = undefined));
    return discovery;
  }

  /** The administrator has named the issuer, which may lie inside; what it points to elsewhere goes through the guard. */
  private request(url: string, more: Partial<Parameters<typeof requestJson>[0]> = {}): Promise<unknown> {
    return requestJson({ url, ...more, isTrusted: URL.canParse(url) && new URL(url).origin === new URL(this.settings.issuer).origin });
  }
}
