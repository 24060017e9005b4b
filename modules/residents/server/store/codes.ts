import type { Sql } from '#platform/database/transaction.ts';

export interface StoredCode {
  readonly codeId: string;
  readonly residentId: string;
  readonly ownerOrganisationId: string;
  readonly issuedByResident: boolean;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export async function getCodeSecret(sql: Sql): Promise<string> {
  const rows = await sql.query<{ secret: string }>('select secret from residents.code_key where code_key_id = 1');
  const secret = rows[0]?.secret;
  if (secret === undefined) throw new Error('Assertion failed: this installation has no key for resident codes');
  return secret;
}

export async function insertCode(sql: Sql, code: StoredCode): Promise<void> {
  await sql.execute(
    `insert into residents.code (code_id, resident_id, owner_organisation_id, issued_by_resident, issued_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    [code.codeId, code.residentId, code.ownerOrganisationId, code.issuedByResident, code.issuedAt, code.expiresAt],
  );
}

/** Uses the code up; of two scans at once exactly one gets it. */
export async function takeCode(sql: Sql, { codeId, at }: { codeId: string; at: Date }): Promise<StoredCode | undefined> {
  const rows = await sql.query<StoredCode>(
    `update residents.code set used_at = $2 where code_id = $1 and used_at is null and expires_at >= $2
     returning code_id as "codeId", resident_id as "residentId", owner_organisation_id as "ownerOrganisationId",
       issued_by_resident as "issuedByResident", issued_at as "issuedAt", expires_at as "expiresAt"`,
    [codeId, at],
  );
  return rows[0];
}
