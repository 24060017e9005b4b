import { timingSafeEqual } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import type { Sql } from '#platform/database/transaction.ts';
import { hashToken, newToken } from '../tokens.ts';

/** Tokens are short-lived, so that a disabled client is out soon even where a cache is stale. */
export const TOKEN_SECONDS = 3600;

const COLUMNS = `client_id as "clientId", name, scopes, owner_organisation_id as "organisationId",
  created_at as "createdAt", disabled_at as "disabledAt"`;

export interface NewClient {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Sees this organisation and below only. */
  readonly organisationId?: string | null;
}

/** Registers a machine client; the secret is returned once and stored as a hash. */
export async function createClient(sql: Sql, client: NewClient): Promise<{ clientId: string; clientSecret: string }> {
  const clientSecret = newToken();
  await sql.execute(
    'insert into identity.client (client_id, secret_hash, name, scopes, owner_organisation_id) values ($1, $2, $3, $4, $5)',
    [client.clientId, hashToken(clientSecret), client.name, client.scopes, client.organisationId ?? null],
  );
  return { clientId: client.clientId, clientSecret };
}

/** What a client proves itself by: keys registered with us, or at an address of its own. */
export type ClientKeys = { readonly jwks: JSONWebKeySet } | { readonly jwksUrl: string };

/** Registers a machine client that signs assertions (SMART Backend Services); it has no secret. */
export async function createSigningClient(sql: Sql, { keys, ...client }: NewClient & { keys: ClientKeys }): Promise<void> {
  await sql.execute(
    'insert into identity.client (client_id, jwks, jwks_url, name, scopes, owner_organisation_id) values ($1, $2, $3, $4, $5, $6)',
    [client.clientId, 'jwks' in keys ? JSON.stringify(keys.jwks) : null, 'jwksUrl' in keys ? keys.jwksUrl : null, client.name, client.scopes, client.organisationId ?? null],
  );
}

export interface SigningClient {
  readonly client: ClientLine;
  readonly jwks: JSONWebKeySet | null;
  readonly jwksUrl: string | null;
}

/** The client with its keys, unless it is disabled or has none. */
export async function findSigningClient(sql: Sql, clientId: string): Promise<SigningClient | undefined> {
  const rows = await sql.query<ClientLine & { jwks: JSONWebKeySet | null; jwksUrl: string | null }>(
    `select ${COLUMNS}, jwks, jwks_url as "jwksUrl" from identity.client
     where client_id = $1 and disabled_at is null and num_nonnulls(jwks, jwks_url) = 1`,
    [clientId],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { jwks, jwksUrl, ...client } = row;
  return { client, jwks, jwksUrl };
}

/** Makes the client, or gives an existing one a new secret and these scopes. */
export async function replaceClient(sql: Sql, client: NewClient): Promise<{ clientId: string; clientSecret: string }> {
  const clientSecret = newToken();
  await sql.execute(
    `insert into identity.client (client_id, secret_hash, name, scopes, owner_organisation_id) values ($1, $2, $3, $4, $5)
     on conflict (client_id) do update set secret_hash = excluded.secret_hash, jwks = null, jwks_url = null, scopes = excluded.scopes, disabled_at = null`,
    [client.clientId, hashToken(clientSecret), client.name, client.scopes, client.organisationId ?? null],
  );
  return { clientId: client.clientId, clientSecret };
}

export interface ClientLine {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly organisationId: string | null;
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

export const listClients = (sql: Sql): Promise<ClientLine[]> =>
  sql.query<ClientLine>(`select ${COLUMNS} from identity.client order by created_at, client_id limit 500`);

/** The client unless it is disabled. */
export async function findLiveClient(sql: Sql, clientId: string): Promise<ClientLine | undefined> {
  const rows = await sql.query<ClientLine>(`select ${COLUMNS} from identity.client where client_id = $1 and disabled_at is null`, [clientId]);
  return rows[0];
}

/** Returns false where there is no such client. Its tokens end with it. */
export async function disableClient(sql: Sql, clientId: string): Promise<boolean> {
  const changed = await sql.execute(
    'update identity.client set disabled_at = coalesce(disabled_at, clock_timestamp()) where client_id = $1',
    [clientId],
  );
  await sql.execute('delete from identity.access_token where client_id = $1', [clientId]);
  return changed > 0;
}

export async function verifyClient(sql: Sql, clientId: string, secret: string): Promise<ClientLine | undefined> {
  const rows = await sql.query<ClientLine & { secretHash: string | null }>(
    `select ${COLUMNS}, secret_hash as "secretHash" from identity.client where client_id = $1 and disabled_at is null`,
    [clientId],
  );
  const client = rows[0];
  const given = Buffer.from(hashToken(secret));
  const right = timingSafeEqual(given, Buffer.from(client?.secretHash ?? hashToken('')));
  return client && client.secretHash !== null && right ? client : undefined;
}

export async function issueToken(sql: Sql, clientId: string, scopes: readonly string[]): Promise<string> {
  const token = newToken();
  await sql.execute(
    `insert into identity.access_token (token_hash, client_id, scopes, expires_at)
     values ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))`,
    [hashToken(token), clientId, scopes, TOKEN_SECONDS],
  );
  return token;
}

export interface TokenHolder {
  readonly clientId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly organisationId: string | null;
}

export async function findTokenHolder(sql: Sql, tokenHash: string): Promise<TokenHolder | undefined> {
  const rows = await sql.query<TokenHolder>(
    `select client.client_id as "clientId", client.name, token.scopes, client.owner_organisation_id as "organisationId"
     from identity.access_token token join identity.client on client.client_id = token.client_id
     where token.token_hash = $1 and token.expires_at > clock_timestamp() and client.disabled_at is null`,
    [tokenHash],
  );
  return rows[0];
}
