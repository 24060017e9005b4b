import type { Sql } from '#platform/database/transaction.ts';

export interface AppToken {
  readonly clientId: string;
  readonly clientName: string;
  readonly accountId: string;
  readonly actingOrganisationId: string | null;
  readonly personId: string | null;
  readonly scopes: readonly string[];
}

/**
 * Who an app's access token speaks for: nobody once the token, the grant, the app or the account is over, nor (without
 * offline_access) once the session in which it was allowed has ended.
 */
export async function findAppToken(sql: Sql, tokenHash: string): Promise<AppToken | undefined> {
  const rows = await sql.query<Omit<AppToken, 'scopes'> & { scope: string | null }>(
    `select app.client_id as "clientId", app.name as "clientName", allowed.account_id as "accountId", allowed.acting_organisation_id as "actingOrganisationId",
       allowed.person_id as "personId", token.payload->>'scope' as scope
     from identity.oidc_record token
     join identity.app_grant allowed on allowed.grant_id = token.grant_id
     join identity.client app on app.client_id = allowed.client_id
     join identity.account on account.account_id = allowed.account_id
     join identity.session on session.session_id = allowed.session_id
     where token.kind = 'AccessToken' and token.id_hash = $1 and token.expires_at > clock_timestamp() and allowed.ended_at is null
       and app.disabled_at is null and account.disabled_at is null
       and ('offline_access' = any(allowed.scopes) or (session.ended_at is null and session.expires_at > clock_timestamp()))`,
    [tokenHash],
  );
  const row = rows[0];
  if (!row) return undefined;
  const { scope, ...token } = row;
  return { ...token, scopes: (scope ?? '').split(' ').filter((each) => each !== '') };
}

export interface NewAppGrant {
  readonly grantId: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly sessionId: string;
  readonly actingOrganisationId: string | null;
  readonly personId: string | null;
  readonly scopes: readonly string[];
}

export async function keepAppGrant(sql: Sql, grant: NewAppGrant): Promise<void> {
  await sql.execute(
    `insert into identity.app_grant (grant_id, account_id, client_id, session_id, acting_organisation_id, person_id, scopes) values ($1, $2, $3, $4, $5, $6, $7)`,
    [grant.grantId, grant.accountId, grant.clientId, grant.sessionId, grant.actingOrganisationId, grant.personId, grant.scopes],
  );
}

/**
 * A grant of the person to the app that holds all that is asked for, given in this session or lasting; the newest. Grants of a launch are for the
 * record on which the app was opened, and are not used again.
 */
export async function findCoveringGrant(sql: Sql, { accountId, clientId, sessionId, scopes }: { accountId: string; clientId: string; sessionId: string; scopes: readonly string[] }): Promise<string | undefined> {
  const rows = await sql.query<{ grantId: string }>(
    `select allowed.grant_id as "grantId" from identity.app_grant allowed join identity.oidc_record kept on kept.kind = 'Grant' and kept.id_hash = allowed.grant_id
     where allowed.account_id = $1 and allowed.client_id = $2 and allowed.session_id = $3 and allowed.ended_at is null and allowed.scopes @> $4::text[]
       and not 'launch' = any(allowed.scopes) and (kept.expires_at is null or kept.expires_at > clock_timestamp())
     order by allowed.granted_at desc limit 1`,
    [accountId, clientId, sessionId, scopes],
  );
  return rows[0]?.grantId;
}

export interface OwnApp {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly grantedAt: Date;
  /** When the app last got a token, to the minute of its making. */
  readonly lastUsedAt: Date | null;
  readonly isLasting: boolean;
}

/** What a person has allowed and what still opens something, the newest first; 200 at most. */
export function listOwnApps(sql: Sql, accountId: string): Promise<OwnApp[]> {
  return sql.query<OwnApp>(
    `select allowed.grant_id as id, app.name, allowed.scopes, allowed.granted_at as "grantedAt", 'offline_access' = any(allowed.scopes) as "isLasting",
       (select to_timestamp(max((token.payload->>'iat')::float8)) from identity.oidc_record token where token.grant_id = allowed.grant_id and token.kind = 'AccessToken') as "lastUsedAt"
     from identity.app_grant allowed join identity.client app on app.client_id = allowed.client_id
     join identity.session on session.session_id = allowed.session_id
     where allowed.account_id = $1 and allowed.ended_at is null and app.disabled_at is null
       and exists (select 1 from identity.oidc_record kept where kept.grant_id = allowed.grant_id and (kept.expires_at is null or kept.expires_at > clock_timestamp()))
       and ('offline_access' = any(allowed.scopes) or (session.ended_at is null and session.expires_at > clock_timestamp()))
     order by allowed.granted_at desc limit 200`,
    [accountId],
  );
}

/** Ends a grant of the account with every token of it; the app's name, or undefined when there is no such grant. */
export async function revokeOwnApp(tx: Sql, { accountId, grantId }: { accountId: string; grantId: string }): Promise<string | undefined> {
  const rows = await tx.query<{ clientId: string }>(
    `update identity.app_grant set ended_at = clock_timestamp() where grant_id = $1 and account_id = $2 and ended_at is null returning client_id as "clientId"`,
    [grantId, accountId],
  );
  if (rows[0] === undefined) return undefined;
  await tx.execute(`delete from identity.oidc_record where grant_id = $1 or (kind = 'Grant' and id_hash = $1)`, [grantId]);
  return rows[0].clientId;
}

export async function findGrantPatient(sql: Sql, grantId: string): Promise<string | null> {
  const rows = await sql.query<{ personId: string | null }>('select person_id as "personId" from identity.app_grant where grant_id = $1', [grantId]);
  return rows[0]?.personId ?? null;
}
