import type { Sql } from '#platform/database/transaction.ts';

export interface PersonClaims {
  readonly sub: string;
  readonly name: string;
  readonly preferred_username: string;
  readonly locale: string;
  /** SMART App Launch 2.0: absolute address of the person's own resource. */
  readonly fhirUser?: string;
  readonly [claim: string]: string | undefined;
}

/** What OpenID Connect says of an account, unless it is disabled. */
export async function findPersonClaims(sql: Sql, accountId: string, base: string): Promise<PersonClaims | undefined> {
  const rows = await sql.query<{ name: string; login: string; language: string; reference: string | null }>(
    'select name, login, language, fhir_reference as reference from identity.account where account_id = $1 and disabled_at is null',
    [accountId],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    sub: accountId, name: row.name, preferred_username: row.login, locale: row.language === 'zh' ? 'zh-CN' : 'en',
    ...(row.reference === null ? {} : { fhirUser: `${base}/fhir/${row.reference}` }),
  };
}
