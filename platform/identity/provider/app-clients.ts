import type { AdapterPayload } from 'oidc-provider';
import type { Sql } from '#platform/database/transaction.ts';
import { hashToken, newToken } from '../tokens.ts';
import type { ClientKeys } from '../machine/clients.ts';

export interface NewApp {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly redirectUrls: readonly string[];
  /** Where it is opened from a record, with `iss` and `launch`. */
  readonly launchUrl?: string | undefined;
  /** `none`: an app in a browser or phone, which can keep no secret and proves itself by PKCE alone. */
  readonly proof: 'none' | 'secret' | ClientKeys;
}

/** Registers an app that people sign in to; returns its secret where it has one, which is shown once. */
export async function createApp(sql: Sql, { clientId, name, scopes, redirectUrls, launchUrl, proof }: NewApp): Promise<string | undefined> {
  const secret = proof === 'secret' ? newToken() : undefined;
  const keys = typeof proof === 'object' ? proof : undefined;
  await sql.execute(
    `insert into identity.client (client_id, name, scopes, redirect_urls, secret_hash, jwks, jwks_url, launch_url) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      clientId, name, scopes, redirectUrls, secret === undefined ? null : hashToken(secret),
      keys && 'jwks' in keys ? JSON.stringify(keys.jwks) : null, keys && 'jwksUrl' in keys ? keys.jwksUrl : null, launchUrl ?? null,
    ],
  );
  return secret;
}

interface Row {
  readonly name: string;
  readonly secretHash: string | null;
  readonly jwks: { keys: unknown[] } | null;
  readonly jwksUrl: string | null;
  readonly redirectUrls: string[];
}

/** A client as oidc-provider wants it; machines too, because they may ask about tokens (RFC 7662). */
export async function findAppClient(sql: Sql, clientId: string): Promise<AdapterPayload | undefined> {
  const rows = await sql.query<Row>(
    `select name, secret_hash as "secretHash", jwks, jwks_url as "jwksUrl", redirect_urls as "redirectUrls"
     from identity.client where client_id = $1 and disabled_at is null`,
    [clientId],
  );
  const row = rows[0];
  if (!row) return undefined;
  const isApp = row.redirectUrls.length > 0;
  const method = row.secretHash !== null ? 'client_secret_basic' : row.jwks || row.jwksUrl ? 'private_key_jwt' : 'none';
  return {
    client_id: clientId,
    client_name: row.name,
    redirect_uris: row.redirectUrls,
    post_logout_redirect_uris: row.redirectUrls,
    grant_types: isApp ? ['authorization_code', 'refresh_token'] : [],
    response_types: isApp ? ['code'] : [],
    token_endpoint_auth_method: method,
    ...(row.secretHash === null ? {} : { client_secret: row.secretHash }),
    ...(row.jwks === null ? {} : { jwks: row.jwks }),
    ...(row.jwksUrl === null ? {} : { jwks_uri: row.jwksUrl }),
  } as AdapterPayload;
}

export interface AppLine {
  readonly name: string;
  readonly scopes: readonly string[];
}

export async function findApp(sql: Sql, clientId: string): Promise<AppLine | undefined> {
  const rows = await sql.query<AppLine>('select name, scopes from identity.client where client_id = $1 and disabled_at is null', [clientId]);
  return rows[0];
}
